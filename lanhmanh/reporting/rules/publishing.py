"""When a form may be published, and when it may end: what the calendar and the reports so far say of it."""

from collections.abc import Iterator
from datetime import date

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import last_closed
from lanhmanh.law.holidays import Holidays
from lanhmanh.law.working_days import due
from lanhmanh.reporting.rules.faults import Fault
from lanhmanh.reporting.rules.shapes import LEVELS, Form

_ABOVE = sentence("Cấp %(level)s ở trên đơn vị lập biểu: bỏ cấp này.")
_NO_START = sentence("Chưa chọn kỳ đầu: chọn kỳ mà các đơn vị bắt đầu báo cáo.")
_LATE = sentence("Kỳ %(period)s có hạn nộp %(day)s đã qua nên ai cũng trễ ngay từ đầu: chọn kỳ sau.")
_KIND = sentence("Bản trước theo kỳ khác: giữ loại kỳ của bản trước, hoặc lập biểu mới với mã khác.")
_CALENDAR = sentence("Bản trước chốt số liệu ngày khác: giữ lịch của bản trước, hoặc lập biểu mới với mã khác.")
_BEFORE = sentence("Bản trước bắt đầu từ kỳ %(period)s: bản này phải bắt đầu sau kỳ đó.")
_REPORTED = sentence("Đã có báo cáo kỳ %(period)s theo bản trước: chọn kỳ sau.")
_AHEAD = 8


def hindrances(
    form: Form, *, owner_level: str, today: date, holidays: Holidays, before: Form | None, reported: Period | None
) -> Iterator[Fault]:
    """Walk over what stands in the way of publishing a form that is without fault in itself.

    `before` is the version that it follows, `reported` the latest period on which somebody reports already.
    """
    above = LEVELS[: LEVELS.index(owner_level)]
    for rule in form.levels:
        if rule.level in above:
            yield Fault(f"level:{rule.level}", Refused(_ABOVE, level=rule.level))
    yield from _line(form, before, reported)
    if form.first_period is None:
        yield no_beginning()
    elif (day := first_due(form, form.first_period, holidays)) < today:
        yield Fault("first_period", Refused(_LATE, period=_name(form.first_period), day=f"{day:%d/%m/%Y}"))


def no_beginning() -> Fault:
    """Return the fault of a form that does not say from when it is asked."""
    return Fault("first_period", Refused(_NO_START))


def first_due(form: Form, period: Period, holidays: Holidays) -> date:
    """Return the day on which the first of the levels has to have reported."""
    return min(due(form.calendar, period, rule, holidays) for rule in form.levels)


def beginnings(form: Form, today: date, reported: Period | None) -> list[Period]:
    """Return the periods with which a form, or its next version, may begin: the running one and some after it."""
    closed = last_closed(form.calendar, form.kind, today)
    first = closed if reported is None else max(closed, reported.next())
    return [first.next(step) for step in range(_AHEAD)]


def endings(form: Form, today: date, reported: Period | None) -> list[Period]:
    """Return the periods with which a form may end: none that somebody reports on lies after it.

    The one before its first period takes the form back before it is asked at all.
    """
    closed = last_closed(form.calendar, form.kind, today)
    begun = form.first_period.previous() if form.first_period else closed
    first = max([begun, *([reported] if reported else [])])
    last = max(first, closed).next(_AHEAD // 2)
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next())
    return found


def _line(form: Form, before: Form | None, reported: Period | None) -> Iterator[Fault]:
    if before is None:
        return
    if form.kind is not before.kind:
        yield Fault("period", Refused(_KIND))
        return
    if form.calendar != before.calendar:
        yield Fault("calendar", Refused(_CALENDAR))
    first = form.first_period
    if first and before.first_period and first <= before.first_period:
        yield Fault("first_period", Refused(_BEFORE, period=_name(before.first_period)))
    if first and reported and first <= reported:
        yield Fault("first_period", Refused(_REPORTED, period=_name(reported)))


def _name(period: Period) -> tuple[str, str]:
    return period.label, period.label_en
