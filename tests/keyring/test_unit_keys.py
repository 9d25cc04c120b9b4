"""Founding, renewing, admitting, removing: who is entitled opens everything, and nobody else anything."""

import random
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.accounts.models import Membership
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import NO_KEYS, Keys, NoKey, index_label, unit_label
from lanhmanh.keyring.models import Box, BoxSeal, Grant, UnitKey
from lanhmanh.keyring.policies import NoRecovery
from lanhmanh.keyring.services import (
    admit_members,
    destroy_box,
    found_below,
    hand_over_box,
    make_box,
    remove_member,
    renew_unit_key,
    share_box,
)  # fmt: skip
from lanhmanh.keyring.services.renewal import NobodyEntitled, OutOfReach
from lanhmanh.keyring.services.unit_keys import KeyRenewed, waiting_members
from lanhmanh.sealing import KeyPair, Unopened, unseal
from lanhmanh.units.models import Ancestry
from tests.factories import Province, abolish
from tests.factories.vault import Member, Vault, newcomer
from tests.growth import examples


@pytest.fixture
def vault(world: Province) -> Vault:
    return Vault(world)


@pytest.fixture
def chief(vault: Vault) -> Member:
    return vault.member("case_overseer", vault.world.province)


def end_role(member: Member) -> None:
    Membership.objects.filter(user=member.user).update(valid_to=date(2021, 6, 1))


def verbs() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("verb", flat=True))


def test_a_renewed_key_opens_what_the_old_one_opened(vault: Vault) -> None:
    world = vault.world
    boxes = [make_box(owner=owner) for owner in (world.commune, world.sibling, world.other_commune)]
    member = vault.member("case_supervisor", world.commune)
    share_box(keys=vault.member("case_worker", world.other_commune).keys, box=boxes[2][0], unit=world.commune)
    before = member.keys.open_boxes([box for box, _ in boxes])
    assert len(before) == 2
    old = vault.key(world.commune)
    key = renew_unit_key(actor=member.actor, keys=member.keys, unit=world.commune)
    assert member.keys.open_boxes([box for box, _ in boxes]) == before
    old.refresh_from_db()
    assert (key.generation, old.retired_on) == (2, clock.today())
    assert not old.seals.exists() and not old.grants.exists() and not old.index and not old.recovery
    assert list(key.seals.order_by("box").values_list("shared", flat=True)) == [False, True]
    assert member.keys.index.number("1") == vault.member("case_overseer", world.district).keys.index.number("1")
    assert verbs() == ["keys.renewed"]


def test_the_recovery_key_opens_every_generation_in_use(vault: Vault, chief: Member) -> None:
    key = renew_unit_key(actor=chief.actor, keys=chief.keys, unit=vault.world.province)
    private = unseal(bytes(key.recovery), vault.recovery, unit_label(key.uid))
    assert KeyPair.of(private).public == bytes(key.public)
    assert unseal(bytes(key.index), KeyPair.of(private), index_label(key)) == vault.index


def test_a_leaver_is_shut_out_by_one_action(vault: Vault) -> None:
    """Neither the old private key, nor keys that a request had loaded, nor grants brought back open anything."""
    world = vault.world
    box, key = make_box(owner=world.commune)
    leaver, stays = vault.member("case_worker", world.commune), vault.member("case_supervisor", world.commune)
    loaded, backup = leaver.keys, list(Grant.objects.filter(member_key__user=leaver.user))
    assert loaded.open_box(box) == key and loaded.index_key
    end_role(leaver)
    assert not leaver.keys, "shut at once, before the key is renewed"
    remove_member(actor=stays.actor, keys=stays.keys, unit=world.commune, user=leaver.user)
    Membership.objects.filter(user=leaver.user).update(valid_to=None)
    for keys in (loaded, leaver.keys):
        assert keys.open_boxes([box]) == {}
    Grant.objects.bulk_create(backup)
    assert not leaver.keys and leaver.keys.open_boxes([box]) == {}
    assert opened_by_hand(loaded) == set(), "and past our own code, with the key itself"
    assert stays.keys.open_box(box) == key
    assert verbs() == ["keys.removed"]


