"""What a rule set still lacks before anything can be classified by it: a draft and a template may lack it."""

from decimal import Decimal

from lanhmanh.kernel.errors import sentence
from lanhmanh.law.classes.said import Said, both
from lanhmanh.law.classes.values import AreaClass, RuleSet, Test, TestKind

_TEMPLATE = sentence("Đây là bản mẫu: lập bộ tiêu chí của đơn vị từ bản mẫu này.")
_TITLE = sentence("Ghi tên bộ tiêu chí.")
_SOURCE = sentence("Ghi văn bản quy định bộ tiêu chí.")
_DECIDER = sentence("Ghi cơ quan quyết định xếp loại.")
_CLASSES = sentence("Cần ít nhất hai loại, từ kém đến tốt.")
_CRITERIA = sentence("Loại “%(name)s” chưa có tiêu chí nào.")
_TESTS = sentence("Tiêu chí %(code)s của loại “%(name)s” chưa có phép so nào.")
_BOUNDS = sentence("Tiêu chí %(code)s của loại “%(name)s” chưa có ngưỡng.")
_NEEDS = sentence("Loại “%(name)s” cần %(needs)s tiêu chí nhưng chỉ có %(of)s.")
_OVER = sentence("Tiêu chí %(code)s của loại “%(name)s” có ngưỡng cao hơn tổng điểm của bảng điểm.")
_ENTRIES = sentence("Bảng điểm chưa có mục nào: nhập bảng điểm của văn bản.")
_POINTS = sentence("Các mục của bảng điểm cộng lại được %(sum)s điểm, phải là %(of)s điểm: xem lại điểm của từng mục.")


def gaps(rule_set: RuleSet) -> tuple[Said, ...]:
    """Return what is lacking, in the order of the form; nothing when areas can be classified."""
    found = [Said(_TEMPLATE)] if rule_set.template else []
    found += [Said(text) for text, there in _heads(rule_set) if not there]
    found += [gap for one in rule_set.classes for gap in _class_gaps(one)]
    return (*found, *_points_gaps(rule_set))


def _heads(rule_set: RuleSet) -> list[tuple[str, bool]]:
    return [
        (_TITLE, bool(rule_set.title[0])),
        (_SOURCE, bool(rule_set.source.title)),
        (_DECIDER, bool(rule_set.decided_by[0])),
        (_CLASSES, len(rule_set.classes) > 1),
    ]


def _class_gaps(one: AreaClass) -> list[Said]:
    if not one.criteria and not one.otherwise:
        return [Said(_CRITERIA, {"name": one.name})]
    of = len(one.criteria)
    found = [Said(_NEEDS, {"name": one.name, "needs": one.needed, "of": of})] if one.needed > of else []
    for criterion in one.criteria:
        words = {"code": criterion.code, "name": one.name}
        if not criterion.any:
            found.append(Said(_TESTS, words))
        elif any(test.kind is not TestKind.YES_NO and test.bounds.open for test in criterion.any):
            found.append(Said(_BOUNDS, words))
    return found


def _points_gaps(rule_set: RuleSet) -> list[Said]:
    tests = [(one, criterion, test) for one in rule_set.classes for criterion in one.criteria for test in criterion.any]
    scored = [each for each in tests if each[2].kind is TestKind.POINTS]
    if not scored and rule_set.points_of is None:
        return []
    if not rule_set.scorecard:
        return [Said(_ENTRIES)]
    total = sum((one.most or Decimal(0) for one in rule_set.scorecard), Decimal(0))
    over = [(one, criterion) for one, criterion, test in scored if max(_ends(test), default=Decimal(0)) > total]
    found = [Said(_OVER, {"code": criterion.code, "name": one.name}) for one, criterion in over]
    if rule_set.points_of is None or total == rule_set.points_of:
        return found
    return [Said(_POINTS, {"sum": both(total), "of": both(rule_set.points_of)}), *found]


def _ends(test: Test) -> list[Decimal]:
    bounds = test.bounds
    return [one for one in (bounds.at_least, bounds.above, bounds.at_most, bounds.below) if one is not None]
