"""Two cases of one person become one: which runs of a status count on, which words stand, which case is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST = {"other_names": 200, "relatives": 1000, "notes": 4000}
_BETWEEN = {"other_names": ", "}
RUNS = date.max  # a run without an end


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a status, `ended_on` None while it goes on."""

    uid: str
    status: str
    started_on: date
    ended_on: date | None

    @property
    def until(self) -> date:
        """Return the last day, that of the end of all days while it goes on."""
        return self.ended_on or RUNS


class Clash(StrEnum):
    """Why the runs of two cases cannot be laid into one."""

    TWO_RUN = "two_run"  # the person cannot be in two statuses at once
    RUNS_BESIDE = "runs_beside"  # what runs would be left out for something that is over


def overlap(one: Run, other: Run) -> bool:
    """Test whether two runs share days; one may begin on the day on which the other ended."""
    return one.started_on == other.started_on or (one.started_on < other.until and other.started_on < one.until)


def left_apart(kept: Sequence[Run], others: Sequence[Run]) -> set[str]:
    """Return the other case's runs that are the same time told again: they are kept to be read and count no more."""
    return {run.uid for run in others if any(overlap(run, own) for own in kept)}


def clash(kept: Sequence[Run], others: Sequence[Run]) -> Clash | None:
    """Return why the runs cannot be laid together; None where they can."""
    own, running = _running(kept), _running(others)
    if running is None:
        return None
    if own is not None:
        return None if own.status == running.status else Clash.TWO_RUN
    return Clash.RUNS_BESIDE if running.uid in left_apart(kept, [running]) else None


def _running(runs: Sequence[Run]) -> Run | None:
    return next((run for run in runs if run.ended_on is None), None)


def laid_together(own: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return what is added to the versions of a field so that it holds those of the other case; the own text stands.

    Both are oldest first. A text that the kept case knows already is not told again.
    """
    told = [text for at, text in enumerate(other) if at == 0 or text != other[at - 1]]
    if {text for text in told if text} <= set(own):
        return []
    stands = own[-1] if own else ""
    return [*told, stands] if stands and told[-1] != stands else told


def joined(field: str, own: str, other: str) -> str:
    """Return two texts of a field in which several things can stand, each once; the own where they are too long."""
    between = _BETWEEN.get(field, "\n")
    sign = between.strip() or between
    known = {part.strip() for part in own.split(sign)}
    more = [part.strip() for part in other.split(sign) if part.strip() and part.strip() not in known]
    found = between.join([own, *more] if own else more)
    return found if len(found) <= MOST[field] else own or other


def standing(own: Mapping[str, str], other: Mapping[str, str], fields: Collection[str]) -> dict[str, str]:
    """Return what stands in each field afterwards: the kept case's text, the other's where there was none.

    Where several things can stand, both do; a name that was written otherwise stands among the other names.
    """
    found = {field: own.get(field, "") or other.get(field, "") for field in fields}
    found |= {field: joined(field, own.get(field, ""), other.get(field, "")) for field in MOST if field in found}
    name = other.get("full_name", "")
    if name and "other_names" in found and name != found.get("full_name", ""):
        found["other_names"] = joined("other_names", found["other_names"], name)
    return found


def to_keep(first: tuple[bool, date, int], second: tuple[bool, date, int]) -> int:
    """Return which of two cases to keep if nobody says otherwise, 0 or 1: the one at work, of two alike the older.

    Each is told by whether it is open, the day on which it was opened, and a number that settles what is equal.
    """
    return 0 if (not first[0], *first[1:]) <= (not second[0], *second[1:]) else 1
