"""What a fact may be: a count is whole, a measure is exact, points do not exceed their entry; None is not known."""

from decimal import Decimal

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.classes.values import Fact, FactKind, Value

MOST = Decimal(10_000_000)
PLACES = 4
_YES_NO = sentence("%(name)s: trả lời có hoặc không.")
_FIGURE = sentence("%(name)s: ghi một con số.")
_WHOLE = sentence("%(name)s: ghi số nguyên.")
_BELOW = sentence("%(name)s: không được âm.")
_OVER = sentence("%(name)s: không được lớn hơn %(most)s.")
_FINE = sentence("%(name)s: nhiều nhất %(places)s chữ số sau dấu phẩy.")


def most_of(fact: Fact) -> Decimal:
    """Return the highest value that a fact may have."""
    return fact.most if fact.most is not None else MOST


def check(fact: Fact, value: Value) -> None:
    """Return if a value can be one of the fact.

    :raises Refused: it cannot; the sentence says what to do.
    """
    if value is None:
        return
    if (fact.kind is FactKind.YES_NO) != isinstance(value, bool):
        raise Refused(_YES_NO if fact.kind is FactKind.YES_NO else _FIGURE, name=fact.name)
    if not isinstance(value, bool):
        _check_figure(fact, Decimal(value))


def _check_figure(fact: Fact, value: Decimal) -> None:
    if fact.kind is FactKind.COUNT and value != int(value):
        raise Refused(_WHOLE, name=fact.name)
    if value < 0:
        raise Refused(_BELOW, name=fact.name)
    if value > most_of(fact):
        raise Refused(_OVER, name=fact.name, most=f"{most_of(fact):f}")
    if -int(value.normalize().as_tuple().exponent) > PLACES:
        raise Refused(_FINE, name=fact.name, places=PLACES)
