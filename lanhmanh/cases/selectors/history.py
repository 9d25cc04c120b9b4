"""Who wrote a confidential field when: the texts from the case, the rest from the trail."""

import json
from dataclasses import dataclass
from datetime import datetime

from lanhmanh.audit.models import Event
from lanhmanh.cases.selectors.door import Opened

_WRITING = ("case.recorded", "case.person_changed", "case.merged")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a field; `at` and `who` are None and "" where the trail does not tell."""

    number: int
    text: str
    at: datetime | None
    who: str


def history(found: Opened, field: str) -> list[Version]:
    """Return the versions of a field of the person, the newest first."""
    told: dict[int, tuple[datetime, str]] = {}
    for event in Event.objects.filter(object_uid=found.case.uid, verb__in=_WRITING).order_by("seq"):
        facts = json.loads(event.facts)
        numbers = [facts.get("fields", {}).get(field), *facts.get("carried", {}).get(field, ())]
        told |= {number: (event.at, event.actor_name) for number in numbers if number}
    return [Version(number, text, *told.get(number, (None, ""))) for number, text in found.versions_of(field)]
