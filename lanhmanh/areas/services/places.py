"""What is done to the registers of businesses and of sites."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Business, Site
from lanhmanh.areas.rules import places as rules
from lanhmanh.areas.rules.places import BusinessData, Faulty, PlaceData, SiteData
from lanhmanh.areas.selectors.points import middles
from lanhmanh.areas.services.registers import line, locked, same_version
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import fold, sort_key
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import names_on

AnyPlace = Business | Site


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one place of a unit for `list_places`; `uid` where the row of a list is to keep its own."""

    unit: Unit
    data: PlaceData
    uid: str = ""


@overload
def list_place(*, actor: Actor, unit: Unit, data: BusinessData) -> Business: ...
@overload
def list_place(*, actor: Actor, unit: Unit, data: SiteData) -> Site: ...
@transaction.atomic
def list_place(*, actor: Actor, unit: Unit, data: Any) -> AnyPlace:
    """Enter a business or a site into its register; the same form sent twice gives the row of the first time.

    :raises Faulty: something stated cannot be, or is odd and nobody was sure of it; `field` says what.
    :raises NotAllowed: the actor keeps no register of this unit.
    """
    require(actor, Permission.PLACE_RECORD, unit)
    data = tidy(data)
    if found := model_of(data).objects.filter(token=data.token).first():
        if (found.unit_id, found.recorded_by_id) != (unit.pk, actor.user_id):
            raise Refused(_("Biểu này đã dùng cho một cơ sở khác: mở lại trang thêm cơ sở."))
        return found
    _check(unit, data)
    place = _row(actor, Entry(unit, data))
    place.save()
    audit.record(actor=actor, verb="place.listed", on=place, unit_id=unit.pk, **_told(data))
    return place


@transaction.atomic
def list_places(*, actor: Actor, entries: Sequence[Entry]) -> list[AnyPlace]:
    """Enter many places of one kind, all or none, in a number of queries that does not grow with them.

    :raises Faulty: one of them cannot be; doubts are the caller's to show.
    :raises NotAllowed: the actor keeps no register of one of the units.
    """
    wanted, today = {one.unit.pk for one in entries}, clock.today()
    allowed = set(units_for(actor, Permission.PLACE_RECORD).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - allowed:
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))
    rows = []
    for one in entries:
        data = tidy(one.data)
        for fault in faults_of(one.unit, data, today):
            raise fault
        rows.append(_row(actor, replace(one, data=data)))
    Business.objects.bulk_create([row for row in rows if isinstance(row, Business)], batch_size=500)
    Site.objects.bulk_create([row for row in rows if isinstance(row, Site)], batch_size=500)
    counts = Counter(one.unit.uid for one in entries)
    only = entries[0].unit.pk if len(counts) == 1 else None
    audit.record(actor=actor, verb="place.listed_many", unit_id=only, count=len(rows), units=dict(counts))
    return rows


@transaction.atomic
def change_place(*, actor: Actor, place: AnyPlace, unit: Unit, data: PlaceData, version: int) -> AnyPlace:
    """Replace what the register states of a place; it may go over to another unit where the actor records too.

    :raises ChangedMeanwhile: the row has another version by now.
    :raises Faulty: something stated cannot be, or is odd and nobody was sure of it.
    """
    found = locked(actor, place, place.unit_id)
    same_version(found, version)
    require(actor, Permission.PLACE_RECORD, unit)
    data = tidy(data)
    _check(unit, data, found)
    if found.closed_on and data.listed_on > found.closed_on:
        raise Faulty("listed_on", sentence("Ngày vào sổ sau ngày ngừng hoạt động: xem lại hai ngày."))
    before, found.unit = found.unit_id, unit
    for name, value in _fields(data).items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    moved = {"unit_before": before} if before != unit.pk else {}
    audit.record(actor=actor, verb="place.changed", on=found, unit_id=unit.pk, version=found.version, **moved)
    return found


