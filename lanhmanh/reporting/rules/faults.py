"""What is wrong with a form, each fault at its place, in a sentence that a page can say in either language."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Kind
from lanhmanh.kernel.periods import parse as parse_period
from lanhmanh.law.calendars import calendar
from lanhmanh.reporting.rules.catalogue import Catalogue
from lanhmanh.reporting.rules.shapes import HOLDS_AGAINST, LEVELS, Check, Form, FormRule, Severity

PLACES = frozenset({"name", "value", "unit", "other", "other_value", "group", "times", "parts"})
LEVEL_NAMES = {"province": ("tỉnh", "province"), "district": ("huyện", "district"), "commune": ("xã", "commune"),
               "branch": ("chi hội", "branch")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold one fault: the place where it is to be mended (`name_vi`, `row:TT-BUOI`, `rule:FALL`…), and why."""

    place: str
    why: Refused

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


def of_definition(data: Mapping[str, Any], shared: Collection[str]) -> Iterator[Fault]:
    """Walk over what is missing or cannot be read in a definition; `shared` are the codes of the shared rules."""
    yield from _head(data)
    yield from _levels(data.get("level") or [])
    yield from _sections(data.get("section") or [])
    yield from _rules(data, shared)


def of_form(form: Form, catalogue: Catalogue) -> Iterator[Fault]:
    """Walk over the faults of a form that can be read: against its calendar, the catalogue, its own rows."""
    yield from _periods(form)
    yield from _rows(form, catalogue)
    yield from _ratios(form, catalogue)
    for rule in form.rules:
        yield from _rule(rule, form)


_BLANK = {
    "code": sentence("Biểu chưa có mã: đặt mã."),
    "name_vi": sentence("Biểu chưa có tên tiếng Việt: đặt tên."),
    "name_en": sentence("Biểu chưa có tên tiếng Anh: đặt tên."),
    "calendar": sentence("Chưa chọn ngày chốt số liệu: chọn một lịch."),
    "period": sentence("Chưa chọn loại kỳ: chọn tháng, quý, 6 tháng hoặc năm."),
}
_NO_CALENDAR = sentence("Không có lịch báo cáo “%(code)s”: chọn lịch khác.")
_NO_KIND = sentence("Không có loại kỳ “%(code)s”: chọn tháng, quý, 6 tháng hoặc năm.")
_NO_PERIOD = sentence("Không hiểu kỳ “%(code)s”: viết 2021, 2021S1, 2021Q4 hoặc 202103.")
_NO_VERSION = sentence("Số của bản biểu phải là số nguyên từ 1.")


def _head(data: Mapping[str, Any]) -> Iterator[Fault]:
    for name, why in _BLANK.items():
        if not str(data.get(name) or "").strip():
            yield Fault(name, Refused(why))
    if not isinstance(data.get("version"), int) or data["version"] < 1:
        yield Fault("version", Refused(_NO_VERSION))
    if data.get("calendar") and not _reads(calendar, data["calendar"]):
        yield Fault("calendar", Refused(_NO_CALENDAR, code=data["calendar"]))
    if data.get("period") and not _reads(Kind, data["period"]):
        yield Fault("period", Refused(_NO_KIND, code=data["period"]))
    for name in ("first_period", "last_period"):
        if name in data and not _reads(parse_period, data[name]):
            yield Fault(name, Refused(_NO_PERIOD, code=data[name]))


def _reads(read: Any, text: Any) -> bool:
    try:
        read(text)
    except (Refused, ValueError, TypeError, AttributeError):
        return False
    return True


_NO_LEVELS = sentence("Chưa chọn cấp nào phải báo cáo: chọn ít nhất một cấp.")
_UNKNOWN_LEVEL = sentence("Không có cấp “%(level)s”: chọn cấp khác.")
_LEVEL_TWICE = sentence("Cấp %(level)s đứng hai lần: bỏ một.")
_TOO_SOON = sentence(
    "Hạn nộp của cấp %(level)s phải sau ngày chốt ít nhất 1 ngày làm việc (khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP)."
)


def _levels(rows: list[Mapping[str, Any]]) -> Iterator[Fault]:
    if not rows:
        yield Fault("level", Refused(_NO_LEVELS))
    told = [row.get("level", "") for row in rows]
    for level, times in Counter(told).items():
        if times > 1:
            yield Fault(f"level:{level}", Refused(_LEVEL_TWICE, level=LEVEL_NAMES.get(level, level)))
        if level not in LEVELS:
            yield Fault(f"level:{level}", Refused(_UNKNOWN_LEVEL, level=level))
    for row in rows:
        days = row.get("working_days_after")
        if not isinstance(days, int) or days < 1:
            level = row.get("level", "")
            yield Fault(f"level:{level}", Refused(_TOO_SOON, level=LEVEL_NAMES.get(level, level)))


