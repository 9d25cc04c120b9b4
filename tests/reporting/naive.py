"""What consolidation must give, by plain loops over approved values; none of the product's arithmetic is used here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator

Figures = Mapping[str, Decimal | None]
Sheets = Mapping[tuple[int, str], Figures]  # unit and period of a report → its values


@dataclass(frozen=True)
class Naive:
    """Every approved report, and who stands below whom in each period (`below[period][unit]`, the unit included)."""

    catalogue: Catalogue
    sheets: Sheets
    below: Mapping[str, Mapping[int, Sequence[int]]]
    asked: dict[tuple[str, int, str], dict[int, Decimal]] = field(default_factory=dict)

    def known(self, code: str, unit: int, period: Period) -> dict[int, Decimal]:
        """Return the values that are known of an indicator at and below a unit, by the unit that reported them."""
        found, when = dict[int, Decimal](), period.code
        if (code, unit, when) in self.asked:
            return self.asked[code, unit, when]
        for one in self.below[when].get(unit, ()):
            number = self.sheets.get((one, when), {}).get(code)
            if number is not None:
                found[one] = number
        self.asked[code, unit, when] = found
        return found

    def kept(self, code: str, unit: int, period: Period) -> tuple[Decimal, Decimal, Decimal, int] | None:
        """Return sum, greatest, least and number of what is known; None where nothing is."""
        numbers = list(self.known(code, unit, period).values())
        if not numbers:
            return None
        return joined("sum", numbers), joined("max", numbers), joined("min", numbers), len(numbers)

    def value(self, code: str, unit: int, period: Period) -> Decimal | None:
        """Return an indicator's value over the units of one period."""
        one = self.catalogue[code]
        if one.numerator and one.denominator:
            top, bottom = (self.known(part, unit, period) for part in (one.numerator, one.denominator))
            return share(one, top, bottom, "sum", "sum")
        numbers = list(self.known(code, unit, period).values())
        return joined(one.over_units.value, numbers) if numbers else None

    def over_time(self, code: str, unit: int, periods: Sequence[Period]) -> Decimal | None:
        """Return an indicator's value over periods, the earliest first; a total that restarts adds its years."""
        one = self.catalogue[code]
        if one.numerator and one.denominator:
            top, bottom = (self._series(part, unit, periods) for part in (one.numerator, one.denominator))
            return share(one, top, bottom, *(self.catalogue[part].over_time.value for part in one.references[:2]))
        if one.since == "year":
            all_years = sorted({period.year for period in periods})
            years = [[period for period in periods if period.year == year] for year in all_years]
            ends = [list(self._series(code, unit, year).values()) for year in years]
            return joined("sum", [end[-1] for end in ends if end]) if any(ends) else None
        numbers = list(self._series(code, unit, periods).values())
        return joined(one.over_time.value, numbers) if numbers else None

    def _series(self, code: str, unit: int, periods: Iterable[Period]) -> dict[str, Decimal]:
        found = {}
        for period in periods:
            number = self.value(code, unit, period)
            if number is not None:
                found[period.code] = number
        return found


def joined(rule: str, numbers: Sequence[Decimal]) -> Decimal:
    """Return numbers, in the order of time where that matters, taken together by a rule."""
    result = numbers[0]
    for number in numbers[1:]:
        if rule == "sum":
            result = result + number
        elif rule == "last":
            result = number
        elif rule == "min":
            result = result if result < number else number
        elif rule in {"max", "distinct"}:
            result = result if result > number else number
        else:
            raise AssertionError(rule)
    return result


def share(
    one: Indicator, top: Mapping[object, Decimal], bottom: Mapping[object, Decimal], above: str, below: str
) -> Decimal | None:
    """Return a ratio or mean of what was reported together; None where one of the two was reported alone."""
    if not top or set(top) != set(bottom):
        return None
    whole = joined(below, list(bottom.values()))
    if whole == 0:
        return None
    return half_up(Fraction(joined(above, list(top.values()))) / Fraction(whole) * one.factor, one.decimals)


def half_up(exact: Fraction, decimals: int) -> Decimal:
    """Return a number of at least 0 with so many decimals, halves upwards."""
    return Decimal(int(exact * 10**decimals + Fraction(1, 2))).scaleb(-decimals)
