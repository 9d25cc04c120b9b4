"""The keys of the demonstration: a ceremony with invented custodians, a key for every unit, one published password.

Locks are light and the custodians' sheets lie in the data folder, marked SYNTHETIC, so that everybody can try a drill.
"""

from datetime import datetime

from django.conf import settings

from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.signin import DEMO_PASSWORD
from lanhmanh.audit.services import SYSTEM
from lanhmanh.flows.demo import people
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.models import MemberKey
from lanhmanh.keyring.rules import sheet
from lanhmanh.keyring.services import found_below
from lanhmanh.keyring.services.recovery import Ceremony, drill, hold_ceremony
from lanhmanh.sealing import LIGHT, lock, new_pair, unlock

CUSTODIANS = ("Người Giữ Một (minh họa)", "Người Giữ Hai (minh họa)", "Người Giữ Ba (minh họa)")
HELPER, HELPER_NAME = "hotro.trangdai", "Người Hỗ Trợ (minh họa)"
SHEETS = "khoa-minh-hoa"
KEEPER = "canbo.tinh"


def make(world: World) -> None:
    """Give roles of cases, hold the ceremony, found the keys of all units; practise once in the year."""
    with clock.at(datetime(2021, 1, 5, 8, 30, tzinfo=VIETNAM)):
        _give_roles(world)
        _make_member_keys()
        ceremony = hold_ceremony(actor=SYSTEM, province=world.province, needed=2, custodians=CUSTODIANS)
        _write_sheets(ceremony)
        found_below(actor=actor_for(world.users[KEEPER]), keys=keys_of(KEEPER), unit=world.province)
    with clock.at(datetime(2021, 9, 14, 9, tzinfo=VIETNAM)):
        drill(actor=SYSTEM, province=world.province, shares=[share.words for share in ceremony.shares[1:]])


def keys_of(username: str) -> Keys:
    """Return the keys of an account of the demonstration, as after its sign-in."""
    member = MemberKey.objects.select_related("user").get(user__username=username, retired_on=None)
    return Keys(member, unlock(bytes(member.locked), DEMO_PASSWORD, owner=member.user.uid))


def _give_roles(world: World) -> None:
    ward = next((version.unit for version in world.communes if version.code == "25993"), None)
    held = [(world.users[KEEPER], "case_overseer", world.province)]
    held += [(world.users[world.names[one.unit_id]], "case_overseer", one.unit) for one in world.districts]
    held += [(world.users[world.names[one.unit_id]], "case_supervisor", one.unit) for one in world.communes]
    if ward is not None:
        helper = User.objects.create(
            username=HELPER, full_name=HELPER_NAME, password=world.users[KEEPER].password
        )  # fmt: skip
        world.users[HELPER] = helper
        held.append((helper, "case_worker", ward))
    Membership.objects.bulk_create(
        Membership(user=user, role=role, unit=unit, valid_from=people.SINCE) for user, role, unit in held
    )


def _make_member_keys() -> None:
    made = []
    for user in User.objects.filter(memberships__role__startswith="case_").distinct().order_by("pk"):
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
