"""The named figures of livelihood; amounts in million đồng, exact to the thousand."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Q

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.figures import counting
from lanhmanh.activities.figures.counting import Happened, Register, Stated, There
from lanhmanh.activities.models import FarmService, GoodProducer, LoanBalance, VocationalClass
from lanhmanh.db.figures import Fact, Figures

Key = TypeVar("Key", bound=Hashable)

_FIGURES: dict[str, Register] = {
    "activities.loans": Stated(LoanBalance, amount="outstanding", per="source", million=True),
    "activities.loans_policy_bank": Stated(
        LoanBalance, Q(source="policy_bank"), amount="outstanding", per="source", million=True
    ),
    "activities.loans_support_fund": Stated(
        LoanBalance, Q(source="support_fund"), amount="outstanding", per="source", million=True
    ),
    "activities.loans_other": Stated(
        LoanBalance, Q(source__in=("employment_fund", "other")), amount="outstanding", per="source", million=True
    ),
    "activities.classes": Happened(VocationalClass, day="started_on"),
    "activities.learners": Happened(VocationalClass, day="started_on", amount="learners", open=True),
    "activities.learners_female": Happened(VocationalClass, day="started_on", amount="female", open=True),
    "activities.trained": Happened(VocationalClass, Q(kind="vocational"), day="ended_on", amount="learners", open=True),
    "activities.jobs_found": Happened(FarmService, Q(kind="jobs"), amount="quantity"),
    "activities.job_fairs": Happened(FarmService, Q(kind="job_fair"), amount="quantity"),
    "activities.cooperatives": Happened(FarmService, Q(kind="cooperative"), amount="quantity"),
    "activities.good_producers": There(GoodProducer, day="awarded_on", amount="count"),
}
NAMES = tuple(_FIGURES)


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units; None where no unit of it keeps such a register."""
    return counting.compute_many(_FIGURES, groups=groups, first=first, last=last, names=names)


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many rows each of these figures is made of."""
    return counting.fact_counts(_FIGURES, unit_ids=unit_ids, first=first, last=last, names=names)


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest rows behind a figure, at most so many; None for who may not see all of them."""
    return counting.facts(_FIGURES[name], actor=actor, unit_ids=unit_ids, first=first, last=last, limit=limit)
