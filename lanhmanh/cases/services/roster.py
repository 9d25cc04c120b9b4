"""A unit's own list is brought in: read, judged, shown, then all good rows at once or none.

Between the look and the deed nothing is kept here: the rows travel in the page, closed so that only who uploaded them
can open them.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case
from lanhmanh.cases.rules import roster as rules
from lanhmanh.cases.selectors.members import member_of
from lanhmanh.cases.services.filing import file_cases
from lanhmanh.cases.services.judging import Judged, judge
from lanhmanh.cases.services.numbers import hold_numbers
from lanhmanh.cases.services.statuses import file_episodes
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import new_id
from lanhmanh.keyring.access import Keys
from lanhmanh.paper.sheets import read_sheets
from lanhmanh.sealing import Unopened
from lanhmanh.units.models import Unit

LABEL = "roster"
_MOST_PACKED = 64 * 1024 * 1024
_TOO_BIG = sentence("Tệp lớn hơn 5 MB: tách danh sách thành nhiều tệp rồi tải từng tệp.")
_EMPTY_FILE = sentence("Tệp rỗng: chọn tệp khác.")
_STALE = sentence("Bản xem trước này không dùng được nữa: tải tệp lên lại.")
_NOTHING = sentence("Không có dòng nào để nhập: sửa các dòng lỗi trong tệp rồi tải lên lại.")


class Changed(Refused):
    """Something happened since the look: what would be brought in is not what was shown."""

    def __init__(self) -> None:
        super().__init__(sentence("Từ lúc xem trước đã có hồ sơ hoặc quy định thay đổi. Xem lại rồi xác nhận."))


class Imported(Refused):
    """This very list was brought in already."""

    def __init__(self) -> None:
        super().__init__(sentence("Danh sách này đã được nhập; không nhập lần nữa."))


@dataclass(frozen=True, slots=True)
class Roster:
    """A list as it was read, for a unit; every row has the uid that its case will have, so that it is opened once."""

    unit: Unit
    in_charge: User
    lines: Sequence[rules.Line] = field(repr=False)
    uids: Sequence[str]
    # The rows that were good and no double when they were shown.
    clean: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a list, and the list itself, closed, to be handed back with the answer."""

    roster: Roster
    judged: Sequence[Judged]
    packet: str = field(repr=False)

    def good(self) -> list[Judged]:
        """Return the rows that will be brought in."""
        return [one for one in self.judged if one.newcomer and not one.double]

    def doubles(self) -> list[Judged]:
        """Return the rows that somebody decides about."""
        return [one for one in self.judged if one.double]

    def faulty(self) -> list[Judged]:
        """Return the rows in which something is wrong."""
        return [one for one in self.judged if one.row.faults]

    def elsewhere(self) -> int:
        """Return how many rows may be of persons whom other units know."""
        return sum(one.elsewhere for one in self.judged)


def preview(*, actor: Actor, keys: Keys, unit: Unit, in_charge: str, content: bytes) -> Preview:
    """Return what would become of an uploaded list; nothing is kept.

    :raises NotAllowed: the actor does not answer for the unit.
    :raises Refused: it is no list that can be read.
    :raises NoKey: the actor holds no key.
    """
    require(actor, Permission.CASE_SUPERVISE, unit)
    member = member_of(unit, in_charge)
    if not content:
        raise Refused(_EMPTY_FILE)
    if len(content) > rules.MOST_BYTES:
        raise Refused(_TOO_BIG)
    sheets = read_sheets(content, rules.BOUNDS)
    rules.check_mark(sheets)
    lines = rules.body_of(rules.list_of(sheets))
    return _shown(keys, Roster(unit, member, lines, [new_id() for _line in lines]))


def preview_again(*, actor: Actor, keys: Keys, packet: str) -> Preview:
    """Return what would become now of a list that was shown before.

    :raises NotAllowed: the actor does not answer for the unit.
    :raises Refused: the packet does not open.
    """
    return _shown(keys, _opened(actor, keys, packet))


