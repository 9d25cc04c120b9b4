"""Consolidations and reviews of plans on paper: official documents and workbooks, and what was issued made again."""

from lanhmanh.reporting.papers.checking import broken_issues, faults_of, is_complete, reproduce, reproduce_all
from lanhmanh.reporting.papers.editions import Edition, replaced, sealed, sealed_review
from lanhmanh.reporting.papers.narrative import compared, sources_of
from lanhmanh.reporting.papers.official import Replaced, official_report, report_sections, symbol_of, title_of
from lanhmanh.reporting.papers.reasons import reason_of
from lanhmanh.reporting.papers.reproduction import Reproduction
from lanhmanh.reporting.papers.review import official_review, review_title
from lanhmanh.reporting.papers.review_book import review_book
from lanhmanh.reporting.papers.review_sources import review_sources
from lanhmanh.reporting.papers.review_words import review_sections
from lanhmanh.reporting.papers.workbook import workbook
from lanhmanh.reporting.papers.years import year_workbook

__all__ = [
    "Edition",
    "Replaced",
    "Reproduction",
    "broken_issues",
    "compared",
    "faults_of",
    "is_complete",
    "official_report",
    "official_review",
    "reason_of",
    "replaced",
    "report_sections",
    "reproduce",
    "reproduce_all",
    "review_book",
    "review_sections",
    "review_sources",
    "review_title",
    "sealed",
    "sealed_review",
    "sources_of",
    "symbol_of",
    "title_of",
    "workbook",
    "year_workbook",
]
