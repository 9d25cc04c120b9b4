"""Reports and their cells, the sums beside them, what went out, targets, forms of a province's own, words."""

from lanhmanh.reporting.models.designs import FormDesign, FormEnd
from lanhmanh.reporting.models.figure import Figure, plain
from lanhmanh.reporting.models.issues import Issue, IssuePart, ReviewIssue, Wake
from lanhmanh.reporting.models.narratives import Narrative
from lanhmanh.reporting.models.reminders import Reminder
from lanhmanh.reporting.models.reports import Change, Decision, Remark, Report, Sealed, Value
from lanhmanh.reporting.models.sums import Coverage, Rollup
from lanhmanh.reporting.models.targets import Target

__all__ = [
    "Change",
    "Coverage",
    "Decision",
    "Figure",
    "FormDesign",
    "FormEnd",
    "Issue",
    "IssuePart",
    "Narrative",
    "Remark",
    "Reminder",
    "Report",
    "ReviewIssue",
    "Rollup",
    "Sealed",
    "Target",
    "Value",
    "Wake",
    "plain",
]
