"""The cases behind each figure, so that a count can be opened by who may know of them."""

from collections.abc import Callable

from django.db.models import Q

from lanhmanh.cases.figures.counts import AGES, NAMES
from lanhmanh.cases.figures.span import COMPLETED, DONE, FORMS, IN_REGISTERS, REHAB, SOCIAL, Rows, Span
from lanhmanh.cases.models import AgeBand, Case

Find = Callable[[Span], Rows]


def _open(condition: Q = Q()) -> Find:  # noqa: B008 - a Q is a value
    return lambda span: span.open_at_end().filter(condition)


def _of(rows: Find) -> Find:
    return lambda span: Case.objects.filter(pk__in=rows(span).values("case"))


def _nothing(_span: Span) -> Rows:
    return Case.objects.none()


def _given(**condition: str) -> Find:
    return _of(lambda span: span.given().filter(**condition))


def _bands(group: str) -> Q:
    return Q(age_band__in=[band for band in AgeBand.values if AGES.get(band, "30_and_over") == group])


_ALL_FORMS = [status for statuses in FORMS.values() for status in statuses]
_LEAVING = _of(lambda span: span.given().filter(case__in=span.leaving().values("case")))
_ENDED = _of(lambda span: span.episodes().filter(status__in=REHAB, ended_on__range=span.days))

_BEHIND: dict[str, Find] = {
    "open": _open(),
    "open_female": _open(Q(sex="female")),
    "open_male": _open(Q(sex="male")),
    **{f"open_{group}": _open(_bands(group)) for group in ("under_18", "18_29", "30_and_over")},
    **{f"open_{form}": _open(Q(status_then__in=statuses)) for form, statuses in FORMS.items()},
    "open_other": _open(~Q(status_then__in=_ALL_FORMS)),
    "opened": lambda span: span.cases().filter(opened_on__range=span.days),
    "opened_ever": lambda span: span.cases().filter(opened_on__lte=span.last),
    "closed": lambda span: span.cases().filter(closed_on__range=span.days),
    "closed_completed": lambda span: span.cases().filter(closed_on__range=span.days, closing=DONE),
    "helped": _given(),
    "assigned": _of(Span.assignments),
    "helpers": _of(Span.assignments),
    "families": _of(lambda span: span.going("family")),
    "counselling_times": _given(kind="counselling"),
    "visit_times": _given(kind="visit"),
    "training_people": _of(lambda span: span.first_of_year("training")),
    "job_people": _of(lambda span: span.first_of_year("job")),
    "jobs_found": _of(lambda span: span.first_of_year("job").filter(result="done")),
    "jobs_kept": _of(lambda span: span.going("job", since_months=6).filter(result="done")),
    "leaving": _LEAVING,
    "leaving_times": _LEAVING,
    "loans": _given(kind="loan"),
    "loans_farmers_fund": _given(kind="loan", source="farmers_fund"),
    "loans_million": _given(kind="loan"),
    "rehab_ended": _ENDED,
    "rehab_completed": _of(
        lambda span: span.episodes().filter(status__in=REHAB, ended_on__range=span.days, ending=COMPLETED)
    ),
    "followed": _of(Span.followed),
    "relapsed": _of(lambda span: span.followed().filter(again=True)),
    **{name: _open(Q(status_then__in=statuses, decided_then=True)) for name, statuses in IN_REGISTERS.items()},
    "social_support": _of(lambda span: span.given().filter(kind__in=SOCIAL)),
    "relapses": _of(Span.relapses),
}
# Rounds look through lists that the police keep; there is no case behind them.
BEHIND: dict[str, Find] = {name: _BEHIND.get(name.removeprefix("cases."), _nothing) for name in NAMES}
