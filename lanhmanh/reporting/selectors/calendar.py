"""Which periods are asked for, of whom, and when a report of a level is due.

Whoever gives a form gives its line of versions: each question is answered by the version of the period.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import Window, last_closed, window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.working_days import due
from lanhmanh.reporting.models import Coverage
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown, State, shown
from lanhmanh.units.models import Ancestry, Unit


@dataclass(frozen=True)
class Term:
    """The days of a period and the last day on which a level is in time."""

    period: Period
    days: Window
    due: date

    def shown(self, stored: str | None, today: date) -> Shown:
        """Return what to show for a report in this stored state, None for one not begun."""
        opens = self.days.last + timedelta(days=1)
        return shown(State(stored) if stored else None, self.due, today, opens)


def term(form: Form, period: Period, level: str) -> Term:
    """Return the term of a level's report.

    :raises Refused: the form does not ask this level.
    """
    now = form.at(period)
    return Term(period, window(now.calendar, period), due(now.calendar, period, now.due_rule(level), vietnamese()))


def asks(form: Form, level: str) -> bool:
    """Test whether the form asks units of this level for a report; `Reach` knows which units."""
    return form.asks(level)


class Reach:
    """Tells which of some units each form asks: all of its levels, for a made form only at and below its owner."""

    def __init__(self, forms: Iterable[Form], unit_ids: Iterable[int]) -> None:
        """Read who stands under the owners; no query where all forms come with the product."""
        owners = {form.owner_id for form in forms if form.owner_id is not None}
        rows = Ancestry.objects.filter(ancestor__in=owners, descendant__in=set(unit_ids)) if owners else ()
        self._under: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
        for row in rows:
            self._under[row.ancestor_id, row.descendant_id].append((row.valid_from, row.valid_to))

    def holds(self, form: Form, unit_id: int, day: date) -> bool:
        """Test whether a unit stands at or below the owner of the form on a day; True for a shipped form."""
        if form.owner_id is None:
            return True
        spans = self._under.get((form.owner_id, unit_id), ())
        return any(first <= day and (after is None or day < after) for first, after in spans)

    def asks(self, form: Form, period: Period, unit: Unit) -> bool:
        """Test whether a unit has to report on the version of a period."""
        now = form.at(period)
        return now.asks(unit.level) and self.holds(now, unit.pk, window(now.calendar, period).last)


def asks_unit(form: Form, period: Period, unit: Unit) -> bool:
    """Test whether one unit has to report on the form's version of a period."""
    return Reach([form], [unit.pk]).asks(form, period, unit)


def concerns(form: Form, period: Period, unit: Unit) -> bool:
    """Test whether a unit reports on the form or stands above units that do."""
    now = form.at(period)
    day = window(now.calendar, period).last
    return now.concerns(unit.level) and Reach([now], [unit.pk]).holds(now, unit.pk, day)


def asked_below(form: Form, day: date) -> QuerySet[Ancestry]:
    """Return the pairs of a unit and one at or below it that the form asks, by the tree of a day."""
    rows = Ancestry.objects.filter(valid_on(day), descendant__level__in=[rule.level for rule in form.levels])
    if form.owner_id is None:
        return rows
    own = Ancestry.objects.filter(valid_on(day), ancestor_id=form.owner_id)
    return rows.filter(descendant__in=own.values("descendant_id"))


def periods_of_year(form: Form, year: int) -> tuple[Period, ...]:
    """Return the periods of a programme year on which the form reports; none where no version is in force."""
    return tuple(period for period in Period(year).split(form.kind) if form.is_asked(period))


def asked_periods(form: Form, today: date) -> list[Period]:
    """Return the periods of the last twelve months that closed: the latest, and earlier ones that were worked on."""
    return asked_by_form([form], today)[0][1]


def asked_by_form(forms: Iterable[Form], today: date) -> list[tuple[Form, list[Period]]]:
    """Return each form with the periods that are asked, none where it is not in force; one query for all forms."""
    forms = list(forms)
    rows = Coverage.objects.filter(form__in=[form.code for form in forms]).order_by()
    known = {(code, parse(period)) for code, period in rows.values_list("form", "period").distinct()}
    return [(form, _asked(form, today, {period for code, period in known if code == form.code})) for form in forms]


def _asked(form: Form, today: date, known: Collection[Period]) -> list[Period]:
    latest = last_closed(form.calendar, form.kind, today + timedelta(days=1))
    recent = [latest.next(-steps) for steps in range(12 // form.kind.months)]
    return sorted(one for one in recent if form.is_asked(one) and (one == latest or one in known))


def expected_below(form: Form, period: Period, unit_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return how many reports are due at and below each unit (all where None), by the tree of the period's last day.

    Nothing is due in a period for which the form is not in force.
    """
    now = form.at(period)
    if not now.in_force(period):
        return {}
    rows = asked_below(now, window(now.calendar, period).last)
    if unit_ids is not None:
        rows = rows.filter(ancestor__in=unit_ids)
    return dict(rows.order_by().values_list("ancestor_id").annotate(Count("pk")))
