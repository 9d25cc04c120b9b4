"""Who has reported: units by periods."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

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
Days = Mapping[Period, date]
Asked = Sequence[tuple[Form, Sequence[Period]]]


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
    return completeness_of(actor, [(form, periods)], unit, today)[0]


def completeness_of(actor: Actor, asked: Asked, unit: Unit, today: date) -> list[Matrix]:
    """Return who has reported on each of several forms, what all of them need read once."""
    days = [{period: window(form.calendar, period).last for period in periods} for form, periods in asked]
    versions = _versions(actor, unit, {day for each in days for day in each.values()})
    forms = [form for form, _periods in asked]
    known = _known(forms, days, {version.unit_id for version in versions})
    return [_matrix(*told, unit, versions, today=today) for told in zip(forms, days, known, strict=True)]


def _matrix(
    form: Form, days: Days, known: _Known, unit: Unit, versions: Iterable[UnitVersion], *, today: date
) -> Matrix:
    periods = tuple(days)
    there = [version for version in versions if any(_holds([version], day) for day in days.values())]
    by_unit: dict[int, list[UnitVersion]] = {}
    for version in there:
        by_unit.setdefault(version.unit_id, []).append(version)
    rows = []
    for own in by_unit.values():
        newest = max(own, key=lambda version: version.valid_from)
        cells = [_cell(form, newest, period, known, today) if _holds(own, days[period]) else None for period in periods]
        is_root = newest.unit_id == unit.pk
        rows.append(MatrixRow(newest.unit_id, newest.unit.uid, newest.name, newest.unit.level, is_root, tuple(cells)))
    rows.sort(key=lambda row: not row.is_root)
    name = rows[0].name if rows and rows[0].is_root else ""
    return Matrix(form, unit, name, periods, tuple(rows))


def _versions(actor: Actor, unit: Unit, days: Iterable[date]) -> list[UnitVersion]:
    on_any = Q(pk__in=[])
    for day in set(days):
        on_any |= valid_on(day)
    seen = units_for(actor, Permission.REPORT_VIEW)
    rows = UnitVersion.objects.filter(on_any, Q(parent=unit) | Q(unit=unit), unit__in=seen)
    return list(rows.select_related("unit").order_by("sort", "-valid_from"))


def _known(forms: Sequence[Form], days: Sequence[Days], unit_ids: set[int]) -> list[_Known]:
    """Return what is known of each form: one query for all reports, one for what was counted, for any number."""
    told, reach = list(zip(forms, days, strict=True)), Reach(forms, unit_ids)
    wanted = Q(pk__in=[])
    for form, each in told:
        wanted |= Q(form=form.code, period__in=[period.code for period in each])
    reports, own = _reports(Report.objects.filter(wanted, unit__in=unit_ids))
    counts: dict[str, dict[Key, tuple[int, int]]] = {form.code: {} for form in forms}
    rows = Coverage.objects.filter(wanted, unit__in=unit_ids)
    for code, unit_id, period, due, done in rows.values_list("form", "unit_id", "period", "expected", "approved"):
        counts[code][unit_id, period] = due, done
    due_below = _expected(told, counts, unit_ids)
    return [
        _Known(
            reports.get(code, {}), {key: done for key, (_due, done) in counts[code].items()}, due_below[code],
            frozenset(own.get(code, ())), reach,
        )
        for code in counts
    ]  # fmt: skip


def _reports(rows: QuerySet[Report]) -> tuple[dict[str, dict[Key, tuple[str, str]]], dict[str, set[Key]]]:
    """Return, by form, the latest version of each report, and of which units one was approved."""
    found: dict[str, dict[Key, tuple[str, str]]] = defaultdict(dict)
    own: dict[str, set[Key]] = defaultdict(set)
    told = rows.order_by("version").values_list("form", "unit_id", "period", "state", "uid")
    for form, unit_id, period, state, uid in told:
        found[form][unit_id, period] = (state, uid)
        if state == State.APPROVED:
            own[form].add((unit_id, period))
    return found, own


def _expected(
    told: Iterable[tuple[Form, Days]], counts: Mapping[str, Mapping[Key, tuple[int, int]]], unit_ids: set[int]
) -> dict[str, dict[Key, int]]:
    """Return, by form, what is due below each unit: as it was counted, by the tree where nobody has reported yet.

    Forms that ask the same levels of the same units on the same day are asked for once.
    """
    found, known = {}, {}
    for form, days in told:
        found[form.code] = {key: due for key, (due, _done) in counts[form.code].items()}
        counted = {period for _unit_id, period in counts[form.code]}
        for period in (one for one in days if one.code not in counted):
            now = form.at(period)
            same = (now.in_force(period), now.owner_id, tuple(rule.level for rule in now.levels), days[period])
            if same not in known:
                known[same] = expected_below(form, period, unit_ids)
            found[form.code] |= {(unit_id, period.code): number for unit_id, number in known[same].items()}
    return found


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
