"""Reading the registers of the people's movement, as far as the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import REGISTERS, Kept, Team, TeamDeed, TeamMember
from lanhmanh.activities.rules import teams as rules
from lanhmanh.activities.rules.teams import Counts, Judgement
from lanhmanh.kernel.periods import Period
from lanhmanh.kernel.text import fold
from lanhmanh.law.teams import Standard, standard_on, standards
from lanhmanh.units.models import Level, Unit, UnitVersion
from lanhmanh.units.selectors import province_ids, versions_on


def visible(
    actor: Actor, model: type[Kept], *, words: str = "", void: bool = False, parent: Kept | None = None
) -> QuerySet[Any]:
    """Return the rows of a register that the actor may see, newest first."""
    rows = model._default_manager.filter(
        unit__in=units_for(actor, Permission.ACTIVITY_VIEW), voided_at__isnull=not void
    )
    if parent is not None and model.parent:
        rows = rows.filter(**{model.parent: parent})
    for word in fold(words).split():
        rows = rows.filter(search__contains=word)
    related = [model.parent] if model.parent else []
    return rows.select_related("unit", *related).order_by(f"-{model.dated}", "-pk")


def get_row(actor: Actor, slug: str, uid: str, permission: Permission = Permission.ACTIVITY_VIEW) -> Any:
    """Return a row of a register by its public id.

    :raises Http404: there is none where the actor holds the permission.
    """
    model = REGISTERS[slug]
    related = [model.parent] if model.parent else []
    rows = model._default_manager.filter(uid=uid, unit__in=units_for(actor, permission))
    row = rows.select_related("unit", "recorded_by", "voided_by", *related).first()
    if row is None:
        raise Http404(slug)
    return row


def parents(actor: Actor, model: type[Kept], permission: Permission) -> list[Kept]:
    """Return what the rows of a register may belong to, where the actor holds the permission."""
    above: type[Kept] = model._meta.get_field(model.parent).related_model  # type: ignore[assignment]
    rows = above._default_manager.filter(unit__in=units_for(actor, permission), voided_at__isnull=True)
    return list(rows.select_related("unit").order_by("unit_id", "search", "pk"))


def unit_labels(units: Collection[Unit], day: date) -> dict[int, str]:
    """Return unit id → a name that tells it from others: a branch with its commune, a commune with its district.

    A unit that is no more goes by the last name it had.
    """
    versions = {one.unit_id: one for one in versions_on(day).filter(unit__in=units)}
    if gone := {unit.pk for unit in units} - versions.keys():
        versions |= {one.unit_id: one for one in UnitVersion.objects.filter(unit__in=gone).order_by("valid_from")}
    above = {one.parent_id for one in versions.values() if one.parent_id}
    names = dict(versions_on(day).filter(unit_id__in=above).values_list("unit_id", "name"))
    found: dict[int, str] = {}
    for unit in units:
        version = versions.get(unit.pk)
        if version is not None:
            line = [version.name]
            if unit.level != Level.PROVINCE and version.parent_id in names:
                line.append(names[version.parent_id])
            found[unit.pk] = ", ".join(line)
    return found


def province_code(unit_id: int, day: date) -> str:
    """Return the code of the province that a unit stands under, "" where there is none."""
    found = versions_on(day).filter(unit_id__in=province_ids(unit_id)).values_list("code", flat=True)
    return next(iter(found), "")


def standard_for(unit_id: int, day: date) -> Standard | None:
    """Return what a team of a unit is held to; its province is asked for only where one has a standard of its own."""
    own = any(one.province for one in standards())
    return standard_on(day, province_code(unit_id, day) if own else "")


def judged(teams: Collection[Team], periods: Sequence[Period], standard: Standard) -> dict[int, list[Judgement]]:
    """Return team id → what is found of it in each of these quarters, in two queries however many teams there are."""
    spans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    members = TeamMember.objects.filter(team__in=teams, voided_at__isnull=True)
    for team_id, joined, left in members.values_list("team_id", "joined_on", "left_on"):
        spans[team_id].append((joined, left))
    deeds = _deeds(teams, periods)
    return {
        team.pk: [
            rules.judge(
                Counts(
                    team.founded_on, team.ended_on, rules.members_on(spans[team.pk], rules.days_of(period)[1]),
                    deeds[team.pk, period],
                ),
                standard, period,
            )
            for period in periods
        ]
        for team in teams
    }  # fmt: skip


def _deeds(teams: Collection[Team], periods: Sequence[Period]) -> dict[tuple[int, Period], dict[str, int]]:
    found: dict[tuple[int, Period], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    if not periods:
        return found
    windows = [(period, *rules.days_of(period)) for period in periods]
    first, last = min(one[1] for one in windows), max(one[2] for one in windows)
    rows = TeamDeed.objects.filter(team__in=teams, voided_at__isnull=True, day__range=(first, last))
    for team_id, kind, day, times in rows.order_by().values_list("team_id", "kind", "day").annotate(Sum("times")):
        for period, begins, ends in windows:
            if begins <= day <= ends:
                found[team_id, period][kind] += times
    return found


def member_counts(teams: Collection[Team], day: date) -> dict[int, int]:
    """Return team id → how many are in it on a day."""
    rows = TeamMember.objects.filter(team__in=teams, voided_at__isnull=True, joined_on__lte=day)
    there = rows.exclude(left_on__lte=day)
    return dict(there.order_by().values_list("team_id").annotate(Count("pk")))
