"""What the trail holds of a report: cells as text, and the digest that seals an approval."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

Cell = tuple[str, Decimal | None, str]


def text_of(value: Decimal | None) -> str | None:
    """Return a value as the trail writes it: no exponent, no trailing zeros; None when missing."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def values_as_text(values: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    """Return all values as the trail writes them."""
    return {code: text_of(value) for code, value in values.items()}


def digest(identity: Sequence[str | int], cells: Iterable[Cell]) -> str:
    """Return the SHA-256 of a report's identity and cells (code, value, note), in hexadecimal."""
    rows = sorted([code, text_of(value), note] for code, value, note in cells)
    content = json.dumps([*identity, rows], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
