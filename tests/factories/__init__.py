"""Small worlds for tests: one province, its districts, communes and branches, and people with roles."""

from collections.abc import Iterator, Mapping, Sequence
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
    named(unit, name, parent, code, since).save()
    above = Ancestry.objects.filter(descendant=parent).values_list("ancestor", "depth") if parent else ()
    line = [(unit.pk, 0), *((ancestor, depth + 1) for ancestor, depth in above)]
    Ancestry.objects.bulk_create(
        Ancestry(ancestor_id=ancestor, descendant=unit, depth=depth, valid_from=since) for ancestor, depth in line
    )
    return unit


def named(unit: Unit, name: str, parent: Unit | None, code: str, since: date = START) -> UnitVersion:
    """Return what a unit is called from a day on."""
    kind = name.split(maxsplit=1)[0].lower()
    return UnitVersion(
        unit=unit, valid_from=since, name=name, kind=kind, code=code, parent=parent, sort=sort_key(name),
        search=fold(name),
    )  # fmt: skip


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
        """Build the tree in three strokes: a thousand tests stand on it."""
        top, middle, low = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
        levels = [top, middle, low, low, Level.BRANCH, middle, low]
        units = Unit.objects.bulk_create(Unit(level=level) for level in levels)
        self.province, self.district, self.commune, self.sibling, self.branch, *others = units
        self.other_district, self.other_commune = others
        rows: list[tuple[Unit, str, Unit | None, str]] = [
            (self.province, "Tỉnh Đồng Nai", None, "75"),
            (self.district, "Thành phố Biên Hòa", self.province, "731"),
            (self.commune, "Phường Trảng Dài", self.district, "25993"),
            (self.sibling, "Phường Tân Phong", self.district, "25996"),
            (self.branch, "Chi hội khu phố 3", self.commune, ""),
            (self.other_district, "Huyện Long Thành", self.province, "740"),
            (self.other_commune, "Xã An Phước", self.other_district, "26383"),
        ]
        UnitVersion.objects.bulk_create(named(*row) for row in rows)
        above = {unit: parent for unit, _name, parent, _code in rows}
        Ancestry.objects.bulk_create(line for unit in units for line in lines(unit, above))


def lines(unit: Unit, above: Mapping[Unit, Unit | None]) -> Iterator[Ancestry]:
    """Yield a unit's line of ancestors, itself first."""
    ancestor: Unit | None = unit
    depth = 0
    while ancestor:
        yield Ancestry(ancestor=ancestor, descendant=unit, depth=depth, valid_from=START)
        ancestor, depth = above[ancestor], depth + 1
