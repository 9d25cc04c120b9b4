"""What was compared, with which numbers, and what came of it: in sentences."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from lanhmanh.kernel.errors import sentence
from lanhmanh.law.classes.results import ClassVerdict, Finding, Result, Why
from lanhmanh.law.classes.said import Said, both, joined
from lanhmanh.law.classes.values import Bounds, Name, RuleSet, Test, TestKind

_SETTLED = sentence("Xếp loại “%(name)s”: đạt tiêu chí %(criteria)s.")
_OTHERWISE = sentence("Xếp loại “%(name)s”: không đạt loại nào khác.")
_MISSING = sentence("Không xếp được: chưa có số liệu “%(facts)s”. Có thể là: %(classes)s.")
_NONE = sentence("Không xếp được, cần quyết định: số liệu không thuộc loại nào của bộ tiêu chí.")
_READINGS = sentence(
    "Không xếp được, cần quyết định: theo đúng từng khoảng là %(word)s, tính cả số vượt khoảng là %(wide)s;"
    " văn bản không nói rõ."
)
_CONFLICT = sentence("Không xếp được, cần quyết định: cùng lúc đạt %(classes)s.")
_COUNT = sentence("%(facts)s: %(total)s (cần %(bounds)s)")
_RATIO = sentence("%(facts)s: %(total)s trên %(base)s %(of)s = %(share)s (cần %(bounds)s)")
_NO_BASE = sentence("%(facts)s: %(total)s; chưa có số liệu “%(missing)s” (cần %(bounds)s)")
_UNKNOWN = sentence("%(facts)s: chưa có số liệu “%(missing)s” (cần %(bounds)s)")
_YES = sentence("%(facts)s: có (cần %(wanted)s)")
_NO = sentence("%(facts)s: không (cần %(wanted)s)")
_NOT_KNOWN = sentence("%(facts)s: chưa có số liệu (cần %(wanted)s)")
_ROUTE = sentence("%(held)s tiêu chí của loại “%(name)s” đạt (cần ít nhất %(needed)s) và %(facts)s")
_POINTS = sentence("Tổng điểm: %(total)s trên %(of)s (cần %(bounds)s)")
_POINTS_LEFT = sentence("Tổng điểm: %(total)s trên %(of)s, còn %(left)s mục chưa chấm (cần %(bounds)s)")
_IS = sentence("%(facts)s: %(bounds)s")
_SHARE = sentence("%(facts)s trên %(of)s: %(bounds)s")
_ANSWER = sentence("%(facts)s: %(wanted)s")
_ROUTED = sentence("Ít nhất %(needed)s tiêu chí của loại “%(name)s”, và %(facts)s")
_TOTAL = sentence("Tổng điểm: %(bounds)s")
_HELD = sentence("Đạt %(held)s trên %(of)s tiêu chí, cần %(needed)s.")
_REST = sentence("Loại này dùng khi không đạt loại nào khác.")
_NO_CLASS: Name = ("không loại nào", "no class")
_WANTED: dict[bool, Name] = {True: ("có", "yes"), False: ("không", "no")}


def result_said(rule_set: RuleSet, result: Result) -> Said:
    """Return what an area is, and by which criteria, or why it has no class."""
    if result.class_code is not None:
        one = rule_set.class_of(result.class_code)
        if one.otherwise:
            return Said(_OTHERWISE, {"name": one.name})
        codes = ", ".join(verdict.criterion.code for verdict in result.decided_by)
        return Said(_SETTLED, {"name": one.name, "criteria": codes})
    if result.why is Why.MISSING:
        facts = joined(rule_set.fact(code).name for code in result.missing)
        return Said(_MISSING, {"facts": facts, "classes": joined(_class_name(rule_set, c) for c in result.possible)})
    if result.why is Why.READINGS:
        word, wide = (_class_name(rule_set, code) for code in result.possible)
        return Said(_READINGS, {"word": word, "wide": wide})
    if result.why is Why.CONFLICT:
        return Said(_CONFLICT, {"classes": joined(_class_name(rule_set, code) for code in result.possible)})
    return Said(_NONE)


def class_said(verdict: ClassVerdict) -> Said:
    """Return how many criteria of a class hold, and how many must."""
    one = verdict.area_class
    if one.otherwise:
        return Said(_REST)
    return Said(_HELD, {"held": verdict.held, "of": len(one.criteria), "needed": one.needed})


def finding_said(rule_set: RuleSet, finding: Finding) -> Said:
    """Return one comparison with its numbers."""
    test = finding.test
    words: dict[str, Any] = {
        "facts": _facts(rule_set, test),
        "bounds": bounds_said(test),
        "total": both(finding.total or 0),
    }
    match test.kind:
        case TestKind.YES_NO:
            return _yes_no(finding, words)
        case TestKind.ROUTE:
            name, needed = rule_set.class_of(test.of_class).name, both(test.bounds.at_least or 0)
            return Said(_ROUTE, words | {"held": finding.total, "name": name, "needed": needed})
        case TestKind.POINTS:
            of = both(sum((one.most or Decimal(0) for one in rule_set.scorecard), Decimal(0)))
            left = len(finding.missing)
            return Said(_POINTS_LEFT if left else _POINTS, words | {"of": of, "left": left})
    if finding.missing:
        names = joined(rule_set.fact(code).name for code in finding.missing)
        return Said(_NO_BASE if finding.total else _UNKNOWN, words | {"missing": names})
    if finding.of is None:
        return Said(_COUNT, words)
    share = both(Fraction(finding.total or 0) * test.per / finding.of)
    ratio = {"base": both(finding.of), "of": rule_set.fact(test.of).name, "share": _with_unit(share, test)}
    return Said(_RATIO, words | ratio)


def test_said(rule_set: RuleSet, test: Test) -> Said:
    """Return what a comparison asks, without numbers of any area."""
    words: dict[str, Any] = {"facts": _facts(rule_set, test), "bounds": bounds_said(test)}
    match test.kind:
        case TestKind.YES_NO:
            return Said(_ANSWER, words | {"wanted": _WANTED[test.yes]})
        case TestKind.ROUTE:
            needed = both(test.bounds.at_least or 0)
            return Said(_ROUTED, words | {"name": rule_set.class_of(test.of_class).name, "needed": needed})
        case TestKind.RATIO:
            return Said(_SHARE, words | {"of": rule_set.fact(test.of).name})
        case TestKind.POINTS:
            return Said(_TOTAL, words)
    return Said(_IS, words)


test_said.__test__ = False  # type: ignore[attr-defined] # no test of pytest's


def bounds_said(test: Test) -> Name:
    """Return where the number of a test must lie, in both languages: "từ 0,1 % đến dưới 0,5 %"."""
    bounds = test.bounds
    if bounds.at_least is not None and bounds.at_least == bounds.at_most:
        return _phrase("bằng {}", "exactly {}", bounds.at_least, test)
    if test.kind is TestKind.COUNT and _one_number(bounds):
        return _phrase("bằng {}", "exactly {}", bounds.at_least or Decimal(0), test)
    ends = [
        _phrase(vi, en, value, test)
        for value, vi, en in (
            (bounds.at_least, "từ {}" if _closed(bounds) else "từ {} trở lên", "{} or more"),
            (bounds.above, "trên {}", "above {}"),
            (bounds.at_most, "đến {}", "up to {}"),
            (bounds.below, "đến dưới {}" if _opened(bounds) else "dưới {}", "under {}"),
        )
        if value is not None
    ]
    if not ends:
        return "chưa có ngưỡng", "no threshold yet"
    return " ".join(vi for vi, _en in ends), " and ".join(en for _vi, en in ends)


def _yes_no(finding: Finding, words: dict[str, Any]) -> Said:
    wanted = _WANTED[finding.test.yes]
    if finding.holds is None:
        return Said(_NOT_KNOWN, words | {"wanted": wanted})
    return Said(_YES if finding.holds is finding.test.yes else _NO, words | {"wanted": wanted})


def _one_number(bounds: Bounds) -> bool:
    return bounds.at_least is not None and bounds.below == bounds.at_least + 1 and bounds.at_least % 1 == 0


def _closed(bounds: Bounds) -> bool:
    return bounds.at_most is not None or bounds.below is not None


def _opened(bounds: Bounds) -> bool:
    return bounds.at_least is not None or bounds.above is not None


def _phrase(vietnamese: str, english: str, value: Decimal, test: Test) -> Name:
    vi, en = _with_unit(both(value), test)
    return vietnamese.format(vi), english.format(en)


def _with_unit(value: Name, test: Test) -> Name:
    if test.kind is not TestKind.RATIO:
        return value
    if test.per == 100:
        return f"{value[0]}\u00a0%", f"{value[1]}%"
    per = both(test.per)
    return f"{value[0]}/{per[0]}", f"{value[1]} per {per[1]}"


def _facts(rule_set: RuleSet, test: Test) -> Name:
    names = [rule_set.fact(code).name for code in test.facts]
    return " + ".join(vi for vi, _en in names), " + ".join(en or vi for vi, en in names)


def _class_name(rule_set: RuleSet, code: str | None) -> Name:
    if code is None:
        return _NO_CLASS
    vietnamese, english = rule_set.class_of(code).name
    return f"“{vietnamese}”", f"“{english or vietnamese}”"
