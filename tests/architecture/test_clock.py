"""What time it is, is asked of one clock, or else nobody could stand at another day."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "lanhmanh"
ASKED_OF_TIME = {"today", "now", "utcnow", "localdate", "fromtimestamp", "time", "ctime", "localtime", "gmtime"}
CLOCKS = {"date", "datetime", "timezone", "time", "dt"}
NAMED = re.compile(rf"\.\s*({'|'.join(ASKED_OF_TIME)})\s*\(|auto_now")
ALLOWED = {
    "kernel/clock.py: datetime.now",  # the clock itself
    "accounts/selectors.py: timezone.now",  # axes stamps failed attempts in real time
}


def asked(path: Path) -> Iterator[str]:
    """Yield where a source asks the computer's time; a moment that is given may be told in local time."""
    text = path.read_text()
    if not NAMED.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name), args=arguments):
                given = name in {"localtime", "localdate", "fromtimestamp"} and arguments
                if owner in CLOCKS and name in ASKED_OF_TIME and not given:
                    yield f"{path.relative_to(PACKAGE)}: {owner}.{name}"
            case ast.keyword(arg="auto_now" | "auto_now_add"):
                yield f"{path.relative_to(PACKAGE)}: {node.arg}"


def test_only_the_clock_asks_what_time_it_is() -> None:
    sources = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    assert {found for path in sources for found in asked(path)} == ALLOWED


def test_no_page_asks_what_time_it_is() -> None:
    assert [str(path) for path in PACKAGE.rglob("*.html") if "{% now" in path.read_text()] == []