def import_roster(*, actor: Actor, keys: Keys, packet: str, keep: Collection[int] = ()) -> list[Case]:
    """Open the cases of all good rows of a list that was shown, and of the namesakes in `keep`; all of them or none.

    :raises NotAllowed: the actor does not answer for the unit.
    :raises Imported: it was brought in already; the same answer sent twice counts once.
    :raises Changed: it would not be what was shown.
    :raises Refused: no row is left, or the packet does not open.
    """
    roster = _opened(actor, keys, packet)
    try:
        with transaction.atomic():
            return _imported(actor, keys, roster, set(keep))
    except IntegrityError:
        if Case.objects.filter(uid__in=roster.uids).exists():
            raise Imported from None
        raise


def _imported(actor: Actor, keys: Keys, roster: Roster, keep: Collection[int]) -> list[Case]:
    hold_numbers(roster.unit, clock.today().year)
    if Case.objects.filter(uid__in=roster.uids).exists():
        raise Imported
    judged = _judged(keys, roster)
    clean = _clean(judged)
    if clean != list(roster.clean):
        raise Changed
    namesakes = {one.row.number for one in judged if one.double and not one.double.by_number} & set(keep)
    chosen = [one for one in judged if one.newcomer and one.row.number in {*clean, *namesakes}]
    if not chosen:
        raise Refused(_NOTHING)
    newcomers = [one.newcomer for one in chosen if one.newcomer]
    filed = file_cases(actor=actor, keys=keys, unit=roster.unit, newcomers=newcomers)
    for one, case in zip(chosen, filed, strict=True):
        if one.begun:
            one.begun.episode.case = case.case
    file_episodes(actor=actor, found=[one.begun for one in chosen if one.begun])
    record(
        actor=actor, verb="case.imported", on=roster.unit, unit_id=roster.unit.pk, cases=len(filed),
        rows=len(judged), faulty=sum(bool(one.row.faults) for one in judged),
        left_out=sum(bool(one.double) for one in judged) - len(namesakes), namesakes=len(namesakes),
        running=sum(one.begun is not None for one in chosen),
    )  # fmt: skip
    return [one.case for one in filed]


def _judged(keys: Keys, roster: Roster) -> list[Judged]:
    return judge(
        index=keys.index, unit=roster.unit, lines=roster.lines, uids=roster.uids, in_charge=roster.in_charge
    )  # fmt: skip


def _clean(judged: Sequence[Judged]) -> list[int]:
    return [one.row.number for one in judged if one.newcomer and not one.double]


def _shown(keys: Keys, roster: Roster) -> Preview:
    judged = _judged(keys, roster)
    told = {
        "unit": roster.unit.uid, "in_charge": roster.in_charge.uid, "lines": rules.packed(roster.lines),
        "uids": list(roster.uids), "clean": _clean(judged),
    }  # fmt: skip
    content = zlib.compress(json.dumps(told, ensure_ascii=False).encode())
    return Preview(roster, judged, b64encode(keys.wrap(content, LABEL)).decode())


def _opened(actor: Actor, keys: Keys, packet: str) -> Roster:
    try:
        told = _unpacked(keys.unwrap(b64decode(packet, validate=True), LABEL))
    except (Unopened, ValueError, zlib.error):
        raise Refused(_STALE) from None
    unit = Unit.objects.filter(uid=told["unit"]).first()
    if unit is None:
        raise Refused(_STALE)
    require(actor, Permission.CASE_SUPERVISE, unit)
    in_charge = member_of(unit, told["in_charge"])
    return Roster(unit, in_charge, rules.unpacked(told["lines"]), told["uids"], told["clean"])


def _unpacked(content: bytes) -> Any:
    """Return what was packed; no more is unpacked than was ever packed."""
    reader = zlib.decompressobj()
    text = reader.decompress(content, _MOST_PACKED)
    if not reader.eof:
        raise ValueError("not what was packed")
    return json.loads(text)
