"""Reading models: the gallery that everybody reads, a unit's own, those that wait to be judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Adoption, Headcount, Judgement, Practice, PracticeFile, Result
from lanhmanh.activities.rules.spreading import Stage
from lanhmanh.activities.selectors.reach import in_province
from lanhmanh.kernel.text import fold
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say which models are wanted; what is empty does not narrow."""

    words: str = ""
    kind: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Hold one model of a list: its unit's name, how many units took it up, and its first picture."""

    practice: Practice
    unit_name: str
    adopted: int
    cover: PracticeFile | None = None


def gallery(actor: Actor, wanted: Wanted) -> QuerySet[Practice]:
    """Return the models found worth spreading in the actor's province, the latest judged first."""
    rows = Practice.objects.filter(stage=Stage.WORTH, unit__in=in_province(actor))
    return _listed(rows, wanted).order_by("-judged_at", "-pk")


def own(actor: Actor, wanted: Wanted) -> QuerySet[Practice]:
    """Return the models of the units whose work the actor sees, the latest begun first."""
    rows = Practice.objects.filter(unit__in=units_for(actor, Permission.ACTIVITY_VIEW), voided_at__isnull=True)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    return _listed(rows, wanted).order_by("-started_on", "-pk")


def to_judge(actor: Actor) -> QuerySet[Practice]:
    """Return the proposed models that wait for the actor's judgement, the longest waiting first."""
    rows = Practice.objects.filter(stage=Stage.PROPOSED, unit__in=units_for(actor, Permission.MODEL_JUDGE))
    return rows.exclude(proposed_by_id=actor.user_id).order_by("proposed_at", "pk")


def cards(rows: Sequence[Practice], day: date) -> list[Card]:
    """Return a page of models with their units' names on a day and their first pictures, in two queries."""
    names = names_on({row.unit_id for row in rows}, day)
    pictures = PracticeFile.objects.filter(practice__in=[row.pk for row in rows], width__isnull=False).defer("content")
    first = {one.practice_id: one for one in pictures.order_by("-pk")}
    return [Card(row, names.get(row.unit_id, ""), getattr(row, "adopted", 0), first.get(row.pk)) for row in rows]


def readable(actor: Actor) -> Q:
    """Return the condition that the actor may read a model."""
    shared = Q(stage=Stage.WORTH, unit__in=in_province(actor))
    judged = Q(stage=Stage.PROPOSED, unit__in=units_for(actor, Permission.MODEL_JUDGE))
    return shared | judged | Q(unit__in=units_for(actor, Permission.ACTIVITY_VIEW))


def get_practice(actor: Actor, uid: str, permission: Permission | None = None) -> Practice:
    """Return a model with all that belongs to it: one that may be read, or at whose unit a permission is held.

    :raises Http404: there is none.
    """
    mine = Q(unit__in=units_for(actor, permission)) if permission else readable(actor)
    taken = Adoption.objects.filter(voided_at__isnull=True).order_by("started_on", "pk")
    results = Prefetch("results", Result.objects.order_by("pk"))
    judgements = Judgement.objects.select_related("judged_by").order_by("-judged_at", "-pk")
    related = Practice.objects.filter(mine, uid=uid).select_related(
        "unit", "plan_item", "recorded_by", "proposed_by", "judged_by", "voided_by"
    )
    found = related.prefetch_related(
        results, Prefetch("adoptions", taken.prefetch_related(results)), Prefetch("judgements", judgements),
        Prefetch("headcounts", Headcount.objects.order_by("-day")),
        Prefetch("files", PracticeFile.objects.defer("content").order_by("pk")),
    ).first()  # fmt: skip
    if found is None:
        raise Http404("practice")
    return found


def get_file(actor: Actor, practice_uid: str, uid: str, permission: Permission | None = None) -> PracticeFile:
    """Return a file of a model that may be read, or at whose unit a permission is held.

    :raises Http404: there is none.
    """
    mine = Q(unit__in=units_for(actor, permission)) if permission else readable(actor)
    of = Practice.objects.filter(mine, uid=practice_uid)
    found = PracticeFile.objects.select_related("practice").filter(uid=uid, practice__in=of).first()
    if found is None:
        raise Http404("file")
    return found


def get_result(actor: Actor, uid: str) -> Result:
    """Return a result that the actor may take off.

    :raises Http404: there is none.
    """
    units = units_for(actor, Permission.ACTIVITY_RECORD)
    mine = Q(practice__unit__in=units) | Q(adoption__unit__in=units)
    rows = Result.objects.select_related("practice", "adoption__practice")
    found = rows.filter(mine, uid=uid).first()
    if found is None:
        raise Http404("result")
    return found


def get_adoption(actor: Actor, uid: str, permission: Permission = Permission.ACTIVITY_RECORD) -> Adoption:
    """Return an adoption that stands, at whose unit a permission is held.

    :raises Http404: there is none.
    """
    rows = Adoption.objects.select_related("practice", "unit").prefetch_related("results")
    found = rows.filter(uid=uid, voided_at__isnull=True, unit__in=units_for(actor, permission)).first()
    if found is None:
        raise Http404("adoption")
    return found


def may_judge(actor: Actor, practice: Practice) -> bool:
    """Test whether the actor may judge a proposed model: with the permission, and not the proposer."""
    waits = practice.stage == Stage.PROPOSED and practice.proposed_by_id != actor.user_id
    return waits and can(actor, Permission.MODEL_JUDGE, practice.unit_id)


def may_adopt(practice: Practice, units: Sequence[tuple[Unit, str]]) -> list[tuple[Unit, str]]:
    """Return those of the units that may still take a model up."""
    have = {one.unit_id for one in practice.adoptions.all()} | {practice.unit_id}
    return [] if practice.stage != Stage.WORTH else [(unit, name) for unit, name in units if unit.pk not in have]


def _listed(rows: QuerySet[Practice], wanted: Wanted) -> QuerySet[Practice]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    for word in fold(wanted.words).split():
        rows = rows.filter(search__contains=word)
    taken = Count("adoptions", filter=Q(adoptions__voided_at__isnull=True, adoptions__started_on__isnull=False))
    return rows.annotate(adopted=taken)
