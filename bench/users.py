"""Many readers at once: lists and searches over HTTP, the product by turns with the plain table."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from gzip import decompress
from http.client import HTTPConnection
from os import environ
from random import Random
from urllib.parse import urlencode

from bench.cases import AIM, BESIDE
from bench.cases_world import CaseWorld, Reader
from bench.results import Result
from bench.world import NOW
from lanhmanh.kernel.text import fold

TOKEN = "0" * 32
WANTED = 80.0
# Somebody reads what came for a second or three before asking for more.
PAUSE = (1.0, 3.0)
TURN = 10  # seconds
_BROWSER = {"Host": "localhost", "Accept-Encoding": "gzip"}
Ask = Callable[[HTTPConnection], None]


def results(world: CaseWorld, users: int, seconds: float) -> Iterator[Result]:
    """Let so many readers ask for lists and search, each for so long; tell the time that 95 of 100 answers took."""
    name, reader = world.name, world.overseer
    works: dict[str, Mapping[str, Ask]] = {
        "danh sách tỉnh / province list": {"ours": _list(reader, "/ho-so/"), "plain": _list(reader, "/bench/cases/")},
        "tìm có dấu / search with marks": _searches(reader, name),
        "tìm không dấu / search without marks": _searches(reader, fold(name)),
    }
    with _served(world) as port:
        for what, asks in works.items():
            taken = _by_turns(port, asks, users, seconds)
            ours, plain = (_late(taken[kind]) for kind in ("ours", "plain"))
            middle = sorted(taken["ours"])[len(taken["ours"]) // 2]
            told = f"{what}, p95, {users} người cùng lúc / readers at once, {world.count} hồ sơ / cases"
            yield Result(told, world.database.vendor, "", ours, middle, WANTED, "ms")
            yield Result(told, world.database.vendor, BESIDE, ours / plain, None, AIM)


def _searches(reader: Reader, words: str) -> Mapping[str, Ask]:
    return {"ours": _search(reader, "/ho-so/tim/", words), "plain": _search(reader, "/bench/cases/tim/", words)}


def _by_turns(port: int, asks: Mapping[str, Ask], users: int, seconds: float) -> dict[str, list[float]]:
    """Let the two be read by turns: what else the machine does falls on both."""
    turns = max(1, int(seconds // TURN))
    taken: dict[str, list[float]] = {kind: [] for kind in asks}
    for _turn in range(turns):
        for kind, ask in asks.items():
            taken[kind] += _taken(port, ask, users, seconds / turns)
    return taken


def _taken(port: int, ask: Ask, users: int, seconds: float) -> list[float]:
    """Return how long each answer took, in milliseconds; the first of each reader warms up and is not counted."""

    def reads(number: int) -> list[float]:
        random, taken = Random(number), []
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            ask(connection)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                time.sleep(random.uniform(*PAUSE) if seconds > PAUSE[1] else 0)
                started = time.perf_counter()
                _asked(ask, connection)
                taken.append((time.perf_counter() - started) * 1000)
        return taken

    with ThreadPoolExecutor(users) as pool:
        return [each for some in pool.map(reads, range(users)) for each in some]


def _asked(ask: Ask, connection: HTTPConnection) -> None:
    """Ask, once more where the server had closed the idle connection just then, as a browser does."""
    try:
        ask(connection)
    except ConnectionError:
        connection.close()
        ask(connection)


def _late(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def _list(reader: Reader, address: str) -> Ask:
    headers = {**_BROWSER, "Cookie": _cookies(reader)}

    def ask(connection: HTTPConnection) -> None:
        connection.request("GET", address, headers=headers)
        _answered(connection, address)

    return ask


def _search(reader: Reader, address: str, words: str) -> Ask:
    headers = {**_BROWSER, "Cookie": f"{_cookies(reader)}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = urlencode({"words": words})

    def ask(connection: HTTPConnection) -> None:
        connection.request("POST", address, body=body, headers=headers)
        _answered(connection, address)

    return ask


def _answered(connection: HTTPConnection, address: str) -> None:
    answer = connection.getresponse()
    if answer.status != 200 or b"case-rows" not in decompress(answer.read()):
        raise RuntimeError(f"{address}: {answer.status}")


def _cookies(reader: Reader) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in reader.client.cookies.items() if name != "csrftoken")


@contextmanager
def _served(world: CaseWorld) -> Iterator[int]:
    """Serve the world's database in processes of their own; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "bench.served", str(port), str(world.database.settings_dict["NAME"])]
    here = environ | {"LANHMANH_TODAY": NOW.date().isoformat()}
    with subprocess.Popen(command, env=here, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(600):
        if server.poll() is not None:
            break
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as asked:
                asked.request("GET", "/suc-khoe/", headers={"Host": "localhost"})
                if asked.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
