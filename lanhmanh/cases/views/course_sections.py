"""What the page of a case shows of its course and of the help that was given."""

from typing import Any

from lanhmanh.cases.models import Case, CaseState
from lanhmanh.cases.selectors import measures
from lanhmanh.cases.selectors.course import past_of, running_of
from lanhmanh.cases.selectors.course_choices import status_line
from lanhmanh.cases.selectors.course_timeline import ahead, chapters
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.kernel import clock


def course_section(case: Case, opened: Opened | None) -> dict[str, Any]:
    """Return what `cases/course/section.html` shows; notes and deeds only where the case is opened."""
    running = running_of(case)
    writes = opened is not None and opened.may_write and case.restricted_on is None
    return {
        "case": case,
        "today": clock.today(),
        "running": running,
        "status_line": status_line(running, clock.today()),
        "ahead": ahead(case),
        "chapters": chapters(case, opened),
        "may_write": writes and case.state == CaseState.OPEN,
        "may_start": writes and running is None and case.state in {CaseState.OPEN, CaseState.CLOSED},
        "begun": past_of(case).exists() or running is not None,
    }


def measures_section(case: Case, opened: Opened | None) -> dict[str, Any]:
    """Return what `cases/measures/section.html` shows; words only where the case is opened."""
    writes = opened is not None and opened.may_write and case.restricted_on is None
    return {
        "case": case,
        "tallies": measures.tallies(case),
        "plan": measures.plan_of(case),
        "opened": opened is not None,
        "may_write": writes and case.state == CaseState.OPEN,
    }


def main_sections(_request: Any, opened: Opened) -> list[tuple[str, dict[str, Any]]]:
    """Return what the course lays into the wide column of the page of an opened case."""
    return [("cases/course/section.html", course_section(opened.case, opened))]


def side_sections(_request: Any, opened: Opened) -> list[tuple[str, dict[str, Any]]]:
    """Return what the help that was given lays into the narrow column."""
    return [("cases/measures/section.html", measures_section(opened.case, opened))]
