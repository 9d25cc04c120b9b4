"""Two corrections of what was approved: one whose document was replaced, one that waits on the province's page.

The second touches a review of the plan too, which had gone out before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lanhmanh.flows.demo.quarters import Year
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import Window
from lanhmanh.plan.models import Plan
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules.states import State
from lanhmanh.units.models import UnitVersion


@dataclass(frozen=True)
class Slip:
    """A cell of a ward's approved report that was counted too low, and when it was noticed."""

    ward: str
    period: str
    code: str
    missed: int
    why: str
    at: datetime
    replaced: bool


SLIPS = (
    Slip("25993", "2021Q2", "TN-LUOT", 3, "Sót 3 lượt của Đội khu phố 2 trong tháng 5, nay có sổ trực.",
         datetime(2021, 7, 12, 9, 10, tzinfo=VIETNAM), replaced=True),
    Slip("26041", "2021Q3", "HG-VU", 6, "Ghi thiếu 6 vụ hòa giải của tháng 8.",
         datetime(2021, 12, 15, 10, 5, tzinfo=VIETNAM), replaced=False),
)  # fmt: skip

REVIEWED, DAYS = datetime(2021, 12, 10, 9, tzinfo=VIETNAM), Window(date(2021, 1, 1), date(2021, 9, 14))


def plan(year: Year) -> None:
    """Put both corrections into the year, each as its officer, the district and the province did it."""
    year.plan(REVIEWED, _reviewing(year))
    wards = {version.code: version for version in year.world.communes}
    for slip in SLIPS:
        if slip.ward in wards:
            year.plan(slip.at, _correcting(year, slip, wards[slip.ward]))
            year.plan(slip.at + timedelta(hours=26), _approving(year, slip, wards[slip.ward]))
            if slip.replaced:
                year.plan(slip.at + timedelta(hours=49), _replacing(year, slip))


def _reviewing(year: Year) -> Callable[[], None]:
    def deed() -> None:
        plan = Plan.objects.select_related("unit").get(unit=year.world.province, state=Plan.State.CONFIRMED)
        services.issue_review(actor=year.world.actor("canbo.tinh"), plan=plan, kind="half", days=DAYS)

    return deed


def _of(year: Year, slip: Slip, ward: UnitVersion) -> Report:
    return Report.objects.filter(form=year.form.code, period=slip.period, unit=ward.unit).latest("version")


def _correcting(year: Year, slip: Slip, ward: UnitVersion) -> Callable[[], None]:
    def deed() -> None:
        actor, approved = year.world.officer(ward.unit_id), _of(year, slip, ward)
        if approved.state != State.APPROVED:
            return
        report = services.correct_report(actor=actor, report=approved, reason=slip.why)
        value = report.values.get(indicator=slip.code).value or Decimal(0)
        services.save_cells(actor=actor, report=report, cells={slip.code: (value + slip.missed, slip.why)})
        services.submit_report(actor=actor, report=report)

    return deed


def _approving(year: Year, slip: Slip, ward: UnitVersion) -> Callable[[], None]:
    def deed() -> None:
        report = _of(year, slip, ward)
        if report.state == State.SUBMITTED:
            services.approve_report(actor=year.world.officer(ward.parent_id or 0), report=report)

    return deed


def _replacing(year: Year, slip: Slip) -> Callable[[], None]:
    def deed() -> None:
        services.issue_consolidation(
            actor=year.world.actor("canbo.tinh"), form=year.form, period=parse(slip.period), unit=year.world.province
        )

    return deed
