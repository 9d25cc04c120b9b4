"""The steps of a case's course and the papers that each wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses.tables import Status
from lanhmanh.law.statuses.versions import cited, version_on


@dataclass(frozen=True, slots=True)
class Paper:
    """Name a paper that a step wants."""

    code: str
    name_vi: str
    name_en: str
    source: Source


@dataclass(frozen=True, slots=True)
class Step:
    """Name a step, the steps that may come next and the papers it wants."""

    code: str
    name_vi: str
    name_en: str
    next: tuple[str, ...]
    papers: tuple[Paper, ...]


def steps(status: Status | str, *, on: date) -> tuple[Step, ...]:
    """Return the steps of a status in their order, with the papers of the law in force on the day."""
    wanted, law = Status(status).value, version_on(on).code
    rows = {code: row for code, row in rule_file("courses.toml")["steps"].items() if wanted in row["of"]}
    order = list(rows)
    return tuple(
        Step(code, row["name"][0], row["name"][1], tuple(_next(order, place)), _papers(code, wanted, law))
        for place, (code, row) in enumerate(rows.items())
    )


def _next(order: list[str], place: int) -> list[str]:
    """Return the step after, and the last one: a course may be closed from anywhere."""
    return list(dict.fromkeys([*order[place + 1 : place + 2], *order[place + 1 :][-1:]]))


def _papers(step: str, status: str, law: str) -> tuple[Paper, ...]:
    rows: list[Mapping[str, Any]] = rule_file("courses.toml")["papers"]
    return tuple(
        Paper(row["code"], row["name"][0], row["name"][1], cited(row["source"]))
        for row in rows
        if row["step"] == step and status in row["of"] and law in row["laws"]
    )
