"""Reading what was published: the list, and one publication unit by unit. Hidden counts are not read here at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max, Min, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Publication
from lanhmanh.cases.policies import KNOWING
from lanhmanh.cases.rules.publishing import KINDS
from lanhmanh.cases.selectors.publishing import CALENDAR, Draft
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import last_closed, window
from lanhmanh.units.models import Level, Unit, UnitVersion
from lanhmanh.units.selectors import province_ids, versions_on

READERS = (Permission.FIGURES_VIEW, *KNOWING)
Printed = dict[str, int | str | None]
OFFERED = 4  # how many periods of a kind stand ready to be published


@dataclass(frozen=True)
class Row:
    """A unit of a publication with what is printed of it; `opens` where units below it are printed too."""

    uid: str
    name: str
    level: str
    printed: Printed
    opens: bool


@dataclass(frozen=True)
class Published:
    """Hold a publication with the rows of its highest unit and those below, or of one district opened."""

    publication: Publication
    period: Period
    unit_name: str
    rows: list[Row]
    opened: str
    replaced: bool

    @property
    def hides(self) -> bool:
        """Test whether anything is hidden in it."""
        return self.publication.hidden > 0


def published(actor: Actor) -> QuerySet[Publication]:
    """Return what was published for the actor's province, the newest first; without what protects the next issue."""
    provinces = {one for _role, unit in actor.memberships for one in province_ids(unit)}
    rows = Publication.objects.filter(Q(province__in=provinces)) if _reads(actor) else Publication.objects.none()
    return rows.select_related("unit").defer("kept").order_by("-number")


def get_publication(actor: Actor, uid: str) -> Publication:
    """Return a publication by its public id.

    :raises Http404: there is none that the actor may read.
    """
    found = published(actor).filter(uid=uid).first()
    if found is None:
        raise Http404("publication")
    return found


def opened(row: Publication, district: str = "") -> Published:
    """Return a publication with its highest unit and those one step below, or with one district and its communes.

    :raises Http404: it prints no such district.
    """
    found = _versions(row)
    top = found[row.unit_id]
    if district:
        top = next((one for one in found.values() if one.unit.uid == district), None)  # type: ignore[assignment]
        if top is None or not _below(found, top):
            raise Http404("district")
    lines = [_row(row, one, found, top) for one in (top, *_below(found, top))]
    later = Publication.objects.filter(unit=row.unit_id, period=row.period, issue__gt=row.issue).exists()
    return Published(row, parse(row.period), found[row.unit_id].name, lines, district, later)


def looked_at(made: Draft) -> Published:
    """Return what would be published as it would be read, the highest unit and those one step below."""
    row = Publication(
        unit=made.unit, period=made.period.code, issue=made.issue, tree_day=window(CALENDAR, made.period).last,
        cells=made.cells, hidden=made.hidden,
    )  # fmt: skip
    shown = opened(row)
    return replace(shown, rows=[replace(one, opens=False) for one in shown.rows], replaced=False)


def every_row(row: Publication) -> list[Row]:
    """Return all that a publication prints, each district followed by its communes."""
    found = _versions(row)
    top = found[row.unit_id]
    lines = [top]
    for one in _below(found, top):
        lines += [one, *_below(found, one)]
    return [_row(row, one, found, top) for one in lines]


def places(actor: Actor) -> list[Unit]:
    """Return where the actor may publish: the province or district of an overseer."""
    own = Unit.objects.filter(pk__in=[unit for _role, unit in actor.memberships], level__in=_LEVELS).order_by("pk")
    if not actor.holds(Permission.CASE_OVERSEE):
        return []
    return [one for one in own if can(actor, Permission.CASE_OVERSEE, one)]


def to_publish(unit: Unit) -> list[tuple[Period, int]]:
    """Return the periods ready to be published, the newest first, each with how often it was published.

    They are over, and at their end the unit was there.
    """
    began = unit.versions.aggregate(first=Min("valid_from"))["first"]
    issues = dict(Publication.objects.filter(unit=unit).values_list("period").annotate(Max("issue")).order_by())
    found: list[Period] = []
    for kind in KINDS:
        last = last_closed(CALENDAR, kind, clock.today())
        found += [last.next(-step) for step in range(OFFERED if kind is Kind.QUARTER else 1)]
    there = [one for one in found if began and began <= window(CALENDAR, one).last]
    order = sorted(there, key=lambda one: (one.year, one.last_month, one.kind.months), reverse=True)
    return [(one, issues.get(one.code, 0)) for one in order]


_LEVELS = (Level.PROVINCE, Level.DISTRICT)


def _reads(actor: Actor) -> bool:
    return any(actor.holds(permission) for permission in READERS)


def _versions(row: Publication) -> dict[int, UnitVersion]:
    rows = versions_on(row.tree_day).filter(unit__in=[int(one) for one in row.cells]).order_by("sort", "unit_id")
    return {one.unit_id: one for one in rows}


def _below(found: dict[int, UnitVersion], top: UnitVersion) -> list[UnitVersion]:
    return [one for one in found.values() if one.parent_id == top.unit_id]


def _row(row: Publication, one: UnitVersion, found: dict[int, UnitVersion], top: UnitVersion) -> Row:
    opens = one is not top and one.unit.level != Level.COMMUNE and bool(_below(found, one))
    return Row(one.unit.uid, one.name, one.unit.level, row.cells[str(one.unit_id)], opens)


def printed_in(rows: Iterable[Row], name: str) -> list[Row]:
    """Return the rows of which a figure is printed at all."""
    return [row for row in rows if name in row.printed]
