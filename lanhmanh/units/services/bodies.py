"""Branches below communes, and the partner agencies beside the Union."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lanhmanh.audit.services import Actor, record
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import fold, nfc, sort_key
from lanhmanh.units.models import Agency, Ancestry, Level, Succession, Unit, UnitVersion
from lanhmanh.units.policies import require_system
from lanhmanh.units.rules.lineage import Period, merged
from lanhmanh.units.rules.names import agency_name, spelling
from lanhmanh.units.selectors import version_of
from lanhmanh.units.services.ancestry import rebuild_ancestry


@transaction.atomic
def create_branch(*, actor: Actor, commune: Unit, name: str, since: date) -> Unit:
    """Set up a branch (chi hội) below a commune from a day on.

    Whether the actor may is asked above (`flows.branches`): accounts know units, not the reverse.

    :raises Refused: the unit is no commune on that day, or the name is empty, too long or taken there.
    """
    clean = " ".join(nfc(name).split())
    if commune.level != Level.COMMUNE or version_of(commune, since) is None:
        words = {"day": f"{since:%d/%m/%Y}"}
        raise Refused(_("Chi hội phải thuộc một xã đang hoạt động ngày %(day)s. Chọn xã khác hoặc ngày khác.") % words)
    if not clean or len(clean) > 120:
        raise Refused(_("Tên chi hội phải có từ 1 đến 120 ký tự. Sửa tên."))
    siblings = UnitVersion.objects.filter(valid_on(since), parent=commune).values_list("name", flat=True)
    if spelling(clean) in map(spelling, siblings):
        raise Refused(_("Đã có “%(name)s” tại đơn vị này. Chọn tên khác.") % {"name": clean})
    branch = Unit.objects.create(level=Level.BRANCH)
    UnitVersion.objects.create(
        unit=branch, parent=commune, valid_from=since, name=clean, kind="chi hội",
        sort=sort_key(clean), search=fold(clean),
    )  # fmt: skip
    rebuild_ancestry([branch.pk])
    record(actor=actor, verb="units.branch_created", on=branch, unit_id=commune.pk, since=since.isoformat())
    return branch


@transaction.atomic
def join_branch(*, actor: Actor, branch: Unit, into: Unit, on: date) -> Succession:
    """Let a branch end on a day and go into another of its commune; what it was stays to be read.

    Whether the actor may is asked above (`flows.branches`): accounts know units, not the reverse.

    :raises Refused: they are no two branches of one commune on that day.
    """
    own = UnitVersion.objects.select_for_update(of=("self",)).filter(unit=branch, valid_to=None).first()
    other = version_of(into, on)
    if {branch.level, into.level} != {Level.BRANCH} or branch == into or own is None or other is None:
        raise Refused(_("Chọn một chi hội khác đang hoạt động vào ngày đó."))
    if own.parent_id != other.parent_id or own.valid_from >= on:
        raise Refused(_("Hai chi hội phải thuộc cùng một xã vào ngày đó. Chọn chi hội khác hoặc ngày khác."))
    own.valid_to = on
    own.save(update_fields=["valid_to"])
    made = Succession.objects.create(source=branch, target=into, on=on, extent=Succession.Extent.WHOLE)
    rebuild_ancestry([branch.pk])
    record(
        actor=actor, verb="units.branch_joined", on=branch, unit_id=own.parent_id, into=into.uid, since=on.isoformat()
    )
    return made


@transaction.atomic
def add_agency(*, actor: Actor, unit: Unit, kind: str, name: str, since: date) -> Agency:
    """Set up one partner body at a unit from a day on.

    :raises Refused: the kind is unknown, the unit is not there on that day, or the name is empty or too long.
    """
    require_system(actor)
    clean = " ".join(nfc(name).split())
    if kind not in Agency.Kind.values:
        words = {"kind": kind, "known": ", ".join(Agency.Kind.values)}
        raise Refused(_("Không có loại cơ quan “%(kind)s”. Chọn một trong: %(known)s.") % words)
    if version_of(unit, since) is None:
        raise Refused(_("Đơn vị không hoạt động ngày %(day)s. Chọn ngày khác.") % {"day": f"{since:%d/%m/%Y}"})
    if not clean or len(clean) > 200:
        raise Refused(_("Tên cơ quan phải có từ 1 đến 200 ký tự. Sửa tên."))
    agency = Agency.objects.create(unit=unit, kind=kind, name=clean, valid_from=since)
    record(actor=actor, verb="units.agency_added", on=agency, unit_id=unit.pk, kind=kind)
    return agency


@transaction.atomic
def add_partner_agencies(*, actor: Actor, root: Unit, since: date) -> int:
    """Set up the partner bodies of a province and of all below it, one for each name that a unit bears from a day on.

    The social-evils sub-department stands at the province only. What exists stays; the number added is returned.
    """
    require_system(actor)
    periods: dict[int, list[Period]] = defaultdict(list)
    for unit_id, start, end in Ancestry.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=since), ancestor=root
    ).values_list("descendant_id", "valid_from", "valid_to"):
        periods[unit_id].append(Period(max(start, since), end))
    versions = UnitVersion.objects.filter(unit_id__in=periods).exclude(unit__level=Level.BRANCH).select_related("unit")
    wanted = _agencies(versions, periods)
    there = set(Agency.objects.filter(unit_id__in=periods).values_list("unit_id", "kind", "name"))
    fresh = [agency for agency in wanted if (agency.unit_id, agency.kind, agency.name) not in there]
    Agency.objects.bulk_create(fresh, batch_size=2000)
    record(actor=actor, verb="units.agencies_added", on=root, unit_id=root.pk, count=len(fresh))
    return len(fresh)


def _agencies(versions: Iterable[UnitVersion], periods: dict[int, list[Period]]) -> list[Agency]:
    named: dict[tuple[int, str, str], list[Period]] = defaultdict(list)
    for version in versions:
        held = Period(version.valid_from, version.valid_to)
        shared = [meet for period in periods[version.unit_id] if (meet := period.meet(held))]
        for kind in Agency.Kind.values:
            if kind != Agency.Kind.SOCIAL_EVILS or version.unit.level == Level.PROVINCE:
                named[version.unit_id, kind, agency_name(kind, version.name)] += shared
    return [
        Agency(unit_id=unit_id, kind=kind, name=name, valid_from=period.start, valid_to=period.end)
        for (unit_id, kind, name), held_for in named.items()
        for period in merged(held_for)
    ]
