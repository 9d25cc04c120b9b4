"""The named figures of all registers: teams, people of standing, households, livelihood."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.figures import counting, livelihood, people
from lanhmanh.db.figures import Fact, Figures

Key = TypeVar("Key", bound=Hashable)
_FIGURES = {**people.FIGURES, **livelihood.FIGURES}
NAMES = tuple(_FIGURES)


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units; None where no unit of it keeps such a register."""
    return counting.compute_many(_FIGURES, groups=groups, first=first, last=last, names=names)


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many rows each of these figures is made of."""
    return counting.fact_counts(_FIGURES, unit_ids=unit_ids, first=first, last=last, names=names)


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest rows behind a figure, at most so many; None for who may not see all of them."""
    return counting.facts(_FIGURES[name], actor=actor, unit_ids=unit_ids, first=first, last=last, limit=limit)
