"""The counting, by unit: one grouped query for each kind of record."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal

from django.db.models import Count, Q, Sum

from lanhmanh.cases.figures.span import COMPLETED, DONE, FORMS, IN_REGISTERS, REHAB, SOCIAL, Span
from lanhmanh.cases.models import MeasureKind

AGES = {"12-15": "under_18", "16-17": "under_18", "18-29": "18_29", "unstated": "age_unstated"}
ROUND_SUMS = ("changes", "declared", "registered", "families_persuaded")
_MILLION, _TENTH = Decimal(1_000_000), Decimal("0.1")
_PEOPLE = Count("case", distinct=True)
Found = Iterable[tuple[int, str, int | Decimal | None]]
# unit → figure → number; a figure that a unit does not name is 0 there
Counted = dict[int, dict[str, Decimal]]

NAMES = (
    "cases.open", "cases.open_female", "cases.open_male", "cases.open_under_18", "cases.open_18_29",
    "cases.open_30_and_over", "cases.open_home", "cases.open_centre", "cases.open_compulsory",
    "cases.open_substitution", "cases.open_post_rehab", "cases.open_other", "cases.opened", "cases.opened_ever",
    "cases.closed", "cases.closed_completed", "cases.helped", "cases.assigned", "cases.helpers", "cases.families",
    "cases.counselling_times", "cases.visit_times", "cases.training_people", "cases.job_people", "cases.jobs_found",
    "cases.jobs_kept", "cases.leaving", "cases.leaving_times", "cases.loans", "cases.loans_farmers_fund",
    "cases.loans_million", "cases.rounds", "cases.rounds_changes", "cases.rounds_declared", "cases.rounds_registered",
    "cases.rounds_families_persuaded", "cases.rehab_ended", "cases.rehab_completed", "cases.followed", "cases.relapsed",
    *(f"cases.{name}" for name in IN_REGISTERS), "cases.social_support", "cases.relapses",
)  # fmt: skip


def counted(span: Span, names: Collection[str] = NAMES) -> Counted:
    """Return these figures of each unit that has something to count; only what they are made of is read."""
    found: Counted = defaultdict(lambda: defaultdict(Decimal))
    wanted = {name.removeprefix("cases.") for name in names}
    for part, gives in _PARTS.items():
        if wanted.isdisjoint(gives) or (part in _OF_HELP and span.kinds_given.isdisjoint(_OF_HELP[part])):
            continue
        for unit, name, number in part(span):
            if number is not None:
                found[unit][f"cases.{name}"] += number
    return found


def _stock(span: Span) -> Found:
    form_of = {status: form for form, statuses in FORMS.items() for status in statuses}
    register_of = {status: name for name, statuses in IN_REGISTERS.items() for status in statuses}
    rows = span.open_at_end().values_list("unit_then", "sex", "age_band", "status_then", "decided_then")
    for unit, sex, band, status, decided, count in rows.annotate(n=Count("pk")):
        yield unit, "open", count
        yield unit, f"open_{sex}", count
        yield unit, f"open_{AGES.get(band, '30_and_over')}", count
        yield unit, f"open_{form_of.get(status, 'other')}", count
        if decided and status in register_of:
            yield unit, register_of[status], count


def _flows(span: Span) -> Found:
    new = Count("pk", filter=Q(opened_on__range=span.days))
    opened = span.cases().filter(opened_on__lte=span.last).values_list("unit_then")
    for unit, ever, in_period in opened.annotate(ever=Count("pk"), new=new):
        yield unit, "opened_ever", ever
        yield unit, "opened", in_period
    done = Count("pk", filter=Q(closing=DONE))
    for unit, closed, completed in (
        span.cases().filter(closed_on__range=span.days).values_list("unit_then").annotate(n=Count("pk"), m=done)
    ):
        yield unit, "closed", closed
        yield unit, "closed_completed", completed


def _helped(span: Span) -> Found:
    for unit, people in span.given().values_list("unit_then").annotate(n=_PEOPLE):
        yield unit, "helped", people


def _times(span: Span) -> Found:
    for unit, kind, times in span.given().values_list("unit_then", "kind").annotate(n=Count("pk")):
        yield unit, f"{kind}_times", times


def _leaving(span: Span) -> Found:
    rows = span.given().filter(case__in=span.leaving().values("case")).values_list("unit_then")
    for unit, times, people in rows.annotate(n=Count("pk"), m=_PEOPLE):
        yield unit, "leaving_times", times
        yield unit, "leaving", people


def _trained(span: Span) -> Found:
    for unit, people in span.first_of_year("training").values_list("unit_then").annotate(n=_PEOPLE):
        yield unit, "training_people", people


def _jobs(span: Span) -> Found:
    found = Count("case", distinct=True, filter=Q(result="done"))
    for unit, people, done in span.first_of_year("job").values_list("unit_then").annotate(n=_PEOPLE, m=found):
        yield unit, "job_people", people
        yield unit, "jobs_found", done


def _loans(span: Span) -> Found:
    rows = span.given().filter(kind="loan").values_list("unit_then", "source")
    for unit, source, count, amount in rows.annotate(n=Count("pk"), m=Sum("amount")):
        yield unit, "loans", count
        yield unit, f"loans_{source}", count
        yield unit, "loans_million", (Decimal(amount) / _MILLION).quantize(_TENTH)


def _assigned(span: Span) -> Found:
    helpers = Count("user", distinct=True)
    for unit, cases, users in span.assignments().values_list("unit_then").annotate(n=_PEOPLE, m=helpers):
        yield unit, "assigned", cases
        yield unit, "helpers", users


def _families(span: Span) -> Found:
    for unit, people in span.going("family").values_list("unit_then").annotate(n=_PEOPLE):
        yield unit, "families", people


def _kept(span: Span) -> Found:
    kept = span.going("job", since_months=6).filter(result="done")
    for unit, people in kept.values_list("unit_then").annotate(n=_PEOPLE):
        yield unit, "jobs_kept", people


def _rounds(span: Span) -> Found:
    for unit, count, *sums in span.rounds().values_list("unit").annotate(Count("pk"), *map(Sum, ROUND_SUMS)):
        yield unit, "rounds", count
        for name, number in zip(ROUND_SUMS, sums, strict=True):
            yield unit, f"rounds_{name}", number


def _ended(span: Span) -> Found:
    ended = span.episodes().filter(status__in=REHAB, ended_on__range=span.days).values_list("unit_then")
    for unit, count, completed in ended.annotate(n=Count("pk"), m=Count("pk", filter=Q(ending=COMPLETED))):
        yield unit, "rehab_ended", count
        yield unit, "rehab_completed", completed


def _supported(span: Span) -> Found:
    for unit, people in span.given().filter(kind__in=SOCIAL).values_list("unit_then").annotate(n=_PEOPLE):
        yield unit, "social_support", people


def _relapses(span: Span) -> Found:
    for unit, people in span.relapses().values_list("unit_then").annotate(n=_PEOPLE):
        yield unit, "relapses", people


def _cohort(span: Span) -> Found:
    """Yield the rehabilitations completed a year before the period, and those where one began again since."""
    followed = span.followed().values_list("unit_then")
    for unit, count, relapsed in followed.annotate(n=Count("pk"), m=Count("pk", filter=Q(again=True))):
        yield unit, "followed", count
        yield unit, "relapsed", relapsed


# The parts that count help of some kinds given in the period, and of which.
_OF_HELP: dict[Callable[[Span], Found], Collection[str]] = {
    **dict.fromkeys((_helped, _times, _leaving), MeasureKind.values),
    _trained: ("training",),
    _jobs: ("job",),
    _loans: ("loan",),
    _supported: SOCIAL,
}
_OPEN = {name.removeprefix("cases.") for name in NAMES if name.startswith("cases.open") and "opened" not in name}
_PARTS: dict[Callable[[Span], Found], Collection[str]] = {
    _stock: (*_OPEN, *IN_REGISTERS),
    _flows: ("opened", "opened_ever", "closed", "closed_completed"),
    _helped: ("helped",),
    _times: ("counselling_times", "visit_times"),
    _leaving: ("leaving", "leaving_times"),
    _trained: ("training_people",),
    _jobs: ("job_people", "jobs_found"),
    _loans: ("loans", "loans_farmers_fund", "loans_million"),
    _assigned: ("assigned", "helpers"),
    _families: ("families",),
    _kept: ("jobs_kept",),
    _rounds: ("rounds", *(f"rounds_{name}" for name in ROUND_SUMS)),
    _ended: ("rehab_ended", "rehab_completed"),
    _cohort: ("followed", "relapsed"),
    _supported: ("social_support",),
    _relapses: ("relapses",),
}
