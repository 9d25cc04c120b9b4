"""Small worlds for tests: one province, its districts, communes and branches, and people with roles."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from django.contrib.auth.hashers import make_password

from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.kernel.text import fold, sort_key
from lanhmanh.units.models import Ancestry, Level, Unit, UnitVersion
from lanhmanh.units.services import rebuild_ancestry

START = date(2021, 1, 1)
_numbers = count(1)


def make_unit(name: str, level: str, parent: Unit | None = None, *, code: str = "", since: date = START) -> Unit:
    """Make a unit under a parent, with its line of ancestors."""
    unit = Unit.objects.create(level=level)
    UnitVersion.objects.create(
        unit=unit, valid_from=since, name=name, kind=name.split(maxsplit=1)[0].lower(), code=code, parent=parent,
        sort=sort_key(name), search=fold(name),
    )  # fmt: skip
    above = Ancestry.objects.filter(descendant=parent).values_list("ancestor", "depth") if parent else ()
    line = [(unit.pk, 0), *((ancestor, depth + 1) for ancestor, depth in above)]
    Ancestry.objects.bulk_create(
        Ancestry(ancestor_id=ancestor, descendant=unit, depth=depth, valid_from=since) for ancestor, depth in line
    )
    return unit


def make_user(role: str, unit: Unit, username: str = "", *, full_name: str = "Nguyễn Văn An") -> User:
    """Make an account with one role at one unit."""
    username = username or f"{role}-{next(_numbers)}"
    user = User.objects.create(username=username, full_name=full_name, password=make_password(None))
    Membership.objects.create(user=user, role=role, unit=unit, valid_from=START)
    return user


def make_actor(role: str, unit: Unit, username: str = "") -> Actor:
    """Make an account and return it as the actor of a service."""
    return actor_for(make_user(role, unit, username), date(2021, 6, 1))


def abolish(ended: Sequence[Unit], moved: Sequence[Unit], above: Unit, day: date) -> None:
    """End some units on a day, and put others straight under a unit from then on."""
    UnitVersion.objects.filter(unit__in=[*ended, *moved]).update(valid_to=day)
    for row in UnitVersion.objects.filter(unit__in=moved):
        row.pk, row.parent, row.valid_from, row.valid_to = None, above, day, None
        row.save(force_insert=True)
    rebuild_ancestry()


class Province:
    """Đồng Nai in small: two districts, two communes in the first, one in the second, one branch."""

    def __init__(self) -> None:
        """Build the tree."""
        self.province = make_unit("Tỉnh Đồng Nai", Level.PROVINCE, code="75")
        self.district = make_unit("Thành phố Biên Hòa", Level.DISTRICT, self.province, code="731")
        self.commune = make_unit("Phường Trảng Dài", Level.COMMUNE, self.district, code="25993")
        self.sibling = make_unit("Phường Tân Phong", Level.COMMUNE, self.district, code="25996")
        self.branch = make_unit("Chi hội khu phố 3", Level.BRANCH, self.commune)
        self.other_district = make_unit("Huyện Long Thành", Level.DISTRICT, self.province, code="740")
        self.other_commune = make_unit("Xã An Phước", Level.COMMUNE, self.other_district, code="26383")
