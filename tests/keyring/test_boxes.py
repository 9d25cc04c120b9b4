"""A box opens for its owner's members and those above, and for nobody else."""

import pytest

from lanhmanh.keyring import halves
from lanhmanh.keyring.access import NO_KEYS, NoKey
from lanhmanh.keyring.models import BoxSeal
from lanhmanh.keyring.services import boxes
from tests.factories import Province
from tests.factories.vault import Vault


@pytest.fixture
def vault(world: Province) -> Vault:
    return Vault(world)


def test_a_box_opens_for_owner_and_above_only(vault: Vault) -> None:
    world = vault.world
    box, key = boxes.make_box(owner=world.commune)
    for role, unit in [
        ("case_worker", world.commune),
        ("case_overseer", world.district),
        ("case_overseer", world.province),
    ]:
        assert vault.member(role, unit).keys.open_box(box) == key
    for role, unit in [("case_worker", world.sibling), ("case_overseer", world.other_district)]:
        with pytest.raises(NoKey):
            vault.member(role, unit).keys.open_box(box)
    with pytest.raises(NoKey):
        NO_KEYS.open_box(box)


def test_a_branch_without_a_key_can_own_nothing(vault: Vault) -> None:
    with pytest.raises(boxes.NoUnitKey):
        boxes.make_box(owner=vault.world.branch)


def test_a_shared_box_opens_until_it_is_withdrawn(vault: Vault) -> None:
    world = vault.world
    box, key = boxes.make_box(owner=world.commune)
    here, there = vault.member("case_worker", world.commune), vault.member("case_worker", world.other_commune)
    for _ in range(2):
        boxes.share_box(keys=here.keys, box=box, unit=world.other_commune)
    assert there.keys.open_box(box) == key
    boxes.withdraw_box(box=box, unit=world.other_commune)
    with pytest.raises(NoKey):
        there.keys.open_box(box)
    boxes.withdraw_box(box=box, unit=world.commune)
    assert here.keys.open_box(box) == key


def test_a_box_handed_over_leaves_its_old_owner(vault: Vault) -> None:
    world = vault.world
    box, key = boxes.make_box(owner=world.commune)
    here, there = vault.member("case_worker", world.commune), vault.member("case_worker", world.other_commune)
    boxes.hand_over_box(keys=here.keys, box=box, owner=world.other_commune)
    assert there.keys.open_box(box) == key
    with pytest.raises(NoKey):
        here.keys.open_box(box)
    with pytest.raises(NoKey):
        boxes.share_box(keys=here.keys, box=box, unit=world.sibling)


def test_a_destroyed_box_opens_never_again_though_its_rows_come_back(
    vault: Vault, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    """A backup of the database brings the seals back, not the half in the folder."""
    box, _key = boxes.make_box(owner=vault.world.commune)
    rows = list(BoxSeal.objects.filter(box=box))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        boxes.destroy_box(box=box)
    assert not halves.exists(box.uid)
    BoxSeal.objects.bulk_create(rows)
    with pytest.raises(NoKey):
        vault.member("case_worker", vault.world.commune).keys.open_box(box)


def test_a_seal_moved_to_another_box_opens_nothing(vault: Vault) -> None:
    (one, _), (other, _) = (boxes.make_box(owner=vault.world.commune) for _ in range(2))
    seal = one.seals.get(unit_key__unit=vault.world.commune)
    other.seals.filter(unit_key__unit=vault.world.commune).update(sealed=bytes(seal.sealed))
    with pytest.raises(NoKey):
        vault.member("case_worker", vault.world.commune).keys.open_box(other)


def test_many_boxes_open_in_one_query(vault: Vault, django_assert_num_queries: pytest.FixtureRequest) -> None:
    made = [boxes.make_box(owner=vault.world.commune) for _ in range(5)]
    keys = vault.member("case_worker", vault.world.commune).keys
    assert keys.units
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert keys.open_boxes([box for box, _ in made]) == {box.pk: key for box, key in made}
