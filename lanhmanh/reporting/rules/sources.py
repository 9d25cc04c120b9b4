"""How a figure is named and printed in a text: its value, the year so far, the period before, and the change."""

from decimal import Decimal

from lanhmanh.kernel.numbers import format_vi, rounded
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator, Rule
from lanhmanh.reporting.rules.words import MISSING, Entry

PART = "Trong đó: "
AT_LEAST = "mức ít nhất"
_POINTS = "điểm phần trăm"


def title_of(one: Indicator, known: Catalogue) -> str:
    """Return the name that an indicator has by itself: a part says of what it is one."""
    if one.part_of and one.name_vi.startswith(PART):
        return f"{known[one.part_of].name_vi}, trong đó {one.name_vi.removeprefix(PART)}"
    return one.name_vi


def is_lower_bound(one: Indicator, *, over_time: bool = False) -> bool:
    """Test whether a figure of several units, with `over_time` of several periods, is the least that it can be."""
    return one.over_units is Rule.DISTINCT or (over_time and one.over_time in (Rule.MAX, Rule.DISTINCT))


def measure_of(one: Indicator, *, over_time: bool = False) -> str:
    """Return the unit in which an indicator is counted, and that its figure is a lower bound where it is."""
    return f"{one.unit_vi}, {AT_LEAST}" if is_lower_bound(one, over_time=over_time) else one.unit_vi


def entry(name: str, one: Indicator, value: Decimal | None) -> Entry:
    """Return a value under a name; a missing one says so."""
    if value is None:
        return Entry(name, MISSING, None, one.unit_vi)
    return Entry(name, format_vi(value, one.decimals), rounded(value, one.decimals), one.unit_vi)


def change(name: str, one: Indicator, value: Decimal | None, before: Decimal | None, since: str) -> Entry:
    """Return the difference to a period before as words: "tăng 12 buổi so với quý III/2021"."""
    if value is None or before is None:
        return Entry(name, f"(chưa đủ số liệu để so với {since})", None)
    step = rounded(value, one.decimals) - rounded(before, one.decimals)
    if not step:
        return Entry(name, f"bằng {since}", None)
    unit = _POINTS if one.unit_vi == "%" else one.unit_vi
    verb = "tăng" if step > 0 else "giảm"
    return Entry(name, f"{verb} {format_vi(abs(step), one.decimals)} {unit} so với {since}", None)
