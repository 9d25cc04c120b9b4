"""How a context hands figures to reports: parts, each with its names, their values and the facts behind."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)
Figures = dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact behind a figure, as a page lists it: what it is, its page, when, and how much it gives."""

    title: str
    url: str
    day: date | None = None
    detail: str = ""


class Part(Protocol):
    """What every part of a context's figures offers; days are counted with both ends."""

    @property
    def NAMES(self) -> tuple[str, ...]:
        """Return the names of its figures, each beginning with that of its context."""

    def compute_many(
        self, *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str]
    ) -> dict[Key, Figures]:
        """Return these figures of each group of units; None where nothing is known, which is not 0."""

    def fact_counts(
        self, *, unit_ids: Collection[int], first: date, last: date, names: Collection[str]
    ) -> dict[str, int]:
        """Return how many facts each of these figures is made of."""

    def facts(
        self, name: str, *, actor: Any, unit_ids: Collection[int], first: date, last: date, limit: int
    ) -> Sequence[Fact] | None:
        """Return the newest facts behind a figure, at most so many; None for who may not see them there."""


@dataclass(frozen=True)
class Parts:
    """All figures of a context."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all figures."""
        return frozenset(name for part in self.parts for name in part.NAMES)

    def compute_many(
        self, *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str]
    ) -> dict[Key, Figures]:
        """Return these figures of each group of units; a part of which nothing is asked is not asked."""
        found: dict[Key, Figures] = {key: {} for key in groups}
        for part, asked in self._asked(names):
            for key, figures in part.compute_many(groups=groups, first=first, last=last, names=asked).items():
                found[key] |= figures
        return found

    def fact_counts(
        self, *, unit_ids: Collection[int], first: date, last: date, names: Collection[str]
    ) -> dict[str, int]:
        """Return how many facts each of these figures is made of."""
        found: dict[str, int] = {}
        for part, asked in self._asked(names):
            found |= part.fact_counts(unit_ids=unit_ids, first=first, last=last, names=asked)
        return found

    def facts(
        self, name: str, *, actor: Any, unit_ids: Collection[int], first: date, last: date, limit: int
    ) -> Sequence[Fact] | None:
        """Return the newest facts behind a figure, at most so many; None for who may not see them there.

        :raises KeyError: there is no such figure.
        """
        for part in self.parts:
            if name in part.NAMES:
                return part.facts(name, actor=actor, unit_ids=unit_ids, first=first, last=last, limit=limit)
        raise KeyError(name)

    def _asked(self, names: Collection[str]) -> list[tuple[Part, tuple[str, ...]]]:
        wanted = [(part, tuple(name for name in part.NAMES if name in names)) for part in self.parts]
        return [(part, asked) for part, asked in wanted if asked]
