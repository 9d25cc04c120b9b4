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

__all__ = [
    "Activity", "Attendance", "Group", "Kind", "Material", "MaterialKind", "Partner", "PartnerKind", "Photo", "State",
]  # fmt: skip
