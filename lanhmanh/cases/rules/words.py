"""Words that are not stored, whoever writes them."""

import re
from collections.abc import Iterable

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold

# Spelled together, or letter by letter with points or dashes.
_HIV = re.compile(r"(?<![a-z])(?:h[.\-_]?i[.\-_]?v|a[.\-_]?i[.\-_]?d[.\-_]?s)(?![a-z])")
# As many digits as identity and telephone numbers have, in groups or not; dates and numbers of documents have fewer.
_NUMBER = re.compile(r"(?:\d[ .\-]?){9,}")
NO_NUMBERS = sentence("Phần này không được mã hóa: không ghi số định danh, số điện thoại của ai.")
NOT_STORED = sentence(
    "Hệ thống không lưu thông tin về HIV/AIDS của bất kỳ ai (Luật 64/2006/QH11, Điều 8 khoản 5). "
    "Bỏ từ đó; việc khám, chữa bệnh ghi là “khám, chữa bệnh”."
)


def speaks_of_hiv(text: str) -> bool:
    """Test whether a text mentions HIV or AIDS."""
    return _HIV.search(fold(text)) is not None


def refuse_numbers(texts: Iterable[str]) -> None:
    """Return if none of the texts, which are kept open, holds the number of a person or of a telephone.

    :raises Refused: one does; the sentence never repeats it.
    """
    if any(_NUMBER.search(text) for text in texts):
        raise Refused(NO_NUMBERS)


def refuse_hiv(texts: Iterable[str]) -> None:
    """Return if none of the texts mentions HIV or AIDS.

    :raises Refused: one does; the sentence names the law and never repeats the text.
    """
    if any(speaks_of_hiv(text) for text in texts):
        raise Refused(NOT_STORED)
