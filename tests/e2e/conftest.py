"""The real application for a real browser: `lanhmanh serve` over a small province that the demonstration built."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from sqlite3 import connect

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM
from tests.e2e.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
COMMAND = str(Path(sys.executable).parent / "lanhmanh")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync", "--no-first-run"]
# Biên Hòa with two of its wards, Tân Phú with one commune: the others have nobody and count as missing.
PEOPLE_IN = ("731", "25993", "26041", "734", "26119")
BUILD = f"""
from lanhmanh.config.commands.start import start_django
start_django()
from lanhmanh.flows import demo
demo.build({PEOPLE_IN})
"""


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LANHMANH_", "DJANGO_"))}
    ours = {"LANHMANH_DATA": str(data), "LANHMANH_DEMO": "1", "LANHMANH_HASHED_STATIC": "1"}
    return kept | ours | {"LANHMANH_TODAY": "2021-12-20"}


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small province once a run, whichever worker comes first, and return its data folder."""
    base = tmp_path_factory.getbasetemp()
    data = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "e2e-province"
    with open(f"{data}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "whole").exists():
            data.mkdir()
            for command in ([COMMAND, "migrate"], [sys.executable, "-c", BUILD]):
                subprocess.run(command, env=_environment(data), cwd=ROOT, check=True, capture_output=True)
            (data / "whole").touch()
    return data


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        assert server.poll() is None, "lanhmanh serve ended"
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as asked:
            try:
                asked.request("GET", "/suc-khoe/")
                if asked.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
    raise AssertionError("lanhmanh serve does not answer")


@pytest.fixture(scope="session")
def served(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the province for the whole run; yield its address and its data folder."""
    data, port = tmp_path_factory.mktemp("site") / "data", _free_port()
    shutil.copytree(province, data)
    with (data / "server.log").open("wb") as log:
        command = [COMMAND, "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=_environment(data), cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}", data
        finally:
            server.terminate()
            server.wait(timeout=20)


def _as_built(province: Path, data: Path) -> None:
    """Put the database back as it was built, under the feet of the server: faster than a new server."""
    with closing(connect(province / "lanhmanh.sqlite3")) as built, closing(connect(data / "lanhmanh.sqlite3")) as used:
        built.backup(used)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's chromium; it ends with the module, because two playwrights do not live in one process."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(served: tuple[str, Path], province: Path) -> str:
    """Return the address of the province, as built when a module begins."""
    address, data = served
    _as_built(province, data)
    return address


@pytest.fixture
def own_site(served: tuple[str, Path], province: Path) -> Iterator[str]:
    """Return the address of the province for one test alone, as built before and after."""
    address, data = served
    _as_built(province, data)
    yield address
    _as_built(province, data)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Return what lets somebody in; in the end nobody's browser may have complained."""
    visitors: list[Visitor] = []

    def let_in(site: str, username: str = "", **how: object) -> Visitor:
        visitors.append(Visitor(browser, site, username, **how))  # type: ignore[arg-type]
        return visitors[-1]

    yield let_in
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.leave()
    assert complaints == []
