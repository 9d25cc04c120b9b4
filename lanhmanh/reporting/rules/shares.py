"""Sharing a number out so that the parts add up to it exactly."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from lanhmanh.kernel.numbers import EXACT

Weight = int | Decimal | Fraction


def share_out(total: Decimal, weights: Sequence[Weight | None], decimals: int) -> list[Decimal]:
    """Return parts of the total in proportion to the weights, each with so many decimals, that add up to it exactly.

    What rounding leaves goes one by one to the largest remainders, the first of equal ones. An unknown weight is
    taken as the mean of the known ones, never as 0; where none is known, or all are 0, the parts are equal.

    :raises ValueError: the total is negative or has more decimals, or a weight is negative.
    """
    steps = Fraction(total) * 10**decimals
    if steps.denominator != 1 or steps < 0 or any(weight < 0 for weight in weights if weight is not None):
        raise ValueError(f"{total} cannot be shared out in steps of {decimals} decimals")
    if not weights:
        return []
    even = _known(weights)
    whole = sum(even)
    quotas = [steps * weight / whole for weight in even]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - quotas[at], at))
    for at in order[: int(steps) - sum(parts)]:
        parts[at] += 1
    return [Decimal(part).scaleb(-decimals, context=EXACT) for part in parts]


def _known(weights: Sequence[Weight | None]) -> list[Fraction]:
    known = [Fraction(weight) for weight in weights if weight is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else Fraction(0)
    found = [mean if weight is None else Fraction(weight) for weight in weights]
    return found if any(found) else [Fraction(1)] * len(found)
