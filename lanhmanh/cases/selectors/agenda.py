"""What is due in the cases of one member, for the page of the day: by the numbers of cases, never a name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Assignment, Case, CaseState, Deadline, Episode, MeasureKind
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import rule_of
from lanhmanh.cases.selectors.course_timeline import cited, day_of, status_name
from lanhmanh.cases.selectors.measures import coming, due_of
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.ui.formats import either

LOOKS_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CaseDue:
    """One thing that is due in a case; `unchecked` says that its rule was not read in the original."""

    case_uid: str
    number: str
    what: str
    due: date
    article: str = ""
    unchecked: str = ""
    # The end of a term wants its file made before: it is told of a month ahead.
    term: bool = False


def own_cases(actor: Actor, today: date) -> QuerySet[Case]:
    """Return the open cases on which the actor works, and those of the unit for who supervises it."""
    return held_cases(actor, today).filter(state=CaseState.OPEN)


def held_cases(actor: Actor, today: date) -> QuerySet[Case]:
    """Return those cases, at rest too; none in which the person wants the data kept and nothing more."""
    reach = Q(pk__in=[])
    if actor.holds(Permission.CASE_WORK):
        mine = Assignment.objects.filter(valid_on(today), user_id=actor.user_id)
        reach |= Q(pk__in=mine.values("case_id"), unit__in=units_for(actor, Permission.CASE_WORK))
    if actor.holds(Permission.CASE_SUPERVISE):
        reach |= Q(unit__in=units_for(actor, Permission.CASE_SUPERVISE))
    return Case.objects.filter(reach, restricted_on=None)


def case_agenda(actor: Actor, today: date) -> list[CaseDue]:
    """Return what is overdue or falls due within thirty days, the soonest first, in as many queries for any number."""
    if not (actor.holds(Permission.CASE_WORK) or actor.holds(Permission.CASE_SUPERVISE)):
        return []
    cases, until = own_cases(actor, today), today + LOOKS_AHEAD
    found = [*_deadlines(cases, until), *_visits(cases, until), *_terms(cases, until)]
    return sorted(found, key=lambda one: (one.due, one.number))


def _deadlines(cases: QuerySet[Case], until: date) -> list[CaseDue]:
    end = datetime.combine(until, time.max, VIETNAM)
    rows = Deadline.objects.filter(done_on=None, dropped=False, due__lte=end, episode__case__in=cases)
    return [_deadline(row) for row in rows.select_related("episode__case")]


def _deadline(row: Deadline) -> CaseDue:
    names, source = rule_of(row, row.episode)
    case = row.episode.case
    return CaseDue(case.uid, str(case), either(*names), day_of(row.due), *cited(source))


def _visits(cases: QuerySet[Case], until: date) -> list[CaseDue]:
    rows = coming(cases).filter(Q(next_on__lte=until) | Q(result="planned", on__lte=until)).select_related("case")
    return [CaseDue(row.case.uid, str(row.case), _lower(str(MeasureKind(row.kind).label)), due_of(row)) for row in rows]


def _terms(cases: QuerySet[Case], until: date) -> list[CaseDue]:
    rows = Episode.objects.filter(ended_on=None, due_on__lte=until, case__in=cases).select_related("case")
    return [_term(row) for row in rows]


def _term(row: Episode) -> CaseDue:
    assert row.due_on is not None  # noqa: S101 - the query asked for it
    what = _("hết thời hạn %(status)s") % {"status": _lower(status_name(row.status))}
    source = rules.source_of(row.law, row.status)
    return CaseDue(row.case.uid, str(row.case), what, row.due_on, *(cited(source) if source else ("", "")), term=True)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