@transaction.atomic
def close_place(*, actor: Actor, place: AnyPlace, on: Any, why: str) -> AnyPlace:
    """Take a place off the register from a day on; it stays to be read. Twice is once.

    :raises Faulty: the day cannot be, or no reason is given.
    """
    found = locked(actor, place, place.unit_id)
    if found.closed_on:
        return found
    for fault in rules.closing(on, found.listed_on, clock.today()):
        raise fault
    why = line(why)
    if not why or len(why) > 300:
        raise Faulty("closed_why", sentence("Ghi lý do, không quá 300 ký tự, ví dụ đã trả giấy phép."))
    found.closed_on, found.closed_why, found.version = on, why, found.version + 1
    found.save()
    audit.record(actor=actor, verb="place.closed", on=found, unit_id=found.unit_id, day=on.isoformat())
    return found


@transaction.atomic
def reopen_place(*, actor: Actor, place: AnyPlace) -> AnyPlace:
    """Put a place that was closed back on the register. Twice is once."""
    found = locked(actor, place, place.unit_id)
    if found.closed_on:
        found.closed_on, found.closed_why, found.version = None, "", found.version + 1
        found.save()
        audit.record(actor=actor, verb="place.reopened", on=found, unit_id=found.unit_id)
    return found


def model_of(data: PlaceData) -> type[Business] | type[Site]:
    """Return the register that a place belongs to."""
    return Business if isinstance(data, BusinessData) else Site


def tidy(data: Any) -> Any:
    """Return what was stated with its words on one line each."""
    return replace(data, **{name: line(getattr(data, name)) for name in rules.LONGEST})


def faults_of(unit: Unit, data: PlaceData, today: Any) -> Iterator[Faulty]:
    """Yield everything that cannot be, the unit included."""
    if unit.level != Level.COMMUNE:
        yield Faulty("unit", sentence("Sổ cơ sở là của xã, phường, thị trấn: chọn đơn vị cấp xã."))
    yield from rules.faults(data, today)


def doubts_of(unit: Unit, data: PlaceData, place: AnyPlace | None = None) -> Iterator[Faulty]:
    """Yield what is odd: a point far away, a place of the same name and address in the register."""
    middle = middles([unit.pk]).get(unit.pk) if data.latitude is not None else None
    name = names_on([unit.pk], clock.today()).get(unit.pk, "") if middle else ""
    yield from rules.doubts(data, middle, name)
    alike = model_of(data).objects.filter(unit=unit, closed_on__isnull=True, search__startswith=same(data))
    if alike.exclude(pk=place.pk if place else 0).exists():
        yield Faulty("name", sentence("Trong sổ đã có một cơ sở cùng tên, cùng địa chỉ: mở cơ sở đó để sửa."))


def searched(data: PlaceData) -> str:
    """Return the words through which a place is found; its name and address come first, each with its end marked."""
    return f"{same(data)} {fold(f'{data.licence} {data.owner}')}".rstrip()


def same(data: PlaceData) -> str:
    """Return by what a place is known again in its commune: its name and its address, folded."""
    return f"{fold(data.name)} | {fold(data.address)} |"


def _check(unit: Unit, data: PlaceData, place: AnyPlace | None = None) -> None:
    for fault in faults_of(unit, data, clock.today()):
        raise fault
    odd: Iterable[Faulty] = () if data.sure else doubts_of(unit, data, place)
    for doubt in odd:
        raise doubt


def _fields(data: PlaceData) -> dict[str, Any]:
    return {**rules.stated(data), "sort": sort_key(data.name), "search": searched(data)}


def _row(actor: Actor, one: Entry) -> AnyPlace:
    return model_of(one.data)(
        unit=one.unit, uid=one.uid or new_id(), token=one.data.token, recorded_at=clock.now(),
        recorded_by_id=actor.user_id, **_fields(one.data),
    )  # fmt: skip


def _told(data: PlaceData) -> dict[str, Any]:
    """Return what the trail keeps of a place: its sort and its day, no name."""
    kind = data.kind if isinstance(data, BusinessData) else ""
    return {"day": data.listed_on.isoformat(), **({"kind": kind} if kind else {})}


@transaction.atomic
def hand_out(*, actor: Actor, register: str, count: int) -> None:
    """Put on record that a register, with names of owners or of who inspected, was handed out as a file."""
    audit.record(actor=actor, verb="place.handed_out", unit_id=actor.home_unit_id, register=register, count=count)
