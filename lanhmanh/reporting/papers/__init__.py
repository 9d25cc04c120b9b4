"""The consolidation on paper: the official report and the workbook."""

from lanhmanh.reporting.papers.official import official_report, symbol_of, title_of
from lanhmanh.reporting.papers.workbook import workbook
from lanhmanh.reporting.papers.years import year_workbook

__all__ = ["official_report", "symbol_of", "title_of", "workbook", "year_workbook"]
