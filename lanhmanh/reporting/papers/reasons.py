"""Why figures of an issued document changed, as the register of documents says it."""

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting.models import Wake
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.selectors.review_wakes import ReviewTouch
from lanhmanh.reporting.selectors.wakes import Changed, Touch

NAMED_CELLS = 3
NO_FIGURE = "trống"


def reason_of(one: Touch | ReviewTouch, name: str) -> str:
    """Say which cells of which unit, in the language of the documents, as it was printed."""
    where = f"{name}, {parse(one.report.period).label}"
    if one.kind is Wake.Kind.ARRIVED:
        return f"{where}: báo cáo được duyệt sau khi ban hành."
    shown = "; ".join(_cell(cell) for cell in one.cells[:NAMED_CELLS])
    left = len(one.cells) - NAMED_CELLS
    return f"{where}: {shown}{f' và {left} ô khác' if left > 0 else ''}. Lý do: {one.report.reason}"


def _cell(cell: Changed) -> str:
    code, before, after = cell
    indicator = catalogue.load().indicators.get(code)
    places = indicator.decimals if indicator else 0
    name = indicator.name_vi if indicator else code
    return f"{name} {format_vi(before, places, missing=NO_FIGURE)} → {format_vi(after, places, missing=NO_FIGURE)}"
