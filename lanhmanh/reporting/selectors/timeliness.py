"""Who reported in time: tallies by unit one step below and by period, counted by the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.reporting.models import Coverage, Decision
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.ranking import places
from lanhmanh.reporting.rules.timeliness import Tally, tally
from lanhmanh.reporting.selectors.calendar import asks, expected_below, term
from lanhmanh.units.models import Ancestry, Level, Unit, UnitVersion

Kind = Decision.Kind


@dataclass(frozen=True)
class TimelyRow:
    """A unit one step below with all that is under it: its tally of each period, of all, and its place."""

    version: UnitVersion
    by_period: Mapping[Period, Tally]
    whole: Tally
    place: int | None

    def of(self, period: Period | None) -> Tally:
        """Return the tally of a period, of all periods for None."""
        return self.whole if period is None else self.by_period.get(period, Tally())


@dataclass(frozen=True)
class Timeliness:
    """Units one step below by the periods that have closed, in the order of their places, and all together.

    A unit without units below that report stands alone in it.
    """

    form: Form
    unit: Unit
    unit_name: str
    periods: tuple[Period, ...]
    rows: tuple[TimelyRow, ...]
    whole: Tally


@dataclass(frozen=True)
class _Sent:
    """What was decided at and below each unit in one period: first sendings by level and day, and returns."""

    days: Mapping[tuple[int, str], Mapping[date, int]]
    returned: Mapping[tuple[int, str], int]


def timeliness(
    *, actor: Actor, form: Form, unit: Unit, periods: Sequence[Period], today: date, only: Period | None = None
) -> Timeliness:
    """Return who reported in time; the number of queries depends on the periods alone.

    The database counts by the tree of each period's last day. `only` ranks by one period instead of all.
    """
    closed = [period for period in periods if window(form.calendar, period).last < today]
    name, below = _units(actor, form, unit, closed)
    tallies = {period: _tallies(form, period, below, today) for period in closed}
    found = [(one, {period: tallies[period].get(one.unit_id, Tally()) for period in closed}) for one in below]
    rows = [TimelyRow(one, by_period, _sum(by_period.values()), None) for one, by_period in found]
    order = places([row.of(only).merit for row in rows])
    ranked = [TimelyRow(row.version, row.by_period, row.whole, at) for row, at in zip(rows, order, strict=True)]
    ranked.sort(key=lambda row: (row.place is None, row.place or 0, row.version.sort))
    return Timeliness(form, unit, name, tuple(closed), tuple(ranked), _sum(row.of(only) for row in rows))


def _sum(tallies: Iterable[Tally]) -> Tally:
    return reduce(add, tallies, Tally())


def _units(actor: Actor, form: Form, unit: Unit, periods: Sequence[Period]) -> tuple[str, list[UnitVersion]]:
    """Return the unit's name, and whoever stood one step below in any period, or the unit where nobody did."""
    on_any = Q(pk__in=[])
    for period in periods:
        on_any |= valid_on(window(form.calendar, period).last)
    seen = units_for(actor, Permission.REPORT_VIEW)
    rows = UnitVersion.objects.filter(on_any, Q(parent=unit) | Q(unit=unit), unit__in=seen)
    rows = rows.exclude(unit__level=Level.BRANCH).select_related("unit").order_by("valid_from")
    newest = {row.unit_id: row for row in rows}
    own = newest.pop(unit.pk, None)
    below = sorted(newest.values(), key=lambda row: row.sort)
    return (own.name if own else ""), below or ([own] if own else [])


def _tallies(form: Form, period: Period, below: Sequence[UnitVersion], today: date) -> dict[int, Tally]:
    """Return the tally of each unit with all under it; its own report is due another day than those under it."""
    ids = [one.unit_id for one in below]
    asked, sent = _asked(form, period, ids), _sent(form, period, ids)
    found = {}
    for one in below:
        expected, approved = asked.get(one.unit_id, (0, 0))
        levels = _levels_from(form, one.unit.level)
        own = int(one.unit.level in levels and expected > 0)
        counts = {level: own if level == one.unit.level else expected - own for level in levels}
        dues = {level: term(form, period, level).due for level in levels}
        parts = [_part(sent, (one.unit_id, level), n, dues[level], today) for level, n in counts.items()]
        found[one.unit_id] = _sum([*parts, Tally(approved=approved)])
    return found


def _levels_from(form: Form, level: str) -> list[str]:
    """Return the levels that report on the form from one downward: its own and, in this tree, at most one deeper."""
    order = [one.value for one in Level]
    return [one for one in order[order.index(level) :] if asks(form, one)]


def _part(sent: _Sent, at: tuple[int, str], asked: int, due: date, today: date) -> Tally:
    return tally(asked, sent.days.get(at, {}), due, today, vietnamese(), returned=sent.returned.get(at, 0))


def _asked(form: Form, period: Period, unit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = Coverage.objects.filter(form=form.code, period=period.code, unit__in=unit_ids)
    kept = {unit_id: (expected, approved) for unit_id, expected, approved in
            rows.values_list("unit_id", "expected", "approved")}  # fmt: skip
    return kept or {unit_id: (due, 0) for unit_id, due in expected_below(form, period, unit_ids).items()}


def _sent(form: Form, period: Period, unit_ids: Sequence[int]) -> _Sent:
    tree = Ancestry.objects.filter(valid_on(window(form.calendar, period).last), ancestor__in=unit_ids)
    top = Subquery(tree.filter(descendant=OuterRef("report__unit")).values("ancestor_id")[:1])
    rows = _decisions(form, period).filter(report__unit__in=tree.values("descendant_id"))
    rows = rows.annotate(top=top, on=TruncDate("at", tzinfo=VIETNAM)).order_by()
    days: dict[tuple[int, str], dict[date, int]] = defaultdict(dict)
    returned: dict[tuple[int, str], int] = defaultdict(int)
    for above, level, kind, on, count in rows.values_list("top", "report__unit__level", "kind", "on").annotate(
        count=Count("pk")
    ):
        if kind == Kind.RETURNED:
            returned[above, level] += count
        else:
            days[above, level][on] = count
    return _Sent(days, returned)


def _decisions(form: Form, period: Period) -> QuerySet[Decision]:
    """Return all returns of a period, and of each report the first sending, that of its first version."""
    earlier = Decision.objects.filter(report=OuterRef("report"), kind=Kind.SUBMITTED, pk__lt=OuterRef("pk"))
    first = Q(kind=Kind.SUBMITTED, report__version=1) & ~Q(Exists(earlier))
    rows = Decision.objects.filter(Q(kind=Kind.RETURNED) | first)
    return rows.filter(report__form=form.code, report__period=period.code)
