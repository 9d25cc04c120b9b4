"""The consolidation on paper: the official report, the workbook, and both made again."""

from lanhmanh.reporting.papers.editions import Edition, replaced, sealed
from lanhmanh.reporting.papers.official import Replaced, official_report, symbol_of, title_of
from lanhmanh.reporting.papers.reasons import reason_of
from lanhmanh.reporting.papers.reproduction import (
    Reproduction,
    broken_issues,
    faults_of,
    is_complete,
    reproduce,
    reproduce_all,
)
from lanhmanh.reporting.papers.workbook import workbook
from lanhmanh.reporting.papers.years import year_workbook

__all__ = [
    "Edition",
    "Replaced",
    "Reproduction",
    "broken_issues",
    "faults_of",
    "is_complete",
    "official_report",
    "reason_of",
    "replaced",
    "reproduce",
    "reproduce_all",
    "sealed",
    "symbol_of",
    "title_of",
    "workbook",
    "year_workbook",
]
