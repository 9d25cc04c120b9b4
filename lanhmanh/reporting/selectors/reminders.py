"""Who has to be reminded of which report, whom to call there, and what was noted of reminders already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.models import Membership
from lanhmanh.accounts.rules import Permission, Scope, roles
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.access import latest_forms
from lanhmanh.reporting.models import Reminder, Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown, State
from lanhmanh.reporting.selectors.calendar import Term, asked_by_form, asks, term
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import children

UNSENT = {Shown.DUE, Shown.OVERDUE, Shown.DRAFT, Shown.RETURNED}
Key = tuple[str, str, int]


@dataclass(frozen=True)
class Owed:
    """A report that a unit one step below has not sent: not begun, being filled, or returned.

    `late_days` counts calendar days after the due date; `reminders` are those noted, the latest first.
    """

    form: Form
    period: Period
    version: UnitVersion
    due: date
    shown: Shown
    late_days: int
    reminders: tuple[Reminder, ...]

    @property
    def key(self) -> Key:
        """Return what names the report: form, period, unit."""
        return self.form.code, self.period.code, self.version.unit_id


@dataclass(frozen=True)
class _Read:
    """The units one step below, state and version of their reports, and what was noted of reminders."""

    below: Sequence[UnitVersion]
    stored: Mapping[Key, tuple[str, int]]
    noted: Mapping[Key, tuple[Reminder, ...]]


@dataclass(frozen=True)
class ToRemind:
    """What is owed one step below a unit, by form and period, and who may send it there, by unit."""

    unit: Unit
    owed: tuple[Owed, ...]
    callers: Mapping[int, tuple[str, ...]]
    may_note: frozenset[int]

    @property
    def groups(self) -> dict[tuple[Form, Period], tuple[Owed, ...]]:
        """Return what is owed on each form for each period."""
        found: dict[tuple[str, str], tuple[Owed, ...]] = {}
        for one in self.owed:
            at = (one.form.code, one.period.code)
            found[at] = (*found.get(at, ()), one)
        return {(rows[0].form, rows[0].period): rows for rows in found.values()}

    @property
    def by_unit(self) -> dict[UnitVersion, tuple[Owed, ...]]:
        """Return what each unit owes, in the order of the tree."""
        units = {one.version.unit_id: one.version for one in self.owed}
        order = sorted(units.values(), key=lambda version: version.sort)
        return {unit: tuple(one for one in self.owed if one.version.unit_id == unit.unit_id) for unit in order}


def to_remind(actor: Actor, unit: Unit, today: date) -> ToRemind:
    """Return what is owed one step below a unit, the earliest due first; a fixed number of queries at any size."""
    seen = units_for(actor, Permission.REPORT_VIEW)
    below = list(children(unit, today).filter(unit__in=seen))
    asked = [(form, periods) for form, periods in asked_by_form(latest_forms(actor), today) if periods]
    ids = [version.unit_id for version in below]
    read = _Read(below, latest_versions(asked, ids), reminders_of(asked, ids))
    owed = [item for form, periods in asked for item in _owed(form, periods, read, today)]
    owed.sort(key=lambda item: (item.due, item.form.code, item.version.sort))
    short = {item.version.unit_id for item in owed}
    review = units_for(actor, Permission.REPORT_REVIEW).filter(pk__in=short).values_list("pk", flat=True)
    return ToRemind(unit, tuple(owed), callers(short, today), frozenset(review))


def callers(unit_ids: Collection[int], today: date) -> dict[int, tuple[str, ...]]:
    """Return the names of the accounts that may send a report of each unit; one query."""
    held = [code for code, role in roles().items() if Scope.OWN in role.grants.get(Permission.REPORT_SUBMIT, ())]
    rows = Membership.objects.filter(valid_on(today), unit__in=unit_ids, role__in=held, user__is_active=True)
    found: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in rows.order_by("user__full_name", "pk").values_list("unit_id", "user__full_name"):
        found[unit_id].append(name)
    return {unit_id: tuple(dict.fromkeys(names)) for unit_id, names in found.items()}


def reminders_of(
    asked: Iterable[tuple[Form, Iterable[Period]]], unit_ids: Collection[int]
) -> dict[Key, tuple[Reminder, ...]]:
    """Return what was noted of reminders, by form, period and unit, the latest first; one query."""
    rows = Reminder.objects.filter(_any_of(asked), unit__in=unit_ids).select_related("noted_by").order_by("-day", "-pk")
    found: dict[Key, tuple[Reminder, ...]] = {}
    for row in rows:
        at = (row.form, row.period, row.unit_id)
        found[at] = (*found.get(at, ()), row)
    return found


def is_owed(form: Form, period: Period, level: str, stored: tuple[str, int] | None, today: date) -> bool:
    """Test whether a report is asked and still to be sent: `stored` is state and version of its latest version.

    :raises Refused: the form does not ask this level.
    """
    return form.in_force(period) and _shown(term(form, period, level), stored, today) in UNSENT


def latest_versions(
    asked: Iterable[tuple[Form, Iterable[Period]]], unit_ids: Collection[int]
) -> dict[Key, tuple[str, int]]:
    """Return state and version of the latest version of each report; one query."""
    rows = Report.objects.filter(_any_of(asked), unit__in=unit_ids).order_by("version")
    told = rows.values_list("form", "period", "unit_id", "state", "version")
    return {(form, period, unit_id): (state, version) for form, period, unit_id, state, version in told}


def _owed(form: Form, periods: Iterable[Period], read: _Read, today: date) -> Iterable[Owed]:
    for version in (one for one in read.below if asks(form, one.unit.level)):
        for period in periods:
            when, at = term(form, period, version.unit.level), (form.code, period.code, version.unit_id)
            shown = _shown(when, read.stored.get(at), today)
            if shown in UNSENT and version.valid_from <= when.days.last:
                late = max(0, (today - when.due).days)
                yield Owed(form, period, version, when.due, shown, late, read.noted.get(at, ()))


def _shown(when: Term, stored: tuple[str, int] | None, today: date) -> Shown:
    """Return what a report shows; a correction that is only begun leaves the approved one as it is."""
    state, version = stored or (None, 1)
    if state == State.DRAFT and version > 1:
        return Shown.APPROVED
    return when.shown(state, today)


def _any_of(asked: Iterable[tuple[Form, Iterable[Period]]]) -> Q:
    wanted = Q(pk__in=[])
    for form, periods in asked:
        wanted |= Q(form=form.code, period__in=[period.code for period in periods])
    return wanted
