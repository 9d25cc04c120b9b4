"""Who has reported: units by periods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.models import Coverage, Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown, State
from lanhmanh.reporting.selectors.calendar import Reach, expected_below, term
from lanhmanh.units.models import Unit, UnitVersion

Key = tuple[int, str]


@dataclass(frozen=True)
class MatrixCell:
    """One unit in one period: its own report, and of the reports below it how many are approved.

    `shown` is None where the unit itself is not asked. `expected` is 0 where nothing is asked below.
    """

    period: Period
    due: date | None
    shown: Shown | None
    report_uid: str | None
    approved: int
    expected: int
    late_days: int


@dataclass(frozen=True)
class MatrixRow:
    """A unit with its cells, one a period; None where the unit was not there in that period."""

    unit_id: int
    unit_uid: str
    name: str
    level: str
    is_root: bool
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """The unit itself (first row) and the units one step below, by periods."""

    form: Form
    unit: Unit
    unit_name: str
    periods: tuple[Period, ...]
    rows: tuple[MatrixRow, ...]

    def count(self, shown: Shown) -> int:
        """Return how many cells show a state."""
        return sum(cell.shown is shown for row in self.rows for cell in row.cells if cell)


@dataclass(frozen=True)
class _Known:
    """What was read, by unit and period code."""

    reports: Mapping[Key, tuple[str, str]]
    approved: Mapping[Key, int]
    expected: Mapping[Key, int]
    own: frozenset[Key]
    reach: Reach


def completeness(actor: Actor, form: Form, periods: Sequence[Period], unit: Unit, today: date) -> Matrix:
    """Return who has reported among a unit and its children; the same number of queries for any number of units.

    Rows that the actor may not see reports of are left out. The tree is that of the last day of each period.
    """
    days = {period: window(form.calendar, period).last for period in periods}
    versions = _versions(actor, unit, days.values())
    known = _known(form, days, {version.unit_id for version in versions})
    by_unit: dict[int, list[UnitVersion]] = {}
    for version in versions:
        by_unit.setdefault(version.unit_id, []).append(version)
    rows = []
    for own in by_unit.values():
        newest = max(own, key=lambda version: version.valid_from)
        cells = [_cell(form, newest, period, known, today) if _holds(own, days[period]) else None for period in periods]
        is_root = newest.unit_id == unit.pk
        rows.append(MatrixRow(newest.unit_id, newest.unit.uid, newest.name, newest.unit.level, is_root, tuple(cells)))
    rows.sort(key=lambda row: not row.is_root)
    name = rows[0].name if rows and rows[0].is_root else ""
    return Matrix(form, unit, name, tuple(periods), tuple(rows))


def _versions(actor: Actor, unit: Unit, days: Iterable[date]) -> list[UnitVersion]:
    on_any = Q(pk__in=[])
    for day in set(days):
        on_any |= valid_on(day)
    seen = units_for(actor, Permission.REPORT_VIEW)
    rows = UnitVersion.objects.filter(on_any, Q(parent=unit) | Q(unit=unit), unit__in=seen)
    return list(rows.select_related("unit").order_by("sort", "-valid_from"))


def _known(form: Form, days: Mapping[Period, date], unit_ids: set[int]) -> _Known:
    codes = [period.code for period in days]
    rows = Report.objects.filter(form=form.code, period__in=codes, unit__in=unit_ids).order_by("version")
    reports, own = {}, set()
    for unit_id, code, state, uid in rows.values_list("unit_id", "period", "state", "uid"):
        reports[unit_id, code] = (state, uid)
        if state == State.APPROVED:
            own.add((unit_id, code))
    counts = Coverage.objects.filter(form=form.code, period__in=codes, unit__in=unit_ids)
    approved, expected = {}, {}
    for unit_id, code, due, done in counts.values_list("unit_id", "period", "expected", "approved"):
        expected[unit_id, code], approved[unit_id, code] = due, done
    counted = {code for _unit_id, code in expected}
    for period in days:
        if period.code not in counted:
            expected |= {(key, period.code): n for key, n in expected_below(form, period, unit_ids).items()}
    return _Known(reports, approved, expected, frozenset(own), Reach([form], unit_ids))


def _holds(versions: Iterable[UnitVersion], day: date) -> bool:
    return any(row.valid_from <= day and (row.valid_to is None or day < row.valid_to) for row in versions)


def _cell(form: Form, version: UnitVersion, period: Period, known: _Known, today: date) -> MatrixCell:
    key = (version.unit_id, period.code)
    state, uid = known.reports.get(key, (None, None))
    own = known.reach.asks(form, period, version.unit)
    when = term(form, period, version.unit.level) if own else None
    return MatrixCell(
        period=period,
        due=when.due if when else None,
        shown=when.shown(state, today) if when else None,
        report_uid=uid,
        approved=known.approved.get(key, 0) - (key in known.own),
        expected=known.expected.get(key, 0) - own,
        late_days=max(0, (today - when.due).days) if when else 0,
    )
