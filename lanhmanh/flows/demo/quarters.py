"""Four quarters of 2021 in the order in which things happened: activities, reports, returns, approvals, documents."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.services.done import Entry, record_many
from lanhmanh.flows.demo import amendment, deeds, narratives
from lanhmanh.flows.demo.typed import Profile
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import period_of
from lanhmanh.plan.selectors import by_root
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.calendar import Term, term
from lanhmanh.units.models import Unit

STOPS = datetime(2021, 12, 20, 7, tzinfo=VIETNAM)
PLAN_KNOWN = datetime(2021, 4, 1, tzinfo=VIETNAM).date()
SHORT = "TN-LUOT"  # what a returned report lacks; its other cell turns out to be right
WHY_RETURNED = [
    {SHORT: "Ghi thiếu tháng cuối; đề nghị bổ sung.", "CK-HOMOI": "Chưa khớp danh sách của chi hội; kiểm tra lại."},
    {SHORT: "Chưa tính lượt hoạt động của tháng cuối.", "GD-THAM": "Sổ thăm hỏi ghi khác; đề nghị đối chiếu."},
    {SHORT: "Thiếu lượt của tháng cuối quý.", "KT-COSO": "Khác biên bản liên ngành; đề nghị đối chiếu."},
]
LEFT_TO_THE_READER = "25993"  # Trảng Dài: its last report is for whoever opens the demonstration
STANDS_RETURNED = "26041"  # a ward of Biên Hòa whose last report came back and waits for its officer
Deed = tuple[datetime, int, Callable[[], None]]
Dress = Callable[[list[Entry], str], list[Entry]]  # what a unit recorded, its code if it is a commune


@dataclass(eq=False)
class Year:
    """The state of the walk through the year."""

    world: World
    random: Random
    form: Form
    deeds: list[Deed] = field(default_factory=list)
    profiles: dict[int, Profile] = field(default_factory=dict)
    to_approve: dict[tuple[str, Period, date], list[Unit]] = field(default_factory=dict)

    def plan(self, at: datetime, deed: Callable[[], None]) -> None:
        """Put a deed into the year, unless the demonstration's clock stops before it."""
        if at < STOPS:
            self.deeds.append((at, len(self.deeds), deed))


def run(world: World, random: Random, *also: Callable[[Year], None], dress: Dress) -> None:
    """Let the year happen, every deed at its moment, those that others plan too; `dress` adds to what is recorded."""
    year = Year(world, random, form_of("HND-QUY"))
    year.profiles = {unit.pk: Profile(Random(f"{unit.pk}")) for unit in _reporting(world)}
    _record(year, dress)
    for period in (parse(f"2021Q{number}") for number in range(1, 5)):
        _quarter(year, period)
    for (officer, period, day), units in year.to_approve.items():
        at = datetime.combine(day + timedelta(days=1), time(17, 0), VIETNAM)
        year.plan(at, _approving(year, period, units, officer))
    for plan in also:
        plan(year)
    for at, _order, deed in sorted(year.deeds, key=lambda one: one[:2]):
        with clock.at(at):
            deed()


def _reporting(world: World) -> list[Unit]:
    return [*(version.unit for version in (*world.communes, *world.districts)), world.province]


def _record(year: Year, dress: Dress) -> None:
    """Plan the recording of activities: quarter by quarter, by whoever works there."""
    world = year.world
    officers = {unit.pk: world.officer(unit.pk) for unit in _reporting(world) if unit.pk in world.names}
    officers[world.province.pk] = world.actor("canbo.tinh")
    after, codes = amendment.successors(), {version.unit_id: version.code for version in world.communes}
    for unit in _reporting(world):
        items = by_root(unit, PLAN_KNOWN)  # as first confirmed; what lies later is taken to the plan of its day
        own = deeds.year_of(unit, items, year.random, year.random.randint(22, 38))
        for branch in world.branches.get(unit.pk, ()):
            own += deeds.year_of(branch, items, year.random, year.random.randint(8, 14))
        own = dress(own, codes.get(unit.pk, ""))
        for at, rows in _by_quarter([amendment.of_its_day(entry, after) for entry in own]):
            year.plan(at, _recording(officers[unit.pk], rows))


def _by_quarter(entries: list[Entry]) -> Iterator[tuple[datetime, list[Entry]]]:
    """Group activities by the reporting quarter that they fall in; they are recorded on its last day."""
    quarters: dict[Period, list[Entry]] = {}
    for entry in entries:
        quarters.setdefault(period_of("ND09", Kind.QUARTER, entry.data.day), []).append(entry)
    for rows in quarters.values():
        last = max(entry.data.day for entry in rows)
        yield datetime.combine(last, time(18, 30), VIETNAM), rows


def _recording(actor: Actor, rows: list[Entry]) -> Callable[[], None]:
    def deed() -> None:
        record_many(actor=actor, rows=rows)

    return deed


