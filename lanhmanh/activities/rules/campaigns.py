"""A campaign of communication over several units: its days, and who is invited."""

from dataclasses import dataclass
from datetime import date

from lanhmanh.activities.rules.stated import Misstated, in_order, text_of
from lanhmanh.kernel.errors import Refused, sentence

LONGEST_DAYS = 400

_LONG = sentence("Một đợt dài nhất 400 ngày: xem lại ngày kết thúc.")
_NOBODY = sentence("Chọn ít nhất một cấp đang có đơn vị bên dưới.")
_OVER = sentence("Ngày kết thúc đã qua: chọn ngày từ hôm nay trở đi rồi mời.")
_OUTSIDE = sentence("Ngày của hoạt động nằm ngoài đợt %(title)s: chọn lại đợt hoặc ngày.")
_NOT_INVITED = sentence("Đơn vị này không được mời vào đợt %(title)s: chọn lại đợt.")


@dataclass(frozen=True, slots=True)
class Aim:
    """Hold what is told of a campaign."""

    title: str
    aim: str
    first: date
    last: date


def check_aim(aim: Aim) -> Aim:
    """Return a campaign's words and days, tidied.

    :raises Misstated: something in it cannot be.
    """
    in_order("last", aim.first, aim.last)
    if (aim.last - aim.first).days > LONGEST_DAYS:
        raise Misstated("last", _LONG)
    return Aim(
        text_of("title", aim.title, 200, needed=True), text_of("aim", aim.aim, 3000, needed=True, lines=True),
        aim.first, aim.last,
    )  # fmt: skip


def check_invited(number: int) -> None:
    """Pass a campaign that somebody is invited to.

    :raises Misstated: nobody is.
    """
    if not number:
        raise Misstated("levels", _NOBODY)


def check_announcing(last: date, today: date) -> None:
    """Pass a campaign that is not over.

    :raises Refused: it is.
    """
    if last < today:
        raise Refused(_OVER)


def check_belongs(title: str, first: date, last: date, day: date, *, invited: bool) -> None:
    """Pass an activity that belongs to a campaign: of an invited unit, within its days.

    :raises Misstated: it does not.
    """
    if not invited:
        raise Misstated("campaign", _NOT_INVITED, title=title)
    if not first <= day <= last:
        raise Misstated("campaign", _OUTSIDE, title=title)
