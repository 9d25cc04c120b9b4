"""Who took note of guidance: counted by the units one step below, opened down to each recipient."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.models import Membership
from lanhmanh.accounts.rules import Permission, roles
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan.models import Acknowledgement, Guidance
from lanhmanh.plan.rules.guidance import Heed, Heeded, heed, heeded, late_by
from lanhmanh.plan.selectors.guidance import looks_down, sent_on
from lanhmanh.units.models import Ancestry, Unit
from lanhmanh.units.selectors import children, versions_on


@dataclass(frozen=True)
class Recipient:
    """One unit to which guidance was sent."""

    unit: Unit
    name: str
    heed: Heed
    note: Acknowledgement | None
    late: int


@dataclass(frozen=True)
class Group:
    """A unit one step below the reader's, with all recipients in it, itself among them."""

    unit: Unit
    name: str
    count: Heeded
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True)
class Board:
    """All recipients that the reader looks down on."""

    count: Heeded
    groups: tuple[Group, ...]


def board(actor: Actor, guidance: Guidance, home: Unit, today: date) -> Board:
    """Return who took note below the sender, or below the reader's own unit where that stands in between.

    Recipients are the units that stood there on the day of sending, also those that nobody works at. Nine queries
    whatever their number.
    """
    top = guidance.unit if looks_down(actor, [guidance.unit_id]) else home
    found = _recipients(guidance, top, today)
    inside = _inside(top, guidance)
    groups = []
    for version in children(top, sent_on(guidance)):
        rows = tuple(one for one in found if one.unit.pk in inside[version.unit_id])
        if rows:
            groups.append(Group(version.unit, version.name, heeded(one.heed for one in rows), rows))
    return Board(heeded(one.heed for one in found), tuple(groups))


def noted_counts(actor: Actor, rows: Sequence[Guidance], home: Unit) -> dict[int, tuple[int, int]]:
    """Return guidance id → how many took note, of how many, below the sender or the reader; four queries."""
    down = looks_down(actor, {one.unit_id for one in rows})
    tops = {one.pk: one.unit_id if one.unit_id in down else home.pk for one in rows}
    below = list(Ancestry.objects.filter(ancestor__in=set(tops.values()), depth__gt=0).select_related("descendant"))
    notes: dict[int, set[int]] = defaultdict(set)
    for guidance_id, unit_id in Acknowledgement.objects.filter(guidance__in=rows).values_list("guidance_id", "unit_id"):
        notes[guidance_id].add(unit_id)
    found = {}
    for one in rows:
        units = {line.descendant_id for line in below if line.ancestor_id == tops[one.pk] and _asked(line, one)}
        found[one.pk] = (len(units & notes[one.pk]), len(units))
    return found


def _asked(line: Ancestry, guidance: Guidance) -> bool:
    day = sent_on(guidance)
    in_time = line.valid_from <= day and (line.valid_to is None or line.valid_to > day)
    return in_time and line.descendant.level in guidance.levels


def _recipients(guidance: Guidance, top: Unit, today: date) -> list[Recipient]:
    """Return the recipients below a unit in Vietnamese order, the higher levels first."""
    day = sent_on(guidance)
    below = Ancestry.objects.filter(valid_on(day), ancestor=top, depth__gt=0, descendant__level__in=guidance.levels)
    versions = list(versions_on(day).filter(unit__in=below.values("descendant_id")).order_by("sort"))
    ids = [version.unit_id for version in versions]
    notes = {one.unit_id: one for one in _notes(guidance)}
    staffed, standing = (
        _staffed(ids, today),
        set(versions_on(today).filter(unit__in=ids).values_list("unit", flat=True)),
    )
    order = {level: place for place, level in enumerate(("district", "commune", "branch"))}
    found = [
        Recipient(
            unit=version.unit,
            name=version.name,
            note=(note := notes.get(version.unit_id)),
            late=late_by(guidance.due, timezone.localtime(note.noted_at, VIETNAM).date()) if note else 0,
            heed=heed(
                noted=note is not None,
                stands=version.unit_id in standing,
                has_account=version.unit_id in staffed,
                due=guidance.due,
                today=today,
            ),
        )
        for version in versions
    ]
    return sorted(found, key=lambda one: order[one.unit.level])


def _notes(guidance: Guidance) -> Sequence[Acknowledgement]:
    return list(Acknowledgement.objects.filter(guidance=guidance).select_related("noted_by"))


def _staffed(units: Sequence[int], today: date) -> set[int]:
    """Return the units at which somebody can take note: an open account whose role does tasks there."""
    doers = [code for code, role in roles().items() if Permission.TASK_DO in role.grants]
    rows = Membership.objects.filter(valid_on(today), unit__in=units, role__in=doers, user__is_active=True)
    return set(rows.values_list("unit_id", flat=True))


def _inside(top: Unit, guidance: Guidance) -> dict[int, set[int]]:
    """Return unit one step below → itself and all below it, as the tree stood on the day of sending."""
    day = sent_on(guidance)
    steps = Ancestry.objects.filter(valid_on(day), ancestor=top, depth=1)
    pairs = Ancestry.objects.filter(valid_on(day), ancestor__in=steps.values("descendant_id"))
    found: dict[int, set[int]] = defaultdict(set)
    for above, below in pairs.values_list("ancestor_id", "descendant_id"):
        found[above].add(below)
    return found
