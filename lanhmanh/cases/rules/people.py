"""What is worked out from what a person states: the birth, the age band, initials."""

import re
from datetime import date

from lanhmanh.kernel.errors import Refused, sentence

YOUNGEST = 12
_OLDEST = 120
# The first age of each band, the youngest first; the names are those of `models.AgeBand`.
_BANDS = ((12, "12-15"), (16, "16-17"), (18, "18-29"), (30, "30-39"), (40, "40-49"), (50, "50+"))
MINORS = frozenset({"12-15", "16-17"})
UNSTATED = "unstated"
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_YEAR = re.compile(r"\d{4}")

_TOO_YOUNG = sentence(
    "Người dưới 12 tuổi không thuộc diện hỗ trợ ở đây: liên hệ người làm công tác bảo vệ trẻ em cấp xã, hoặc gọi 111."
)
_NO_BIRTH = sentence("Gõ ngày/tháng/năm sinh, ví dụ 24/06/1990, hoặc chỉ năm sinh.")
_NOT_A_BIRTH = sentence("Năm sinh chưa đúng: xem lại.")


def read_birth(text: str) -> str:
    """Return a birth date as it is kept: "1990-06-24", or "1990" where only the year is known; "" for nothing.

    :raises Refused: it is no day and no year.
    """
    plain = "".join(text.split())
    if not plain or _YEAR.fullmatch(plain):
        return plain
    found = _DAY.fullmatch(plain) or _ISO.fullmatch(plain)
    if found is None:
        raise Refused(_NO_BIRTH)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        raise Refused(_NO_BIRTH) from None


def born(text: str) -> date | None:
    """Return a birth date from how it is kept: ISO or dd/mm/yyyy; of a bare year its last day, the youngest case."""
    parts = [int(part) for part in text.replace("-", "/").split("/") if part.isdigit()]
    try:
        match parts:
            case [year] if year >= 1900:
                return date(year, 12, 31)
            case [first, month, last]:
                return date(first, month, last) if first > 31 else date(last, month, first)
    except ValueError:
        return None
    return None


def age_on(birth: str, day: date) -> int:
    """Return the age on a day; of a year alone the last day counts, as the law does in favour of the young.

    :raises Refused: born after the day, or too long ago.
    """
    year = int(birth[:4])
    month, born = (int(birth[5:7]), int(birth[8:10])) if len(birth) > 4 else (12, 31)
    age = day.year - year - ((day.month, day.day) < (month, born))
    if (year, month if len(birth) > 4 else 1) > (day.year, day.month) or age > _OLDEST:
        raise Refused(_NOT_A_BIRTH)
    return age


def age_band(birth: str, day: date) -> str:
    """Return the age band on a day.

    :raises Refused: below twelve, or no possible birth.
    """
    if not birth:
        return UNSTATED
    age = age_on(birth, day)
    if age < YOUNGEST:
        raise Refused(_TOO_YOUNG)
    return next(name for first, name in reversed(_BANDS) if age >= first)


def birth_vi(birth: str) -> str:
    """Write a kept birth date as people do: "24/06/1990", "1990"."""
    return "/".join(reversed(birth.split("-")))


def initials(name: str) -> str:
    """Return a name masked for lists: "N. V. A."."""
    return " ".join(f"{word[0].upper()}." for word in name.split())