_NO_ROWS = sentence("Biểu chưa có chỉ tiêu nào: thêm chỉ tiêu từ danh mục.")
_SECTION_TWICE = sentence("Mục %(path)s của kế hoạch đứng ở hai phần: gộp hai phần hoặc chọn mục khác.")
_SECTION_EMPTY = sentence("Phần “%(path)s” chưa có chỉ tiêu nào: thêm chỉ tiêu hoặc bỏ phần.")
_SECTION_BLANK = {
    "title_vi": sentence("Phần “%(path)s” chưa có tên tiếng Việt: đặt tên."),
    "title_en": sentence("Phần “%(path)s” chưa có tên tiếng Anh: đặt tên."),
    "path": sentence("Có phần chưa gắn với mục nào của kế hoạch: chọn mục."),
}


def _sections(rows: list[Mapping[str, Any]]) -> Iterator[Fault]:
    if not rows:
        yield Fault("row", Refused(_NO_ROWS))
    for path, times in Counter(row.get("path", "") for row in rows).items():
        if times > 1:
            yield Fault(f"section:{path}", Refused(_SECTION_TWICE, path=path))
    for row in rows:
        path = row.get("path", "")
        if not row.get("rows"):
            yield Fault(f"section:{path}", Refused(_SECTION_EMPTY, path=path))
        for name, why in _SECTION_BLANK.items():
            if not str(row.get(name) or "").strip():
                yield Fault(f"section:{path}", Refused(why, path=path))


_UNKNOWN_SHARED = sentence("Không có quy tắc chung “%(code)s”: bỏ quy tắc này.")
_UNKNOWN_CHECK = sentence("Quy tắc “%(code)s” không nói kiểm tra gì hoặc nặng đến đâu: sửa hoặc bỏ.")


def _rules(data: Mapping[str, Any], shared: Collection[str]) -> Iterator[Fault]:
    rows = data.get("rule") or []
    for code in [*(data.get("use") or []), *(row["like"] for row in rows if "like" in row)]:
        if code not in shared:
            yield Fault(f"rule:{code}", Refused(_UNKNOWN_SHARED, code=code))
    for row in rows:
        known = "like" in row
        if (not known and not _reads(Check, row.get("check"))) or (
            ("severity" in row or not known) and not _reads(Severity, row.get("severity"))
        ):
            code = row.get("code", "")
            yield Fault(f"rule:{code}", Refused(_UNKNOWN_CHECK, code=code))


_CALENDAR_LACKS = sentence("Lịch %(calendar)s không có kỳ %(kind)s: chọn loại kỳ hoặc lịch khác.")
_OTHER_KIND = sentence("Kỳ %(period)s không phải kỳ %(kind)s: chọn lại kỳ.")
_ENDS_FIRST = sentence("Kỳ cuối đứng trước kỳ đầu: chọn lại.")
_NO_BEGINNING = sentence("Bản %(version)d phải nói áp dụng từ kỳ nào: chọn kỳ đầu.")
_KINDS = {Kind.YEAR: ("năm", "year"), Kind.HALF: ("6 tháng", "half-year"), Kind.QUARTER: ("quý", "quarter"),
          Kind.MONTH: ("tháng", "month")}  # fmt: skip


def _periods(form: Form) -> Iterator[Fault]:
    kind, rule = _KINDS[form.kind], calendar(form.calendar)
    if form.kind not in rule.kinds:
        yield Fault("calendar", Refused(_CALENDAR_LACKS, calendar=(rule.name_vi, rule.name_en), kind=kind))
    ends = {"first_period": form.first_period, "last_period": form.last_period}
    for place, period in ends.items():
        if period is not None and period.kind is not form.kind:
            yield Fault(place, Refused(_OTHER_KIND, period=(period.label, period.label_en), kind=kind))
    if form.first_period and form.last_period and form.last_period < form.first_period:
        yield Fault("last_period", Refused(_ENDS_FIRST))
    if form.version > 1 and form.first_period is None:
        yield Fault("first_period", Refused(_NO_BEGINNING, version=form.version))


_UNKNOWN_ROW = sentence("Không có chỉ tiêu “%(code)s” trong danh mục: bỏ dòng này.")
_ROW_TWICE = sentence("“%(name)s” đứng hai lần: bỏ một dòng.")
_RATIO_NEEDS = sentence("“%(name)s” cần cả “%(other)s”: thêm chỉ tiêu đó hoặc bỏ dòng này.")
_SPLIT_NEEDS = sentence("Chia “%(name)s” theo %(split)s thì cần đủ, cả “%(other)s”: thêm chỉ tiêu đó.")


