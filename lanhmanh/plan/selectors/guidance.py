"""Guidance sent down: who may read it, what waits to be noted, who below took note."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils import timezone

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission, Scope
from lanhmanh.db.models import valid_on
from lanhmanh.documents.models import Document, Rendition
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan.models import Acknowledgement, Guidance, Plan, PlanItem
from lanhmanh.units.models import Ancestry, Level, Unit
from lanhmanh.units.selectors import name_on

LEVELS = list(Level.values)
_MOST_DOCUMENTS = 60


def sent_on(guidance: Guidance) -> date:
    """Return the day of sending, which decides who is addressed."""
    return timezone.localtime(guidance.sent_at, VIETNAM).date()


def levels_below(unit: Unit, day: date) -> dict[str, int]:
    """Return the levels at which units stand below one on a day, the highest first, with how many there are."""
    rows = Ancestry.objects.filter(valid_on(day), ancestor=unit, depth__gt=0).order_by()
    found = dict(rows.values_list("descendant__level").annotate(n=Count("pk")))
    return {level: found[level] for level in LEVELS if level in found}


def may_send(actor: Actor, plan: Plan, unit: Unit, day: date) -> bool:
    """Test whether the actor may send guidance of a plan from a unit: its own plan, or one of a unit above it."""
    if plan.state != Plan.State.CONFIRMED or not can(actor, Permission.PLAN_EDIT, unit):
        return False
    held = Ancestry.objects.filter(valid_on(day))
    above = plan.unit_id == unit.pk or held.filter(ancestor_id=plan.unit_id, descendant=unit).exists()
    return above and held.filter(ancestor=unit, depth__gt=0).exists()


def papers_of(unit: Unit) -> QuerySet[Document]:
    """Return the latest documents of a unit's register that can go with guidance."""
    rows = Document.objects.filter(unit=unit).exclude(origin=Document.Origin.CITED).defer("value")
    return rows.order_by("-dated", "-pk")[:_MOST_DOCUMENTS]


def get_guidance(actor: Actor, uid: str) -> Guidance:
    """Return guidance.

    :raises Http404: there is none that the actor may read.
    """
    seen = seen_by(actor, _rows().filter(uid=uid))
    if not seen:
        raise Http404("guidance")
    return seen[0]


def guidance_file(guidance: Guidance, form: str) -> Rendition:
    """Return one form of the document that went with guidance.

    :raises Http404: there is none.
    """
    rows = Rendition.objects.select_related("file").filter(document_id=guidance.document_id or 0, format=form)
    if (found := rows.first()) is None:
        raise Http404("file")
    return found


def of_plan(actor: Actor, plan: Plan) -> list[Guidance]:
    """Return the guidance of a plan and of those it was made from that the actor may read, the latest first."""
    plans, parent = [plan.pk], plan.parent
    while parent:
        plans.append(parent.pk)
        parent = parent.parent
    return seen_by(actor, _rows().filter(plan__in=plans))


def of_clause(actor: Actor, item: PlanItem) -> list[Guidance]:
    """Return the guidance of a clause, from whichever plan of its line, that the actor may read, the latest first."""
    return seen_by(actor, _rows().filter(item__root=item.root_id or item.pk))


def same_matter(actor: Actor, guidance: Guidance) -> list[Guidance]:
    """Return what else was sent of the same clause, else of the same plan, from the top down in order of time."""
    if guidance.item:
        rows = _rows().filter(item__root=guidance.item.root_id or guidance.item_id)
    else:
        rows = _rows().filter(plan=guidance.plan_id, item__isnull=True)
    seen = seen_by(actor, rows)
    return sorted(seen, key=lambda one: (LEVELS.index(one.unit.level), one.sent_at)) if len(seen) > 1 else []


def pending(actor: Actor, unit: Unit, day: date) -> list[Guidance]:
    """Return what was sent to a unit, of plans that still run, and waits for its note; what is due comes first.

    Each carries the name of its `sender` on the day.
    """
    if not can(actor, Permission.TASK_DO, unit):
        return []
    waiting = _rows().filter(plan__last_year__gte=day.year).exclude(acknowledgements__unit=unit)
    rows = waiting.annotate(sender=name_on(day))
    found = [one for one in _from_above(rows, unit) if unit.level in one.levels]
    return sorted(found, key=lambda one: (one.due is None, one.due or day, one.sent_at))


def is_addressed(guidance: Guidance, unit: Unit) -> bool:
    """Test whether guidance was sent to a unit."""
    return unit.level in guidance.levels and bool(_lines(unit, [guidance]))


def note_of(guidance: Guidance, unit: Unit) -> Acknowledgement | None:
    """Return a unit's own note, None while it took none."""
    return guidance.acknowledgements.filter(unit=unit).select_related("noted_by").first()


def seen_by(actor: Actor, rows: QuerySet[Guidance]) -> list[Guidance]:
    """Return, the latest first, what the actor may read of some guidance; three queries whatever there is of it.

    Who looks down on the sender reads it, and who does tasks where it was sent to or through: a commune reads what
    came from above for communes or for its branches, never what went to districts only or to another place.
    """
    found = list(rows.order_by("-sent_at", "-pk"))
    if not found:
        return []
    down = looks_down(actor, {one.unit_id for one in found})
    unit = Unit.objects.filter(pk=actor.home_unit_id or 0).first()
    above = _lines(unit, found) if unit and can(actor, Permission.TASK_DO, unit) else set()
    return [one for one in found if one.unit_id in down or one.pk in above]


def looks_down(actor: Actor, units: Iterable[int]) -> set[int]:
    """Return those of the units where the actor works or that ever stood below.

    Guidance is the Union's own direction: it goes by who sees the work there, which partner agencies do not.
    """
    places = actor.places(Permission.ACTIVITY_VIEW)
    own, below = places.get(Scope.OWN, set()), places.get(Scope.BELOW, set())
    wanted = set(units)
    rows = Ancestry.objects.filter(ancestor__in=below, descendant__in=wanted, depth__gt=0)
    return (wanted & own) | set(rows.values_list("descendant_id", flat=True))


def noted_by_unit(rows: Sequence[Guidance], unit: Unit) -> dict[int, Acknowledgement]:
    """Return guidance id → the unit's own note."""
    found = Acknowledgement.objects.filter(guidance__in=rows, unit=unit)
    return {one.guidance_id: one for one in found}


def _rows() -> QuerySet[Guidance]:
    return Guidance.objects.select_related("plan__unit", "item__root", "unit", "document", "sent_by")


def _from_above(rows: QuerySet[Guidance], unit: Unit) -> list[Guidance]:
    above = Ancestry.objects.filter(descendant=unit, depth__gt=0)
    found = list(rows.filter(unit__in=above.values("ancestor_id")))
    lines = _lines(unit, found) if found else set()
    return [one for one in found if one.pk in lines]


def _lines(unit: Unit, rows: Sequence[Guidance]) -> set[int]:
    """Return the ids of what was sent to the unit or through it, as the tree stood on the day of sending."""
    senders = {one.unit_id for one in rows}
    above = list(Ancestry.objects.filter(descendant=unit, depth__gt=0, ancestor__in=senders))
    steps = set(LEVELS[LEVELS.index(unit.level) :])
    return {one.pk for one in rows if steps & set(one.levels) and any(_held(line, one) for line in above)}


def _held(line: Ancestry, guidance: Guidance) -> bool:
    day = sent_on(guidance)
    in_time = line.valid_from <= day and (line.valid_to is None or line.valid_to > day)
    return line.ancestor_id == guidance.unit_id and in_time