def opened_by_hand(keys: Keys) -> set[int]:
    """Try every seal there is with every private key that was ever held."""
    found = set()
    for seal in BoxSeal.objects.select_related("box"):
        for pair in keys.units.values():
            try:
                unseal(bytes(seal.sealed), pair, f"box:{seal.box.uid}")
            except Unopened:
                continue
            found.add(seal.box_id)
    return found


def test_removing_ends_no_role_and_refuses_oneself_and_strangers(vault: Vault) -> None:
    world = vault.world
    worker, keeper = vault.member("case_worker", world.commune), vault.member("case_supervisor", world.commune)
    stranger = newcomer("case_worker", world.commune)
    for user in (keeper.user, stranger.user):
        with pytest.raises(Refused):
            remove_member(actor=keeper.actor, keys=keeper.keys, unit=world.commune, user=user)
    remove_member(actor=keeper.actor, keys=keeper.keys, unit=world.commune, user=worker.user)
    assert keeper.keys and not worker.keys and not stranger.keys
    assert {one.user for one in waiting_members(world.commune)} == {worker.user, stranger.user}


def test_a_renewal_admits_nobody_who_waits(vault: Vault, chief: Member) -> None:
    """Somebody must say first that it was they who signed in: a password reset by another hand waits too."""
    world = vault.world
    box, key = make_box(owner=world.commune)
    keeper = vault.member("case_supervisor", world.commune)
    waits = newcomer("case_worker", world.commune)
    renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=world.commune)
    assert keeper.keys.open_box(box) == key and not waits.keys
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.commune)
    assert keeper.keys.open_box(box) == key and not waits.keys
    admit_members(actor=chief.actor, keys=chief.keys, unit=world.commune)
    assert keeper.keys.open_box(box) == waits.keys.open_box(box) == key


def test_keys_loaded_before_a_renewal_open_nothing_after_it(vault: Vault) -> None:
    world = vault.world
    box, key = make_box(owner=world.commune)
    member, keeper = vault.member("case_worker", world.commune), vault.member("case_supervisor", world.commune)
    loaded = member.keys
    assert loaded.units
    renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=world.commune)
    with pytest.raises(NoKey):
        loaded.open_box(box)
    with pytest.raises(NoKey):
        share_box(keys=loaded, box=box, unit=world.sibling)
    assert member.keys.open_box(box) == key, "the next request has the new key"
    stale = keeper.keys
    assert stale.units
    renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=world.commune)
    newcomer("case_worker", world.commune)
    with pytest.raises(KeyRenewed):
        admit_members(actor=keeper.actor, keys=stale, unit=world.commune)


def test_a_renewal_that_would_lose_a_box_changes_nothing(vault: Vault) -> None:
    world = vault.world
    for _ in range(2):
        box, _key = make_box(owner=world.other_commune)
        share_box(keys=vault.member("case_worker", world.other_commune).keys, box=box, unit=world.commune)
    overseer, before = vault.member("case_overseer", world.district), sorted(BoxSeal.objects.values_list("pk"))
    with pytest.raises(OutOfReach, match="Có 2 hồ sơ"), transaction.atomic():
        renew_unit_key(actor=overseer.actor, keys=overseer.keys, unit=world.commune)
    assert sorted(BoxSeal.objects.values_list("pk")) == before and vault.key(world.commune).generation == 1
    keeper = vault.member("case_supervisor", world.commune)
    renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=world.commune)
    assert keeper.keys.open_box(box)


def test_who_may_renew(vault: Vault, chief: Member) -> None:
    world = vault.world
    worker, supervisor = vault.member("case_worker", world.commune), vault.member("case_supervisor", world.commune)
    for member, keys, unit in [
        (worker, worker.keys, world.commune),
        (supervisor, supervisor.keys, world.sibling),
        (supervisor, supervisor.keys, world.district),
        (vault.member("administrator", world.province), chief.keys, world.commune),
    ]:
        with pytest.raises(NotAllowed):
            renew_unit_key(actor=member.actor, keys=keys, unit=unit)
    for keys in (NO_KEYS, chief.keys, newcomer("case_supervisor", world.commune).keys):
        with pytest.raises(NoKey):
            renew_unit_key(actor=supervisor.actor, keys=keys, unit=world.commune)
    assert renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.commune)


