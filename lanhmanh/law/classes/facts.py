"""Whether the facts of an area can be what they are said to be."""

from collections.abc import Mapping
from decimal import Decimal

from lanhmanh.kernel.errors import sentence
from lanhmanh.law.classes.said import Said, both
from lanhmanh.law.classes.values import Fact, FactKind, RuleSet, TestKind, Value

_UNKNOWN = sentence("Bộ tiêu chí không dùng số liệu “%(code)s”.")
_WHOLE = sentence("“%(name)s” phải là số nguyên từ 0 trở lên.")
_NUMBER = sentence("“%(name)s” phải là số từ 0 trở lên.")
_YES_NO = sentence("“%(name)s” phải là có hoặc không.")
_POINTS = sentence("“%(name)s” cho từ 0 đến %(most)s điểm.")
_BASE = sentence("“%(name)s” phải lớn hơn 0 vì các số khác chia cho số này.")


def fact_faults(rule_set: RuleSet, facts: Mapping[str, Value]) -> dict[str, Said]:
    """Return what is wrong with single facts, by their codes; a fact that is not known is not wrong."""
    known = rule_set.by_code
    bases = {
        test.of for one in rule_set.classes for each in one.criteria for test in each.any if test.kind is TestKind.RATIO
    }
    found: dict[str, Said] = {}
    for code, value in facts.items():
        if code not in known:
            found[code] = Said(_UNKNOWN, {"code": code})
        elif value is not None and (text := _fault(known[code], value)):
            found[code] = Said(text, {"name": known[code].name, "most": both(known[code].most or Decimal(0))})
        elif value == 0 and code in bases:
            found[code] = Said(_BASE, {"name": known[code].name})
    return found


def _fault(fact: Fact, value: Value) -> str:
    if fact.kind is FactKind.YES_NO:
        return "" if isinstance(value, bool) else _YES_NO
    if (
        isinstance(value, bool)
        or not isinstance(value, int | Decimal)
        or (isinstance(value, Decimal) and not value.is_finite())
    ):
        return _NUMBER
    if fact.kind is FactKind.COUNT:
        return "" if value >= 0 and value == int(value) else _WHOLE
    if fact.kind is FactKind.POINTS:
        return "" if 0 <= value <= (fact.most or 0) else _POINTS
    return "" if value >= 0 else _NUMBER
