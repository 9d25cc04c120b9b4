"""Who reported, and when: counted report by report, added up, and put in an order.

In time is who first sent by the level's due day; how often it came back is told beside it and takes nothing away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from lanhmanh.law.holidays import Holidays
from lanhmanh.law.working_days import between


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of reports; adding two gives the counts of both. `past_…` are those whose due day is over.

    `late_days` adds up the working days of all that came late, `late_most` is the longest of them.
    """

    asked: int = 0
    sent: int = 0
    approved: int = 0
    in_time: int = 0
    late: int = 0
    late_days: int = 0
    late_most: int = 0
    returned: int = 0
    past_asked: int = 0
    past_sent: int = 0
    past_in_time: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return the counts of both together."""
        added = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        return Tally(**added | {"late_most": max(self.late_most, other.late_most)})

    @property
    def missing(self) -> int:
        """Return how many reports were not sent although their due day is over."""
        return self.past_asked - self.past_sent

    @property
    def to_come(self) -> int:
        """Return how many reports were not sent and still have time."""
        return self.asked - self.sent - self.missing

    @property
    def late_mean(self) -> Fraction | None:
        """Return by how many working days the late ones were late on average; None where none was."""
        return Fraction(self.late_days, self.late) if self.late else None

    @property
    def merit(self) -> tuple[Fraction, Fraction] | None:
        """Return what a ranking goes by: sent, then sent in time, each of those whose due day is over.

        None where nothing was due: such a unit has no place.
        """
        if not self.past_asked:
            return None
        return Fraction(self.past_sent, self.past_asked), Fraction(self.past_in_time, self.past_asked)


def tally(
    asked: int, sent: Mapping[date, int], due: date, today: date, holidays: Holidays, *, returned: int = 0
) -> Tally:
    """Return the counts of one level's reports of one period: `sent` tells how many were first sent on which day.

    More sent than asked can only be where the tree changed later; they are then asked too.
    """
    count = sum(sent.values())
    asked = max(asked, count)
    in_time = sum(n for day, n in sent.items() if day <= due)
    late = [(between(due, day, holidays), n) for day, n in sent.items() if day > due]
    past = today > due
    return Tally(
        asked=asked, sent=count, in_time=in_time, late=count - in_time,
        late_days=sum(days * n for days, n in late), late_most=max((days for days, _n in late), default=0),
        returned=returned,
        past_asked=asked if past else 0, past_sent=count if past else 0, past_in_time=in_time if past else 0,
    )  # fmt: skip
