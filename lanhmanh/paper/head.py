"""The head of a document: form, issuer, number, place and date, kind, title."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import nfc
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Family
from lanhmanh.paper.labels import GUARD, bare, clean, lines, split_label
from lanhmanh.paper.references import KINDS, find, kind_named

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
STAR = "*"
_DATE = re.compile(
    r"(?:([^\d,:;]{1,60}?)\s?,\s?)?(?i:ngày)\s(?:(\d{1,2})\stháng\s(\d{1,2})\snăm\s(\d{4})|"
    r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}))\.?"
)
_BLANK_DATE = re.compile(r"([^\d,:;]{1,60}?)\s?,\s?ngày[\s.…_]{1,40}tháng[\s.…_]{1,40}năm[\s.…_]{0,40}")
_HALF_DATE = re.compile(r"[^\d,:;]{1,60}?,\s?ngày[\s\d.…_]{1,40}tháng[\s\d.…_]{1,40}năm[\s\d.…_]{0,40}")
_NUMBER = re.compile(r"(?i:số)\s?(?::\s?(.{0,80})|\s(?=[\d.…_/-])(.{1,80}))")
_SUBJECT = re.compile(r"(V/v|Về việc)\W", re.IGNORECASE)
_NOT_TITLE = re.compile(r"(Căn cứ|Kính gửi|Xét|Theo|Để|Nhằm|Trong|Sau khi|Ngày|Hôm nay)\s", re.IGNORECASE)
_RECIPIENTS = re.compile(r"Nơi nhận\s?(?::|$)", re.IGNORECASE)
_URGENT = r"(?:HỎATỐC|HOẢTỐC|THƯỢNGKHẨN|KHẨN|HẸNGIỜ)*"
_SECRET = re.compile(rf"{_URGENT}(?:ĐỘMẬT|DẤU|MỨCĐỘMẬT)?(?:TỐI|TUYỆT)?MẬT(?:BẢNSỐ)?{_URGENT}")
_SECRET_SENTENCE = sentence(
    "Văn bản mang dấu mật ở phần đầu (MẬT, TỐI MẬT hoặc TUYỆT MẬT): hệ thống không nhận và không lưu gì; "
    "hãy xử lý theo quy định về bí mật nhà nước."
)
_SECRET_DEPTH = 40  # blocks of the head in which a mark may stand
_LONG_LINE = 150  # characters: a longer line is prose, not the name of a body


@dataclass
class Head:
    """What the head says, and the blocks that follow it."""

    family: Family = Family.UNION
    issuer: list[str] = field(default_factory=list)
    number: str | None = None
    place: str | None = None
    date: dt.date | None = None
    kind: str | None = None
    title: str | None = None
    rest: list[Block] = field(default_factory=list)


def refuse_secret(blocks: Sequence[Block]) -> None:
    """Refuse a document whose head bears a mark of secrecy (MẬT, TỐI MẬT, TUYỆT MẬT) standing by itself.

    Source: Law on State secrets 29/2018/QH14; the mark inside a sentence does not count, beside a
    mark of urgency or the number of a copy it does.
    """
    for block in blocks[:_SECRET_DEPTH]:
        texts = [cell for row in block.cells or () for cell in row] if block.cells else [block.text]
        pieces = (piece for text in texts for piece in re.split(r"\n|\t|\s{3,}", text))
        if any(_SECRET.fullmatch("".join(c for c in nfc(piece).upper() if c.isalpha())) for piece in pieces):
            raise Refused(_SECRET_SENTENCE)


def is_head_line(text: str) -> bool:
    """Tell whether a line says by itself what part of the head or the foot it is."""
    signal = _SUBJECT.match(text) or _date_line(text) or _number_line(text) is not None or _family(text)
    return bool(signal) or text == STAR or bool(_RECIPIENTS.match(text)) or _is_motto(text)


def is_form_line(text: str) -> bool:
    """Tell whether the line stands in the head or foot of a printed form and nowhere else."""
    return bool(_family(text)) or _is_motto(text) or bool(_RECIPIENTS.match(text))


def is_date_line(text: str) -> bool:
    """Tell whether the line is one of place and date, filled in or not."""
    return bool(_date_line(text))


def begins_recipients(text: str) -> bool:
    """Tell whether the line opens the list of recipients ("Nơi nhận:")."""
    return bool(_RECIPIENTS.match(text))


def read_head(blocks: Sequence[Block]) -> Head:
    """Read the head; `rest` begins with the first block that is none of it."""
    limit = next((i for i, b in enumerate(blocks) if _ends_head(b)), len(blocks))
    at = _kind_at(blocks[:limit])
    end = _last_signal(blocks[:limit]) + 1 if at is None else at
    head, strays = Head(), []
    for block in blocks[:end]:
        strays += [Block(text) for text in lines(block.text) if not _take(head, text)]
    following = list(blocks[end:])
    first = following.pop(0) if at is not None else None
    title, following = _title(head, first, following, limit - end)
    head.title = bare(" ".join(title)) or _subject(head)
    head.rest = [*strays, *_take_late(head, following)]
    return head


def _ends_head(block: Block) -> bool:
    labelled = split_label(block.text) is not None and block.text != STAR
    return block.cells is not None or labelled or begins_recipients(block.text)


def _kind_at(blocks: Sequence[Block]) -> int | None:
    """Return where the kind stands: a line that is a kind, or else one that begins with it behind the signals."""
    for i, block in enumerate(blocks):
        if _is_kind(block):
            return i
    start = _last_signal(blocks) + 1
    for i, block in enumerate(blocks[start:], start):
        if not block.letterhead and _split_kind(block)[0]:
            return i
    return None


def _is_kind(block: Block) -> bool:
    first = (lines(block.text) or [""])[0]
    return bool(kind_named(first)) or (block.heading_level == 1 and first.startswith(GUARD))


def _split_kind(block: Block) -> tuple[str | None, list[str]]:
    """Return the kind that the block opens with, and the lines of title behind it."""
    first, *others = lines(block.text) or [""]
    if block.heading_level == 1 and first.startswith(GUARD):
        return bare(first), others
    if kind := kind_named(first):
        return kind, others
    name = opening_kind(first, any_case=block.heading_level == 1)
    return (name, [first[len(name) + 1 :], *others]) if name else (None, [first, *others])


def opening_kind(text: str, *, any_case: bool = False) -> str | None:
    """Return the kind that the text opens with in capitals, more words following ("BÁO CÁO kết quả …")."""
    start = text.upper() if any_case else text
    return next((name for name in KINDS if start.startswith(name.upper() + " ")), None)


def _last_signal(blocks: Sequence[Block]) -> int:
    """Return the place of the last line that only a head has, or of the last line of a letterhead; -1 for none."""
    return max((i for i, b in enumerate(blocks) if b.letterhead or any(map(is_head_line, lines(b.text)))), default=-1)


def _take(head: Head, text: str) -> bool:
    """Store a line of the head in its field; False for prose, which belongs to the preamble."""
    if text == STAR or _is_motto(text) or _take_family(head, text) or _take_number(head, text):
        return True
    if take_date(head, text):
        return True
    if len(text) > _LONG_LINE:
        return False
    head.issuer.append(bare(text))
    return True


def _take_family(head: Head, text: str) -> bool:
    family = _family(text)
    if family and head.family in (Family.UNION, family):
        head.family = family
        return True
    return False


def _family(text: str) -> Family | None:
    return _FAMILIES.get(_letters(text))


def _is_motto(text: str) -> bool:
    return _letters(text) == _MOTTO


def _letters(text: str) -> str:
    return "" if text.startswith(GUARD) else "".join(c for c in text.lower() if c.isalpha())


_FAMILIES = {
    _letters(NATION): Family.STATE,
    _letters("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"): Family.STATE,
    _letters(PARTY): Family.PARTY,
}
_MOTTO = _letters(MOTTO)


def _take_number(head: Head, text: str) -> bool:
    number = _number_line(text)
    if number is None or head.number:
        return False
    token, _, other = number.partition(" ")
    if other and take_date(head, other):
        number = token
    head.number = number or None
    return True


def _number_line(text: str) -> str | None:
    match = _NUMBER.fullmatch(text)
    return re.sub(r"\s?([/–-])\s?", r"\1", match[1] or match[2] or "") if match else None


def take_date(head: Head, text: str) -> bool:
    """Store a line of place and date; a date that is only half filled in stays in `place` as written."""
    line = _date_line(text)
    if not line or head.date or head.place:
        return False
    head.place, head.date = line
    return True


def _date_line(text: str) -> tuple[str | None, dt.date | None] | None:
    if match := _DATE.fullmatch(text):
        year, month, day = match[4] or match[7], match[3] or match[6], match[2] or match[5]
        try:
            return match[1], dt.date(int(year), int(month), int(day))
        except ValueError:
            return text, None
    if match := _BLANK_DATE.fullmatch(text):
        return match[1], None
    return (text, None) if _HALF_DATE.fullmatch(text) else None


def _title(head: Head, first: Block | None, following: list[Block], room: int) -> tuple[list[str], list[Block]]:
    """Return the lines of the title and the blocks behind it: the marked lines that follow the kind."""
    title: list[str] = []
    if first is not None:
        head.kind, title = _split_kind(first)
        room -= 1
    taken = 0
    complete = bool(title) or first is None or first.heading_level is not None
    while taken < room and _continues_title(following[taken]):
        if (complete or taken) and _names_table(following, taken):
            break
        title += lines(following[taken].text)
        taken += 1
    if first is not None and not (title or taken or first.cued) and room > 0 and _plain_title(following[0].text):
        title, taken = lines(following[0].text), 1
    return title, following[taken:]


def _continues_title(block: Block) -> bool:
    marked = block.bold or block.heading_level in (1, 2) or block.align == "center"
    return marked and not block.letterhead and not _is_foot(block.text) and len(block.text) <= 1000


def _names_table(blocks: Sequence[Block], at: int) -> bool:
    return blocks[at].heading_level is None and at + 1 < len(blocks) and blocks[at + 1].cells is not None


def _is_foot(text: str) -> bool:
    return begins_recipients(text) or is_date_line(text)


def _plain_title(text: str) -> bool:
    """Tell whether an unmarked line behind an unmarked kind is its title and not the first basis."""
    prose = len(text) > 300 or (text.endswith((".", ":", ";")) and bool(find(text)))
    return not (prose or _NOT_TITLE.match(text) or is_head_line(text) or text.startswith(GUARD))


def _subject(head: Head) -> str | None:
    """Return the line "V/v …" of a letter, which names no kind, taken out of the issuer's lines."""
    subject = next((line for line in head.issuer if _SUBJECT.match(line)), None)
    if subject:
        at = head.issuer.index(subject)
        tail = [subject, *head.issuer[at + 1 :]]
        head.issuer = head.issuer[:at]
        return " ".join(tail)
    return None


def _take_late(head: Head, blocks: Sequence[Block]) -> Iterator[Block]:
    """Drop from the body the lines of place and date or number that stand behind the title and before the clauses."""
    early = True
    for block in blocks:
        early = early and not _ends_head(block)
        text = clean(block.text)
        if not (early and (_take_number(head, text) or take_date(head, text))):
            yield replace(block, text=text)
