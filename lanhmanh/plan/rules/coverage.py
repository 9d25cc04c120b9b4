"""What units made of the clauses of the plan above, counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto


class Made(StrEnum):
    """What a unit made of one clause; missing is a clause that its plan does not hold, or no plan at all."""

    ADOPTED = auto()
    ADAPTED = auto()
    LEFT_OUT = auto()
    MISSING = auto()


_MADE = {"inherited": Made.ADOPTED, "adapted": Made.ADAPTED, "not_applicable": Made.LEFT_OUT}


def made_of(disposition: str | None) -> Made:
    """Return what a unit made of a clause by the disposition it has there, None where the unit's plan lacks it."""
    return _MADE.get(disposition or "", Made.MISSING)


class Standing(StrEnum):
    """How a unit stands towards the plan above, the best first."""

    DERIVED = auto()  # its plan in force was made from this one
    RELATED = auto()  # its plan in force shares clauses with this one: from an earlier version, or another level
    OWN = auto()  # its plan in force shares no clause with this one
    DRAFT = auto()
    REPLACED = auto()  # what it had is replaced and nothing is in force
    OTHER_YEARS = auto()
    NONE = auto()


@dataclass(frozen=True)
class Known:
    """A plan of a unit, as far as its standing needs it."""

    id: int
    state: str
    from_this: bool
    overlaps: bool


def chosen(plans: Iterable[Known]) -> tuple[Known | None, Standing]:
    """Return the plan of a unit that counts, and how the unit stands; RELATED where only its clauses can tell."""
    rows = list(plans)
    here = [plan for plan in rows if plan.overlaps]
    for plan in sorted((p for p in here if p.state == "confirmed"), key=lambda p: (not p.from_this, p.id)):
        return plan, Standing.DERIVED if plan.from_this else Standing.RELATED
    for state, standing in (("draft", Standing.DRAFT), ("replaced", Standing.REPLACED)):
        if any(plan.state == state for plan in here):
            return None, standing
    return None, Standing.OTHER_YEARS if rows else Standing.NONE


@dataclass(frozen=True)
class Tally:
    """How many were adopted, adapted, left out, and how many are missing."""

    adopted: int
    adapted: int
    left_out: int
    missing: int

    @property
    def of(self) -> int:
        """Return of how many."""
        return self.adopted + self.adapted + self.left_out + self.missing

    @property
    def taken(self) -> int:
        """Return how many are in a plan, word for word or adapted."""
        return self.adopted + self.adapted


def tally(made: Iterable[Made]) -> Tally:
    """Count."""
    found = Counter(made)
    return Tally(*(found[one] for one in Made))
