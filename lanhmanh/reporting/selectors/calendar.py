"""Which periods are asked for, and when a report of a level is due."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import Window, last_closed, window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.working_days import due
from lanhmanh.reporting.models import Coverage
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown, State, shown
from lanhmanh.units.models import Ancestry


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
    rule = form.due_rule(level)
    return Term(period, window(form.calendar, period), due(form.calendar, period, rule, vietnamese()))


def asks(form: Form, level: str) -> bool:
    """Test whether the form asks units of this level for a report."""
    return any(rule.level == level for rule in form.levels)


def periods_of_year(form: Form, year: int) -> tuple[Period, ...]:
    """Return the periods of a programme year on which the form reports; none where it is not in force."""
    return tuple(period for period in Period(year).split(form.kind) if form.in_force(period))


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
    return sorted(one for one in recent if form.in_force(one) and (one == latest or one in known))


def expected_below(form: Form, period: Period, unit_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return how many reports are due at and below each unit (all where None), by the tree of the period's last day.

    Nothing is due in a period for which the form is not in force.
    """
    if not form.in_force(period):
        return {}
    day = window(form.calendar, period).last
    rows = Ancestry.objects.filter(valid_on(day), descendant__level__in=[rule.level for rule in form.levels])
    if unit_ids is not None:
        rows = rows.filter(ancestor__in=unit_ids)
    return dict(rows.order_by().values_list("ancestor_id").annotate(Count("pk")))
