"""What people do with reports."""

from lanhmanh.reporting.services.decisions import (
    approve_many,
    approve_report,
    correct_report,
    return_report,
    submit_report,
)
from lanhmanh.reporting.services.drafts import open_report, refresh_derived, save_cells
from lanhmanh.reporting.services.issues import export_consolidation, issue_consolidation
from lanhmanh.reporting.services.narratives import WrittenBetween, write_section
from lanhmanh.reporting.services.reviews import export_review, issue_review
from lanhmanh.reporting.services.rollups import rebuild_sums

__all__ = [
    "WrittenBetween",
    "approve_many",
    "approve_report",
    "correct_report",
    "export_consolidation",
    "export_review",
    "issue_consolidation",
    "issue_review",
    "open_report",
    "rebuild_sums",
    "refresh_derived",
    "return_report",
    "save_cells",
    "submit_report",
    "write_section",
]
