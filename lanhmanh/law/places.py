"""Kinds of service business, which of them are sensitive on a day, and how often those are to be inspected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lanhmanh.law.sources import Source, rule_file


@dataclass(frozen=True, slots=True)
class Kind:
    """Name a kind of service business."""

    code: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class SensitiveList:
    """Hold the kinds that count as sensitive from a day on, and where that is said."""

    effective_from: date
    kinds: frozenset[str]
    source: Source


@dataclass(frozen=True, slots=True)
class Requirement:
    """Say how many inspections a year a sensitive business must have, by whom, and where that is said."""

    effective_from: date
    a_year: int
    by: frozenset[str]
    source: Source


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of business by code; source: data/places.toml."""
    return {code: Kind(code, *names) for code, names in rule_file("places.toml")["kinds"].items()}


@cache
def lists() -> tuple[SensitiveList, ...]:
    """Return all lists of sensitive kinds, the oldest first."""
    rows = rule_file("places.toml")["lists"]
    found = (SensitiveList(row["effective_from"], frozenset(row["sensitive"]), _source(row)) for row in rows)
    return tuple(sorted(found, key=lambda one: one.effective_from))


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return what was required when, the oldest first."""
    rows = rule_file("places.toml")["requirements"]
    found = (Requirement(row["effective_from"], row["a_year"], frozenset(row["by"]), _source(row)) for row in rows)
    return tuple(sorted(found, key=lambda one: one.effective_from))


def sensitive_on(day: date) -> SensitiveList:
    """Return the list of sensitive kinds that holds on a day."""
    return [one for one in lists() if one.effective_from <= day][-1]


def requirement_on(day: date) -> Requirement:
    """Return the requirement that holds on a day."""
    return [one for one in requirements() if one.effective_from <= day][-1]


def _source(row: Mapping[str, Any]) -> Source:
    return Source(**row["source"])
