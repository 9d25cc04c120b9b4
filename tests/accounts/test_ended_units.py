"""What a unit leaves behind when it ends stays with those it last stood under: with the nearest that is still there."""

from datetime import date

import pytest

from lanhmanh.accounts.access import can, units_for
from lanhmanh.accounts.rules import Permission
from tests.factories import Province, abolish, make_actor

pytestmark = pytest.mark.django_db
EVE, CUT = date(2025, 6, 30), date(2025, 7, 1)


def abolish_districts(world: Province) -> None:
    """End both districts and one commune with them; the other two communes go straight under the province."""
    ended = [world.district, world.other_district, world.sibling]
    abolish(ended, [world.commune, world.other_commune], world.province, CUT)


@pytest.mark.parametrize("permission", [Permission.REPORT_REVIEW, Permission.FIGURES_VIEW])
def test_the_province_takes_over_from_districts_that_ended(world: Province, permission: Permission) -> None:
    officer, stranger = make_actor("province_officer", world.province), make_actor("commune_officer", world.commune)
    abolish_districts(world)
    communes = {world.commune, world.other_commune, world.sibling}
    before = set(units_for(officer, permission, EVE)) & communes
    assert before == (communes if permission is Permission.FIGURES_VIEW else set())
    after = set(units_for(officer, permission, CUT))
    assert after >= {*communes, world.district, world.other_district}
    assert all(can(officer, permission, unit, CUT) for unit in after)
    assert not can(stranger, permission, world.sibling, CUT)


def test_a_commune_that_ended_stays_with_its_district_while_that_is_there(world: Province) -> None:
    district, province = make_actor("district_officer", world.district), make_actor("province_officer", world.province)
    abolish([world.sibling], [], world.province, CUT)
    for day in (EVE, CUT):
        assert can(district, Permission.REPORT_REVIEW, world.sibling, day)
        assert not can(province, Permission.REPORT_REVIEW, world.sibling, day)
        assert can(province, Permission.REPORT_VIEW, world.sibling, day)


def test_a_unit_that_moved_is_with_its_new_superior_alone(world: Province) -> None:
    old, new = make_actor("district_officer", world.district), make_actor("district_officer", world.other_district)
    abolish([], [world.sibling], world.other_district, CUT)
    assert [can(actor, Permission.REPORT_REVIEW, world.sibling, EVE) for actor in (old, new)] == [True, False]
    assert [can(actor, Permission.REPORT_REVIEW, world.sibling, CUT) for actor in (old, new)] == [False, True]
