"""Rows of a form that are added, moved and taken out by buttons: they work without JavaScript.

The buttons post `deed`: `add`, `up:2`, `drop:2`, or `save`. Only saving keeps anything; the others show the rows again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from lanhmanh.ui.forms import Form

MOST = 60  # a form of more fields than Django takes is refused whole
_COUNT = "rows"


class Rows:
    """The forms of some rows, from what was kept or from what was posted."""

    def __init__(self, make: Callable[..., Form], kept: Sequence[Mapping[str, Any]], data: Any = None) -> None:
        """Take the rows that are kept, or read those that were posted and do what the button says."""
        self.make, self.deed = make, data.get("deed", "") if data is not None else ""
        self.over = False
        if data is None:
            self.forms = [make(initial=row, prefix=f"r{place}") for place, row in enumerate(kept)]
            return
        text = data.get(_COUNT, "")[:4]
        count = int(text) if text.isascii() and text.isdigit() else 0
        self.over = count > MOST
        posted = [make(data, prefix=f"r{place}") for place in range(min(count, MOST))]
        self.forms = posted if self.saving else self._changed([_values(form) for form in posted])

    @property
    def saving(self) -> bool:
        """Return whether the rows were sent to be kept."""
        return self.deed == "save"

    def append(self, row: Mapping[str, Any]) -> None:
        """Show one more row, with what is known of it."""
        if len(self.forms) < MOST:
            self.forms.append(self.make(initial=row, prefix=f"r{len(self.forms)}"))

    def valid(self) -> list[dict[str, Any]] | None:
        """Return the values of the rows in which anything was typed, None where something is wrong with one."""
        self.forms = [form for form in self.forms if _typed(form)]
        sound = [form.is_valid() for form in self.forms]
        return [form.cleaned_data for form in self.forms] if all(sound) and not self.over else None

    def _changed(self, rows: list[dict[str, str]]) -> list[Form]:
        verb, _colon, text = self.deed.partition(":")
        text = text[:4]
        place = int(text) if text.isascii() and text.isdigit() and int(text) < len(rows) else -1
        if verb == "add" and len(rows) < MOST:
            rows = [*rows, {}]
        elif verb == "drop" and place >= 0:
            rows = rows[:place] + rows[place + 1 :]
        elif verb == "up" and place > 0:
            rows = [*rows[: place - 1], rows[place], rows[place - 1], *rows[place + 1 :]]
        return [self.make(initial=row, prefix=f"r{number}") for number, row in enumerate(rows)]


def _values(form: Form) -> dict[str, str]:
    """Return what was posted of a row."""
    return {name: str(form.data.get(form.add_prefix(name), ""))[:1000] for name in form.fields}


def _typed(form: Form) -> bool:
    """Return whether anything was typed into a row: a choice that is there from the start says nothing."""
    values = _values(form)
    typed = [name for name, field in form.fields.items() if type(field.widget) is forms.TextInput]
    return any(values[name].strip() for name in typed)
