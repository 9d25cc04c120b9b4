"""Numbers as Vietnamese offices write them: a dot between thousands, a comma before decimals."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from lanhmanh.kernel.errors import Refused

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)  # figures have at most 15 digits: no sum of them is ever rounded

_SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f](?=[0-9])")
_PLAIN = re.compile(r"[-+]?[0-9]+(?:,[0-9]+)?")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:([. ])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]+)?")
_LOOKS_ENGLISH = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_MOST_DIGITS = 15


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return the value with so many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=EXACT)


def format_vi(value: Decimal | int | None, decimals: int = 0, *, missing: str = "") -> str:
    """Return the value as "1.234,5", rounded half up; `missing` for None, never "0"."""
    if value is None:
        return missing
    number = rounded(Decimal(value), decimals)
    text = f"{abs(number) if number == 0 else number:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def parse_figure(text: str) -> Decimal:
    """Return the number that a person typed: "1.234", "1.234,5", "1 234" or "1234,5".

    Refused, with what to write instead, when it is no number or can be read in two ways: "1,234" and "1.5".
    """
    typed = text.strip().replace("\u2212", "-")
    spaced = _SPACES.sub(" ", typed)
    if _LOOKS_ENGLISH.fullmatch(typed):
        whole = typed.replace(",", ".")
        raise Refused(f"“{text}” có thể hiểu hai cách: viết {whole} nếu là hàng nghìn, {typed}0 nếu là số lẻ.")
    if not (_PLAIN.fullmatch(spaced) or _GROUPED.fullmatch(spaced)):
        raise Refused(f"Không hiểu số “{text}”: dùng dấu chấm cho hàng nghìn, dấu phẩy cho số lẻ, ví dụ 1.234,5.")
    if sum(char.isdigit() for char in typed) > _MOST_DIGITS:
        raise Refused(f"Số “{text}” quá dài: nhập không quá {_MOST_DIGITS} chữ số.")
    return Decimal(spaced.replace(" ", "").replace(".", "").replace(",", "."))


def parse_optional(text: str) -> Decimal | None:
    """Return the number typed, or None for an empty cell: missing is not zero."""
    return parse_figure(text) if text.strip() else None
