"""Whether the parts of a rule set fit each other: what refers to what, and what bounds can hold."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Kind
from lanhmanh.law.calendars import calendar
from lanhmanh.law.classes.fields import Fault
from lanhmanh.law.classes.said import Said
from lanhmanh.law.classes.values import AreaClass, Bounds, Criterion, FactKind, RuleSet, Test, TestKind

_TWICE = sentence("mã “%(code)s” có hai lần.")
_DATES = sentence("ngày hết hiệu lực đứng trước ngày có hiệu lực.")
_CALENDAR = sentence("không có lịch năm “%(code)s”.")
_REST_ONCE = sentence("chỉ một loại được dùng cho trường hợp còn lại.")
_REST_BARE = sentence("loại dùng cho trường hợp còn lại không có tiêu chí riêng.")
_INSTEAD = sentence("“%(code)s” phải là một loại kém hơn loại này.")
_NO_FACT = sentence("không có số liệu “%(code)s” hoặc số liệu ấy không so như vậy được.")
_NO_FACTS = sentence("chọn số liệu để so.")
_SELF = sentence("số liệu “%(code)s” không thể chia cho chính nó.")
_SIDES = sentence("mỗi phía chỉ có một ngưỡng.")
_ORDER = sentence("ngưỡng dưới phải nhỏ hơn ngưỡng trên.")
_BAND = sentence("khoảng nối tiếp cần ngưỡng trên.")
_ROUTE = sentence("không có loại “%(code)s” để đếm tiêu chí, hoặc loại ấy có ít hơn %(needed)s tiêu chí.")
_NUMBERS = (FactKind.COUNT, FactKind.MEASURE)


def set_faults(rule_set: RuleSet) -> list[Fault]:
    """Return what is wrong with the set as a whole."""
    entry = ("bộ tiêu chí", "rule set")
    found = [
        Fault(entry, Said(_TWICE, {"code": code}))
        for rows in (rule_set.facts, rule_set.classes, rule_set.deadlines)
        for code in _twice(one.code for one in rows)
    ]
    if rule_set.effective_to and rule_set.effective_to < rule_set.effective_from:
        found.append(Fault(entry, Said(_DATES)))
    if not _yearly(rule_set.calendar):
        found.append(Fault(entry, Said(_CALENDAR, {"code": rule_set.calendar})))
    if sum(one.otherwise for one in rule_set.classes) > 1:
        found.append(Fault(entry, Said(_REST_ONCE)))
    return found


def class_faults(rule_set: RuleSet, one: AreaClass) -> list[Fault]:
    """Return what is wrong with a class and with its criteria."""
    entry = (f"loại {one.code}", f"class {one.code}")
    found = [Fault(entry, Said(_TWICE, {"code": code})) for code in _twice(each.code for each in one.criteria)]
    if one.otherwise and one.criteria:
        found.append(Fault(entry, Said(_REST_BARE)))
    worse = [each.code for each in rule_set.classes[: rule_set.rank(one.code)]]
    found += [Fault(entry, Said(_INSTEAD, {"code": code})) for code in one.instead_of if code not in worse]
    return [*found, *(fault for each in one.criteria for fault in _criterion_faults(rule_set, one, each))]


def _criterion_faults(rule_set: RuleSet, one: AreaClass, criterion: Criterion) -> list[Fault]:
    entry = (f"loại {one.code} tiêu chí {criterion.code}", f"class {one.code} criterion {criterion.code}")
    return [Fault(entry, said) for test in criterion.any for said in _test_faults(rule_set, one, test)]


def _test_faults(rule_set: RuleSet, one: AreaClass, test: Test) -> list[Said]:
    found = _bounds_faults(test)
    match test.kind:
        case TestKind.POINTS:
            return found
        case TestKind.YES_NO:
            return found + _answer_faults(rule_set, test)
        case TestKind.ROUTE:
            return found + _answer_faults(rule_set, test) + _route_faults(rule_set, one, test)
    found += _fact_faults(rule_set, test.facts, _NUMBERS)
    if test.kind is TestKind.RATIO:
        found += _fact_faults(rule_set, (test.of,), _NUMBERS)
        found += [Said(_SELF, {"code": test.of})] if test.of in test.facts else []
    return found


def _fact_faults(rule_set: RuleSet, codes: tuple[str, ...], kinds: tuple[FactKind, ...]) -> list[Said]:
    known = rule_set.by_code
    wrong = [code for code in codes if code not in known or known[code].kind not in kinds]
    if not codes or "" in codes:
        return [Said(_NO_FACTS)]
    return [Said(_NO_FACT, {"code": code}) for code in wrong]


def _answer_faults(rule_set: RuleSet, test: Test) -> list[Said]:
    """Return what is wrong with the one fact that is yes or no; a second one would never be looked at."""
    found = _fact_faults(rule_set, test.facts[:1], (FactKind.YES_NO,))
    return found + [Said(_NO_FACT, {"code": code}) for code in test.facts[1:]]


def _bounds_faults(test: Test) -> list[Said]:
    bounds = test.bounds
    found = []
    if None not in (bounds.at_least, bounds.above) or None not in (bounds.at_most, bounds.below):
        found.append(Said(_SIDES))
    low = bounds.at_least if bounds.at_least is not None else bounds.above
    high = bounds.at_most if bounds.at_most is not None else bounds.below
    if low is not None and high is not None and not _room(bounds, low, high):
        found.append(Said(_ORDER))
    if test.band and high is None and not bounds.open:
        found.append(Said(_BAND))
    return found


def _room(bounds: Bounds, low: Decimal, high: Decimal) -> bool:
    closed = bounds.at_least is not None and bounds.at_most is not None
    return low <= high if closed else low < high


def _route_faults(rule_set: RuleSet, one: AreaClass, test: Test) -> list[Said]:
    needed = test.bounds.at_least or Decimal(0)
    counted = {
        each.code: sum(all(t.kind is not TestKind.ROUTE for t in criterion.any) for criterion in each.criteria)
        for each in rule_set.classes
        if each.code != one.code
    }
    if test.of_class in counted and needed <= counted[test.of_class] and needed % 1 == 0:
        return []
    return [Said(_ROUTE, {"code": test.of_class, "needed": str(needed)})]


def _yearly(code: str) -> bool:
    try:
        return Kind.YEAR in calendar(code).kinds
    except Refused:
        return False


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]
