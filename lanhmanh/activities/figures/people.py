"""The named figures of teams, people of standing and households."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import F, Q

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.figures import counting
from lanhmanh.activities.figures.counting import Distinct, Happened, Register, Stated, There, ThisYear
from lanhmanh.activities.models import HouseholdCount, HouseholdFact, StandingDeed, Team, TeamDeed, TeamMember
from lanhmanh.activities.models.teams import is_activity
from lanhmanh.db.figures import Fact, Figures

Key = TypeVar("Key", bound=Hashable)
_IN_TEAMS = Q(team__kind="social", team__voided_at__isnull=True)
_COLLABORATORS = Q(team__kind="communication", team__voided_at__isnull=True)
_MEMBERS = ("left_on", "team__ended_on")

_FIGURES: dict[str, Register] = {
    "activities.teams": There(Team, Q(kind="social"), "founded_on", ended=("ended_on",)),
    "activities.team_members": There(TeamMember, _IN_TEAMS, "joined_on", ended=_MEMBERS),
    "activities.team_members_of_union": There(
        TeamMember, _IN_TEAMS & Q(in_union=True), "joined_on", ended=_MEMBERS, keeps=_IN_TEAMS
    ),
    "activities.team_deeds": Happened(TeamDeed, _IN_TEAMS & is_activity(), amount="times"),
    "activities.collaborators": There(
        TeamMember, _COLLABORATORS & Q(in_union=True), "joined_on", ended=_MEMBERS, keeps=_COLLABORATORS
    ),
    "activities.people_of_standing": Distinct(
        StandingDeed, Q(kind="work", person__voided_at__isnull=True), of="person"
    ),
    "activities.households": Stated(HouseholdCount, amount="households"),
    "activities.pledges": Happened(HouseholdFact, Q(kind="pledge"), amount="count"),
    "activities.pledges_of_year": ThisYear(HouseholdFact, Q(kind="pledge"), amount="count"),
    "activities.households_out_of_poverty": Happened(HouseholdFact, Q(kind="out_of_poverty"), amount="count"),
    "activities.households_helped_by_members": Stated(HouseholdCount, amount="helped_by_members"),
    "activities.poor_households": Stated(HouseholdCount, amount=F("poor") + F("near_poor")),
    "activities.poor_households_helped": Stated(HouseholdCount, amount="helped"),
    "activities.borrowing_households": Stated(HouseholdCount, amount="borrowers"),
}  # fmt: skip
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
