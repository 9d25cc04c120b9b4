"""What templates say of cases: `{% load case_words %}`."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import template

from lanhmanh.cases.access import PERSON
from lanhmanh.cases.forms.person import EditForm
from lanhmanh.cases.selectors import naming

register = template.Library()
register.filter("status_name", naming.status_name)


@register.filter
def person_lines(words: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    """Yield name, label and text of the fields of a person that hold something; the name stands in the heading."""
    for name in PERSON:
        if name != "full_name" and words.get(name):
            yield name, EditForm.base_fields[name].label, words[name]
