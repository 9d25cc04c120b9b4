"""Reading campaigns: those of the units that one sees, what each invited unit did, who did nothing yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Activity, Attendance, Campaign, Invitation, State
from lanhmanh.db.models import valid_on
from lanhmanh.units.models import Ancestry, Level, Unit
from lanhmanh.units.selectors import names_on

# What was done in a campaign may be recorded some days after its end.
RECORDED_LATE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Done:
    """Hold what one invited unit did, those below it counted in; attendances are None where none were stated."""

    unit: Unit
    name: str
    activities: int
    attendances: int | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a campaign as one reader sees it: the rows of the units that the reader sees, and the sums of all."""

    rows: list[Done]
    invited: int
    active: int
    activities: int
    attendances: int | None

    @property
    def idle(self) -> list[Done]:
        """Return those who did nothing yet."""
        return [row for row in self.rows if not row.activities]


def visible(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns that the actor may read, the latest first: of units seen, and those one is invited to."""
    seen = units_for(actor, Permission.ACTIVITY_VIEW)
    invited = Invitation.objects.filter(unit__in=_with_those_above(actor)).values("campaign_id")
    asked = Q(pk__in=invited, announced_at__isnull=False, voided_at__isnull=True)
    return Campaign.objects.filter(Q(unit__in=seen) | asked).select_related("unit").order_by("-first", "-pk")


def get_campaign(actor: Actor, uid: str, permission: Permission | None = None) -> Campaign:
    """Return a campaign that may be read, or at whose unit a permission is held.

    :raises Http404: there is none.
    """
    rows = visible(actor)
    if permission:
        rows = Campaign.objects.filter(unit__in=units_for(actor, permission)).select_related("unit")
    found = rows.select_related("unit", "plan_item", "recorded_by", "announced_by", "voided_by").filter(uid=uid).first()
    if found is None:
        raise Http404("campaign")
    return found


def picture(actor: Actor, campaign: Campaign, day: date) -> Picture:
    """Return what was done in a campaign; the number of queries does not grow with the number of units."""
    invited = list(campaign.invitations.values_list("unit_id", flat=True))
    counted = _counted(campaign, invited)
    names = names_on(invited, day)
    seen = {unit.pk: unit for unit in units_for(actor, Permission.ACTIVITY_VIEW).filter(pk__in=invited)}
    rows = [_done(unit, names.get(pk, ""), counted.get(pk, [])) for pk, unit in seen.items()]
    rows.sort(key=lambda row: (row.activities > 0, row.name))
    everything = Activity.objects.filter(campaign=campaign, state=State.RECORDED)
    people = _attended(everything)
    return Picture(
        rows, len(invited), sum(1 for pk in invited if counted.get(pk)), everything.count(),
        sum(people.values()) if people else None,
    )  # fmt: skip


def open_to(unit: Unit, day: date) -> list[Campaign]:
    """Return the campaigns to which an activity of a unit may belong now, the nearest end first."""
    line = Ancestry.objects.filter(valid_on(day), descendant=unit).values("ancestor_id")
    among = Invitation.objects.filter(unit__in=line).values("campaign_id")
    rows = Campaign.objects.filter(announced_at__isnull=False, voided_at__isnull=True)
    running = rows.filter(first__lte=day, last__gte=day - RECORDED_LATE)
    return list(running.filter(Q(pk__in=among) | Q(unit=unit)).order_by("last", "pk"))


def waiting_on(actor: Actor, unit: Unit, day: date) -> list[Campaign]:
    """Return the running campaigns to which the actor's unit is invited and in which it did nothing yet."""
    if not actor.holds(Permission.ACTIVITY_RECORD):
        return []
    asked = Invitation.objects.filter(unit=unit).values("campaign_id")
    running = Campaign.objects.filter(
        pk__in=asked, announced_at__isnull=False, voided_at__isnull=True, last__gte=day, first__lte=day + timedelta(7)
    )
    below = Ancestry.objects.filter(valid_on(day), ancestor=unit).values("descendant_id")
    deeds = Activity.objects.filter(unit__in=below, state=State.RECORDED, campaign__isnull=False)
    return list(running.exclude(pk__in=deeds.values("campaign_id")).order_by("last", "pk"))


def deeds(actor: Actor, campaign: Campaign) -> QuerySet[Activity]:
    """Return what was done in a campaign as far as the actor sees it, the newest first."""
    rows = Activity.objects.filter(campaign=campaign, state=State.RECORDED)
    seen = rows.filter(unit__in=units_for(actor, Permission.ACTIVITY_VIEW))
    return seen.select_related("plan_item").order_by("-day", "-pk")


def _with_those_above(actor: Actor) -> "QuerySet[Ancestry, int]":
    """Return the units where the actor records, and those above: who is invited invites with it whoever is below."""
    own = units_for(actor, Permission.ACTIVITY_VIEW)
    rows = Ancestry.objects.filter(descendant__in=own, ancestor__level__in=[Level.COMMUNE, Level.DISTRICT])
    return rows.values_list("ancestor_id", flat=True)


def _counted(campaign: Campaign, invited: Iterable[int]) -> dict[int, list[tuple[int, int | None, date | None]]]:
    """Return, for each invited unit, what it and each unit below it did: how many, for how many, when last."""
    rows = Activity.objects.filter(campaign=campaign, state=State.RECORDED)
    each = {
        unit: (number, last) for unit, number, last in rows.values_list("unit_id").annotate(Count("pk"), Max("day"))
    }
    people = _attended(rows)
    lines = Ancestry.objects.filter(valid_on(campaign.last), descendant__in=each, ancestor__in=list(invited))
    found: dict[int, list[tuple[int, int | None, date | None]]] = defaultdict(list)
    for above, unit in lines.values_list("ancestor_id", "descendant_id"):
        number, last = each[unit]
        found[above].append((number, people.get(unit), last))
    return found


def _attended(rows: QuerySet[Activity]) -> dict[int, int]:
    """Return unit → attendances, without the units that stated none."""
    stated = Attendance.objects.filter(activity__in=rows).order_by().values_list("activity__unit_id")
    each = Coalesce(F("female"), 0) + Coalesce(F("male"), 0) + Coalesce(F("unstated"), 0)
    return dict(stated.annotate(together=Sum(each)))


def _done(unit: Unit, name: str, parts: Sequence[tuple[int, int | None, date | None]]) -> Done:
    people = [number for _count, number, _last in parts if number is not None]
    days = [last for _count, _number, last in parts if last]
    return Done(
        unit, name, sum(count for count, _number, _last in parts), sum(people) if people else None,
        max(days, default=None),
    )  # fmt: skip