def _rows(form: Form, catalogue: Catalogue) -> Iterator[Fault]:
    for code, times in Counter(form.rows).items():
        if code not in catalogue:
            yield Fault(f"row:{code}", Refused(_UNKNOWN_ROW, code=code))
        if times > 1:
            yield Fault(f"row:{code}", Refused(_ROW_TWICE, name=_name(code, catalogue)))
    for ratio in (one for one in catalogue if one.is_ratio and one.code in form.rows):
        for part in ratio.references:
            if part not in form.rows:
                names = {"name": _name(ratio.code, catalogue), "other": _name(part, catalogue)}
                yield Fault(f"row:{ratio.code}", Refused(_RATIO_NEEDS, **names))
    yield from _splits(form, catalogue)


def _splits(form: Form, catalogue: Catalogue) -> Iterator[Fault]:
    for (whole, split), parts in catalogue.groups().items():
        codes = {whole, *(part.code for part in parts)}
        here = [part.code for part in parts if part.code in form.rows]
        way = catalogue.breakdowns[split]
        for code in sorted(codes - {*form.rows}) if here else ():
            names = {"name": _name(whole, catalogue), "other": _name(code, catalogue)}
            place = whole if whole in form.rows else here[0]
            yield Fault(f"row:{place}", Refused(_SPLIT_NEEDS, split=(way.name_vi, way.name_en), **names))


_RATIO_RULE = sentence(
    "“%(name)s” là tỷ lệ: dùng quy tắc “Tỷ lệ thiếu một trong hai số”, để số của nơi này không chia cho nơi khác."
)
_RATIO_WHOLE = sentence("“%(name)s” là phần trên tổng: dùng quy tắc “Có phần mà thiếu tổng”.")


def _ratios(form: Form, catalogue: Catalogue) -> Iterator[Fault]:
    """Walk over ratios that could be of figures from different units: one gives the part alone, another the whole."""
    checks = {rule.check for rule in form.rules if not rule.indicators and rule.severity is Severity.ERROR}
    for ratio in (catalogue[code] for code in form.rows if code in catalogue and catalogue[code].is_ratio):
        name, above = (ratio.name_vi, ratio.name_en), catalogue[ratio.numerator or ""]
        if Check.TOGETHER not in checks:
            yield Fault("rule:TOGETHER", Refused(_RATIO_RULE, name=name))
        if above.part_of == ratio.denominator and Check.WHOLE not in checks:
            yield Fault("rule:WHOLE", Refused(_RATIO_WHOLE, name=name))


def _name(code: str, catalogue: Catalogue) -> tuple[str, str]:
    return (catalogue[code].name_vi, catalogue[code].name_en) if code in catalogue else (code, code)


_RULE_ROW = sentence("Quy tắc “%(rule)s” nêu chỉ tiêu %(code)s không có trong biểu: thêm chỉ tiêu hoặc sửa quy tắc.")
_RULE_TWICE = sentence("Quy tắc “%(rule)s” đứng hai lần: bỏ một.")
_RULE_TIMES = sentence("Quy tắc “%(rule)s”: chỉ quy tắc số nhảy nói hơn kém bao nhiêu lần, từ 2 trở lên.")
_RULE_OTHER = sentence("Quy tắc “%(rule)s” phải nêu chỉ tiêu được so và chỉ tiêu để so: chọn cả hai.")
_RULE_WHOLE = sentence("Quy tắc “%(rule)s” nói về cả báo cáo nên phải là lỗi, không phải lưu ý.")
_RULE_PLACE = sentence("Quy tắc “%(rule)s”: câu có chỗ trống lạ {%(place)s}.")


def _rule(rule: FormRule, form: Form) -> Iterator[Fault]:
    place, name = f"rule:{rule.code}", (rule.title_vi or rule.code, rule.title_en or rule.code)
    against = rule.check in HOLDS_AGAINST
    named = rule.indicators | ({rule.other} - {""})
    yield from (Fault(place, Refused(_RULE_ROW, rule=name, code=code)) for code in sorted(named - {*form.rows}))
    if [one.code for one in form.rules].count(rule.code) > 1:
        yield Fault(place, Refused(_RULE_TWICE, rule=name))
    if (rule.check is Check.JUMP) != (rule.times > 1):
        yield Fault(place, Refused(_RULE_TIMES, rule=name))
    if against != bool(rule.other) or (against and not rule.indicators - {rule.other}):
        yield Fault(place, Refused(_RULE_OTHER, rule=name))
    if rule.check is Check.EMPTY and rule.severity is not Severity.ERROR:
        yield Fault(place, Refused(_RULE_WHOLE, rule=name))
    for unknown in _unknown_places((rule.sentence_vi, rule.sentence_en)):
        yield Fault(place, Refused(_RULE_PLACE, rule=name, place=unknown))


def _unknown_places(sentences: Iterable[str]) -> list[str]:
    found = {name for text in sentences for _, name, _, _ in Formatter().parse(text) if name is not None}
    return sorted(found - PLACES)
