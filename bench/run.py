"""Everything on one database: `python -m bench.run SCALE PART` prints a line of JSON for each result."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from lanhmanh.config.commands.start import start_django

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from bench.results import Result


@dataclass(frozen=True)
class Scale:
    """How large the two worlds are, how many rows the form has, how often each thing is done."""

    rows: int
    few: int
    many: int
    turns: int
    cases: int
    seconds: float
    nation: bool = False


SCALES = {
    "full": Scale(100, 170, 0, 15, 100_000, 30, nation=True),
    "quick": Scale(100, 40, 300, 3, 5_000, 8),
    "tiny": Scale(12, 4, 12, 1, 60, 1),
}


def main(scale: Scale, part: str) -> None:
    """Build the worlds of a part, then measure; results go out as they come."""
    start_django()
    settings.ROOT_URLCONF = "bench.urls"
    from bench.results import line_of
    from bench.world import NOW
    from lanhmanh.kernel import clock

    with clock.at(NOW):
        for result in _results(scale, part):
            sys.stdout.write(f"{line_of(result)}\n")
            sys.stdout.flush()


def _results(scale: Scale, part: str) -> "Iterator[Result]":
    from bench import classes, databases

    if part in {"", "classes"} and connection.vendor == "sqlite":  # it asks no database
        yield from classes.results(classes.COMMUNES if scale.nation else scale.few, max(1, scale.turns // 3))
    if part == "classes":
        return
    opened = databases.migrated("small", "large", "few", "many")
    if part in {"", "reports"}:
        yield from _reports(scale, opened)
    if part in {"", "cases"}:
        yield from _cases(scale, opened)


def _cases(scale: Scale, opened: "Mapping[str, BaseDatabaseWrapper]") -> "Iterator[Result]":
    from bench import cases, cases_world, databases, users

    settings.DEMO = True  # who works on cases owes a second factor, and no browser here has one
    worlds = []
    for name, count in (("few", scale.cases // 10), ("many", scale.cases)):
        with databases.using(opened[name]) as here:
            worlds.append(cases_world.populated(here, communes=min(170, scale.few), count=count))
    yield from cases.query_results(*worlds)
    yield from cases.results(worlds[1], scale.turns)
    yield from users.results(worlds[1], min(20, scale.cases // 20), scale.seconds)


def _reports(scale: Scale, opened: "Mapping[str, BaseDatabaseWrapper]") -> "Iterator[Result]":
    from bench import databases, form, memory, reading, rebuilding, submitting, world

    asked = form.install(scale.rows)
    with databases.using(opened["small"]) as here:
        drafts = 2 * (scale.turns + 1)
        small = world.populated("small", here, asked, communes=max(scale.few, drafts), drafts=drafts)
    with databases.using(opened["large"]) as here:
        large = world.populated("large", here, asked, communes=scale.many, nation=scale.nation)
    with databases.using(small.database):
        yield from submitting.results(small, scale.turns)
    yield from reading.year_results(small, large, scale.turns)
    yield from reading.query_results(small, large)
    yield from reading.matrix_results(small, max(1, scale.turns // 3))
    yield from reading.pdf_results(small, max(1, scale.turns // 5))
    yield from rebuilding.results(large, 2 if scale.nation else 1)
    yield from memory.results(small, large)


if __name__ == "__main__":
    main(SCALES[sys.argv[1]], sys.argv[2] if len(sys.argv) > 2 else "")
