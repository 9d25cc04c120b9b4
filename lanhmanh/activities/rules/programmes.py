"""Programmes that one activity may serve together, as dated data; who registers for one, and with what result."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.activities.rules.stated import Misstated, past, text_of
from lanhmanh.kernel.errors import sentence
from lanhmanh.law.sources import Source


class Who(StrEnum):
    """Who registers: the unit as a whole, or a body that has its seat there."""

    UNIT = "unit"
    AGENCY = "agency"
    SCHOOL = "school"


class Outcome(StrEnum):
    """What became of a registration; none while the year runs."""

    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    WITHDRAWN = "withdrawn"


_NOT_ITS = sentence("Chương trình này không dành cho loại đơn vị đã chọn: chọn lại đơn vị đăng ký hoặc chương trình.")
_NAME = sentence("Ghi tên cơ quan, trường học đăng ký.")
_OWN_NAME = sentence("Cả đơn vị đăng ký thì không ghi tên cơ quan.")
_UNKNOWN = sentence("Không có chương trình này vào ngày đăng ký: chọn chương trình khác.")
_IN_LEDGER = sentence("Cơ quan, trường học không có ma túy đăng ký trong sổ địa bàn của xã: mở Địa bàn để ghi.")
_WRONG_YEAR = sentence("Đăng ký cho năm %(year)s thì ngày phải từ 01/10/%(before)s đến 31/12/%(year)s.")
_WHEN = sentence("Ghi ngày có kết quả.")
_EARLY_RESULT = sentence("Ngày có kết quả không được trước ngày đăng ký.")


@dataclass(frozen=True, slots=True)
class Programme:
    """Describe a programme from a day on, `valid_to` being the first day on which it no longer holds."""

    code: str
    name_vi: str
    name_en: str
    valid_from: date
    valid_to: date | None
    who: tuple[Who, ...]
    ledger: bool
    source: Source

    def holds(self, day: date) -> bool:
        """Test whether it runs on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold what is stated of a registration."""

    programme: str
    year: int
    who: str
    body: str
    registered_on: date
    document: str = ""


@cache
def programmes() -> tuple[Programme, ...]:
    """Return all programmes that were ever known; source: data/programmes.toml."""
    text = files("lanhmanh.activities").joinpath("data", "programmes.toml").read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> tuple[Programme, ...]:
    """Return the programmes of a data file.

    :raises ValueError: an entry is not sound: of one code two hold on one day, or an end comes before its beginning.
    """
    found = tuple(_programme(row) for row in tomllib.loads(text)["programme"])
    for place, one in enumerate(found):
        if one.valid_to is not None and one.valid_to <= one.valid_from:
            raise ValueError(f"{one.code}: valid_to must come after valid_from")
        for other in found[place + 1 :]:
            if one.code == other.code and (one.holds(other.valid_from) or other.holds(one.valid_from)):
                raise ValueError(f"{one.code}: two entries hold on one day")
    return found


def _programme(row: dict[str, Any]) -> Programme:
    return Programme(
        row["code"], row["name_vi"], row["name_en"], row["valid_from"], row.get("valid_to"),
        tuple(Who(who) for who in row["who"]), row.get("ledger", False), Source(**row["source"]),
    )  # fmt: skip


def on_day(day: date) -> tuple[Programme, ...]:
    """Return the programmes that run on a day."""
    return tuple(one for one in programmes() if one.holds(day))


def registering_on(day: date) -> tuple[Programme, ...]:
    """Return the programmes for which one registers here on a day: those that the ledger of areas keeps are not."""
    return tuple(one for one in on_day(day) if not one.ledger)


def named(code: str, day: date) -> Programme | None:
    """Return a programme as it was called on a day, or last before it ended; None for an unknown code."""
    known = [one for one in programmes() if one.code == code]
    return next((one for one in known if one.holds(day)), known[-1] if known else None)


def check_codes(codes: Collection[str], day: date) -> tuple[str, ...]:
    """Return the programmes that an activity of a day serves, each once, in their order.

    :raises Misstated: one does not run on that day.
    """
    known = [one.code for one in on_day(day)]
    if not set(codes) <= set(known):
        raise Misstated("programmes", _UNKNOWN)
    return tuple(code for code in known if code in codes)


def check_claim(claim: Claim, today: date) -> Claim:
    """Return a registration, tidied. One registers from the last quarter of the year before.

    :raises Misstated: something in it cannot be.
    """
    past("registered_on", claim.registered_on, today)
    programme = next((one for one in on_day(claim.registered_on) if one.code == claim.programme), None)
    if programme is None:
        raise Misstated("programme", _UNKNOWN)
    if programme.ledger:
        raise Misstated("programme", _IN_LEDGER)
    if claim.who not in programme.who:
        raise Misstated("who", _NOT_ITS)
    if not date(claim.year - 1, 10, 1) <= claim.registered_on <= date(claim.year, 12, 31):
        raise Misstated("registered_on", _WRONG_YEAR, year=claim.year, before=claim.year - 1)
    body = text_of("body", claim.body, 200)
    if bool(body) == (claim.who == Who.UNIT):
        raise Misstated("body", _OWN_NAME if body else _NAME)
    return Claim(
        claim.programme, claim.year, claim.who, body, claim.registered_on, text_of("document", claim.document, 200)
    )


def check_outcome(outcome: str, on: date | None, document: str, *, registered_on: date, today: date) -> str:
    """Return the document of a result, tidied.

    :raises Misstated: there is no day, or it cannot be.
    """
    Outcome(outcome)
    if on is None:
        raise Misstated("result_on", _WHEN)
    past("result_on", on, today)
    if on < registered_on:
        raise Misstated("result_on", _EARLY_RESULT)
    return text_of("result_document", document, 200)
