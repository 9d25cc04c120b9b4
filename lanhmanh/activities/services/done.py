"""What is done to records of activities."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities import rules
from lanhmanh.activities.models import (
    Activity,
    ActivityChannel,
    ActivityProgramme,
    Attendance,
    Campaign,
    Channel,
    Material,
    Partner,
    PartnerKind,
    Photo,
    State,
)
from lanhmanh.activities.rules import Attended, Facts, Fault, Handed
from lanhmanh.activities.rules.programmes import check_codes
from lanhmanh.activities.services.campaigns import check_campaigns
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock, photos
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.selectors import items_for
from lanhmanh.units import selectors as units
from lanhmanh.units.models import Agency, Unit, UnitVersion

SENTENCES = {
    Fault.FUTURE: gettext_lazy("Ngày này chưa đến: chỉ ghi việc đã làm."),
    Fault.UNIT_NOT_THERE: gettext_lazy("Ngày này đơn vị chưa có hoặc không còn: xem lại ngày, đơn vị."),
    Fault.NO_PLACE: gettext_lazy("Ghi nơi diễn ra, ví dụ Nhà văn hóa khu phố 4."),
    Fault.TOO_LONG: gettext_lazy("Nội dung quá dài: tên, nơi không quá 200 ký tự, ghi chú không quá 2.000."),
    Fault.TOO_MANY_PEOPLE: gettext_lazy("Số quá lớn: mỗi hoạt động nhiều nhất 100.000 lượt. Xem lại số đã gõ."),
    Fault.TOO_MANY_PIECES: gettext_lazy("Số quá lớn: mỗi loại nhiều nhất 1.000.000. Xem lại số đã gõ."),
    Fault.BELOW_ZERO: gettext_lazy("Số không được âm, và số nữ không được lớn hơn tổng số."),
    Fault.NO_PIECES: gettext_lazy("Số lượng phải từ 1 trở lên; không có thì để trống."),
    Fault.NOTHING_STATED: gettext_lazy("Nhóm này chưa có số lượt: ghi số hoặc để trống cả nhóm."),
    Fault.HALF_SPLIT: gettext_lazy("Mỗi nhóm ghi cả nữ và nam, hoặc chỉ ghi tổng số."),
    Fault.TWICE: gettext_lazy("Một nhóm hoặc một loại được ghi hai lần: gộp lại."),
    Fault.MORE_PEOPLE: gettext_lazy("Số người không được lớn hơn số lượt: một người có thể dự nhiều lượt."),
    Fault.HOW_OFTEN: gettext_lazy("Ghi số lượt phát."),
    Fault.HOW_MANY_NEWS: gettext_lazy("Ghi số tin, bài."),
}


class Faulty(Refused):
    """The record is wrong; `field` says where."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(str(SENTENCES[fault]))
        self.field = field


class ChangedMeanwhile(Refused):
    """Somebody else changed the record after it was opened."""


@dataclass(frozen=True, slots=True)
class WorkedWith:
    """Name a partner: its kind and, where known, the agency."""

    kind: str
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class ActivityData:
    """Hold all that a person states about one activity."""

    kind: str
    plan_item: PlanItem
    day: date
    place: str = ""
    title: str = ""
    note: str = ""
    people: int | None = None
    attended: tuple[Attended, ...] = ()
    handed: tuple[Handed, ...] = ()
    partners: tuple[WorkedWith, ...] = ()
    campaign: Campaign | None = None
    channels: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    token: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one activity of a unit for `record_many`; `at` is when it was recorded (now), `uid` the row's of a list."""

    unit: Unit
    data: ActivityData
    at: datetime | None = None
    uid: str = field(default_factory=new_id)


