"""What the engine found about one area: its class or why there is none, and every comparison that was made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from fractions import Fraction
from typing import NamedTuple

from lanhmanh.law.classes.values import AreaClass, Criterion, Test

Number = int | Fraction


class Why(Enum):
    """Why an area has no class."""

    MISSING = auto()  # a fact is not known, and more than one class is possible
    NONE = auto()  # no class describes the area
    READINGS = auto()  # what exceeds a band makes a difference, and the text does not say which
    CONFLICT = auto()  # two classes that exclude each other both hold


class Finding(NamedTuple):
    """One comparison: the numbers compared, whether it holds word for word, and whether it does as `at least`.

    None for what is not known. `total` is the sum of what is known; `of` the denominator.
    """

    test: Test
    holds: bool | None
    wide: bool | None
    total: Number | None
    of: Number | None
    missing: tuple[str, ...]


class Verdict(NamedTuple):
    """One criterion of a class: whether it holds, and by which comparisons."""

    criterion: Criterion
    holds: bool | None
    wide: bool | None
    findings: tuple[Finding, ...]


class ClassVerdict(NamedTuple):
    """One class: how many of its criteria hold, and whether that is enough."""

    area_class: AreaClass
    holds: bool | None
    wide: bool | None
    verdicts: tuple[Verdict, ...]

    @property
    def held(self) -> int:
        """Return how many of its criteria hold word for word."""
        return sum(one.holds is True for one in self.verdicts)


@dataclass(frozen=True, slots=True)
class Result:
    """The class of an area, or why it has none.

    `possible` are the classes that more facts, or a decision, can still give; None among them: no class at all.
    """

    class_code: str | None
    why: Why | None
    possible: tuple[str | None, ...]
    missing: tuple[str, ...]
    explain: Callable[[], tuple[ClassVerdict, ...]] = field(compare=False, repr=False)

    @property
    def classes(self) -> tuple[ClassVerdict, ...]:
        """Return every class, how many of its criteria hold, and each comparison with its numbers."""
        return self.explain()

    @property
    def settled(self) -> bool:
        """Return whether the area has a class."""
        return self.class_code is not None

    @property
    def decided_by(self) -> tuple[Verdict, ...]:
        """Return the criteria that gave the class: those of it that hold."""
        return tuple(
            verdict
            for one in self.classes
            if one.area_class.code == self.class_code
            for verdict in one.verdicts
            if verdict.holds or verdict.wide
        )
