"""Targets of 2021 for the province, its districts and the wards of Biên Hòa; and reminders given in December."""

from datetime import date, datetime
from decimal import Decimal

from lanhmanh.accounts.access import Actor
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.reporting import services
from lanhmanh.reporting.selectors.proposals import Basis, proposal
from lanhmanh.reporting.selectors.reminders import to_remind
from lanhmanh.reporting.selectors.targets import year_targets
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import children

YEAR = 2021
SET_AT = datetime(2021, 3, 29, 9, tzinfo=VIETNAM)
SET_BELOW_AT = datetime(2021, 4, 5, 9, tzinfo=VIETNAM)
CHANGED_AT = datetime(2021, 7, 12, 15, tzinfo=VIETNAM)
CITY = "731"
# What a reporting unit, commune or district or province, is to reach in the year; times their number.
A_UNIT = {"TT-BUOI": 11, "TT-LUOT": 900, "CK-HO": 620, "GD-THAM": 5, "CN-VD": 6}
RATE = ("CK-TYLE", {"": Decimal(75), CITY: Decimal("72.5")})  # of everybody, and of who has a level of its own
KEPT_BACK = ("CN-VD", 20, "Giữ lại 20 người ở tỉnh để giao thêm cho địa bàn trọng điểm trong sáu tháng cuối năm.")
SHORT = ("GD-THAM", "740")  # nobody has explained why this district has none yet
RAISED = ("TT-BUOI", 50, "Nâng theo kết luận sơ kết sáu tháng đầu năm.")
TOLD = [
    (datetime(2021, 12, 18, 8, 30, tzinfo=VIETNAM), "message", "Nhắn nhóm Zalo của Hội các phường, xã.", 6),
    (datetime(2021, 12, 18, 10, tzinfo=VIETNAM), "phone", "Hẹn nộp trong sáng thứ hai.", 2),
]


def make(world: World) -> None:
    """Set the province's targets and cascade them: one gap explained, one left open, one target raised later."""
    officer = world.actor("canbo.tinh")
    below = list(children(world.province, SET_AT.date()))
    reporting = 1 + len(world.districts) + len(world.communes)
    with clock.at(SET_AT):
        for code, each in A_UNIT.items():
            _cascade(officer, world.province, code, Decimal(each * reporting), below)
        _rate(officer, world.province, below)
        code, _amount, why = KEPT_BACK
        services.explain_gap(actor=officer, unit=world.province, code=code, year=YEAR, text=why)
    _in_the_city(world)
    code, more, reason = RAISED
    with clock.at(CHANGED_AT):
        total = Decimal(A_UNIT[code] * reporting + more)
        _cascade(officer, world.province, code, total, below, reason=reason)


def remind(world: World) -> None:
    """Note that the officer of Biên Hòa reminded wards that had not sent their last report."""
    city = next(version.unit for version in world.districts if version.code == CITY)
    for at, how, note, count in TOLD:
        with clock.at(at):
            officer = world.officer(city.pk)
            owed = to_remind(officer, city, at.date()).owed[:count]
            if owed:
                services.note_reminders(
                    actor=officer, reports=[one.key for one in owed], how=how, day=at.date(), note=note
                )


def _cascade(
    actor: Actor, unit: Unit, code: str, total: Decimal, below: list[UnitVersion], *, reason: str = ""
) -> None:
    """Set a unit's own target where the actor may, and share it out below."""
    basis = Basis.COMMUNES if unit.level == "province" else Basis.EQUAL
    kept = KEPT_BACK[1] if code == KEPT_BACK[0] and unit.level == "province" else 0
    parts = proposal(code=code, year=YEAR, total=total - kept, below=below, basis=basis, day=date(YEAR, 4, 1))
    left_out = {one.unit_id for one in below if (code, one.code) == SHORT}
    own = {unit.pk: total} if unit.level == "province" else {}
    values = own | {unit_id: value for unit_id, value in parts.items() if unit_id not in left_out}
    services.set_targets(actor=actor, unit=unit, code=code, year=YEAR, values=values, reason=reason)


def _rate(actor: Actor, unit: Unit, below: list[UnitVersion]) -> None:
    code, levels = RATE
    values = {one.unit_id: levels.get(one.code, levels[""]) for one in below} | {unit.pk: levels[""]}
    services.set_targets(actor=actor, unit=unit, code=code, year=YEAR, values=values)


def _in_the_city(world: World) -> None:
    """Let the officer of Biên Hòa give the city's targets to its wards and communes."""
    city = next(version.unit for version in world.districts if version.code == CITY)
    with clock.at(SET_BELOW_AT):
        for code, total in year_targets(city.pk, YEAR, list(A_UNIT)).items():
            _cascade(world.officer(city.pk), city, code, total, list(children(city, SET_BELOW_AT.date())))
