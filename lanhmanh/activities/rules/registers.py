"""What a row of each register of the people's movement must say; the clock and the tree are the caller's to ask."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence

Values = Mapping[str, Any]
Faults = Iterator[tuple[str, Refused]]
FIRST_YEAR = 1990

_REQUIRED = sentence("Điền ô này.")
_FUTURE = sentence("Ngày này chưa đến: chỉ ghi việc đã có.")
_TOO_OLD = sentence("Năm này quá xa: xem lại ngày.")
_ORDER = sentence("Ngày kết thúc không được trước ngày bắt đầu.")
_NO_DECISION = sentence("Ghi số quyết định thành lập Đội, ví dụ 12/QĐ-UBND.")
_WHY_ENDED = sentence("Ghi lý do kết thúc, ví dụ sáp nhập với Đội khác.")
_WHEN_ENDED = sentence("Có lý do kết thúc thì ghi cả ngày kết thúc.")
_BEFORE_TEAM = sentence("Trước ngày thành lập Đội (%(day)s): xem lại ngày.")
_NO_CONSENT = sentence("Ghi ngày người đó đồng ý: chưa đồng ý thì chưa ghi tên vào danh sách.")
_HOW_CONSENT = sentence("Ghi đồng ý bằng cách nào, ví dụ giấy đồng ý, hoặc đồng ý bằng lời tại buổi họp ấp.")
_CONSENT_LATER = sentence("Đồng ý phải có trước khi ghi vào danh sách: xem lại hai ngày.")
_BEFORE_LISTED = sentence("Trước ngày ghi vào danh sách (%(day)s): xem lại ngày.")
_PART = sentence("Không được lớn hơn %(whole)s (%(most)s).")
_NO_SOURCE = sentence("Chọn nguồn vốn: mỗi khoản vay phải có nguồn.")
_NOTHING_LENT = sentence("Còn dư nợ thì có hộ vay: xem lại số hộ.")
_NAMED_IS_ONE = sentence("Ghi tên hộ thì số hộ là 1; nhiều hộ thì để trống tên hoặc ghi mỗi hộ một dòng.")
_YEAR_OFF = sentence("Năm cam kết cách ngày ký quá một năm: xem lại.")
_NO_LEARNERS = sentence("Có số nữ thì ghi cả tổng số học viên.")
_ENDED_WITHOUT = sentence("Lớp đã kết thúc: ghi số học viên.")
_HELP_WHOM = sentence("Ghi giúp gì thì ghi cả số hộ được giúp.")
_HOUSEHOLDS = (sentence("số hộ"), "the number of households")
_POOR = (sentence("số hộ nghèo và cận nghèo"), "the number of poor and near-poor households")
_LEARNERS = (sentence("số học viên"), "the number of learners")
_OUTSTANDING = (sentence("dư nợ"), "the amount outstanding")


def faults(slug: str, values: Values, today: date, *, since: date | None = None) -> Faults:
    """Yield the field and the fault of everything that is wrong; `since` is when what the row belongs to began."""
    days, own = _RULES[slug][1:]
    for field, ask in needed(slug).items():
        if values.get(field) in (None, ""):
            yield field, Refused(ask)
    for field in days:
        yield from _past(field, values.get(field), today)
    if since is not None and days and (day := values.get(days[0])) is not None and day < since:
        before = _BEFORE_TEAM if slug in ("thanh-vien", "viec-doi") else _BEFORE_LISTED
        yield days[0], Refused(before, day=f"{since.day:02}/{since.month:02}/{since.year:04}")
    yield from own(values)


def needed(slug: str) -> dict[str, str]:
    """Return what must be filled in, each with the sentence that asks for it."""
    return {field: _NEEDED.get((slug, field), _REQUIRED) for field in _RULES[slug][0]}


def _past(field: str, day: date | None, today: date) -> Faults:
    if day is not None and day > today:
        yield field, Refused(_FUTURE)
    if day is not None and day.year < FIRST_YEAR:
        yield field, Refused(_TOO_OLD)


def _nothing(_values: Values) -> Faults:
    yield from ()


def _order(values: Values, first: str, last: str) -> Faults:
    began, ended = values.get(first), values.get(last)
    if began is not None and ended is not None and ended < began:
        yield last, Refused(_ORDER)


def _team(values: Values) -> Faults:
    yield from _order(values, "founded_on", "ended_on")
    if values.get("kind") == "social" and not values.get("decision"):
        yield "decision", Refused(_NO_DECISION)
    if values.get("ended_on") and not values.get("end_reason"):
        yield "end_reason", Refused(_WHY_ENDED)
    if values.get("end_reason") and not values.get("ended_on"):
        yield "ended_on", Refused(_WHEN_ENDED)


def _member(values: Values) -> Faults:
    yield from _order(values, "joined_on", "left_on")


def _standing(values: Values) -> Faults:
    yield from _order(values, "listed_on", "ended_on")
    agreed, listed = values.get("consent_on"), values.get("listed_on")
    if agreed is not None and listed is not None and agreed > listed:
        yield "consent_on", Refused(_CONSENT_LATER)


def _households(values: Values) -> Faults:
    most = values.get("households")
    poor = [number for field in ("poor", "near_poor") if (number := values.get(field)) is not None]
    if most is None:
        return
    if sum(poor) > most:
        yield "poor", Refused(_PART, whole=_HOUSEHOLDS, most=most)
    for field, whole, limit in (
        ("borrowers", _HOUSEHOLDS, most),
        ("helped", _POOR, sum(poor) if len(poor) == 2 else most),
        ("helped_by_members", _HOUSEHOLDS, most),
    ):
        if (number := values.get(field)) is not None and number > limit:
            yield field, Refused(_PART, whole=whole, most=limit)


def _named_is_one(values: Values) -> Faults:
    if values.get("name") and values.get("count") not in (None, 1):
        yield "count", Refused(_NAMED_IS_ONE)


def _household_fact(values: Values) -> Faults:
    yield from _named_is_one(values)
    day, year = values.get("day"), values.get("year")
    if day is not None and year is not None and abs(year - day.year) > 1:
        yield "year", Refused(_YEAR_OFF)


def _class(values: Values) -> Faults:
    yield from _order(values, "started_on", "ended_on")
    learners, female = values.get("learners"), values.get("female")
    if female is not None and learners is None:
        yield "learners", Refused(_NO_LEARNERS)
    elif female is not None and female > learners:
        yield "female", Refused(_PART, whole=_LEARNERS, most=learners)
    if values.get("ended_on") and learners is None and female is None:
        yield "learners", Refused(_ENDED_WITHOUT)


def _loan(values: Values) -> Faults:
    outstanding, overdue, households = (values.get(name) for name in ("outstanding", "overdue", "households"))
    if outstanding is None:
        return
    if overdue is not None and overdue > outstanding:
        yield "overdue", Refused(_PART, whole=_OUTSTANDING, most=f"{outstanding:,}".replace(",", "."))
    if outstanding > 0 and households == 0:
        yield "households", Refused(_NOTHING_LENT)


def _producer(values: Values) -> Faults:
    yield from _named_is_one(values)
    if values.get("help") and values.get("helped") is None:
        yield "helped", Refused(_HELP_WHOM)


_NEEDED = {
    ("von-vay", "source"): _NO_SOURCE,
    ("uy-tin", "consent_on"): _NO_CONSENT,
    ("uy-tin", "consent_how"): _HOW_CONSENT,
}
# slug → what must be filled in, days that may not lie ahead (the first against `since`), the register's own rule
_RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...], Callable[[Values], Faults]]] = {
    "doi": (("kind", "name", "founded_on"), ("founded_on", "ended_on"), _team),
    "thanh-vien": (("name", "in_union", "post", "joined_on"), ("joined_on", "left_on"), _member),
    "viec-doi": (("kind", "day", "times"), ("day",), _nothing),
    "uy-tin": (
        ("name", "kind", "consent_on", "consent_how", "listed_on"), ("listed_on", "consent_on", "ended_on"), _standing,
    ),
    "viec-uy-tin": (("kind", "day", "what"), ("day",), _nothing),
    "ho": (("day", "households"), ("day",), _households),
    "cam-ket": (("kind", "day", "count"), ("day",), _household_fact),
    "lop-nghe": (("kind", "title", "started_on"), ("started_on", "ended_on"), _class),
    "von-vay": (("source", "day", "outstanding"), ("day",), _loan),
    "dich-vu": (("kind", "day", "quantity"), ("day",), _nothing),
    "san-xuat-gioi": (("count", "level", "awarded_on"), ("awarded_on",), _producer),
}  # fmt: skip
SLUGS = tuple(_RULES)