def test_who_waits_is_admitted_by_the_unit_or_from_above(vault: Vault, chief: Member) -> None:
    world = vault.world
    box, key = make_box(owner=world.commune)
    keeper, first = vault.member("case_supervisor", world.commune), newcomer("case_worker", world.commune)
    admit_members(actor=keeper.actor, keys=keeper.keys, unit=world.commune)
    assert first.keys.open_box(box) == key and vault.key(world.commune).generation == 1
    second = newcomer("case_worker", world.commune)
    admit_members(actor=chief.actor, keys=chief.keys, unit=world.commune)
    assert second.keys.open_box(box) == key and vault.key(world.commune).generation == 2
    assert first.keys.open_box(box) == keeper.keys.open_box(box) == key
    with pytest.raises(Refused, match="Không còn ai chờ"):
        admit_members(actor=keeper.actor, keys=keeper.keys, unit=world.commune)
    assert verbs() == ["keys.admitted", "keys.admitted"]


def test_one_action_founds_the_keys_below(world: Province) -> None:
    vault = Vault(world)
    UnitKey.objects.exclude(unit=world.province).delete()
    chief = vault.member("case_overseer", world.province)
    people = [newcomer("case_worker", unit) for unit in (world.commune, world.commune, world.other_commune)]
    above = newcomer("case_overseer", world.district)
    done = found_below(actor=chief.actor, keys=chief.keys, unit=world.province)
    assert (done.founded, done.admitted, done.refused) == (3, 4, [])
    box, key = make_box(owner=world.commune)
    assert [member.keys.open_boxes([box]) for member in (*people, above, chief)] == [
        {box.pk: key}, {box.pk: key}, {}, {box.pk: key}, {box.pk: key},
    ]  # fmt: skip
    late = newcomer("case_worker", world.sibling)
    again = found_below(actor=above.actor, keys=above.keys, unit=world.district)
    assert (again.founded, again.admitted) == (1, 1) and late.keys
    assert verbs() == ["keys.founded"] * 4
    with pytest.raises(NobodyEntitled):
        end_role(late)
        UnitKey.objects.filter(unit=world.sibling).update(retired_on=clock.today())
        renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.sibling)


def test_a_district_founded_late_opens_what_its_communes_have(world: Province) -> None:
    vault = Vault(world)
    UnitKey.objects.filter(unit=world.district).delete()
    box, key = make_box(owner=world.commune)
    chief, overseer = vault.member("case_overseer", world.province), newcomer("case_overseer", world.district)
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.district)
    assert overseer.keys.open_box(box) == key


def test_what_an_ended_commune_left_stays_with_those_above(vault: Vault, chief: Member) -> None:
    world = vault.world
    box, key = make_box(owner=world.sibling)
    abolish([world.district, world.sibling], [world.commune], world.province, date(2021, 7, 1))
    renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.province)
    assert chief.keys.open_box(box) == key
    moved, its_key = make_box(owner=world.commune)
    assert {seal.unit_key.unit for seal in moved.seals.all()} == {world.commune, world.province}
    assert its_key


def test_without_a_ceremony_no_key_is_made(world: Province) -> None:
    Ancestry.objects.filter(descendant=world.commune).exclude(depth=0).delete()
    vault = Vault(world)
    keeper = vault.member("case_supervisor", world.commune)
    with pytest.raises(NoRecovery):
        renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=world.commune)


@pytest.mark.deep
def test_a_renewal_asks_the_same_number_of_times_for_ten_times_the_boxes(vault: Vault, chief: Member) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            renew_unit_key(actor=chief.actor, keys=chief.keys, unit=vault.world.province)
        return len(queries)

    make_box(owner=vault.world.commune)
    asked()
    few = asked()
    for _ in range(20):
        make_box(owner=vault.world.sibling)
    assert asked() == few
    assert BoxSeal.objects.filter(unit_key=vault.key(vault.world.province)).count() == 21


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_one_to_five_recipients(vault: Vault, count: int) -> None:
    world = vault.world
    members = [vault.member("case_worker", world.commune) for _ in range(count)]
    box, key = make_box(owner=world.commune)
    chief = vault.member("case_overseer", world.province)
    for _ in range(2):
        assert [member.keys.open_box(box) for member in members] == [key] * count
        renew_unit_key(actor=chief.actor, keys=chief.keys, unit=world.commune)


