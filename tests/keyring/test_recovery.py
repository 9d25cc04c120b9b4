"""Loss drills: what is lost, a password, the last holder, the server's key, costs no case while k shares are left."""

import itertools
from datetime import date

import pytest
from django.db import transaction

from lanhmanh.accounts.models import Membership
from lanhmanh.audit.models import Event
from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.models import Custodian, Drill, Grant, MemberKey, RecoveryKey, UnitKey
from lanhmanh.keyring.services import make_box, renew_unit_key
from lanhmanh.keyring.services.members import open_at_sign_in
from lanhmanh.keyring.services.recovery import Ceremony, OtherShares, drill, hold_ceremony, recover
from lanhmanh.keyring.services.renewal import NobodyEntitled
from lanhmanh.sealing import BadShares, new_key, split
from tests.factories import Province, make_user
from tests.factories.vault import PASSWORD, Member, newcomer

NAMES = ["Trần Minh Họa", "Lê Ví Dụ", "Phạm Thử Nghiệm"]


@pytest.fixture
def chief(world: Province) -> Member:
    return newcomer("case_overseer", world.province)


@pytest.fixture
def held(world: Province, chief: Member) -> Ceremony:
    """Return the first ceremony of the province: 2 of 3."""
    return hold_ceremony(actor=SYSTEM, province=world.province, needed=2, custodians=NAMES)


def words(ceremony: Ceremony, *numbers: int) -> list[str]:
    return [share.words for share in ceremony.shares if share.number in numbers]


def test_the_first_ceremony_founds_the_province(world: Province, chief: Member, held: Ceremony) -> None:
    assert chief.keys.unit_ids.keys() == {world.province.pk} and chief.keys.index_key
    assert list(Custodian.objects.order_by("number").values_list("name", flat=True)) == NAMES
    assert [len(share.words.split()) for share in held.shares] == [33] * 3
    told = " ".join(Event.objects.values_list("facts", flat=True))
    assert not any(word in told for share in held.shares for word in share.words.split() if len(word) > 5)
    assert list(Event.objects.order_by("seq").values_list("verb", flat=True)) == ["keys.founded", "keys.ceremony"]


def test_a_first_ceremony_needs_somebody_to_hold_the_key(world: Province) -> None:
    make_user("case_overseer", world.province)
    with pytest.raises(NobodyEntitled), transaction.atomic():
        hold_ceremony(actor=SYSTEM, province=world.province, needed=2, custodians=NAMES)
    assert not RecoveryKey.objects.exists()


@pytest.mark.parametrize(
    ("needed", "names"),
    [(1, NAMES), (4, NAMES), (2, ["một"]), (2, ["a", "a", "b"]), (2, ["a", " ", "b"]), (2, ["a", "b" * 121]),
     (2, [str(n) for n in range(17)])],
)  # fmt: skip
def test_a_ceremony_that_makes_no_sense_is_refused(
    world: Province, chief: Member, needed: int, names: list[str]
) -> None:
    with pytest.raises(Refused):
        hold_ceremony(actor=SYSTEM, province=world.province, needed=needed, custodians=names)
    with pytest.raises(Refused):
        hold_ceremony(actor=SYSTEM, province=world.commune, needed=2, custodians=NAMES)


def test_k_shares_recover_everything_and_fewer_nothing(world: Province, chief: Member, held: Ceremony) -> None:
    """The last holders of every unit are lost; two shares of three give each unit back, any one gives nothing."""
    units = [world.commune, world.sibling, world.other_commune, world.district]
    lost = [newcomer("case_overseer", unit) for unit in units]
    for unit in units:
        renew_unit_key(actor=chief.actor, keys=chief.keys, unit=unit)
    boxes = {unit.pk: make_box(owner=unit) for unit in units}
    Grant.objects.all().delete()
    assert not any(member.keys for member in [chief, *lost])
    for each in ([1], [2], [3], []):
        with pytest.raises(BadShares):
            recover(
                actor=SYSTEM, province=world.province, shares=words(held, *each), user=chief.user, unit=world.province
            )
    assert not Grant.objects.exists()
    for (unit, member), two in zip(
        zip(units, lost, strict=True), itertools.cycle([(1, 2), (1, 3), (2, 3)]), strict=False
    ):
        recover(actor=SYSTEM, province=world.province, shares=words(held, *two), user=member.user, unit=unit)
        box, key = boxes[unit.pk]
        assert member.keys.open_box(box) == key


