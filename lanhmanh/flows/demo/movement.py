"""Teams, people of standing, households and livelihood of a dozen wards of Biên Hòa in 2021; every name is invented.

What a quarter comes to is recorded on its last day, so that the wards' reports fill themselves; the other communes keep
no registers yet and type their figures, as a province does in its first year.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from lanhmanh.activities.models import (
    FarmService,
    GoodProducer,
    HouseholdCount,
    HouseholdFact,
    Kept,
    LoanBalance,
    PersonOfStanding,
    StandingDeed,
    Team,
    TeamDeed,
    TeamMember,
    VocationalClass,
)
from lanhmanh.activities.services.registers import Entry, add_many
from lanhmanh.flows.demo.people import invented_name
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.units.models import Unit

CITY, EVERY, SHOWN = "731", 3, ("25993", "26041")
BEGAN = datetime(2021, 1, 6, 9, tzinfo=VIETNAM)
# The last days of the reporting quarters, and the first of the first.
FIRST, QUARTERS = date(2021, 1, 6), (date(2021, 3, 14), date(2021, 6, 14), date(2021, 9, 14), date(2021, 12, 14))
TRADES = ("Trồng bưởi", "Nuôi gà thả vườn", "Trồng nấm", "Nuôi cá", "Làm gốm", "Trồng rau an toàn", "Sửa máy nông cụ")
WORK = ("Vận động hộ ký cam kết", "Nói chuyện với thanh niên tại khu phố", "Cùng thăm gia đình khó khăn")
HELP = ("Con giống, kỹ thuật", "Vốn không lãi", "Nhận lao động vào làm")
DEEDS = {
    "meeting": ("Họp đội", 2), "visit": ("Thăm gia đình khó khăn", 9), "talk": ("Tuyên truyền từng nhà", 6),
    "patrol": ("Cùng Công an tuần tra ban đêm", 5), "result": ("Giúp gia đình ổn định chỗ ở, việc làm", 2),
}  # fmt: skip
Values = dict[str, Any]


@dataclass
class Ward:
    """What the invention of one ward goes on from, quarter after quarter."""

    unit: Unit
    random: Random
    households: int = 0
    poor: int = 0
    near_poor: int = 0
    lent: dict[str, int] = field(default_factory=dict)
    teams: list[Kept] = field(default_factory=list)
    people: list[Kept] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Draw the starting point."""
        draw = self.random.randint
        self.households, self.poor, self.near_poor = draw(250, 1400), draw(4, 14), draw(8, 30)
        self.lent = {"policy_bank": draw(900, 4000), "support_fund": draw(100, 700), "employment_fund": draw(50, 300)}

    def entries(self, rows: Iterator[Values]) -> list[Entry]:
        """Return rows of the ward's own."""
        return [Entry(self.unit, values) for values in rows]


def plan(year: Year) -> None:
    """Put what the wards record into the year: their registers in January, then quarter by quarter."""
    city = next((version.unit_id for version in year.world.districts if version.code == CITY), None)
    wards = [version for version in year.world.communes if version.parent_id == city]
    for version in (one for at, one in enumerate(wards) if at % EVERY == 0 or one.code in SHOWN):
        ward = Ward(version.unit, Random(f"movement-{version.code}"))
        year.plan(BEGAN, _founding(year, ward))
        for number, last in enumerate(QUARTERS):
            first = QUARTERS[number - 1] + timedelta(days=1) if number else FIRST
            at = datetime.combine(last, time(17), VIETNAM)
            year.plan(at, _recording(year, ward, first, last))


def _founding(year: Year, ward: Ward) -> Callable[[], None]:
    def deed() -> None:
        actor = year.world.officer(ward.unit.pk)
        ward.teams += add_many(actor=actor, model=Team, entries=ward.entries(_teams(ward)))
        ward.people += add_many(actor=actor, model=PersonOfStanding, entries=ward.entries(_people(ward)))
        members = [Entry(ward.unit, values, team) for team in ward.teams for values in _members(ward, team)]
        add_many(actor=actor, model=TeamMember, entries=members)
        add_many(actor=actor, model=GoodProducer, entries=ward.entries(_producers(ward)))

    return deed


def _recording(year: Year, ward: Ward, first: date, last: date) -> Callable[[], None]:
    def deed() -> None:
        actor = year.world.officer(ward.unit.pk)
        deeds = [Entry(ward.unit, values, team) for team in ward.teams for values in _deeds(ward, team, first, last)]
        work = [Entry(ward.unit, values, one) for one in ward.people for values in _work(ward, first, last)]
        told: list[tuple[type[Kept], list[Entry]]] = [
            (TeamDeed, deeds), (StandingDeed, work), (HouseholdFact, ward.entries(_facts(ward, first, last))),
            (HouseholdCount, ward.entries(_counts(ward, last))), (LoanBalance, ward.entries(_loans(ward, last))),
            (VocationalClass, ward.entries(_classes(ward, first, last))),
            (FarmService, ward.entries(_services(ward, first, last))),
        ]  # fmt: skip
        for model, entries in told:
            if entries:
                add_many(actor=actor, model=model, entries=entries)

    return deed


