"""What is done to the rows of the registers: add, change, take back, restore, erase a name; one way for all of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Kept, Named
from lanhmanh.activities.policies import may_erase
from lanhmanh.activities.rules.registers import faults
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.units.models import Unit, UnitVersion

Row = TypeVar("Row", bound=Kept)
Values = Mapping[str, Any]
LONGEST_REASON = 300
_ERASED = "…"  # stands for an erased name while a row is checked; it is never written


class Faulty(Refused):
    """A row is wrong; `field` says where."""

    def __init__(self, field: str, refusal: Refused) -> None:
        super().__init__(refusal.sentence, **refusal.values)
        self.field = field


class ChangedMeanwhile(Refused):
    """Somebody else changed the row after it was opened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person states of one row; `uid` comes with the form or the list, so that it is made once."""

    unit: Unit
    values: Values
    parent: Kept | None = None
    uid: str = field(default_factory=new_id)


@transaction.atomic
def add(*, actor: Actor, model: type[Row], entry: Entry) -> Row:
    """Add a row; the same form sent twice gives the row of the first time.

    :raises Faulty: something stated cannot be; `field` says what.
    :raises NotAllowed: the actor may not record for this unit.
    """
    require(actor, Permission.ACTIVITY_RECORD, entry.unit)
    if before := model._default_manager.filter(uid=entry.uid).first():
        return _sent_before(actor, entry, before)
    _check(model, entry, lives_of({entry.unit.pk})[entry.unit.pk])
    _refuse_second(model, entry.unit.pk, entry.values)
    row = _made(actor, model, entry)
    row.save(force_insert=True)
    audit.record(actor=actor, verb="register.added", on=row, unit_id=row.unit_id, **_told(row))
    return row


@transaction.atomic
def add_many(*, actor: Actor, model: type[Row], entries: Sequence[Entry]) -> list[Row]:
    """Add many rows of one register in a few queries, with one event; all or none.

    :raises Refused: a row states what cannot be, or the actor may not record for its unit.
    """
    unit_ids = {entry.unit.pk for entry in entries}
    if not unit_ids <= set(units_for(actor, Permission.ACTIVITY_RECORD).values_list("pk", flat=True)):
        raise NotAllowed(_("Tài khoản này không có quyền ghi cho một đơn vị trong danh sách."))
    lives = lives_of(unit_ids)
    for entry in entries:
        _check(model, entry, lives[entry.unit.pk])
    rows = model._default_manager.bulk_create([_made(actor, model, entry) for entry in entries], batch_size=1000)
    counts = Counter(entry.unit.uid for entry in entries)
    only = entries[0].unit.pk if len(counts) == 1 else None
    audit.record(
        actor=actor, verb="register.added_many", unit_id=only, register=model.slug, count=len(rows), units=dict(counts)
    )
    return list(rows)


@transaction.atomic
def change(*, actor: Actor, row: Kept, values: Values, version: int) -> Kept:
    """Replace what a row states; `version` is the one that the person saw.

    :raises ChangedMeanwhile: the row has another version by now.
    :raises Faulty: something stated cannot be; `field` says what.
    :raises Refused: the row was taken back.
    """
    row = _locked(actor, row)
    if row.is_void:
        raise Refused(_("Mục này đã hủy: khôi phục trước khi sửa."))
    if row.version != version:
        raise ChangedMeanwhile(_("Có người vừa sửa mục này. Mở lại trang, xem bản mới rồi sửa."))
    erased = isinstance(row, Named) and row.erased_at is not None
    asked = {**values, "name": _ERASED} if erased else values
    _check(type(row), Entry(row.unit, asked, _parent_of(row)), lives_of({row.unit_id})[row.unit_id])
    if erased:
        values = {**values, **dict.fromkeys(_erased_with(row), "")}
    _refuse_second(type(row), row.unit_id, values, but=row.pk)
    changed = [name for name in row.stated if _plain(getattr(row, name)) != _plain(values.get(name))]
    _fill(row, values)
    row.version += 1
    row.save()
    audit.record(
        actor=actor, verb="register.changed", on=row, unit_id=row.unit_id, fields=" ".join(changed), **_told(row)
    )
    return row


@transaction.atomic
def void(*, actor: Actor, row: Kept, reason: str) -> Kept:
    """Take a row back: it stays to be read, with the reason, and counts no more. Twice is once.

    :raises Refused: no reason is given.
    """
    row = _locked(actor, row)
    if row.is_void:
        return row
    reason = nfc(" ".join(reason.split()))
    if not reason:
        raise Refused(_("Ghi lý do hủy, ví dụ ghi trùng."))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Lý do quá dài: không quá 300 ký tự."))
    row.voided_at, row.voided_by_id, row.void_reason = clock.now(), actor.user_id, reason
    row.version += 1
    row.save()
    audit.record(actor=actor, verb="register.voided", on=row, unit_id=row.unit_id, reason=reason)
    return row


@transaction.atomic
def restore(*, actor: Actor, row: Kept) -> Kept:
    """Let a row that was taken back count again. Twice is once.

    :raises Faulty: another row has taken its place.
    """
    row = _locked(actor, row)
    if not row.is_void:
        return row
    _refuse_second(type(row), row.unit_id, {name: getattr(row, name) for name in row.stated}, but=row.pk)
    row.voided_at = row.voided_by = None
    row.void_reason = ""
    row.version += 1
    row.save()
    audit.record(actor=actor, verb="register.restored", on=row, unit_id=row.unit_id)
    return row


@transaction.atomic
def erase_name(*, actor: Actor, row: Named) -> Named:
    """Erase the name of a person or household, who goes on counting; it cannot be brought back. Twice is once.

    :raises Refused: no name stands there.
    """
    if not may_erase(actor, row.unit_id):
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))
    found = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if found.erased_at:
        return found
    if not found.name:
        raise Refused(_("Mục này không ghi tên: không có gì để xóa."))
    for name in _erased_with(found):
        setattr(found, name, "")
    found.search = ""
    found.erased_at, found.erased_by_id = clock.now(), actor.user_id
    found.version += 1
    found.save()
    audit.record(actor=actor, verb="register.name_erased", on=found, unit_id=found.unit_id)
    return found


def faults_of(model: type[Kept], entry: Entry, lives: Iterable[tuple[date, date | None]]) -> list[tuple[str, Refused]]:
    """Return the field and the fault of everything that is wrong with a row; `lives` is when its unit is there."""
    parent = entry.parent
    since = parent.when if parent is not None else None
    found = list(faults(model.slug, entry.values, clock.today(), since=since))
    day = entry.values.get(model.dated)
    # What began before the first known version of its unit is older than our table, not wrong.
    if day is not None and not any(end is None or day < end for _start, end in lives):
        found.append((model.dated, Refused(_("Ngày này đơn vị không còn: xem lại ngày, đơn vị."))))
    return found


def key_of(model: type[Kept], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a row is the same by; words are compared folded."""
    return tuple(_folded(values.get(name)) for name in model.same)


