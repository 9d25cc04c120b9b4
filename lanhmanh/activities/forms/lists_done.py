"""What was done, in and out of Excel: a row for each activity, with its groups, materials, partners and channels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lanhmanh.activities.forms.choosing import Units
from lanhmanh.activities.forms.lists_models import unit_column, unit_of
from lanhmanh.activities.models import Activity, Channel, Group, Kind, MaterialKind, PartnerKind
from lanhmanh.activities.rules import MOST_PEOPLE, MOST_PIECES, Attended, Handed, faults
from lanhmanh.activities.rules.programmes import on_day
from lanhmanh.activities.selectors.done import known_activities
from lanhmanh.activities.services.done import SENTENCES, ActivityData, Entry, WorkedWith, facts_of, validity
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold
from lanhmanh.plan.models import PlanItem
from lanhmanh.ui.lists import Column, Fault, ListKind, Row, Verdict, choice, day, text, whole

SEVERAL = sentence("Nhiều mục thì cách nhau dấu chấm phẩy.")
_UNKNOWN = sentence("Không có “%(what)s” trong danh sách: ghi đúng chữ như ở biểu ghi hoạt động.")
_WOMEN = sentence("Số nữ không được lớn hơn số lượt cùng nhóm.")
_OF_THEM_WOMEN = {
    Group.CADRES: sentence("Cán bộ: nữ"),
    Group.MEMBERS: sentence("Hội viên nông dân: nữ"),
    Group.FARMERS: sentence("Nông dân: nữ"),
    Group.WOMEN: sentence("Phụ nữ: nữ"),
    Group.YOUTH: sentence("Thanh niên: nữ"),
    Group.STUDENTS: sentence("Học sinh, sinh viên: nữ"),
    Group.ELDERS: sentence("Người cao tuổi: nữ"),
    Group.CLERGY: sentence("Chức sắc, chức việc tôn giáo: nữ"),
    Group.WORKERS: sentence("Công nhân, người lao động: nữ"),
    Group.OTHERS: sentence("Thành phần khác: nữ"),
    Group.MIXED: sentence("Chung, không tách nhóm: nữ"),
}
_SHOWN_AT = {"attended": "g_mixed", "handed": "m_leaflet"}


class _Wrong(Refused):
    """A cell says what is not there; `field` is its column."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(_UNKNOWN, what=what)
        self.field = field


@dataclass(frozen=True)
class Offered:
    """What rows may name: units, and the clauses of the plan that applies to them."""

    units: Units
    items: Sequence[PlanItem]

    @property
    def by_root(self) -> dict[int, PlanItem]:
        """Return root → the clause as it stands today."""
        return {item.root_id or item.pk: item for item in self.items}


def activity_kind(offered: Offered) -> ListKind:
    """Return the list of activities."""
    named = choice([(item.uid, f"{item.path} {item.name}"[:120]) for item in offered.items])
    with override("vi"):
        groups = [(group.value, str(group.label)) for group in Group]
        materials = [(one.value, str(one.label)) for one in MaterialKind]
    return ListKind(
        "hoat-dong", sentence("Hoạt động đã làm"),
        (
            Column("day", sentence("Ngày"), day, required=True),
            Column("kind", sentence("Loại"), choice(Kind.choices), required=True, width=24),
            Column("item", sentence("Mục kế hoạch"), named, required=True, width=36),
            Column("title", sentence("Tên, nội dung"), text(200), width=36),
            Column("place", sentence("Nơi diễn ra"), text(200), width=30),
            unit_column(offered.units),
            Column("people", sentence("Số người"), whole(0, MOST_PEOPLE), help=sentence("Người khác nhau, nếu biết.")),
            *(column for code, label in groups for column in _of_group(code, label)),
            *(Column(f"m_{code}", label, whole(1, MOST_PIECES), width=14) for code, label in materials),
            Column("partners", sentence("Phối hợp với"), text(300), width=30, help=SEVERAL),
            Column("channels", sentence("Kênh truyền thông"), text(300), width=30, help=SEVERAL),
            Column("programmes", sentence("Chương trình"), text(300), width=30, help=SEVERAL),
            Column("note", sentence("Ghi chú"), text(2000, lines=True), width=30),
        ),
        notes=(
            sentence("Mỗi dòng là một hoạt động. Không tách nhóm thì chỉ ghi hai cột Chung."),
            sentence("Không ghi tên người dự, người được giúp."),
        ),
        same=("unit", "day", "kind", "place", "title"),
    )  # fmt: skip


def _of_group(code: str, label: str) -> tuple[Column, Column]:
    number = whole(0, MOST_PEOPLE)
    women = Column(f"w_{code}", _OF_THEM_WOMEN[Group(code)], number, width=12)
    return Column(f"g_{code}", label, number, width=12, help=sentence("Số lượt dự.")), women


