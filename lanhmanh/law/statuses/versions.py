"""The versions of the law on drugs, laid side by side over the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lanhmanh.law.sources import Source, rule_file


@dataclass(frozen=True, slots=True)
class LawVersion:
    """Name a version of the law and the days it holds, both ends included; without an end it still holds."""

    code: str
    name_vi: str
    name_en: str
    effective_from: date
    effective_to: date | None
    source: Source

    def holds(self, day: date) -> bool:
        """Return whether this version is in force on the day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@cache
def versions() -> tuple[LawVersion, ...]:
    """Return the versions, oldest first; source: data/statuses/common.toml."""
    found = [
        LawVersion(
            code, row["name_vi"], row["name_en"], row["effective_from"], row.get("effective_to"), cited(row["source"])
        )
        for code, row in common()["versions"].items()
    ]
    return tuple(sorted(found, key=lambda one: one.effective_from))


def version(code: str) -> LawVersion:
    """Return the version of a code; KeyError when there is none."""
    return {one.code: one for one in versions()}[code]


def version_on(day: date) -> LawVersion:
    """Return the version in force on the day."""
    return next(one for one in versions() if one.holds(day))


def common() -> dict[str, Any]:
    """Return what all versions share; callers must not change it."""
    return rule_file("statuses/common.toml")


def cited(row: Sequence[str]) -> Source:
    """Return the source of a row that names its text by a key: text, article, confidence, note."""
    text, article, confidence, note = row
    return Source(common()["titles"][text], article, confidence, note)  # type: ignore[arg-type]
