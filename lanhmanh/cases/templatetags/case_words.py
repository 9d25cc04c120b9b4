"""What templates say of cases: `{% load case_words %}`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from lanhmanh.cases.access import PERSON
from lanhmanh.cases.forms.person import EditForm
from lanhmanh.cases.selectors import naming
from lanhmanh.cases.selectors.listing import Row
from lanhmanh.ui.formats import DASH
from lanhmanh.ui.templatetags import ui

register = template.Library()
register.filter("status_name", naming.status_name)
_MASKED = ' <span class="masked">{}</span>'
_ROW = """
    <tr>
      <th scope="row"><a href="{}">{}</a>{}<small class="muted">{}</small></th>
      <td data-label="{}"><span>{}</span></td>
      <td data-label="{}">{} · {}</td>
      <td data-label="{}">{}</td>
      <td data-label="{}">{}</td>
      <td data-label="{}">{}</td>
    </tr>"""


@register.filter
def person_lines(words: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    """Yield name, label and text of the fields of a person that hold something; the name stands in the heading."""
    for name in PERSON:
        if name != "full_name" and words.get(name):
            yield name, EditForm.base_fields[name].label, words[name]


@register.simple_tag
def case_rows(
    rows: Iterable[Row], today: date, *, kind: str, person: str, opened: str, coming: str, helpers: str, waits: str
) -> SafeString:
    """Write the rows of a list of cases under these heads in one pass: in a template they take half as long again.

    `waits` is what links a case that another unit offers to the page of the answer.
    """
    kind, person, opened, coming, helpers = map(conditional_escape, (kind, person, opened, coming, helpers))
    cells = (
        (
            *(reverse("cases:page", args=[row.case.uid]), row.case, _masked(row), row.unit_name),
            *(kind, _kind(row)),
            *(person, row.case.get_sex_display(), row.case.get_age_band_display()),
            *(opened, ui.day(row.case.opened_on)),
            *(coming, _coming(row, today, waits)),
            *(helpers, ", ".join(row.members) or DASH),
        )
        for row in rows
    )
    return format_html_join("", _ROW, cells)


def _masked(row: Row) -> SafeString | str:
    return format_html(_MASKED, row.name) if row.name else ""


def _kind(row: Row) -> SafeString | str:
    state = row.case.get_state_display()
    if not row.case.status:
        return state
    return format_html('{} <small class="muted">{}</small>', naming.status_name(row.case.status), state)


def _coming(row: Row, today: date, waits: str) -> SafeString | str:
    if row.offered:
        return format_html('<a href="{}">{}</a>', reverse("cases:answer", args=[row.case.uid]), waits)
    return ui.due(row.next_on, today) if row.next_on else DASH
