"""What the workbooks of targets and of time kept share: their sheet of notes, and how a figure stands in a cell."""

from decimal import Decimal
from fractions import Fraction

from django.conf import settings

from lanhmanh.kernel.numbers import rounded
from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.rules.targets import as_decimal
from lanhmanh.ui.workbooks import Sheet


def notes(*lines: str) -> Sheet:
    """Return the sheet that says what the figures are, in the demonstration that they are invented."""
    marked = ["Ghi chú", *lines, *([words()["mark"]] if settings.DEMO else [])]
    return Sheet("Ghi chú", [(line,) for line in marked], [110])


def shown(value: Decimal | Fraction | None, decimals: int) -> Decimal | None:
    """Return a figure with so many decimals, None where it is missing."""
    if value is None:
        return None
    return as_decimal(value, decimals) if isinstance(value, Fraction) else rounded(value, decimals)
