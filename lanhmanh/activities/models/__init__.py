"""The tables of what was done and of those who do it."""

from lanhmanh.activities.models.done import (
    Activity,
    Attendance,
    Group,
    Kind,
    Material,
    MaterialKind,
    Partner,
    PartnerKind,
    Photo,
    State,
)
from lanhmanh.activities.models.households import HouseholdCount, HouseholdFact, HouseholdFactKind
from lanhmanh.activities.models.livelihood import (
    AwardLevel,
    ClassKind,
    FarmService,
    GoodProducer,
    LoanBalance,
    LoanSource,
    ServiceKind,
    VocationalClass,
)
from lanhmanh.activities.models.registers import Kept, Named
from lanhmanh.activities.models.standing import PersonOfStanding, StandingDeed, StandingDeedKind, StandingKind
from lanhmanh.activities.models.teams import Post, Sex, Team, TeamDeed, TeamDeedKind, TeamKind, TeamMember

REGISTERS: dict[str, type[Kept]] = {
    model.slug: model
    for model in (
        Team, TeamMember, TeamDeed, PersonOfStanding, StandingDeed, HouseholdCount, HouseholdFact, VocationalClass,
        LoanBalance, FarmService, GoodProducer,
    )
}  # fmt: skip

__all__ = [
    "REGISTERS",
    "Activity",
    "Attendance",
    "AwardLevel",
    "ClassKind",
    "FarmService",
    "GoodProducer",
    "Group",
    "HouseholdCount",
    "HouseholdFact",
    "HouseholdFactKind",
    "Kept",
    "Kind",
    "LoanBalance",
    "LoanSource",
    "Material",
    "MaterialKind",
    "Named",
    "Partner",
    "PartnerKind",
    "PersonOfStanding",
    "Photo",
    "Post",
    "ServiceKind",
    "Sex",
    "StandingDeed",
    "StandingDeedKind",
    "StandingKind",
    "State",
    "Team",
    "TeamDeed",
    "TeamDeedKind",
    "TeamKind",
    "TeamMember",
    "VocationalClass",
]  # fmt: skip
