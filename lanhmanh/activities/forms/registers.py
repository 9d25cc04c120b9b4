"""Forms and lists of the registers, made from their columns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lanhmanh.activities.forms.described import DESCRIBED, Described
from lanhmanh.activities.models import Kept, Named
from lanhmanh.activities.services.registers import Entry
from lanhmanh.kernel.errors import sentence
from lanhmanh.kernel.ids import new_id
from lanhmanh.paper.cells import Choice, Day, Reader, Text, Whole, YesNo
from lanhmanh.ui import formats, lists
from lanhmanh.ui.forms import DateField, FigureField, Form
from lanhmanh.units.models import Unit

PARENT, UNIT = "parent", "unit"
_OF_TEAM, _OF_PERSON, _UNIT = sentence("Đội, nhóm"), sentence("Người có uy tín"), sentence("Đơn vị")
_UNIT_HELP = sentence("Để trống thì lấy đơn vị của người nhập.")
_ROWS = 3


@dataclass(frozen=True, slots=True)
class Places:
    """To what a row may belong: units with their names, or rows of the register above with theirs."""

    units: Sequence[tuple[Unit, str]]
    parents: Sequence[tuple[Kept, str]] = ()

    def unit(self, uid: str | None) -> Unit | None:
        """Return a unit by its public id, the first where none is named."""
        found = (unit for unit, _name in self.units if not uid or unit.uid == uid)
        return next(found, None)

    def parent(self, uid: str | None) -> Kept | None:
        """Return a row of the register above by its public id."""
        return next((row for row, _name in self.parents if row.uid == uid), None)


class RowForm(Form):
    """Read a row of a register; `uid` comes with the form, so that one sent twice makes one row."""

    uid = forms.CharField(widget=forms.HiddenInput, max_length=26, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, described: Described, places: Places, row: Kept | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_initial(described, row), **kwargs.get("initial", {})}
        self.described, self.places, self.row = described, places, row
        own: dict[str, forms.Field] = {} if row else _belonging(described, places)
        super().__init__(*args, **kwargs)
        own |= {one.key: _field(one.reader, required=one.required, missing=one.missing) for one in described.columns}
        for one in described.columns:
            own[one.key].label = _(one.heading)
            own[one.key].help_text = own[one.key].help_text or (_(one.help) if one.help else "")
        if row is not None and getattr(row, "erased_at", None):
            for key in _erased(type(row)):
                own.pop(key)
        self.fields |= own

    def clean_uid(self) -> str:
        """Keep a public id; what is none becomes a new one."""
        uid: str = self.cleaned_data["uid"]
        return uid if len(uid) == len(new_id()) and uid.isalnum() and uid.isascii() else new_id()

    def values(self) -> dict[str, Any]:
        """Return what was stated, what was left empty as None."""
        stated = {one.key: self.cleaned_data.get(one.key) for one in self.described.columns}
        whether = {one.key for one in self.described.columns if isinstance(one.reader, YesNo)}
        return {
            key: None if value in ("", None) else value == "yes" if key in whether else value
            for key, value in stated.items()
        }

    def entry(self) -> Entry:
        """Return the row that was typed."""
        parent = self.places.parent(self.cleaned_data.get(PARENT)) if self.described.model.parent else None
        unit = parent.unit if parent else self.places.unit(self.cleaned_data.get(UNIT))
        assert unit is not None  # noqa: S101 - the form offers no others
        return Entry(unit, self.values(), parent, self.cleaned_data["uid"])

    def add_fault(self, field: str, words: str) -> None:
        """Say what is wrong at its field, or above the form where the field is not shown."""
        self.add_error(field if field in self.fields else None, words)


def kind_of(described: Described, units: Mapping[str, str], parents: Mapping[str, str] | None = None) -> lists.ListKind:
    """Return the list of a register for who records at these units, or for these rows of the register above."""
    if described.model.parent:
        heading = _OF_TEAM if described.group == "teams" else _OF_PERSON
        first = lists.Column(PARENT, heading, lists.choice(parents or {}), required=True, width=34)
        columns = (first, *described.columns)
    else:
        last = lists.Column(UNIT, _UNIT, lists.choice(units), width=34, help=_UNIT_HELP)
        columns = (*described.columns, last)
    same = tuple(PARENT if key == described.model.parent else key for key in described.model.same)
    return lists.ListKind(described.slug, described.title, columns, described.notes, same)


def entry_of(row: lists.Row, places: Places) -> Entry:
    """Return the row of a register that a row of a list states."""
    parent = places.parent(row.values.get(PARENT)) if PARENT in row.values else None
    unit = parent.unit if parent else places.unit(row.values.get(UNIT))
    assert unit is not None  # noqa: S101 - the list offers no others
    values = {key: value for key, value in row.values.items() if key not in (PARENT, UNIT)}
    return Entry(unit, values, parent, row.uid)


def values_of(row: Kept) -> dict[str, Any]:
    """Return what a row states, as a list writes it."""
    found: dict[str, Any] = {name: getattr(row, name) for name in row.stated}
    found[PARENT] = getattr(row, row.parent).uid if row.parent else None
    found[UNIT] = row.unit.uid
    return found


def written(row: Kept, keys: Collection[str] | None = None) -> list[tuple[str, str, bool]]:
    """Return heading, value in words and whether it is a number, of what a row states."""
    return [
        (_(one.heading), _words(row, one.key, one.reader), isinstance(one.reader, Whole))
        for one in DESCRIBED[row.slug].columns
        if keys is None or one.key in keys
    ]


def called(row: Kept) -> str:
    """Return what a row is called on a page."""
    return row.shown_name() if isinstance(row, Named) and row.erased_at else str(row)


def _words(row: Kept, key: str, reader: Reader) -> str:
    value = getattr(row, key)
    if key == "name" and getattr(row, "erased_at", None):
        return called(row)
    if isinstance(reader, Choice):
        return str(getattr(row, f"get_{key}_display")()) or formats.DASH
    if isinstance(value, bool):
        return _("có") if value else pgettext("yes or no", "không")
    if isinstance(value, date):
        return formats.date_vi(value)
    return formats.number(value) if isinstance(value, int) else value or formats.DASH


def _belonging(described: Described, places: Places) -> dict[str, forms.Field]:
    if described.model.parent:
        rows = [(row.uid, name) for row, name in places.parents]
        label = gettext_lazy("Đội, nhóm") if described.group == "teams" else gettext_lazy("Người có uy tín")
        return {PARENT: forms.ChoiceField(label=label, choices=rows)}
    units = [(unit.uid, name) for unit, name in places.units]
    widget = forms.HiddenInput if len(units) == 1 else forms.Select
    return {UNIT: forms.ChoiceField(label=gettext_lazy("Đơn vị"), choices=units, widget=widget)}


def _field(reader: Reader, *, required: bool, missing: str) -> forms.Field:
    told: dict[str, Any] = {"required": required, "error_messages": {"required": _(missing)}}
    match reader:
        case Text(most=most, lines=lines):
            widget = forms.Textarea(attrs={"rows": _ROWS}) if lines else forms.TextInput()
            return forms.CharField(max_length=most, widget=widget, **told)
        case Day():
            return DateField(**told)
        case Whole(least=least, most=most):
            return FigureField(min_value=least, max_value=most, **told)
        case YesNo():
            pairs = [("yes", _("Có")), ("no", _("Không"))]
        case _:
            pairs = list(reader.words.items())
    return forms.ChoiceField(choices=[("", _("Chọn")), *pairs], **told)


def _initial(described: Described, row: Kept | None) -> dict[str, Any]:
    if row is None:
        once = {"times": 1, "count": 1, "quantity": 1, "post": "member"}
        keys = {one.key for one in described.columns}
        return {"uid": new_id(), **{key: value for key, value in once.items() if key in keys}}
    found = {name: getattr(row, name) for name in row.stated}
    whether = {name: "yes" if value else "no" for name, value in found.items() if isinstance(value, bool)}
    return {**found, **whether, "version": row.version}


def _erased(model: type[Kept]) -> list[str]:
    classes: dict[str, str] = model.classes  # type: ignore[attr-defined]
    return [name for name in model.stated if classes[name] == "personal"]


class RowsForm(Form):
    """Read which rows of a register are wanted."""

    words = forms.CharField(label=gettext_lazy("Tìm trong sổ"), max_length=100, required=False)
    void = forms.BooleanField(label=gettext_lazy("Xem mục đã hủy"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["class"] = "input"