def test_five_units_open_one_box(vault: Vault) -> None:
    world = vault.world
    box, key = make_box(owner=world.commune)
    for unit in (world.sibling, world.other_commune):
        share_box(keys=vault.member("case_worker", world.commune).keys, box=box, unit=unit)
    for unit in (world.commune, world.district, world.province, world.sibling, world.other_commune):
        assert vault.member("case_overseer", unit).keys.open_box(box) == key
    assert not vault.member("case_overseer", world.other_district).keys.open_boxes([box])


class Story:
    """A random history of keys and boxes, and who ought to open what, told without any key."""

    def __init__(self, world: Province, seed: int) -> None:
        self.world, self.random, self.vault = world, random.Random(seed), Vault(world)
        self.units = [world.province, world.district, world.commune, world.sibling, world.other_commune]
        self.chief = self.vault.member("case_overseer", world.province)
        self.people: dict[int, list[Member]] = {unit.pk: [] for unit in self.units}
        self.removed: set[int] = set()
        self.boxes: list[tuple[Box, bytes]] = []
        self.shared: dict[int, set[int]] = {}

    def step(self) -> None:
        """Do one thing by chance."""
        self.random.choice([self.join, self.leave, self.renew, self.make, self.make, self.share, self.move,
                            self.destroy])()  # fmt: skip

    def join(self) -> None:
        unit = self.random.choice(self.units)
        self.people[unit.pk].append(newcomer("case_worker", unit))
        admit_members(actor=self.chief.actor, keys=self.chief.keys, unit=unit)
        self.removed -= {one.user.pk for one in self.people[unit.pk]}

    def leave(self) -> None:
        unit = self.random.choice(self.units)
        inside = [one for one in self.people[unit.pk] if one.user.pk not in self.removed]
        if inside:
            leaver = self.random.choice(inside)
            remove_member(actor=self.chief.actor, keys=self.chief.keys, unit=unit, user=leaver.user)
            self.removed |= {leaver.user.pk}

    def renew(self) -> None:
        unit = self.random.choice(self.units)
        renew_unit_key(actor=self.chief.actor, keys=self.chief.keys, unit=unit)

    def make(self) -> None:
        self.boxes.append(make_box(owner=self.random.choice(self.units)))

    def share(self) -> None:
        if self.boxes:
            box, unit = self.random.choice(self.boxes)[0], self.random.choice(self.units)
            share_box(keys=self.chief.keys, box=box, unit=unit)
            if unit.pk not in self.above(box):
                self.shared.setdefault(box.pk, set()).add(unit.pk)

    def move(self) -> None:
        if self.boxes:
            box = self.random.choice(self.boxes)[0]
            hand_over_box(keys=self.chief.keys, box=box, owner=self.random.choice(self.units))
            self.shared.pop(box.pk, None)

    def destroy(self) -> None:
        if self.boxes:
            box, _key = self.boxes.pop(self.random.randrange(len(self.boxes)))
            destroy_box(box=box)

    def above(self, box: Box) -> set[int]:
        return set(Ancestry.objects.filter(descendant=box.owner_id).values_list("ancestor_id", flat=True))

    def everybody(self) -> Iterator[tuple[Member, int, bool]]:
        yield self.chief, self.world.province.pk, True
        for unit, people in self.people.items():
            for one in people:
                yield one, unit, one.user.pk not in self.removed

    def check(self) -> None:
        """Compare what each person opens with what the person ought to open."""
        boxes = list(Box.objects.all())
        for member, unit, inside in self.everybody():
            ought = {
                box.pk: key for box, key in self.boxes
                if inside and unit in self.above(box) | self.shared.get(box.pk, set())
            }  # fmt: skip
            assert member.keys.open_boxes(boxes) == ought


@pytest.mark.slow
@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.integers(5, 25))
def test_whatever_happens_exactly_the_entitled_open_each_living_box(world: Province, seed: int, steps: int) -> None:
    with transaction.atomic():
        story = Story(world, seed)
        for _ in range(steps):
            story.step()
        story.check()
        transaction.set_rollback(True)
