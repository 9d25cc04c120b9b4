"""Reading reports, who has reported, and consolidations; everything as far as the actor may see."""

from lanhmanh.reporting.selectors.consolidations import (
    CellView,
    Consolidation,
    ConsolidationRow,
    MissingUnit,
    Part,
    cell,
    consolidation,
    missing_units,
)
from lanhmanh.reporting.selectors.integrity import verify
from lanhmanh.reporting.selectors.issued import (
    Cause,
    Issued,
    Stale,
    WentOut,
    issued,
    issued_as,
    stale,
    to_replace,
)
from lanhmanh.reporting.selectors.lists import ReportDue, ReviewItem, reports_due, review_queue
from lanhmanh.reporting.selectors.matrix import Matrix, MatrixCell, MatrixRow, completeness, completeness_of
from lanhmanh.reporting.selectors.narratives import (
    narrative_of,
    sections_ever,
    versions_of_words,
    words_in_force,
)
from lanhmanh.reporting.selectors.reports import (
    FactsView,
    ReportPage,
    Row,
    SectionView,
    get_report,
    report_facts,
    report_page,
)
from lanhmanh.reporting.selectors.returns import cell_history, open_cells_of
from lanhmanh.reporting.selectors.review_out import ReviewOut, review_as

__all__ = [
    "Cause",
    "CellView",
    "Consolidation",
    "ConsolidationRow",
    "FactsView",
    "Issued",
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "MissingUnit",
    "Part",
    "ReportDue",
    "ReportPage",
    "ReviewItem",
    "ReviewOut",
    "Row",
    "SectionView",
    "Stale",
    "WentOut",
    "cell",
    "cell_history",
    "completeness",
    "completeness_of",
    "consolidation",
    "get_report",
    "issued",
    "issued_as",
    "missing_units",
    "narrative_of",
    "open_cells_of",
    "report_facts",
    "report_page",
    "reports_due",
    "review_as",
    "review_queue",
    "sections_ever",
    "stale",
    "to_replace",
    "verify",
    "versions_of_words",
    "words_in_force",
]
