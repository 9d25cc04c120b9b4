"""What `lanhmanh verify` says of boxes and halves."""

from pathlib import Path

import pytest

from lanhmanh.keyring import halves, selectors
from lanhmanh.keyring.models import BoxSeal
from lanhmanh.keyring.services import destroy_box, make_box
from tests.factories import Province
from tests.factories.vault import Vault

pytestmark = pytest.mark.both


@pytest.fixture
def vault(world: Province, tmp_path: Path, settings) -> Vault:  # type: ignore[no-untyped-def]
    settings.VAULT_HALVES = tmp_path / "keys"
    return Vault(world)


def test_nothing_to_say_of_what_is_whole(vault: Vault) -> None:
    assert list(selectors.verify()) == [] and selectors.strays() == 0
    make_box(owner=vault.world.commune)
    assert list(selectors.verify()) == [] and selectors.strays() == 0


def test_a_lost_half_is_named(vault: Vault) -> None:
    box, _key = make_box(owner=vault.world.commune)
    halves.destroy(box.uid)
    assert [box.uid in line and "thiếu nửa khóa" in line for line in selectors.verify()] == [True]


def test_a_box_without_its_owners_seal_is_named(vault: Vault) -> None:
    box, _key = make_box(owner=vault.world.commune)
    BoxSeal.objects.filter(unit_key__unit=vault.world.commune).delete()
    assert [box.uid in line and "không có niêm phong" in line for line in selectors.verify()] == [True]


def test_a_destroyed_box_whose_half_stayed_is_named(vault: Vault) -> None:
    box, _key = make_box(owner=vault.world.commune)
    destroy_box(box=box)  # inside the test's transaction: the half goes only after a commit
    assert [box.uid in line and "đã hủy" in line for line in selectors.verify()] == [True]
    halves.destroy(box.uid)
    assert list(selectors.verify()) == []


def test_a_half_without_a_box_is_counted_only(vault: Vault) -> None:
    halves.make(["01ARZ3NDEKTSV4RRFFQ69G5FAV"])
    assert list(selectors.verify()) == [] and selectors.strays() == 1


def test_many_are_counted_and_ten_listed(vault: Vault, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(12):
        halves.destroy(make_box(owner=vault.world.commune)[0].uid)
    with django_assert_num_queries(3):
        (line,) = selectors.verify()
    assert line.startswith("12 hộp") and line.endswith("(+2)")
