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
from lanhmanh.activities.models.programmes import ActivityProgramme, Registration
from lanhmanh.activities.models.spreading import (
    Adoption,
    Headcount,
    Judgement,
    Practice,
    PracticeFile,
    PracticeKind,
    Result,
)

__all__ = [
    "Activity", "ActivityChannel", "ActivityProgramme", "Adoption", "Attendance", "Campaign", "Channel", "Group",
    "Headcount", "Invitation", "Judgement", "Kind", "Language", "LibraryItem", "LibraryKind", "LibraryVersion",
    "Material", "MaterialKind", "MaterialUse", "Partner", "PartnerKind", "Photo", "Practice", "PracticeFile",
    "PracticeKind", "Quiz", "QuizResult", "QuizVersion", "Registration", "Result", "State",
]  # fmt: skip