def _check(model: type[Kept], entry: Entry, lives: Iterable[tuple[date, date | None]]) -> None:
    if model.parent and (entry.parent is None or entry.parent.unit_id != entry.unit.pk or entry.parent.is_void):
        raise Refused(_("Mục này thuộc về một mục đã hủy hoặc của đơn vị khác: chọn lại."))
    for name, refusal in faults_of(model, entry, lives):
        raise Faulty(name, refusal)


def _refuse_second(model: type[Kept], unit_id: int, values: Values, *, but: int | None = None) -> None:
    """Refuse a second row of a unit where there can be only one of a day."""
    if not model.once:
        return
    same = {name: values.get(name) for name in model.same if name != "unit"}
    there = model._default_manager.filter(unit_id=unit_id, voided_at__isnull=True, **same).exclude(pk=but or 0)
    if there.exists():
        raise Faulty("day", Refused(_("Ngày này đã có số liệu: sửa mục đó hoặc chọn ngày khác.")))


def _made(actor: Actor, model: type[Row], entry: Entry) -> Row:
    row = model(uid=entry.uid, unit=entry.unit, recorded_at=clock.now(), recorded_by_id=actor.user_id)
    if model.parent:
        setattr(row, model.parent, entry.parent)
    _fill(row, entry.values)
    return row


def _fill(row: Kept, values: Values) -> None:
    for name in row.stated:
        value = values.get(name)
        own: Any = row._meta.get_field(name)
        if value is None and not own.null:
            value = own.get_default() if own.has_default() else ""
        if name == "year" and value == "":
            value = values["day"].year
        setattr(row, name, nfc(value.strip()) if isinstance(value, str) else value)
    words = (getattr(row, name) for name in row.stated if isinstance(getattr(row, name), str))
    row.search = fold(" ".join(words))


def _locked(actor: Actor, row: Kept) -> Kept:
    require(actor, Permission.ACTIVITY_RECORD, row.unit_id)
    found: Kept = type(row)._default_manager.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    return found


def _parent_of(row: Kept) -> Kept | None:
    found: Kept | None = getattr(row, row.parent) if row.parent else None
    return found


def _erased_with(row: Kept) -> list[str]:
    """Return the fields of what is personal in a row."""
    classes: dict[str, str] = type(row).classes  # type: ignore[attr-defined]
    return [name for name in row.stated if classes[name] == "personal"]


def _sent_before(actor: Actor, entry: Entry, row: Row) -> Row:
    if (row.unit_id, row.recorded_by_id) != (entry.unit.pk, actor.user_id):
        raise Refused(_("Biểu này đã dùng cho một mục khác: mở lại trang."))
    return row


def lives_of(unit_ids: Collection[int]) -> dict[int, list[tuple[date, date | None]]]:
    """Return unit id → the spans of days in which the unit is there, in one query."""
    spans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = UnitVersion.objects.filter(unit_id__in=unit_ids)
    for unit_id, start, end in rows.values_list("unit_id", "valid_from", "valid_to"):
        spans[unit_id].append((start, end))
    return spans


def _told(row: Kept) -> dict[str, str | None]:
    """Return what the trail keeps of a row: its kind and day, no names and no words."""
    day = row.when
    return {"kind": getattr(row, "kind", None), "day": day.isoformat() if day else None}


def _plain(value: Any) -> Any:
    return "" if value is None else value


def _folded(value: Any) -> Any:
    if isinstance(value, Kept | Unit):
        return value.pk
    return fold(value) if isinstance(value, str) else "" if value is None else value


__all__ = [
    "ChangedMeanwhile", "Entry", "Faulty", "add", "add_many", "change", "erase_name", "faults_of", "key_of",
    "lives_of", "restore", "void",
]  # fmt: skip


@transaction.atomic
def hand_out(*, actor: Actor, model: type[Kept], count: int) -> None:
    """Put on record that a register with people's names was handed out as a file."""
    if issubclass(model, Named):
        told = {"register": model.slug, "count": count}
        audit.record(actor=actor, verb="register.handed_out", unit_id=actor.home_unit_id, **told)
