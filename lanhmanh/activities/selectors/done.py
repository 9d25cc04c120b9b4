"""Reading records of activities, as far as the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Activity, Attendance, MaterialUse, Partner, Photo, State
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.text import fold
from lanhmanh.plan.models import PlanItem
from lanhmanh.units.models import Agency, Unit
from lanhmanh.units.selectors import ancestors, last_names, names_on


@dataclass(frozen=True, slots=True)
class Filters:
    """Say which activities are wanted; what is empty does not narrow."""

    kind: str = ""
    item: PlanItem | None = None
    unit: Unit | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """Hold one month of a list: its activities on this page with their units' names, and the whole month's totals."""

    first: date
    rows: list[tuple[Activity, str]]
    count: int
    attendances: int | None


def visible(actor: Actor, filters: Filters | None = None) -> QuerySet[Activity]:
    """Return the activities that the actor may see, newest first, each with `attended` (lượt, None if unstated)."""
    wanted = filters or Filters()
    rows = Activity.objects.filter(unit__in=units_for(actor, Permission.ACTIVITY_VIEW)).filter(_narrowed(wanted))
    each = Coalesce(F("female"), 0) + Coalesce(F("male"), 0) + Coalesce(F("unstated"), 0)
    stated = Attendance.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    total = Subquery(stated.annotate(together=Sum(each)).values("together"), output_field=IntegerField())
    return rows.annotate(attended=total).select_related("plan_item").order_by("-day", "-pk")


def _narrowed(wanted: Filters) -> Q:
    condition = Q(state=State.VOID if wanted.void else State.RECORDED)
    for name, value in (
        ("kind", wanted.kind),
        ("unit", wanted.unit),
        ("day__gte", wanted.first),
        ("day__lte", wanted.last),
    ):
        if value:
            condition &= Q(**{name: value})
    if wanted.item:
        root = wanted.item.root_id or wanted.item.pk
        condition &= Q(plan_item=root) | Q(plan_item__root=root) | Q(plan_item=wanted.item)
    for word in fold(wanted.words).split():
        condition &= Q(search__contains=word)
    return condition


def by_month(rows: QuerySet[Activity], page: Sequence[Activity], day: date) -> list[Month]:
    """Return a page of activities under their months; units have the names of `day`, or the last they had."""
    if not page:
        return []
    whole = rows.filter(day__gte=page[-1].day.replace(day=1)).order_by()
    totals = whole.annotate(month=TruncMonth("day")).values("month").annotate(n=Count("pk"), people=Sum("attended"))
    found = {row["month"]: (row["n"], row["people"]) for row in totals}
    units = {activity.unit_id for activity in page}
    names = names_on(units, day)
    if gone := units - names.keys():
        names |= last_names(gone)
    shown: dict[date, list[tuple[Activity, str]]] = {}
    for activity in page:
        shown.setdefault(activity.day.replace(day=1), []).append((activity, names.get(activity.unit_id, "")))
    return [Month(first, activities, *found[first]) for first, activities in shown.items()]


def whole(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Return activities with what a list says of them: groups, materials, partners, channels and programmes."""
    parts = ("attendances", "materials", "partners", "channels", "programmes")
    return rows.select_related("unit", "plan_item").prefetch_related(*parts)


def known_activities(unit_ids: set[int], days: set[date]) -> dict[tuple[object, ...], str]:
    """Return what an activity is known again by → its uid, of those of some units on some days; one query."""
    if not days:
        return {}
    rows = Activity.objects.filter(unit__in=unit_ids, day__range=(min(days), max(days)), state=State.RECORDED)
    told = rows.values_list("unit_id", "day", "kind", "place", "title", "uid")
    return {(unit_id, day, kind, fold(place), fold(title)): uid for unit_id, day, kind, place, title, uid in told}


def get_activity(actor: Actor, uid: str, permission: Permission = Permission.ACTIVITY_VIEW) -> Activity:
    """Return an activity by its public id, with all that belongs to it.

    :raises Http404: there is none where the actor holds the permission.
    """
    found = Activity.objects.filter(uid=uid, unit__in=units_for(actor, permission))
    partners = Prefetch("partners", Partner.objects.select_related("agency").order_by("pk"))
    pictures = Prefetch("photos", Photo.objects.defer("content").order_by("pk"))
    related = found.select_related("plan_item", "unit", "recorded_by", "voided_by", "campaign")
    uses = Prefetch("uses", MaterialUse.objects.select_related("version__item").order_by("pk"))
    whole = related.prefetch_related("attendances", "materials", "channels", "programmes", partners, pictures, uses)
    activity = whole.first()
    if activity is None:
        raise Http404("activity")
    return activity


def get_photo(actor: Actor, activity_uid: str, uid: str, permission: Permission = Permission.ACTIVITY_VIEW) -> Photo:
    """Return a photo.

    :raises Http404: there is none where the actor holds the permission.
    """
    photos = Photo.objects.select_related("activity").filter(uid=uid, activity__uid=activity_uid)
    photo = photos.filter(activity__unit__in=units_for(actor, permission)).first()
    if photo is None:
        raise Http404("photo")
    return photo


def places_to_record(actor: Actor, day: date) -> list[tuple[Unit, str]]:
    """Return the units for which the actor may record, the own one first, with their names on that day."""
    units = {unit.pk: unit for unit in units_for(actor, Permission.ACTIVITY_RECORD)}
    names = names_on(units, day)
    order = sorted(names, key=lambda pk: (pk != actor.home_unit_id, units[pk].level, names[pk]))
    return [(units[pk], names[pk]) for pk in order]


def agencies_near(unit: Unit, day: date) -> list[Agency]:
    """Return the partner agencies beside a unit and above it on a day, the nearest first."""
    line = [unit.pk, *(version.unit_id for version in ancestors(unit, day))]
    found = Agency.objects.filter(valid_on(day), unit_id__in=line)
    return sorted(found, key=lambda agency: (line.index(agency.unit_id), agency.kind, agency.name))


def last_recorded(actor: Actor) -> Activity | None:
    """Return the activity that this person recorded last and that still counts."""
    own = visible(actor).filter(recorded_by_id=actor.user_id)
    return own.prefetch_related("partners__agency").order_by("-recorded_at", "-pk").first()


def known_places(actor: Actor, most: int = 8) -> list[str]:
    """Return the places where this person recorded something lately, each once."""
    own = Activity.objects.filter(recorded_by_id=actor.user_id).exclude(place="").order_by("-recorded_at", "-pk")
    return list(dict.fromkeys(own.values_list("place", flat=True)[:50]))[:most]
