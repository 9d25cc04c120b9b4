"""Sentences with values, said in the reader's language where they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.law.classes.values import Name

_PLACES = 6


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a sentence and its values, those with a name in both languages as pairs (see `kernel.errors.Refused`)."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in Vietnamese."""
        first = {name: value[0] if isinstance(value, tuple) else value for name, value in self.values.items()}
        return self.sentence % first if first else self.sentence


def both(value: Decimal | Fraction | int) -> Name:
    """Return a number as each language writes it, cut after six decimals: what falls short never looks as if it met."""
    cut = (Fraction(value) * 10**_PLACES).__floor__()  # never below 0: facts and thresholds are not
    places = _PLACES
    while places and cut % 10 == 0:
        cut, places = cut // 10, places - 1
    exact = Decimal(cut).scaleb(-places)
    return format_vi(exact, places), f"{exact:,.{places}f}"


def joined(names: Iterable[Name]) -> Name:
    """Return names side by side, in both languages."""
    found = list(names)
    return "; ".join(vi for vi, _en in found), "; ".join(en or vi for vi, en in found)
