"""The foot of a document: recipients and signatory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Signatory
from lanhmanh.paper.head import Head, begins_recipients, take_date
from lanhmanh.paper.labels import bare, is_mark, split_label
from lanhmanh.paper.outline import is_caption

_AUTHORITY = re.compile(r"(T/?M|K/?T|T/?L|T/?UQ|Q)(?:\.\s?|\s)(?=\w)")
_OFFICE = re.compile(
    r"(chủ tịch|bí thư|giám đốc|trưởng|phó|chánh|cục|bộ trưởng|ủy viên|uỷ viên|chủ nhiệm|thường trực|thủ trưởng|kế toán"
    r"|người (?:lập|đăng ký|cam kết|đại diện))\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\(?(đã ký|ký tên|ký, ghi rõ|ký và)", re.IGNORECASE)
_SHORT = 100  # characters of a line of signature
_ROOM = 6  # lines of signature before "Nơi nhận:"


@dataclass
class Tail:
    """What the foot says, the blocks before it and those behind it."""

    body: list[Block]
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)

    @property
    def signatory(self) -> Signatory | None:
        """Return who signs, read from the lines of signature; None without any."""
        return _signatory(self.signature)


def read_tail(blocks: Sequence[Block], head: Head) -> Tail:
    """Split the foot from the body: from "Nơi nhận:" on, and lines of signature before it or at the very end."""
    at = next((i for i, b in enumerate(blocks) if b.cells is None and begins_recipients(b.text)), None)
    start = _signature_start(blocks[:at])
    tail = Tail(body=list(blocks[:start]))
    early = list(blocks[start:at])
    stopped = _take_signature(tail, early, head)
    tail.rest = early[stopped:]
    if at is not None:
        tail.recipients += _inline(blocks[at].text)
        tail.rest += _read_list(tail, _by_line(blocks[at + 1 :]), head)
    return tail


def _by_line(blocks: Sequence[Block]) -> list[Block]:
    return [replace(b, text=line) for b in blocks for line in (b.text.split("\n") if b.cells is None else [b.text])]


def _signature_start(blocks: Sequence[Block]) -> int:
    """Return where the lines of signature begin that end the blocks; their number where there are none."""
    for i in range(len(blocks) - 1, -1, -1):
        if _plain(blocks[i]) and _is_authority(blocks[i].text):
            return i
    start = len(blocks)
    while start > max(0, len(blocks) - _ROOM) and _marked_line(blocks, start - 1):
        start -= 1
    return start


def _marked_line(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    heads_clause = at > 0 and (split_label(blocks[at - 1].text) or ("", "x"))[1] == "" and bool(blocks[at - 1].text)
    ended = block.text.endswith((".", ";", ":", ",")) or len(block.text) > _SHORT
    return _plain(block) and not ended and not heads_clause and (_is_sure(block) or _is_name_under_office(blocks, at))


def _is_sure(block: Block) -> bool:
    office = block.text.isupper() and bool(_OFFICE.match(block.text))
    return block.bold or block.align in ("center", "right") or office or bool(_SIGNED.match(block.text))


def _is_name_under_office(blocks: Sequence[Block], at: int) -> bool:
    return at > 0 and _is_name(blocks[at].text) and _plain(blocks[at - 1]) and _is_sure(blocks[at - 1])


def _plain(block: Block) -> bool:
    return block.cells is None and bool(block.text) and split_label(block.text) is None


def _is_authority(text: str) -> bool:
    match = _AUTHORITY.match(text)
    return bool(match) and len(text) <= _SHORT and text[match.end() :].isupper() if match else False


def is_signature_line(block: Block) -> bool:
    """Tell whether the line looks like part of a signature: marked, in capitals, an office or a person's name."""
    text = block.text
    if len(text) > _SHORT or begins_recipients(text):
        return False
    marked = block.bold or block.align in ("center", "right")
    return marked or _is_authority(text) or text.isupper() or bool(_SIGNED.match(text)) or _is_name(text)


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 6 and all(w[0].isupper() and re.sub(r"[’'-]", "", w).isalpha() for w in words)


def _take_signature(tail: Tail, blocks: Sequence[Block], head: Head) -> int:
    """Take lines of signature from the start of the blocks; return how many."""
    for i, block in enumerate(blocks):
        if not _plain(block) or not _sign(tail, block, head):
            return i
    return len(blocks)


def _sign(tail: Tail, block: Block, head: Head) -> bool:
    if take_date(head, block.text):
        return True
    if not is_signature_line(block) or _complete(tail.signature):
        return False
    tail.signature.append(bare(block.text))
    return True


def _complete(signature: Sequence[str]) -> bool:
    return bool(signature) and not (_is_authority(signature[-1]) or _is_office(signature[-1]))


def _read_list(tail: Tail, blocks: Sequence[Block], head: Head) -> list[Block]:
    """Read the lines behind "Nơi nhận:"; return the blocks from the first that is neither list nor signature."""
    for i, (block, following) in enumerate(zip(blocks, (*blocks, None)[1:], strict=True)):
        names_table = following is not None and following.cells is not None and _names_table(tail, block)
        if block.cells is not None or names_table or not _take_line(tail, block, head):
            return list(blocks[i:])
    return []


def _names_table(tail: Tail, block: Block) -> bool:
    """Tell whether the line before an annex is its name, and not the last line of the signature."""
    signs = _is_authority(block.text) or bool(_OFFICE.match(block.text)) or _is_name(block.text)
    return is_caption(block) and (_complete(tail.signature) or not signs)


def _take_line(tail: Tail, block: Block, head: Head) -> bool:
    label = split_label(block.text)
    if label is not None:
        if not is_mark(label[0]) or _complete(tail.signature):
            return False
        tail.recipients.append(_entry(label[1] if label[0] == "-" else f"{label[0]} {label[1]}"))
        return True
    if _sign(tail, block, head):
        return True
    if tail.signature or not block.text.endswith((";", ",", ".")) or len(block.text) > 2 * _SHORT:
        return False
    tail.recipients.append(_entry(block.text))
    return True


def _inline(text: str) -> list[str]:
    """Return the recipients that stand on the line of "Nơi nhận:" itself."""
    listed = text[len("Nơi nhận") :].strip(" :")
    parts = re.split(r";\s?(?=[-–+])", listed) if listed[:1] in ("-", "–") else [listed]
    return [_entry(part.strip("-– ")) for part in parts if part.strip("-– ")]


def _entry(text: str) -> str:
    """Return the recipient without the one mark that closes its line."""
    text = bare(text)
    return text[:-1].rstrip() if text.endswith((";", ".")) else text


def _is_office(text: str) -> bool:
    return bool(_OFFICE.search(text) or _SIGNED.match(text)) or (text.isupper() and len(text.split()) > 4)


def _signatory(signature: Sequence[str]) -> Signatory | None:
    """Give each line its field: the authority (TM., KT. …), the offices, then the person's name."""
    if not signature:
        return None
    authority: str | None = None
    title: list[str] = []
    name: str | None = None
    for text in signature:
        if _is_authority(text) and authority is None and not title:
            authority = text
        elif _is_authority(text) or _is_office(text):
            title.append(text)
        else:
            name = text
    return Signatory(authority, " ".join(title) or None, name)