@transaction.atomic
def record_activity(*, actor: Actor, unit: Unit, data: ActivityData) -> Activity:
    """Record an activity of a unit; the same form sent twice gives the record of the first time.

    :raises Faulty: something stated cannot be; `field` says what.
    :raises NotAllowed: the actor may not record for this unit.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    _check(unit, data)
    _check_item(unit, data)
    own = {"unit": unit, "recorded_at": clock.now(), "recorded_by_id": actor.user_id}
    activity, created = Activity.objects.get_or_create(token=data.token, defaults={**_stated(data), **own})
    if not created:
        return _sent_before(actor, unit, activity)
    _add_children([(activity, data)])
    audit.record(actor=actor, verb="activity.recorded", on=activity, unit_id=unit.pk, **_told(data))
    return activity


@transaction.atomic
def change_activity(*, actor: Actor, activity: Activity, data: ActivityData, version: int) -> Activity:
    """Replace what a record states; `version` is the one that the person saw.

    :raises ChangedMeanwhile: the record has another version by now.
    :raises Refused: the record was taken back, or something stated cannot be.
    """
    activity = _locked(actor, activity)
    if activity.state == State.VOID:
        raise Refused(_("Hoạt động này đã hủy: khôi phục trước khi sửa."))
    if activity.version != version:
        raise ChangedMeanwhile(_("Có người vừa sửa hoạt động này. Mở lại trang, xem bản mới rồi sửa."))
    _check(activity.unit, data)
    if data.plan_item.pk != activity.plan_item_id:
        _check_item(activity.unit, data)
    before = activity.day.isoformat()
    for name, value in _stated(data).items():
        setattr(activity, name, value)
    activity.version += 1
    activity.save()
    for children in ("attendances", "materials", "partners", "channels", "programmes"):
        getattr(activity, children).all().delete()
    _add_children([(activity, data)])
    facts = {**_told(data), "version": activity.version, "day_before": before}
    audit.record(actor=actor, verb="activity.changed", on=activity, unit_id=activity.unit_id, **facts)
    return activity


@transaction.atomic
def void_activity(*, actor: Actor, activity: Activity, reason: str) -> Activity:
    """Take a record back: it stays to be read, with the reason, and counts no more. Twice is once.

    :raises Refused: no reason is given.
    """
    activity = _locked(actor, activity)
    if activity.state == State.VOID:
        return activity
    reason = nfc(" ".join(reason.split()))
    if not reason:
        raise Refused(_("Ghi lý do hủy, ví dụ ghi trùng."))
    if len(reason) > 300:
        raise Refused(_("Lý do quá dài: không quá 300 ký tự."))
    activity.state, activity.void_reason = State.VOID, reason
    activity.voided_at, activity.voided_by_id = clock.now(), actor.user_id
    activity.version += 1
    activity.save()
    audit.record(actor=actor, verb="activity.voided", on=activity, unit_id=activity.unit_id, reason=reason)
    return activity


@transaction.atomic
def restore_activity(*, actor: Actor, activity: Activity) -> Activity:
    """Let a record that was taken back count again. Twice is once."""
    activity = _locked(actor, activity)
    if activity.state == State.RECORDED:
        return activity
    activity.state, activity.void_reason = State.RECORDED, ""
    activity.voided_at = activity.voided_by = None
    activity.version += 1
    activity.save()
    audit.record(actor=actor, verb="activity.restored", on=activity, unit_id=activity.unit_id)
    return activity


@transaction.atomic
def add_photo(*, actor: Actor, activity: Activity, content: bytes, caption: str = "") -> Photo:
    """Keep a photo of an activity: upright, small, without metadata.

    :raises NotAPhoto: the bytes are no photo that can be kept.
    :raises Refused: the activity was taken back, or has its twelve photos already.
    """
    activity = _locked(actor, activity)
    if activity.state == State.VOID:
        raise Refused(_("Hoạt động này đã hủy: khôi phục trước khi thêm ảnh."))
    if activity.photos.count() >= photos.MOST_PHOTOS:
        raise Refused(_("Đã đủ %(most)d ảnh: bỏ bớt ảnh cũ trước khi thêm.") % {"most": photos.MOST_PHOTOS})
    picture = photos.clean(content)
    photo = Photo.objects.create(
        activity=activity, content=picture.content, width=picture.width, height=picture.height,
        caption=nfc(caption.strip())[:200],
    )  # fmt: skip
    audit.record(actor=actor, verb="activity.photo_added", on=photo, unit_id=activity.unit_id, activity=activity.uid)
    return photo


@transaction.atomic
def add_photos(*, actor: Actor, activity: Activity, contents: Sequence[bytes], caption: str = "") -> list[Photo]:
    """Keep several photos of an activity, all or none."""
    return [add_photo(actor=actor, activity=activity, content=content, caption=caption) for content in contents]


@transaction.atomic
def remove_photo(*, actor: Actor, photo: Photo) -> None:
    """Take a photo off its activity; its bytes go with it."""
    activity = _locked(actor, photo.activity)
    audit.record(actor=actor, verb="activity.photo_removed", on=photo, unit_id=activity.unit_id, activity=activity.uid)
    photo.delete()


@transaction.atomic
def record_many(*, actor: Actor, rows: Sequence[Entry]) -> list[Activity]:
    """Record many activities in a few queries, with one event; all or none.

    :raises Refused: a row states what cannot be, or the actor may not record for its unit.
    """
    allowed = set(units_for(actor, Permission.ACTIVITY_RECORD).values_list("pk", flat=True))
    if not {row.unit.pk for row in rows} <= allowed:
        raise NotAllowed(_("Tài khoản này không có quyền ghi cho một đơn vị trong danh sách."))
    there = validity({row.unit.pk for row in rows})
    now = clock.now()
    check_campaigns([(row.data.campaign, row.unit, row.data.day) for row in rows])
    made: list[tuple[Activity, ActivityData]] = []
    for row in rows:
        on_day = any(start <= row.data.day and (end is None or row.data.day < end) for start, end in there[row.unit.pk])
        _refuse(row.data, on_day, now.date())
        own = {"uid": row.uid, "unit": row.unit, "token": row.data.token, "recorded_at": row.at or now}
        activity = Activity(**_stated(row.data), **own, recorded_by_id=actor.user_id)
        made.append((activity, row.data))
    Activity.objects.bulk_create([activity for activity, _data in made], batch_size=1000)
    _add_children(made)
    counts = Counter(row.unit.uid for row in rows)
    only = rows[0].unit.pk if len(counts) == 1 else None
    audit.record(actor=actor, verb="activity.recorded_many", unit_id=only, count=len(rows), units=dict(counts))
    return [activity for activity, _data in made]


def _locked(actor: Actor, activity: Activity) -> Activity:
    require(actor, Permission.ACTIVITY_RECORD, activity.unit_id)
    return Activity.objects.select_for_update(of=("self",)).select_related("unit").get(pk=activity.pk)


def _sent_before(actor: Actor, unit: Unit, activity: Activity) -> Activity:
    """Return the record that the same form gave the first time."""
    if (activity.unit_id, activity.recorded_by_id) != (unit.pk, actor.user_id):
        raise Refused(_("Biểu này đã dùng cho một hoạt động khác: mở lại trang ghi hoạt động."))
    return activity


def _check(unit: Unit, data: ActivityData) -> None:
    _refuse(data, units.version_of(unit, data.day) is not None, clock.today())
    check_campaigns([(data.campaign, unit, data.day)])


def _refuse(data: ActivityData, there: bool, today: date) -> None:  # noqa: FBT001
    for name, fault in rules.faults(facts_of(data, there=there), today):
        raise Faulty(name, fault)
    check_codes(data.programmes, data.day)
    if not set(data.channels) <= set(Channel.values):
        raise Refused(_("Chọn kênh trong danh sách."))


def facts_of(data: ActivityData, *, there: bool) -> Facts:
    """Return what the rules look at; `there` says that the unit exists on the day."""
    return Facts(
        data.kind, data.day, there, _line(data.place), _line(data.title), data.note.strip(), data.people,
        data.attended, data.handed,
    )  # fmt: skip


def _check_item(unit: Unit, data: ActivityData) -> None:
    """Ask for a clause that was in the plan on that day, in whichever version of the plan it is named."""
    roots = {item.root_id or item.pk for item in items_for(unit, data.day)}
    if (data.plan_item.root_id or data.plan_item.pk) not in roots:
        raise Refused(_("Mục kế hoạch này không thuộc kế hoạch của đơn vị vào ngày đó: chọn mục khác."))


def validity(unit_ids: Iterable[int]) -> dict[int, list[tuple[date, date | None]]]:
    """Return unit → the spans of days on which it is there, in one query."""
    spans: dict[int, list[tuple[date, date | None]]] = {unit_id: [] for unit_id in unit_ids}
    rows = UnitVersion.objects.filter(unit_id__in=list(spans))
    for unit_id, start, end in rows.values_list("unit_id", "valid_from", "valid_to"):
        spans[unit_id].append((start, end))
    return spans


def _line(text: str) -> str:
    return nfc(" ".join(text.split()))


def _stated(data: ActivityData) -> dict[str, Any]:
    """Return the fields of the record's own row."""
    place, title, note = _line(data.place), _line(data.title), nfc(data.note.strip())
    return {
        "kind": data.kind,
        "plan_item": data.plan_item,
        "day": data.day,
        "place": place,
        "title": title,
        "note": note,
        "people": data.people,
        "search": fold(f"{title} {place} {note}"),
        "campaign": data.campaign,
    }


