"""Consolidations and reviews of plans on paper: official documents and workbooks."""

from lanhmanh.reporting.papers.narrative import sources_of
from lanhmanh.reporting.papers.official import official_report, report_sections, symbol_of, title_of
from lanhmanh.reporting.papers.review import official_review, review_title
from lanhmanh.reporting.papers.review_book import review_book
from lanhmanh.reporting.papers.review_sources import review_sources
from lanhmanh.reporting.papers.review_words import review_sections
from lanhmanh.reporting.papers.workbook import workbook

__all__ = [
    "official_report",
    "official_review",
    "report_sections",
    "review_book",
    "review_sections",
    "review_sources",
    "review_title",
    "sources_of",
    "symbol_of",
    "title_of",
    "workbook",
]
