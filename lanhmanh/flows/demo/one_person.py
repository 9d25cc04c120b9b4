"""Invented people with a case in each of two communes: of one both were merged, of one that is settled, of one not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from lanhmanh.cases.models import Case, Twin
from lanhmanh.cases.selectors.merging import pair
from lanhmanh.cases.services.merging import merge_cases
from lanhmanh.cases.services.opening import open_case
from lanhmanh.cases.services.settling import settle_twin
from lanhmanh.cases.services.transfers import accept_transfer, ask_transfer
from lanhmanh.flows.demo.courses import Story, held
from lanhmanh.flows.demo.keys import KEEPER, WARD
from lanhmanh.flows.demo.lives import Life
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel.clock import VIETNAM

CASES = 6
FIRST, SECOND = "26383", "26119"
LOOKED = "Hai xã cùng báo một số định danh, xem hai hồ sơ có phải của một người (minh họa)."
TO_LIVE = "Người này đã về ở hẳn bên xã, nhận giúp tiếp theo kết luận của tỉnh (minh họa)."
WHY = "Cùng số định danh, hai cán bộ cùng gặp và người đó xác nhận (minh họa)."


@dataclass(frozen=True)
class Elsewhere(Life):
    """A life as another commune heard of it: written otherwise, with another place to live."""

    @property
    def words(self) -> dict[str, str]:
        """Return the confidential fields."""
        told = super().words
        return told | {
            "full_name": told["full_name"].replace("Minh Họa", "M. Họa"), "other_names": "Út (minh họa)",
            "address": f"Nhà trọ số {self.number}, đường Minh Họa", "phone": f"0001 {self.number:06d}",
        }  # fmt: skip


@dataclass
class Pair:
    """One person, the stories of the two communes, and the cases once they are made."""

    world: World
    stories: tuple[Story, Story]
    cases: list[Case] = field(default_factory=list)

    def begin(self, at: int) -> None:
        """Open one of the cases; the second is found to resemble the first."""
        self.cases.append(self.stories[at].begin())

    def go_on(self, at: int, day: date) -> None:
        """Help the person in one of the communes."""
        self.stories[at].go_on(self.cases[at], day)

    def settle(self) -> None:
        """Let the province look at both and say that the second commune goes on."""
        who: dict[str, Any] = {"actor": self.world.actor(KEEPER), "keys": held(KEEPER)}
        for case in self.cases:
            open_case(**who, case=case, purpose="review", reason=LOOKED)
        twin = Twin.objects.get(first=self.cases[0], second=self.cases[1])
        settle_twin(actor=who["actor"], uid=twin.uid, same=True, keep=self.cases[1].uid)

    def hand_over(self) -> None:
        """Let the first commune offer its case and the second take it."""
        first, second = map(_who, self.stories)
        open_case(**first, case=self.cases[0], purpose="handover")
        ask_transfer(**first, case=self.cases[0], to_unit=self.stories[1].unit.uid, words=TO_LIVE)
        accept_transfer(**second, case=self.cases[0])

    def merge(self) -> None:
        """Let the second commune lay both into one, the older as the page proposes."""
        who = _who(self.stories[1])
        kept, gone = pair(who["actor"], *(case.uid for case in self.cases))
        for case in (kept, gone):
            open_case(**who, case=case, purpose="support")
        merge_cases(**who, kept=kept, other=gone, reason=WHY)


def plan(year: Year) -> None:
    """Put three people with two cases each into the year, where both communes have people."""
    units = {version.code: version.unit for version in year.world.communes}
    if not {FIRST, SECOND, WARD} <= units.keys():
        return
    born, summer = date(1987, 5, 14), date(2021, 7, 15)
    for number, here, there, opened, days in (
        (951, FIRST, SECOND, date(2021, 10, 4), (date(2021, 12, 6), date(2021, 12, 8), date(2021, 12, 9))),
        (953, FIRST, WARD, date(2021, 12, 9), (date(2021, 12, 17),)),
        (955, SECOND, WARD, date(2021, 12, 14), ()),
    ):
        told = (number, "rehab_home", summer, born, "male", 3, False, ("visit", "counselling"))
        heard = (number, "rehab_home", opened, born, "male", 1, False, ("visit",))
        stories = (Story(year.world, units[here], Life(*told)), Story(year.world, units[there], Elsewhere(*heard)))
        _plan(year, Pair(year.world, stories), opened, days)


def _plan(year: Year, both: Pair, opened: date, days: tuple[date, ...]) -> None:
    early, later = date(2021, 7, 15), date(2021, 9, 14)
    year.plan(_at(early, 9), lambda: both.begin(0))
    year.plan(_at(later, 15), lambda: both.go_on(0, later))
    year.plan(_at(opened, 9), lambda: both.begin(1))
    deeds: list[Callable[[], None]] = [both.settle, both.hand_over, both.merge]
    for day, deed in zip(days, deeds, strict=False):
        year.plan(_at(day, 14), deed)


def _who(story: Story) -> dict[str, Any]:
    return {"actor": story.actor, "keys": story.keys}


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 35), VIETNAM)