def test_the_last_supervisor_is_replaced(world: Province, chief: Member, held: Ceremony) -> None:
    """Whoever held the province's key has left; a successor gets it, renews, and the leaver opens nothing."""
    member = newcomer("case_supervisor", world.commune)
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.commune)
    box, key = make_box(owner=world.commune)
    loaded = chief.keys
    assert loaded.open_box(box) == key
    Membership.objects.filter(user=chief.user).update(valid_to=date(2021, 6, 1))
    successor = newcomer("case_overseer", world.province)
    recover(actor=SYSTEM, province=world.province, shares=words(held, 1, 3), user=successor.user, unit=world.province)
    renew_unit_key(actor=successor.actor, keys=successor.keys, unit=world.province)
    assert successor.keys.open_box(box) == member.keys.open_box(box) == key
    assert loaded.open_boxes([box]) == {}


def test_recovery_serves_entitled_members_only(world: Province, chief: Member, held: Ceremony) -> None:
    shares = words(held, 1, 2)
    unentitled = make_user("commune_officer", world.province)
    never_in = make_user("case_overseer", world.province)
    for user in (unentitled, never_in):
        with pytest.raises(Refused, match="chưa giữ vai trò"):
            recover(actor=SYSTEM, province=world.province, shares=shares, user=user, unit=world.province)
    with pytest.raises(Refused, match="chưa có khóa"):
        recover(actor=SYSTEM, province=world.province, shares=shares, user=chief.user, unit=world.commune)
    with pytest.raises(Refused, match="không thuộc"):
        recover(actor=SYSTEM, province=world.commune, shares=shares, user=chief.user, unit=world.province)
    assert Grant.objects.count() == 1


def test_a_drill_opens_a_real_seal_and_changes_nothing(world: Province, held: Ceremony) -> None:
    before = list(UnitKey.objects.values()), list(Grant.objects.values())
    assert drill(actor=SYSTEM, province=world.province, shares=words(held, 2, 3)).passed
    mistyped = words(held, 2)[0].replace(" ", " x", 1)
    for wrong in (words(held, 1), [], ["không phải mảnh"], [*words(held, 1), mistyped]):
        assert not drill(actor=SYSTEM, province=world.province, shares=wrong).passed
    assert (list(UnitKey.objects.values()), list(Grant.objects.values())) == before
    assert list(Drill.objects.order_by("pk").values_list("passed", "shares")) == [
        (True, 2), (False, 1), (False, 0), (False, 1), (False, 2),
    ]  # fmt: skip


def test_a_drill_fails_where_the_seal_was_changed(world: Province, held: Ceremony) -> None:
    key = UnitKey.objects.get()
    UnitKey.objects.update(recovery=bytes(key.recovery)[:-1] + b"\x00")
    assert not drill(actor=SYSTEM, province=world.province, shares=words(held, 1, 2)).passed


def test_a_later_ceremony_takes_over_with_the_older_shares_or_unit_by_unit(
    world: Province, chief: Member, held: Ceremony
) -> None:
    newcomer("case_worker", world.commune)
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.commune)
    with pytest.raises(OtherShares), transaction.atomic():
        strange = split(new_key(), needed=2, given=2)
        hold_ceremony(actor=SYSTEM, province=world.province, needed=2, custodians=NAMES, old_shares=strange)
    second = hold_ceremony(actor=SYSTEM, province=world.province, needed=3, custodians=NAMES)
    assert (second.resealed, second.behind) == (0, 2)
    with pytest.raises(Refused, match="Chưa có khóa đơn vị nào"):
        drill(actor=SYSTEM, province=world.province, shares=words(second, 1, 2, 3))
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.commune)
    assert drill(actor=SYSTEM, province=world.province, shares=words(second, 1, 2, 3)).passed
    with pytest.raises(OtherShares):
        recover(
            actor=SYSTEM, province=world.province, shares=words(second, 1, 2, 3), user=chief.user, unit=world.province
        )
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.province)
    third = hold_ceremony(
        actor=SYSTEM, province=world.province, needed=2, custodians=NAMES[:2], old_shares=words(second, 1, 2, 3)
    )
    assert (third.resealed, third.behind) == (2, 0)
    recover(actor=SYSTEM, province=world.province, shares=words(third, 1, 2), user=chief.user, unit=world.province)
    assert RecoveryKey.objects.filter(retired_on=None).get() == third.key
    assert not drill(actor=SYSTEM, province=world.province, shares=words(held, 1, 2)).passed


def test_another_secret_of_the_server_changes_nothing(world: Province, chief: Member, held: Ceremony, settings) -> None:  # type: ignore[no-untyped-def]
    """The database's and the cookies' key may be lost: no key of the vault depends on it."""
    box, key = make_box(owner=world.province)
    settings.SECRET_KEY = "một khóa khác hẳn"
    opened = open_at_sign_in(user=chief.user, password=PASSWORD)
    assert opened and not opened.fresh
    assert Keys(MemberKey.objects.get(user=chief.user), opened.pair.private).open_box(box) == key
    assert drill(actor=SYSTEM, province=world.province, shares=words(held, 1, 2)).passed