def _add_children(rows: Iterable[tuple[Activity, ActivityData]]) -> None:
    attendances, materials, partners, channels, programmes = [], [], [], [], []
    for activity, data in rows:
        for a in data.attended:
            attendances.append(
                Attendance(activity=activity, group=a.group, female=a.female, male=a.male, unstated=a.unstated)
            )
        materials += [Material(activity=activity, kind=h.kind, quantity=h.quantity) for h in data.handed]
        partners += [Partner(activity=activity, kind=p.kind, agency=p.agency) for p in data.partners]
        channels += [ActivityChannel(activity=activity, channel=one) for one in dict.fromkeys(data.channels)]
        programmes += [ActivityProgramme(activity=activity, programme=one) for one in dict.fromkeys(data.programmes)]
    Attendance.objects.bulk_create(attendances, batch_size=1000)
    Material.objects.bulk_create(materials, batch_size=1000)
    Partner.objects.bulk_create(partners, batch_size=1000)
    ActivityChannel.objects.bulk_create(channels, batch_size=1000)
    ActivityProgramme.objects.bulk_create(programmes, batch_size=1000)


def _told(data: ActivityData) -> dict[str, str | int | None]:
    """Return what the trail keeps of a record: figures and places in the plan, no words."""
    return {
        "kind": data.kind,
        "day": data.day.isoformat(),
        "item": data.plan_item.uid,
        "attendances": sum(row.total for row in data.attended) if data.attended else None,
        "people": data.people,
        "partners": ", ".join(sorted({PartnerKind(p.kind).value for p in data.partners})),
    }
