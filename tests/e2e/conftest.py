"""The real application for a real browser: `lanhmanh serve` over a small province that the demonstration built."""

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
from tests.demonstration import ROOT, environment
from tests.e2e.visitor import Visitor

COMMAND = str(Path(sys.executable).parent / "lanhmanh")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync", "--no-first-run"]


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
def served(small_province: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the province for the whole run; yield its address and its data folder."""
    data, port = tmp_path_factory.mktemp("site") / "data", _free_port()
    shutil.copytree(small_province, data)
    with (data / "server.log").open("wb") as log:
        command = [COMMAND, "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment(data), cwd=ROOT, stdout=log, stderr=log)
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
def site(served: tuple[str, Path], small_province: Path) -> str:
    """Return the address of the province, as built when a module begins."""
    address, data = served
    _as_built(small_province, data)
    return address


@pytest.fixture
def own_site(served: tuple[str, Path], small_province: Path) -> Iterator[str]:
    """Return the address of the province for one test alone, as built before and after."""
    address, data = served
    _as_built(small_province, data)
    yield address
    _as_built(small_province, data)


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
