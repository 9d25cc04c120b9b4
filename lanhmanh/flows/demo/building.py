"""Building the demonstration, in one transaction: it is there whole or not at all."""

from collections.abc import Collection
from datetime import date, datetime
from random import Random

from django.db import transaction

from lanhmanh.audit.services import SYSTEM
from lanhmanh.flows.demo import (
    amendment,
    bodies,
    businesses,
    cases,
    contacts,
    corrections,
    guiding,
    keys,
    ledger,
    movement,
    narratives,
    one_person,
    people,
    plans,
    quarters,
    rights,
    roster,
    rule_sets,
    spreading,
    targets,
    telling,
    thematic,
)
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.units import services as units
from lanhmanh.units.models import Level, Unit, UnitVersion
from lanhmanh.units.selectors import under, versions_on

SEED = 75
STANDS_AT = date(2021, 12, 20)
ASKED_ON = date(2021, 6, 1)
BRANCHES = {"25993": 5, "26023": 3, "26041": 2}  # code of the commune → how many branches


def exists() -> bool:
    """Test whether the province was built."""
    return Unit.objects.exists()


@transaction.atomic
def build(only: Collection[str] = ()) -> None:
    """Build units, accounts, plans, a year of activities, four quarters of reports and their documents.

    `only` names the districts and communes, by code, where people work; empty means all of them.
    """
    random = Random(SEED)
    with clock.at(datetime(2021, 1, 4, 8, tzinfo=VIETNAM)):
        world = _world(random, only)
    keys.make(world)
    rule_sets.make(world)
    bodies.make_rules(world)
    ledger.bring(world)
    contacts.make(world)
    plans.make(world)
    guiding.derive_wards(world)
    guiding.in_april(world, Random(SEED))
    targets.make(world)
    with clock.at(datetime(2021, 9, 30, 16, tzinfo=VIETNAM)):
        plans.first_progress(world)
    amendment.make(world)
    spreading.begin(world)
    told, chance = telling.begin(world), Random("kenh")
    quarters.run(
        world, random, businesses.plan, bodies.plan, corrections.plan, cases.plan, movement.plan, roster.plan,
        one_person.plan, spreading.plan, telling.plan,
        dress=lambda entries, code: telling.dressed(entries, code, told, chance),
    )  # fmt: skip
    rights.make(world)
    guiding.in_december(world, Random(SEED))
    thematic.make(world)
    targets.remind(world)
    with clock.at(datetime(2021, 12, 17, 16, tzinfo=VIETNAM)):
        plans.progress(world, random)
        narratives.half_term(world)
    ledger.make(world)


def _world(random: Random, only: Collection[str]) -> World:
    units.load_province(actor=SYSTEM, code="75")
    province = versions_on(ASKED_ON).get(code="75").unit
    asked = under(province, ASKED_ON).filter(**({"code__in": only} if only else {}))
    districts = [version for version in asked if version.unit.level == Level.DISTRICT]
    communes = [version for version in asked if version.unit.level == Level.COMMUNE]
    units.add_partner_agencies(actor=SYSTEM, root=province, since=people.SINCE)
    branches = _branches(communes)
    names = people.user_names(districts, communes)
    users = people.make_accounts(_places(province, districts, communes, branches, names), random)
    return World(province, districts, communes, branches, names, users)


def _branches(communes: list[UnitVersion]) -> dict[int, list[Unit]]:
    made: dict[int, list[Unit]] = {}
    for version in communes:
        for number in range(1, BRANCHES.get(version.code, 0) + 1):
            branch = units.create_branch(
                actor=SYSTEM, commune=version.unit, name=f"Chi hội khu phố {number}", since=people.SINCE
            )
            made.setdefault(version.unit_id, []).append(branch)
    return made


def _places(
    province: Unit,
    districts: list[UnitVersion],
    communes: list[UnitVersion],
    branches: dict[int, list[Unit]],
    names: dict[int, str],
) -> list[tuple[str, str, Unit]]:
    city = next(version.unit for version in districts if version.code == "731")
    ward = next(version.unit for version in communes if version.code == "25993")
    at_top = [
        ("lanhdao.tinh", "province_leader"), ("canbo.tinh", "province_officer"), ("kiemtra.tinh", "auditor"),
        ("pctnxh.tinh", "social_evils_officer"), ("quantri", "administrator"),
    ]  # fmt: skip
    return [
        *((name, role, province) for name, role in at_top),
        ("congan.bienhoa", "police", city),
        ("chihoi.trangdai", "branch_head", branches[ward.pk][0]),
        *((names[version.unit_id], "district_officer", version.unit) for version in districts),
        *((names[version.unit_id], "commune_officer", version.unit) for version in communes),
    ]
