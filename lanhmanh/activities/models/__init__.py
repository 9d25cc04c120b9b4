"""The tables of what was done and of those who do it."""

from lanhmanh.activities.models.communication import (
    ActivityChannel,
    Campaign,
    Channel,
    Invitation,
    Language,
    LibraryItem,
    LibraryKind,
    LibraryVersion,
    MaterialUse,
    Quiz,
    QuizResult,
    QuizVersion,
)
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
from lanhmanh.activities.models.programmes import ActivityProgramme, Registration
from lanhmanh.activities.models.registers import Kept, Named
from lanhmanh.activities.models.spreading import (
    Adoption,
    Headcount,
    Judgement,
    Practice,
    PracticeFile,
    PracticeKind,
    Result,
)
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
    "ActivityChannel",
    "ActivityProgramme",
    "Adoption",
    "Attendance",
    "AwardLevel",
    "Campaign",
    "Channel",
    "ClassKind",
    "FarmService",
    "GoodProducer",
    "Group",
    "Headcount",
    "HouseholdCount",
    "HouseholdFact",
    "HouseholdFactKind",
    "Invitation",
    "Judgement",
    "Kept",
    "Kind",
    "Language",
    "LibraryItem",
    "LibraryKind",
    "LibraryVersion",
    "LoanBalance",
    "LoanSource",
    "Material",
    "MaterialKind",
    "MaterialUse",
    "Named",
    "Partner",
    "PartnerKind",
    "PersonOfStanding",
    "Photo",
    "Post",
    "Practice",
    "PracticeFile",
    "PracticeKind",
    "Quiz",
    "QuizResult",
    "QuizVersion",
    "Registration",
    "Result",
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
