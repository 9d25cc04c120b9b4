"""The consolidation on paper: the official report and the workbook."""

from lanhmanh.reporting.papers.narrative import sources_of
from lanhmanh.reporting.papers.official import official_report, report_sections, symbol_of, title_of
from lanhmanh.reporting.papers.workbook import workbook

__all__ = ["official_report", "report_sections", "sources_of", "symbol_of", "title_of", "workbook"]
