"""What a unit that is no more left in its registers of places goes over to its heir; what was done stays with it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, Business, Site
from lanhmanh.areas.selectors.left_behind import left_places
from lanhmanh.areas.services.common import line
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import Forebear, keeper_of


@transaction.atomic
def take_over_places(
    *, actor: Actor, target: Unit, forebear: Forebear, only: Collection[str] | None = None
) -> dict[str, int]:  # fmt: skip
    """Let the open places of a unit that is no more go over to its heir, those of `only` where it had several.

    Inspections, visits and leakages stay where they were made; a school keeps its classes.

    :raises NotAllowed: the actor does not keep the bodies of the heir.
    """
    require(actor, Permission.BRANCH_EDIT, keeper_of(target, clock.today()))
    rows = {name: _chosen(one, only) for name, one in left_places([forebear.unit.pk]).items()}
    counts = {
        "businesses": _moved(Business, rows["businesses"], target),
        "sites": _moved(Site, rows["sites"], target),
        "bodies": _bodies(rows["bodies"], target, forebear.name),
    }
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        audit.record(
            actor=actor, verb="place.taken_over", on=target, unit_id=target.pk, source=forebear.unit.uid, **counts
        )
    return counts


def _chosen(rows: QuerySet[Any], only: Collection[str] | None) -> list[int]:
    """Return which rows go over, held until the transaction ends."""
    wanted = rows if only is None else rows.filter(uid__in=list(only))
    return list(wanted.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _moved(model: type[Business] | type[Site], pks: list[int], target: Unit) -> int:
    return model._default_manager.filter(pk__in=pks).update(unit=target, version=F("version") + 1)


def _bodies(pks: list[int], target: Unit, before: str) -> int:
    """Let agencies and schools go over; one of a name that is there already is told from it by where it was."""
    there = set(Area.objects.filter(unit=target, ended_on=None).exclude(name="").values_list("name", flat=True))
    rows = list(Area.objects.filter(pk__in=pks).order_by("pk"))
    for row in rows:
        if row.name in there:
            row.name = _told_apart(row.name, before)
        row.unit = target
        there.add(row.name)
    Area.objects.bulk_update(rows, ["unit", "name"], batch_size=500)
    return len(rows)


def _told_apart(name: str, before: str) -> str:
    """Return a name with where it was; a name is data, Vietnamese whoever reads the page."""
    with override("vi"):
        return line(_("%(name)s (trước ở %(unit)s)") % {"name": name[:120], "unit": before}, 200)
