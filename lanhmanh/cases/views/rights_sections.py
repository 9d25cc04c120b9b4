"""What the page of a case shows of the person's rights; the template finds it under `section`."""

from typing import Any

from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.rights import section


def side_sections(_request: Any, opened: Opened) -> list[tuple[str, dict[str, Any]]]:
    """Return what a person's rights lay into the narrow column of the page of an opened case."""
    return [("cases/rights/section.html", section(opened.case, opened))]
