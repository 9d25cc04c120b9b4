"""What the trail shows to whom."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.events import label
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.units.selectors import names_on

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """An event as it is shown: its words, its place, its facts."""

    event: Event
    label: str
    unit_name: str
    facts: list[tuple[str, str]]


def trail(actor: Actor, *, verb: str = "", who: str = "", page: str = "1") -> tuple[Page[Event], list[Line]]:
    """Return a page of the events at the units whose trail the actor may read, the newest first."""
    events = Event.objects.filter(Q(unit_id__in=units_for(actor, Permission.AUDIT_VIEW).values("pk")))
    if verb:
        events = events.filter(verb=verb)
    if who:
        events = events.filter(actor_name=who)
    found = Paginator(events.order_by("-seq"), PER_PAGE).get_page(page)
    names = names_on({event.unit_id for event in found if event.unit_id}, clock.today())
    return found, [_line(event, names) for event in found]


def _line(event: Event, names: dict[int, str]) -> Line:
    facts: dict[str, Any] = json.loads(event.facts)
    shown = [(name, _short(value)) for name, value in facts.items()]
    return Line(event, label(event.verb), names.get(event.unit_id or 0, ""), shown)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:159]}…"
