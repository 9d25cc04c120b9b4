"""What the registers of the movement lay on a desk: teams that fall short, and what the year still has to be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import HouseholdCount, HouseholdFact, Kept, Team, TeamDeed
from lanhmanh.activities.rules.teams import NAMES, Judgement, quarter_to_mend
from lanhmanh.activities.selectors.registers import judged, standard_for
from lanhmanh.units.models import Level, UnitVersion
from lanhmanh.units.selectors import versions_on

# A team grows old by itself: nobody can do anything about its months.
MENDED_BY_NOBODY = "months"


@dataclass(frozen=True, slots=True)
class Short:
    """Hold a team that falls short in a quarter, and where it works."""

    team: Team
    judgement: Judgement
    unit_name: str

    @property
    def idle(self) -> bool:
        """Return whether nothing that it did was recorded."""
        return not any(one.counted for one in self.judgement.criteria if one.code not in {MENDED_BY_NOBODY, "members"})

    @property
    def lacks(self) -> list[tuple[str, int, int]]:
        """Return what can be mended: its name, how much there is and how much is needed."""
        missing = (one for one in self.judgement.missing if one.code != MENDED_BY_NOBODY)
        return [(NAMES[one.code], one.counted, one.needed) for one in missing]


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold what waits for who records: teams, and the names of units whose numbers of the year are not there."""

    short: Sequence[Short] = ()
    untrained: Sequence[Team] = ()
    uncounted: Sequence[str] = ()
    unpledged: Sequence[str] = ()


def desk(actor: Actor, today: date) -> Desk:
    """Return what waits for who records in the registers: a query for all units, three more where teams are kept."""
    if not actor.holds(Permission.ACTIVITY_RECORD):
        return Desk()
    units = list(_units(actor, today))
    keeping = {version.unit_id: version.name for version in units if version.teams}  # type: ignore[attr-defined]
    teams = _teams(keeping, today) if keeping else []
    return Desk(
        _short(teams, keeping, today), [team for team in teams if not team.trained],  # type: ignore[attr-defined]
        _missing(units, "counted"), _missing(units, "pledged"),
    )  # fmt: skip


def _units(actor: Actor, today: date) -> QuerySet[UnitVersion]:
    """Return the units that are there today for which the actor records, with what their registers hold."""

    def kept(model: type[Kept], **where: object) -> Exists:
        return Exists(model._default_manager.filter(voided_at__isnull=True, unit=OuterRef("unit"), **where))

    here = units_for(actor, Permission.ACTIVITY_RECORD)
    return versions_on(today).filter(unit__in=here).order_by("sort").annotate(
        teams=kept(Team),
        counted=kept(HouseholdCount, day__year=today.year), counted_ever=kept(HouseholdCount),
        pledged=kept(HouseholdFact, kind="pledge", year=today.year), pledged_ever=kept(HouseholdFact, kind="pledge"),
    )  # fmt: skip


def _missing(units: Iterable[UnitVersion], what: str) -> list[str]:
    """Return the units whose number of the year is not there, among those that state one.

    Where one branch states its own, the others are asked for theirs; who keeps no such register is asked for nothing.
    """
    units = list(units)
    among = any(one.unit.level == Level.BRANCH and getattr(one, f"{what}_ever") for one in units)
    return [
        one.name
        for one in units
        if not getattr(one, what) and (getattr(one, f"{what}_ever") or (among and one.unit.level == Level.BRANCH))
    ]


def _teams(units: Iterable[int], today: date) -> list[Team]:
    """Return the teams that are there, each with whether it was trained in the year."""
    trained = TeamDeed.objects.filter(
        team=OuterRef("pk"), voided_at__isnull=True, kind="training", day__year=today.year
    )
    there = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    rows = Team.objects.filter(there, unit__in=list(units), voided_at__isnull=True, founded_on__lte=today)
    return list(rows.annotate(trained=Exists(trained)).order_by("unit_id", "search", "pk"))


def _short(teams: Sequence[Team], names: dict[int, str], today: date) -> list[Short]:
    """Return the teams that fall short in the quarter that can still be mended, as the team's own page judges it."""
    social, period = [team for team in teams if team.kind == "social"], quarter_to_mend(today)
    standard = standard_for(social[0].unit_id, today) if social and period else None
    if period is None or standard is None:
        return []
    told = judged(social, [period], standard)
    found = [Short(team, told[team.pk][0], names[team.unit_id]) for team in social]
    return [one for one in found if one.lacks]
