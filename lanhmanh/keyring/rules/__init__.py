"""A custodian's sheet as plain text: written to be printed once, and read back from what was typed or scanned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

PAGE = "\f"
DRILL_EVERY = timedelta(days=183)  # half a year: a default of this programme, no rule of law
_COLUMNS, _WIDTH = 3, 20
_NUMBERED = re.compile(r"(\d+)\.\s*([A-Za-z]+)")
_ROW = re.compile(r"(?:\s*\d+\.\s*[A-Za-z]+)+\s*", re.ASCII)
_WHOLE = re.compile(r"\s*(?:[A-Za-z]+\s+){19,}[A-Za-z]+\s*")  # a share of a whole key has at least 20 words


@dataclass(frozen=True, slots=True)
class Share:
    """A custodian's share: how many of how many are needed, and its words."""

    number: int
    custodian: str
    needed: int
    given: int
    words: str = field(repr=False)


def is_overdue(last: date | None, today: date) -> bool:
    """Test whether recovery should be practised again."""
    return last is None or today - last > DRILL_EVERY


def sheet(share: Share, *, unit: str, day: date, synthetic: bool) -> str:
    """Return the sheet of one custodian."""
    head = [
        *(["SYNTHETIC - KHÓA CỦA TỈNH MINH HỌA, KHÔNG BẢO VỆ GÌ", ""] if synthetic else []),
        "MẢNH KHÓA KHÔI PHỤC HỒ SƠ HỖ TRỢ / RECOVERY SHARE",
        "",
        f"Đơn vị / unit:          {unit}",
        f"Ngày phát / handed out: {day:%d/%m/%Y}",
        f"Mảnh / share:           {share.number} (cần {share.needed} trong {share.given} / any {share.needed} of"
        f" {share.given})",
        f"Người giữ / custodian:  {share.custodian}",
        "",
    ]
    foot = [
        "",
        "Giữ tờ này trong phong bì dán kín, nơi khóa được, tách khỏi máy tính và các tờ khác.",
        "Không chụp ảnh, không gửi đi. Một mảnh không mở được gì. Mất mảnh: báo ngay để phát lại.",
        "Keep in a sealed envelope under lock, apart from the other sheets. One share opens nothing.",
    ]
    return "\n".join([*head, *_rows(share.words.split()), *foot]) + "\n"


def read_shares(text: str) -> list[str]:
    """Return the shares of a text: whole sheets one after the other, or a share on each line."""
    whole = [" ".join(line.lower().split()) for line in text.splitlines() if _WHOLE.fullmatch(line)]
    return whole + list(_numbered(" ".join(line for line in text.splitlines() if _ROW.fullmatch(line))))


def _numbered(text: str) -> Iterator[str]:
    """Yield the words numbered from 1 of each sheet."""
    words: list[str] = []
    for number, word in _NUMBERED.findall(text):
        if int(number) == 1 and words:
            yield " ".join(words)
            words = []
        words.append(word.lower())
    if words:
        yield " ".join(words)


def _rows(words: list[str]) -> Iterator[str]:
    cells = [f"{f'{number}. {word}':<{_WIDTH}}" for number, word in enumerate(words, 1)]
    for start in range(0, len(cells), _COLUMNS):
        yield "".join(cells[start : start + _COLUMNS]).rstrip()
