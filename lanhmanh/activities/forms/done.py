"""The forms of activities: a short one to record, a line of filters, photos, a reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.activities import rules
from lanhmanh.activities.forms.together import TogetherForm, initial_together
from lanhmanh.activities.models import Activity, Campaign, Group, Kind, MaterialKind, PartnerKind
from lanhmanh.activities.rules import Attended, Handed
from lanhmanh.activities.rules.programmes import Programme
from lanhmanh.activities.selectors.done import Filters
from lanhmanh.activities.services.done import SENTENCES, ActivityData, WorkedWith, facts_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.plan.models import PlanItem
from lanhmanh.ui.forms import DateField, FigureField, Form
from lanhmanh.units.models import Agency, Unit
from lanhmanh.units.selectors import version_of

# What a broadcast and an article are counted by, in the short part of the form.
TIMES = {Kind.BROADCAST: MaterialKind.LOUDSPEAKER, Kind.NEWS: MaterialKind.NEWS}
GROUPS = [group for group in Group if group != Group.MIXED]
MATERIALS = list(MaterialKind)
_FIELD_OF = {"attended": "total", "handed": "m_leaflet"}


@dataclass(frozen=True, slots=True)
class Choices:
    """Hold what the form of one unit may choose from."""

    units: Sequence[tuple[Unit, str]]
    unit: Unit
    items: Sequence[PlanItem]
    agencies: Sequence[Agency]
    campaigns: Sequence[Campaign] = ()
    programmes: Sequence[Programme] = ()


def _figure(label: Any, most: int, **kwargs: Any) -> FigureField:
    return FigureField(label=label, required=False, max_value=most, **kwargs)


class ActivityForm(TogetherForm):
    """Read one activity: first what everybody knows, then, if wanted, groups, materials, partners and words.

    The total holds the groups; what is left of it is kept as the group "mixed".
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại hoạt động"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn loại hoạt động.")},
    )
    day = DateField(label=gettext_lazy("Ngày"))
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    place = forms.CharField(label=gettext_lazy("Nơi diễn ra"), max_length=200, required=False)
    times = _figure(gettext_lazy("Số lượt phát, số tin bài"), rules.MOST_PIECES)
    total = _figure(gettext_lazy("Lượt người dự"), rules.MOST_PEOPLE)
    female = _figure(gettext_lazy("Trong đó nữ"), rules.MOST_PEOPLE)
    item = forms.ChoiceField(
        label=gettext_lazy("Thực hiện mục nào của kế hoạch"),
        error_messages={"required": gettext_lazy("Chọn mục của kế hoạch.")},
    )
    people = _figure(
        gettext_lazy("Số người dự, mỗi người tính một lần"),
        rules.MOST_PEOPLE,
        help_text=gettext_lazy("Chỉ ghi khi biết. Một người dự hai buổi là hai lượt, một người."),
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Cùng thực hiện với"), required=False, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=gettext_lazy("Tên, nội dung"), max_length=200, required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=2000, required=False, widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput, min_length=26, max_length=26)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, choices: Choices, editing: Activity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.editing = choices, editing
        self._choose("unit", [(unit.uid, name) for unit, name in choices.units])
        self._choose("item", [("", _("Chọn mục")), *((item.uid, str(item)) for item in choices.items)])
        self._choose("partners", _partner_choices(choices.agencies))
        self.offer(choices.campaigns, choices.programmes)
        self.fields["place"].widget.attrs["list"] = "known-places"
        dress(self, "place", "times", "total", "female")
        self.fields["note"].widget.attrs["rows"] = 3
        for group in GROUPS:
            self._add(f"g_{group}", _("%(group)s: số lượt") % {"group": group.label}, rules.MOST_PEOPLE)
            self._add(f"w_{group}", _("%(group)s: trong đó nữ") % {"group": group.label}, rules.MOST_PEOPLE)
        for kind in MATERIALS:
            self._add(f"m_{kind}", kind.label, rules.MOST_PIECES)

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(choices)

    def _add(self, name: str, label: Any, most: int) -> None:
        self.fields[name] = _figure(label, most)
        self.fields[name].widget.attrs |= {"aria-label": label, "class": "figure-input"}

    def group_rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Yield each group's name with its two fields."""
        for group in GROUPS:
            yield str(group.label), self[f"g_{group}"], self[f"w_{group}"]

    def material_rows(self) -> Iterator[tuple[str, BoundField]]:
        """Yield each material's name with its field."""
        for kind in MATERIALS:
            yield str(kind.label), self[f"m_{kind}"]

    def opened(self) -> set[str]:
        """Return which of the folded parts hold something, so that nothing filled or wrong is hidden."""
        parts = {
            "groups": [name for name in self.fields if name[:2] in {"g_", "w_"}] + ["people"],
            "materials": [name for name in self.fields if name.startswith("m_")],
            "partners": ["partners"],
            "words": ["title", "note"],
            "together": ["channels", "programmes"],
        }
        return {part for part, names in parts.items() if any(self._shows(name) for name in names)}

    def _shows(self, name: str) -> bool:
        return bool(self[name].errors or self[name].value() not in (None, "", []))

    def clean(self) -> dict[str, Any]:
        """Tell beside the field what the rules say against it."""
        values = super().clean() or {}
        self._clean_groups(values)
        if self.errors:
            self._clean_place(values)
            return values
        data = self.data_of()
        there = version_of(self.unit_of(), data.day) is not None
        for name, fault in rules.faults(facts_of(data, there=there), clock.today()):
            target = (
                "times" if fault in {rules.Fault.HOW_OFTEN, rules.Fault.HOW_MANY_NEWS} else _FIELD_OF.get(name, name)
            )
            self.add_error(target, str(SENTENCES[fault]))
        return values

    def _clean_place(self, values: dict[str, Any]) -> None:
        """Name a missing place together with the other errors, not in a second round."""
        if values.get("place") == "" and values.get("kind") not in {None, *rules.PLACELESS}:
            self.add_error("place", str(SENTENCES[rules.Fault.NO_PLACE]))

    def _clean_groups(self, values: dict[str, Any]) -> None:
        """Hold the groups within the total, and the women within those they are counted in."""
        pairs = [(f"g_{group}", f"w_{group}") for group in GROUPS]
        for whole, part in [("total", "female"), *pairs]:
            if values.get(part) is not None and (values.get(whole) is None or values[part] > values[whole]):
                self.add_error(part, _("Số nữ không được lớn hơn số lượt cùng dòng."))
        stated = [(values[g], values.get(w)) for g, w in pairs if values.get(g) is not None]
        total, female = values.get("total"), values.get("female")
        if total is None or not stated:
            return
        if sum(number for number, _women in stated) > total:
            self.add_error("total", _("Các nhóm cộng lại lớn hơn tổng số lượt: xem lại tổng hoặc từng nhóm."))
        elif female is not None:
            self._clean_women(stated, total, female)

    def _clean_women(self, stated: list[tuple[int, int | None]], total: int, female: int) -> None:
        if any(women is None for _number, women in stated):
            self.add_error("female", _("Ghi số nữ ở từng nhóm, hoặc để trống số nữ ở tổng."))
            return
        rest = total - sum(number for number, _women in stated)
        if not 0 <= female - sum(women or 0 for _number, women in stated) <= rest:
            self.add_error("female", _("Số nữ của các nhóm không khớp với số nữ ở tổng: xem lại."))

    def unit_of(self) -> Unit:
        """Return the unit chosen."""
        return next(unit for unit, _name in self.offered.units if unit.uid == self.cleaned_data["unit"])

    def data_of(self) -> ActivityData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        return ActivityData(
            kind=values["kind"],
            plan_item=next(item for item in self.offered.items if item.uid == values["item"]),
            day=values["day"],
            place=values["place"],
            title=values["title"],
            note=values["note"],
            people=values["people"],
            attended=self._attended(),
            handed=self._handed(),
            partners=self._partners(),
            **self.together(),
            token=values["token"],
        )

    def _attended(self) -> tuple[Attended, ...]:
        touched = {name for name in self.changed_data if name in {"total", "female"} or name[:2] in {"g_", "w_"}}
        if self.editing and not touched:
            return attended_of(self.editing)
        values = self.cleaned_data
        rows = [
            Attended.of(group, values[f"g_{group}"], values[f"w_{group}"])
            for group in GROUPS
            if values[f"g_{group}"] is not None
        ]
        if values["total"] is None:
            return tuple(rows)
        rest = values["total"] - sum(row.total for row in rows)
        women = None if values["female"] is None else values["female"] - sum(row.female or 0 for row in rows)
        return (*rows, Attended.of(Group.MIXED, rest, women)) if rest or not rows else tuple(rows)

    def _handed(self) -> tuple[Handed, ...]:
        values = self.cleaned_data
        amounts = {kind: values[f"m_{kind}"] for kind in MATERIALS}
        counted_by = TIMES.get(values["kind"])
        if counted_by and values["times"] is not None:
            amounts[counted_by] = values["times"]
        return tuple(Handed(kind, amount) for kind, amount in amounts.items() if amount)

    def _partners(self) -> tuple[WorkedWith, ...]:
        agencies = {agency.uid: agency for agency in self.offered.agencies}
        chosen = self.cleaned_data["partners"]
        return tuple(
            WorkedWith(agencies[c].kind, agencies[c]) if c in agencies else WorkedWith(c) for c in chosen
        )  # fmt: skip


def _partner_choices(agencies: Sequence[Agency]) -> list[tuple[str, str]]:
    """Return the agencies by name, then the kinds of which none is known."""
    known = {agency.kind for agency in agencies}
    kinds = [(kind.value, str(kind.label)) for kind in PartnerKind if kind not in known]
    return [(agency.uid, agency.name) for agency in agencies] + kinds


def attended_of(activity: Activity) -> tuple[Attended, ...]:
    """Return the attendances of a record as they were stated."""
    rows = activity.attendances.all()
    return tuple(Attended(row.group, row.female, row.male, row.unstated) for row in rows)


def initial_new(choices: Choices, last: Activity | None, today: date) -> dict[str, Any]:
    """Return what a new form begins with: today, the own unit, the clause used last."""
    uids = {item.uid for item in choices.items}
    item = last.plan_item.uid if last and last.plan_item.uid in uids else ""
    return {"day": today, "unit": choices.unit.uid, "item": item, "token": new_id()}


def initial_like(activity: Activity) -> dict[str, Any]:
    """Return what carries over to the next activity of the same sort: kind, clause, place, partners."""
    partners = [p.agency.uid if p.agency else p.kind for p in activity.partners.all()]
    return {"kind": activity.kind, "item": activity.plan_item.uid, "place": activity.place, "partners": partners}


def initial_edit(activity: Activity) -> dict[str, Any]:
    """Return a record as the form shows it."""
    rows = attended_of(activity)
    split = rows and all(row.female is not None for row in rows)
    handed = {row.kind: row.quantity for row in activity.materials.all()}
    values: dict[str, Any] = {
        "day": activity.day,
        "unit": activity.unit.uid,
        "title": activity.title,
        "note": activity.note,
        "people": activity.people,
        "token": activity.token,
        "version": activity.version,
        "total": sum(row.total for row in rows) if rows else None,
        "female": sum(row.female or 0 for row in rows) if split else None,
        "times": handed.pop(TIMES.get(Kind(activity.kind), ""), None),
    }
    values |= {f"m_{kind}": quantity for kind, quantity in handed.items()}
    for row in rows:
        values |= {f"g_{row.group}": row.total, f"w_{row.group}": row.female}
    return {**initial_like(activity), **initial_together(activity), **values}


def dress(form: Form, *names: str) -> None:
    """Give plain fields the look of inputs."""
    for name in names:
        look = "input" if name in {"place", "words", "kind", "item"} else "input input--short"
        form.fields[name].widget.attrs["class"] = look


class FilterForm(Form):
    """Read which activities are wanted."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), required=False, choices=[("", gettext_lazy("Mọi loại")), *Kind.choices]
    )
    item = forms.ChoiceField(label=gettext_lazy("Mục kế hoạch"), required=False)
    first = DateField(label=gettext_lazy("Từ ngày"), required=False)
    last = DateField(label=gettext_lazy("Đến ngày"), required=False)
    words = forms.CharField(label=gettext_lazy("Tìm trong tên, nơi, ghi chú"), max_length=100, required=False)
    void = forms.BooleanField(label=gettext_lazy("Xem hoạt động đã hủy"), required=False)

    def __init__(self, *args: Any, items: Sequence[PlanItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {item.uid: item for item in items}
        dress(self, "kind", "item", "first", "last", "words")
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Mọi mục")), *((item.uid, str(item)) for item in items)]

    def filters(self) -> Filters:
        """Return the filters; a wrong one does not narrow and its field says so."""
        self.full_clean()
        values = self.cleaned_data
        return Filters(
            kind=values.get("kind", ""),
            item=self.items.get(values.get("item", "")),
            first=values.get("first"),
            last=values.get("last"),
            words=values.get("words", ""),
            void=values.get("void", False),
        )


class ReasonForm(Form):
    """Read why a record is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: ghi trùng với buổi ngày 12/06."),
        error_messages={"required": gettext_lazy("Ghi lý do hủy.")},
    )
