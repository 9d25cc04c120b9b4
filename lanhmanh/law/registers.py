"""The registers and statistical forms of Circular 05/2011: which status stands in which, for which days, due when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.calendars import Window, window
from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses.tables import Status

CALENDAR = "MONTH"
_NO_PERIOD = sentence("Biểu %(form)s (%(basis)s) không có kỳ %(period)s: chọn kỳ khác.")


@dataclass(frozen=True, slots=True)
class Register:
    """Describe a register: the statuses it takes and, where it takes only ended ones, the ground of their end."""

    code: str
    name_vi: str
    name_en: str
    statuses: tuple[Status, ...]
    ending: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Group:
    """Name a group of indicators and the registers that its figures are traced to."""

    code: str
    name_vi: str
    name_en: str
    registers: tuple[str, ...]
    december_only: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Describe a statistical form, from whom to whom; `held_until` is the last day on which both ends existed."""

    code: str
    name_vi: str
    name_en: str
    sender: tuple[str, str]
    receiver: tuple[str, str]
    kinds: frozenset[Kind]
    before: int
    groups: tuple[Group, ...]
    held_until: date | None
    source: Source


@cache
def registers() -> Mapping[str, Register]:
    """Return the eight registers by code; source: data/registers.toml."""
    return {code: _register(code, row) for code, row in _data()["registers"].items()}


def registers_for(status: Status | str, *, ending: str | None = None) -> tuple[Register, ...]:
    """Return the registers that an episode stands in, ended on a ground or, without one, still running."""
    wanted = Status(status)
    return tuple(one for one in registers().values() if wanted in one.statuses and one.ending in (None, ending))


def register_days(year: int) -> Window:
    """Return the days of a register: opened on 1 January, closed on 31 December."""
    return window(CALENDAR, Period(year))


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms by code."""
    return {code: _form(code, row) for code, row in _data()["forms"].items()}


def form_days(code: str, period: Period) -> Window:
    """Return the days that a form counts for a period; Refused when the form has no such period."""
    one = forms()[code]
    second_half = period.kind is Kind.HALF and period.number != 1
    if period.kind not in one.kinds or second_half:
        basis = f"{one.source.article}, {one.source.title}"
        raise Refused(_NO_PERIOD, form=code, basis=basis, period=(period.label, period.label_en))
    return window(CALENDAR, period)


def form_due(code: str, period: Period) -> date:
    """Return the last day in time: the day before the day of the next month that the circular names."""
    after = form_days(code, period).last + timedelta(days=1)
    return after + timedelta(days=forms()[code].before - 2)


def form_groups(code: str, period: Period) -> tuple[Group, ...]:
    """Return the groups of indicators that a form asks for in a period."""
    december = form_days(code, period).last.month == 12
    return tuple(one for one in forms()[code].groups if december or not one.december_only)


def _register(code: str, row: Mapping[str, Any]) -> Register:
    statuses = tuple(Status(one) for one in row["statuses"])
    return Register(code, row["name"][0], row["name"][1], statuses, row.get("ending"), _source(f"Sổ {code}"))


def _form(code: str, row: Mapping[str, Any]) -> Form:
    return Form(
        code=code,
        name_vi=row["name"][0],
        name_en=row["name"][1],
        sender=(row["sender"][0], row["sender"][1]),
        receiver=(row["receiver"][0], row["receiver"][1]),
        kinds=frozenset(Kind(kind) for kind in row["kinds"]),
        before=row["before"],
        groups=tuple(_group(one, december=one in row["december"]) for one in row["groups"]),
        held_until=row.get("held_until"),
        source=_source(f"Biểu {code}", row["note"]),
    )


def _group(code: str, *, december: bool) -> Group:
    row = _data()["groups"][code]
    return Group(code, row["name"][0], row["name"][1], tuple(row["registers"]), december)


def _source(article: str, note: str = "") -> Source:
    shared = _data()["source"]
    return Source(shared["title"], article, shared["confidence"], note)


def _data() -> dict[str, Any]:
    return rule_file("registers.toml")