def _day(ward: Ward, first: date, last: date) -> date:
    return first + timedelta(days=ward.random.randint(0, (last - first).days))


def _teams(ward: Ward) -> Iterator[Values]:
    number = ward.random.randint(3, 90)
    yield {
        "kind": "social", "name": f"Đội khu phố {ward.random.randint(1, 9)}", "decision": f"{number}/QĐ-UBND",
        "founded_on": date(ward.random.randint(2016, 2020), ward.random.randint(1, 12), 5),
    }  # fmt: skip
    if ward.random.random() < 0.5:
        yield {
            "kind": "social", "name": "Đội phường", "decision": f"{number + 1}/QĐ-UBND",
            "founded_on": date(2020, ward.random.randint(1, 12), 18),
        }  # fmt: skip
    yield {"kind": "communication", "name": "Nhóm truyền thông của Hội", "founded_on": date(2020, 3, 26)}


def _members(ward: Ward, team: Any) -> Iterator[Values]:
    for number in range(ward.random.randint(4, 9)):
        yield {
            "name": invented_name(ward.random), "sex": ward.random.choice(["female", "male"]),
            "in_union": number == 0 or ward.random.random() < 0.6, "post": "leader" if number == 0 else "member",
            "joined_on": team.founded_on,
        }  # fmt: skip


def _people(ward: Ward) -> Iterator[Values]:
    for kind in ward.random.sample(["elder", "head", "clergy", "intellectual", "business"], 3):
        yield {
            "name": invented_name(ward.random), "kind": kind, "place": f"Khu phố {ward.random.randint(1, 9)}",
            "consent_on": date(2021, 1, 4), "consent_how": "Giấy đồng ý", "listed_on": date(2021, 1, 5),
        }  # fmt: skip


def _producers(ward: Ward) -> Iterator[Values]:
    yield {"count": ward.random.randint(20, 120), "level": "commune", "awarded_on": date(2020, 12, 20)}
    yield {
        "name": invented_name(ward.random), "count": 1, "level": ward.random.choice(["district", "province"]),
        "awarded_on": date(2020, 12, 25), "trade": ward.random.choice(TRADES), "helped": ward.random.randint(1, 9),
        "help": ward.random.choice(HELP),
    }  # fmt: skip


def _deeds(ward: Ward, team: Any, first: date, last: date) -> Iterator[Values]:
    if team.kind != "social":
        return
    for kind, (what, most) in DEEDS.items():
        if times := ward.random.randint(0, most):
            yield {"kind": kind, "day": _day(ward, first, last), "times": times, "what": what}


def _work(ward: Ward, first: date, last: date) -> Iterator[Values]:
    if ward.random.random() < 0.6:
        yield {"kind": "work", "day": _day(ward, first, last), "what": ward.random.choice(WORK)}
    if last == QUARTERS[-1] and ward.random.random() < 0.4:
        yield {"kind": "thanks", "day": date(2021, 11, 18), "what": "Thăm, cảm ơn nhân Ngày hội Đại đoàn kết"}


def _facts(ward: Ward, first: date, last: date) -> Iterator[Values]:
    most = ward.households // 5
    yield {"kind": "pledge", "day": _day(ward, first, last), "count": ward.random.randint(most // 2, most)}
    if ward.poor > 3 and ward.random.random() < 0.6:
        ward.poor -= 1
        yield {"kind": "out_of_poverty", "day": _day(ward, first, last), "count": 1}


def _counts(ward: Ward, last: date) -> Iterator[Values]:
    helped = ward.random.randint(ward.poor // 2, ward.poor)
    yield {
        "day": last, "households": ward.households, "poor": ward.poor, "near_poor": ward.near_poor, "helped": helped,
        "helped_by_members": helped // 2, "borrowers": ward.households // 8,
    }  # fmt: skip


def _loans(ward: Ward, last: date) -> Iterator[Values]:
    """Yield what is lent of each source, every half-year."""
    if last.month not in (6, 12):
        return
    for source, millions in ward.lent.items():
        ward.lent[source] = millions + ward.random.randint(0, millions // 10)
        yield {
            "source": source, "day": last, "outstanding": ward.lent[source] * 1_000_000,
            "households": max(1, ward.lent[source] // 30),
        }  # fmt: skip


def _classes(ward: Ward, first: date, last: date) -> Iterator[Values]:
    if ward.random.random() < 0.5:
        learners = ward.random.randint(15, 35)
        begins = first + timedelta(days=ward.random.randint(0, 20))
        yield {
            "kind": ward.random.choice(["vocational", "technical"]), "title": ward.random.choice(TRADES),
            "started_on": begins, "ended_on": begins + timedelta(days=45), "learners": learners,
            "female": ward.random.randint(0, learners), "cost": ward.random.randint(8, 60) * 1_000_000,
        }  # fmt: skip


def _services(ward: Ward, first: date, last: date) -> Iterator[Values]:
    if ward.random.random() < 0.6:
        kind = ward.random.choice(["jobs", "supply", "advice", "market"])
        yield {"kind": kind, "day": _day(ward, first, last), "quantity": ward.random.randint(1, 20)}
