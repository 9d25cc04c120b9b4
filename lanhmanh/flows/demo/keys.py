"""The keys of the demonstration: a ceremony with invented custodians, a key for every unit, one published password.

Locks are light and the custodians' sheets lie in the data folder, marked SYNTHETIC, so that everybody can try a drill.
"""

from datetime import datetime

from django.conf import settings

from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.signin import DEMO_PASSWORD
from lanhmanh.audit.services import SYSTEM
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.models import MemberKey
from lanhmanh.keyring.rules import sheet
from lanhmanh.keyring.services import found_below
from lanhmanh.keyring.services.recovery import Ceremony, drill, hold_ceremony
from lanhmanh.sealing import LIGHT, lock, new_pair, unlock
from lanhmanh.units.models import Unit

CUSTODIANS = ("Người Giữ Một (minh họa)", "Người Giữ Hai (minh họa)", "Người Giữ Ba (minh họa)")
WARD = "25993"
HELPER, HELPER_NAME = "hotro.trangdai", "Người Hỗ Trợ (minh họa)"
NEWCOMER, NEWCOMER_NAME = "hotro.moi", "Người Hỗ Trợ Mới (minh họa)"
SHEETS = "khoa-minh-hoa"
KEEPER = "canbo.tinh"
Held = tuple[User, str, Unit]


def make(world: World) -> None:
    """Give roles of cases, hold the ceremony, found all units' keys; practise once; leave somebody who waits."""
    with clock.at(datetime(2021, 1, 5, 8, 30, tzinfo=VIETNAM)):
        _give_roles(world)
        _make_member_keys()
        ceremony = hold_ceremony(actor=SYSTEM, province=world.province, needed=2, custodians=CUSTODIANS)
        _write_sheets(ceremony)
        found_below(actor=actor_for(world.users[KEEPER]), keys=keys_of(KEEPER), unit=world.province)
    with clock.at(datetime(2021, 9, 14, 9, tzinfo=VIETNAM)):
        drill(actor=SYSTEM, province=world.province, shares=[share.words for share in ceremony.shares[1:]])
    with clock.at(datetime(2021, 12, 15, 10, tzinfo=VIETNAM)):
        _give(_helper(world, NEWCOMER, NEWCOMER_NAME))
        _make_member_keys()


def keys_of(username: str) -> Keys:
    """Return the keys of an account of the demonstration, as after its sign-in."""
    member = MemberKey.objects.select_related("user").get(user__username=username, retired_on=None)
    return Keys(member, unlock(bytes(member.locked), DEMO_PASSWORD, owner=member.user.uid))


def _give_roles(world: World) -> None:
    held = [(world.users[KEEPER], "case_overseer", world.province)]
    held += [(world.users[world.names[one.unit_id]], "case_overseer", one.unit) for one in world.districts]
    held += [(world.users[world.names[one.unit_id]], "case_supervisor", one.unit) for one in world.communes]
    _give(held + _helper(world, HELPER, HELPER_NAME))


def _helper(world: World, username: str, name: str) -> list[Held]:
    """Make an account of a case worker at Trảng Dài, where the ward has people."""
    at = [version.unit for version in world.communes if version.code == WARD]
    if at:
        world.users[username] = User.objects.create(
            username=username, full_name=name, password=world.users[KEEPER].password
        )  # fmt: skip
    return [(world.users[username], "case_worker", unit) for unit in at]


def _give(held: list[Held]) -> None:
    since = clock.today()
    Membership.objects.bulk_create(
        Membership(user=user, role=role, unit=unit, valid_from=since) for user, role, unit in held
    )


def _make_member_keys() -> None:
    """Make the key of everybody who works on cases and has none, as the first sign-in does."""
    made, have = [], MemberKey.objects.values("user_id")
    lacking = User.objects.filter(memberships__role__startswith="case_").exclude(pk__in=have)
    for user in lacking.distinct().order_by("pk"):
        pair = new_pair()
        locked = lock(pair.private, DEMO_PASSWORD, owner=user.uid, cost=LIGHT)
        made.append(MemberKey(user=user, public=pair.public, locked=locked))
    MemberKey.objects.bulk_create(made)


def _write_sheets(ceremony: Ceremony) -> None:
    folder = settings.DATA / SHEETS
    folder.mkdir(parents=True, exist_ok=True)
    for share in ceremony.shares:
        text = sheet(share, unit="Tỉnh Đồng Nai", day=clock.today(), synthetic=True)
        (folder / f"manh-{share.number}.txt").write_text(text, encoding="utf-8")
