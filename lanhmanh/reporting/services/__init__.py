"""What people do with reports."""

from lanhmanh.reporting.services.decisions import (
    approve_many,
    approve_report,
    correct_report,
    return_report,
)
from lanhmanh.reporting.services.designs import (
    discard_form,
    edit_form,
    end_form,
    next_version,
    publish_form,
    start_form,
)
from lanhmanh.reporting.services.drafts import open_report, refresh_derived, save_cells
from lanhmanh.reporting.services.issues import export_consolidation, issue_consolidation
from lanhmanh.reporting.services.narratives import WrittenBetween, write_section
from lanhmanh.reporting.services.rebuild import rebuild_all, rebuild_sums
from lanhmanh.reporting.services.reminders import note_reminders
from lanhmanh.reporting.services.reviews import export_review, issue_review
from lanhmanh.reporting.services.sending import save_and_submit, submit_report
from lanhmanh.reporting.services.targets import explain_gap, set_target, set_targets

__all__ = [
    "WrittenBetween",
    "approve_many",
    "approve_report",
    "correct_report",
    "discard_form",
    "edit_form",
    "end_form",
    "explain_gap",
    "export_consolidation",
    "export_review",
    "issue_consolidation",
    "issue_review",
    "next_version",
    "note_reminders",
    "open_report",
    "publish_form",
    "rebuild_all",
    "rebuild_sums",
    "refresh_derived",
    "return_report",
    "save_and_submit",
    "save_cells",
    "set_target",
    "set_targets",
    "start_form",
    "submit_report",
    "write_section",
]