def entry_of(row: Row, offered: Offered) -> Entry:
    """Return what a row becomes.

    :raises Refused: a cell names what is not there.
    """
    told = row.values
    items = {item.uid: item for item in offered.items}
    data = ActivityData(
        kind=told["kind"], plan_item=items[told["item"]], day=told["day"], place=told["place"] or "",
        title=told["title"] or "", note=told["note"] or "", people=told["people"],
        attended=tuple(_attended(told)),
        handed=tuple(Handed(one.value, told[f"m_{one}"]) for one in MaterialKind if told[f"m_{one}"]),
        partners=tuple(WorkedWith(code) for code in _several(told, "partners", PartnerKind.choices)),
        channels=tuple(_several(told, "channels", Channel.choices)),
        programmes=tuple(_several(told, "programmes", [(one.code, one.name_vi) for one in on_day(told["day"])])),
    )  # fmt: skip
    return Entry(unit_of(row, offered.units), data, uid=row.uid)


def judge_activities(rows: Sequence[Row], offered: Offered) -> dict[int, Verdict]:
    """Return what there is to say of each row, in two queries."""
    found: dict[int, Verdict] = {}
    good: dict[int, Entry] = {}
    there = validity({unit.pk for unit, _name in offered.units})
    for row in rows:
        try:
            entry = entry_of(row, offered)
        except Refused as refusal:
            found[row.number] = Verdict(faults=[Fault(getattr(refusal, "field", ""), refusal)])
            continue
        if wrong := list(_faults(row, entry, there)):
            found[row.number] = Verdict(faults=wrong)
        else:
            good[row.number] = entry
    known = known_activities({entry.unit.pk for entry in good.values()}, {entry.data.day for entry in good.values()})
    for number, entry in good.items():
        if uid := known.get(_key(entry.unit.pk, entry.data)):
            url = reverse("activities:detail", args=[uid])
            found[number] = Verdict(double=_("đã ghi hoạt động này"), url=url)
    return found


def _faults(row: Row, entry: Entry, there: Mapping[int, Any]) -> Iterable[Fault]:
    for group in Group:
        women = row.values[f"w_{group}"]
        if women is not None and women > (row.values[f"g_{group}"] or 0):
            yield Fault(f"w_{group}", Refused(_WOMEN))
            return
    spans = there.get(entry.unit.pk, ())
    here = any(start <= entry.data.day and (end is None or entry.data.day < end) for start, end in spans)
    for name, fault in faults(facts_of(entry.data, there=here), clock.today()):
        yield Fault(_SHOWN_AT.get(name, name), Refused(str(SENTENCES[fault])))


def _attended(told: Mapping[str, Any]) -> Iterable[Attended]:
    for group in Group:
        if (total := told[f"g_{group}"]) is not None:
            yield Attended.of(group.value, total, told[f"w_{group}"])


def _several(told: Mapping[str, Any], name: str, words: Sequence[tuple[Any, Any]]) -> list[str]:
    """Return what is named in a cell, in any language of ours.

    :raises Refused: something named there is none of the words.
    """
    with override("vi"):
        known = {fold(str(label)): str(code) for code, label in words}
    asked = [one.strip() for one in (told[name] or "").split(";") if one.strip()]
    for one in asked:
        if fold(one) not in known:
            raise _Wrong(name, one[:60])
    return list(dict.fromkeys(known[fold(one)] for one in asked))


def _key(unit_id: int, data: ActivityData | Activity) -> tuple[Any, ...]:
    return unit_id, data.day, data.kind, fold(data.place), fold(data.title)


def activity_values(row: Activity, offered: Offered) -> dict[str, Any]:
    """Return an activity as a row of its list; all that belongs to it must be there."""
    item = offered.by_root.get(row.plan_item.root_id or row.plan_item_id)
    names = ("day", "kind", "title", "place", "people", "note")
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    known = {unit.uid for unit, _name in offered.units}
    told |= {"unit": row.unit.uid if row.unit.uid in known else None, "item": item.uid if item else None}
    for one in row.attendances.all():
        numbers = [number for number in (one.female, one.male, one.unstated) if number is not None]
        told |= {f"g_{one.group}": sum(numbers), f"w_{one.group}": one.female}
    told |= {f"m_{one.kind}": one.quantity for one in row.materials.all()}
    with override("vi"):
        told["partners"] = "; ".join(dict.fromkeys(str(PartnerKind(one.kind).label) for one in row.partners.all()))
        told["channels"] = "; ".join(str(Channel(one.channel).label) for one in row.channels.all())
    programmes = {one.code: one.name_vi for one in on_day(row.day)}
    told["programmes"] = "; ".join(programmes.get(one.programme, "") for one in row.programmes.all())
    return told
