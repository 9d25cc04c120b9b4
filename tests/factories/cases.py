"""Cases for tests of counting: rows with dates and no content, so no key is needed."""

from datetime import date
from itertools import count
from typing import Any

from lanhmanh.accounts.models import User
from lanhmanh.cases.models import Assignment, Case, Episode, Measure
from lanhmanh.keyring.models import Box
from lanhmanh.units.models import Unit

_numbers = count(1)


def make_case(unit: Unit, opened_on: date, *, closed_on: date | None = None, closing: str = "", **facts: Any) -> Case:
    """Make a case, open or closed; sex and age band are stated unless `facts` says otherwise."""
    stated = {"sex": "male", "age_band": "30-39", "ground": "assigned"} | facts
    state = "closed" if closed_on else "open"
    return Case.objects.create(
        box=Box.objects.create(owner=unit), unit=unit, year=opened_on.year, number=next(_numbers), state=state,
        opened_on=opened_on, closed_on=closed_on, closing=closing or ("other" if closed_on else ""), **stated,
    )  # fmt: skip


def make_episode(
    case: Case,
    status: str,
    started_on: date,
    *,
    ended_on: date | None = None,
    ending: str = "",
    decided_on: date | None = None,
) -> Episode:
    """Make an episode that follows the last one."""
    last = case.episodes.order_by("number").last()
    return Episode.objects.create(
        case=case, number=last.number + 1 if last else 1, previous=last, status=status, law="luat-73-2021",
        started_on=started_on, decided_on=decided_on, step="intake", ended_on=ended_on,
        ending=ending or ("expiry" if ended_on else ""),
    )  # fmt: skip


def make_measure(case: Case, kind: str, on: date, by: User, *, result: str = "going", **facts: Any) -> Measure:
    """Make a measure; a loan has an amount and a source."""
    loan = {"amount": 30_000_000, "source": "farmers_fund"} if kind == "loan" else {}
    return Measure.objects.create(case=case, kind=kind, on=on, result=result, recorded_by=by, **loan | facts)


def assign(case: Case, user: User, valid_from: date, valid_to: date | None = None) -> Assignment:
    """Put somebody in charge of a case."""
    return Assignment.objects.create(case=case, user=user, valid_from=valid_from, valid_to=valid_to)
