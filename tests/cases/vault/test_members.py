"""People and units as lists of them are read."""

from lanhmanh.accounts.models import User
from lanhmanh.cases.selectors.members import members
from lanhmanh.cases.selectors.reach import named, units_of
from lanhmanh.units.models import UnitVersion
from tests.cases.vault.conftest import NOW, House


def test_members_stand_by_given_name_in_the_order_of_the_alphabet(house: House) -> None:
    for number, name in enumerate(("Trần Văn Đức", "Lê Thị Ánh", "Đỗ Văn Dũng", "Vũ Thị An", "Phạm Văn Ân")):
        made = house.vault.member("case_worker", house.world.sibling, f"nguoi.{number}")
        User.objects.filter(pk=made.user.pk).update(full_name=name)
    User.objects.filter(pk=house.neighbour.user.pk).update(is_active=False)
    found = [user.full_name for user in members(house.world.sibling)]
    assert found == ["Vũ Thị An", "Lê Thị Ánh", "Phạm Văn Ân", "Đỗ Văn Dũng", "Trần Văn Đức"]


def test_units_to_choose_from_stand_by_the_alphabet(house: House) -> None:
    for unit, name in ((house.world.commune, "Phường Đông"), (house.world.sibling, "Phường Bắc")):
        UnitVersion.objects.filter(unit=unit).update(name=name)
    found = [name for _unit, name in named(units_of(house.overseer.actor), NOW.date())]
    assert found == ["Chi hội khu phố 3", "Phường Bắc", "Phường Đông", "Thành phố Biên Hòa"]
