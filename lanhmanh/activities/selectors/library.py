"""Reading the library: everybody in the province finds a material and takes its latest version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, QuerySet, Sum
from django.http import Http404

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import LibraryItem, LibraryVersion, MaterialUse, State
from lanhmanh.activities.selectors.reach import in_province
from lanhmanh.kernel.text import fold
from lanhmanh.units.selectors import names_on


@dataclass(frozen=True, slots=True)
class Sought:
    """Say which materials are wanted; what is empty does not narrow."""

    words: str = ""
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Hold a material of a list with its unit's name and its latest version, None while it has none."""

    item: LibraryItem
    unit_name: str
    latest: LibraryVersion | None


@dataclass(frozen=True, slots=True)
class Used:
    """Hold how a version was used: in how many activities, how many pieces or times together."""

    version: LibraryVersion
    activities: int
    quantity: int


def items(actor: Actor, sought: Sought) -> QuerySet[LibraryItem]:
    """Return the materials of the actor's province, by title."""
    rows = LibraryItem.objects.filter(unit__in=in_province(actor), voided_at__isnull=True)
    if sought.kind:
        rows = rows.filter(kind=sought.kind)
    if sought.language:
        rows = rows.filter(language=sought.language)
    for word in fold(sought.words).split():
        rows = rows.filter(search__contains=word)
    return rows.prefetch_related(_versions()).order_by("title", "pk")


def shelves(rows: Sequence[LibraryItem], day: date) -> list[Shelf]:
    """Return a page of materials with their units' names on a day."""
    names = names_on({row.unit_id for row in rows}, day)
    return [Shelf(row, names.get(row.unit_id, ""), next(iter(row.versions.all()), None)) for row in rows]


def get_item(actor: Actor, uid: str, permission: Permission | None = None) -> LibraryItem:
    """Return a material of the actor's province, or one at whose unit a permission is held.

    :raises Http404: there is none.
    """
    where = units_for(actor, permission) if permission else in_province(actor)
    rows = LibraryItem.objects.filter(uid=uid, unit__in=where).select_related("unit", "recorded_by", "voided_by")
    found = rows.prefetch_related(_versions()).first()
    if found is None:
        raise Http404("material")
    return found


def get_version(actor: Actor, uid: str, number: int) -> LibraryVersion:
    """Return a version with its bytes.

    :raises Http404: there is none in the actor's province.
    """
    of = LibraryItem.objects.filter(uid=uid, unit__in=in_province(actor))
    found: LibraryVersion | None = (
        LibraryVersion.objects.select_related("file").filter(item__in=of, number=number).first()
    )
    if found is None:
        raise Http404("version")
    return found


def uses_of(item: LibraryItem) -> list[Used]:
    """Return how each version was used, the latest first, in one query; what was taken back is not counted."""
    rows = MaterialUse.objects.filter(version__item=item, activity__state=State.RECORDED).order_by()
    told = {pk: (n, total) for pk, n, total in rows.values_list("version_id").annotate(Count("pk"), Sum("quantity"))}
    return [Used(version, *told.get(version.pk, (0, 0))) for version in item.versions.all()]


def versions_to_use(actor: Actor) -> QuerySet[LibraryVersion]:
    """Return the versions from which an activity may choose, by title, the latest of each first."""
    shelf = LibraryItem.objects.filter(unit__in=in_province(actor), voided_at__isnull=True)
    return LibraryVersion.objects.filter(item__in=shelf).select_related("item").order_by("item__title", "-number")


def get_use(actor: Actor, activity_uid: str, uid: str) -> MaterialUse:
    """Return a use that the actor may take back.

    :raises Http404: there is none.
    """
    rows = MaterialUse.objects.select_related("activity").filter(uid=uid, activity__uid=activity_uid)
    found = rows.filter(activity__unit__in=units_for(actor, Permission.ACTIVITY_RECORD)).first()
    if found is None:
        raise Http404("use")
    return found


def may_keep(actor: Actor, item: LibraryItem) -> bool:
    """Test whether the actor keeps a material: adds versions, changes what is told of it."""
    return not item.is_void and can(actor, Permission.ACTIVITY_RECORD, item.unit_id)


def _versions() -> "Prefetch[str]":
    rows = LibraryVersion.objects.select_related("file", "added_by").defer("file__content")
    return Prefetch("versions", rows.order_by("-number"))