def _quarter(year: Year, period: Period) -> None:
    world, form, random = year.world, year.form, year.random
    closing = period.code == "2021Q4"
    for version in world.communes:
        when = term(form, period, "commune")
        if version.code == LEFT_TO_THE_READER and closing:
            continue
        if version.code == STANDS_RETURNED and closing:
            _standing_returned(year, period, when, version.unit, version.parent_id or 0)
            continue
        if (closing and random.random() < 0.45) or (period.code == "2021Q3" and random.random() < 0.015):
            continue
        _commune(year, period, when, version.unit, version.parent_id or 0)
    for version in world.districts:
        when = term(form, period, "district")
        _send(year, period, version.unit, _after(when.due, 9 if closing else random.randint(-1, 0), random))
        year.plan(_after(when.due, 1, random), _approving(year, period, [version.unit], "canbo.tinh"))
    when = term(form, period, "province")
    _send(year, period, world.province, _after(when.due, 0, random))
    year.plan(_after(when.due, 1, random), _approving(year, period, [world.province], "lanhdao.tinh"))
    year.plan(_after(when.due, 3, random), _issuing(year, period, world.province, "canbo.tinh"))
    if period.code == narratives.QUARTER:
        year.plan(datetime.combine(when.due + timedelta(days=2), time(15, 0), VIETNAM), _wording(year, period))


def _commune(year: Year, period: Period, when: Term, unit: Unit, district: int) -> None:
    """Plan one commune's report: sent in time or late, perhaps returned, then approved."""
    random = year.random
    late = random.random() < 0.08
    sent = _after(when.due, random.randint(1, 4) if late else random.randint(-2, 0), random)
    officer = year.world.names[district]
    if random.random() < 0.05:
        year.plan(sent + timedelta(hours=20), _returning(year, period, unit, officer))
        again = sent + timedelta(hours=44)
        _send(year, period, unit, sent)
        year.plan(again, _resending(year, period, unit))
        sent = again
    else:
        _send(year, period, unit, sent)
    if period.code != "2021Q4" or random.random() < 0.5:
        year.to_approve.setdefault((officer, period, sent.date()), []).append(unit)


def _standing_returned(year: Year, period: Period, when: Term, unit: Unit, district: int) -> None:
    sent = _after(when.due, -1, year.random)
    _send(year, period, unit, sent)
    year.plan(sent + timedelta(hours=20), _returning(year, period, unit, year.world.names[district]))


def _after(day: date, days: int, random: Random) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(random.randint(8, 16), random.randint(0, 59)), VIETNAM)


def _who(year: Year, unit: Unit) -> Actor:
    return year.world.officer(unit.pk) if unit.pk in year.world.names else year.world.actor("canbo.tinh")


def _send(year: Year, period: Period, unit: Unit, at: datetime) -> None:
    def deed() -> None:
        actor = _who(year, unit)
        report = services.open_report(actor=actor, unit=unit, form=year.form, period=period)
        told = set(report.values.filter(derived__isnull=False).values_list("indicator", flat=True))
        cells = {code: (value, "") for code, value in year.profiles[unit.pk].quarter().items() if code not in told}
        services.save_cells(actor=actor, report=report, cells=cells)
        services.submit_report(actor=actor, report=report)

    year.plan(at, deed)


def _of(year: Year, period: Period, unit: Unit) -> Report:
    return Report.objects.filter(form=year.form.code, period=period.code, unit=unit).latest("version")


def _returning(year: Year, period: Period, unit: Unit, officer: str) -> Callable[[], None]:
    def deed() -> None:
        cells = year.random.choice(WHY_RETURNED)
        services.return_report(actor=year.world.actor(officer), report=_of(year, period, unit), cells=cells)

    return deed


def _resending(year: Year, period: Period, unit: Unit) -> Callable[[], None]:
    def deed() -> None:
        actor, report = _who(year, unit), _of(year, period, unit)
        values = {row.indicator: row.value for row in report.values.all()}
        asked = selectors.open_cells_of(report) or ()
        cells = {code: (values[code], "Đã đối chiếu, số đúng.") for code in asked}
        cells[SHORT] = ((values[SHORT] or Decimal(0)) + 2, "Bổ sung tháng cuối.")
        services.save_cells(actor=actor, report=report, cells=cells)
        services.submit_report(actor=actor, report=report)

    return deed


def _approving(year: Year, period: Period, units: list[Unit], officer: str) -> Callable[[], None]:
    def deed() -> None:
        reports = [_of(year, period, unit) for unit in units]
        services.approve_many(actor=year.world.actor(officer), reports=reports)

    return deed


def _wording(year: Year, period: Period) -> Callable[[], None]:
    def deed() -> None:
        narratives.write_report(year.world, year.form, period)

    return deed


def _issuing(year: Year, period: Period, unit: Unit, officer: str) -> Callable[[], None]:
    def deed() -> None:
        services.issue_consolidation(actor=year.world.actor(officer), form=year.form, period=period, unit=unit)

    return deed
