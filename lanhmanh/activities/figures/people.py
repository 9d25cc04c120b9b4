"""The named figures of teams, people of standing and households."""

from django.db.models import F, Q

from lanhmanh.activities.figures.counting import Distinct, Happened, Register, Stated, There, ThisYear
from lanhmanh.activities.models import HouseholdCount, HouseholdFact, StandingDeed, Team, TeamDeed, TeamMember
from lanhmanh.activities.models.teams import is_activity

_IN_TEAMS = Q(team__kind="social", team__voided_at__isnull=True)
_COLLABORATORS = Q(team__kind="communication", team__voided_at__isnull=True)
_MEMBERS = ("left_on", "team__ended_on")

FIGURES: dict[str, Register] = {
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
