"""The accounts of the demonstration: invented names, one published password."""

from collections import Counter
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.signin import DEMO_PASSWORD
from lanhmanh.kernel.text import slug
from lanhmanh.units.models import Unit, UnitVersion

SINCE = date(2021, 1, 1)
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Điểu",
    "Thổ",
]
MIDDLE = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Mỹ", "Kim", "Xuân", "Thu"]
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Duyên",
    "Giang",
    "Hà",
    "Hạnh",
    "Hòa",
    "Hùng",
    "Hương",
    "Khánh",
    "Lan",
    "Linh",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Phúc",
    "Quý",
    "Sơn",
    "Tâm",
    "Thảo",
    "Tuấn",
    "Vinh",
    "Yến",
]


def user_names(districts: list[UnitVersion], communes: list[UnitVersion]) -> dict[int, str]:
    """Return unit id → user name: `canbo.<name>`, with the district's name after it where two units share one."""
    short = {version.unit_id: _short(version) for version in [*districts, *communes]}
    shared = Counter(short.values())
    names = {version.unit_id: f"canbo.{short[version.unit_id]}" for version in districts}
    for version in communes:
        own = short[version.unit_id]
        above = short[version.parent_id or 0]
        names[version.unit_id] = f"canbo.{own}" if shared[own] == 1 else f"canbo.{own}.{above}"
    return names


def _short(version: UnitVersion) -> str:
    return slug(version.name.removeprefix(version.kind[:1].upper() + version.kind[1:]).strip())


def make_accounts(places: list[tuple[str, str, Unit]], random: Random) -> dict[str, User]:
    """Make an account per (user name, role, unit); return them by user name."""
    password = make_password(DEMO_PASSWORD)
    users = [
        User(username=username, full_name=invented_name(random), password=password) for username, _role, _unit in places
    ]
    User.objects.bulk_create(users)
    by_name = {user.username: user for user in users}
    Membership.objects.bulk_create(
        Membership(user=by_name[username], role=role, unit=unit, valid_from=SINCE) for username, role, unit in places
    )
    return by_name


def invented_name(random: Random) -> str:
    """Return a name of nobody."""
    return f"{random.choice(FAMILY)} {random.choice(MIDDLE)} {random.choice(GIVEN)}"
