"""Renewal while others use the key, on PostgreSQL, where two transactions really run at once."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from lanhmanh.keyring.models import Box
from lanhmanh.keyring.services import make_box, renew_unit_key
from tests.factories import Province
from tests.factories.vault import Vault

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"),
]


class Beside:
    """Something done in a thread with a connection of its own, up to a point and then on."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.done, self.go = Event(), Event()
        self.error: BaseException | None = None
        self.thread = Thread(target=self._run, args=(work,))
        self.thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                work()
                self.done.set()
                assert self.go.wait(20)
        except BaseException as problem:  # noqa: BLE001 - told to the test
            self.error = problem
        finally:
            self.done.set()
            connection.close()

    def finish(self) -> BaseException | None:
        """Let it commit, and return what went wrong."""
        self.go.set()
        self.thread.join(20)
        assert not self.thread.is_alive()
        return self.error


def test_a_renewal_waits_for_a_box_that_is_being_made() -> None:
    vault = Vault(Province())
    commune = vault.world.commune
    keeper, above = vault.member("case_supervisor", commune), vault.member("case_overseer", vault.world.district)
    made: list[tuple[Box, bytes]] = []
    making = Beside(lambda: made.append(make_box(owner=commune)))
    assert making.done.wait(20) and making.error is None
    renewing = Beside(lambda: renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=commune))
    assert not renewing.done.wait(0.5), "it waits for the seal that is not committed yet"
    assert making.finish() is None and renewing.finish() is None
    box, key = made[0]
    assert keeper.keys.open_box(box) == above.keys.open_box(box) == key


def test_a_box_made_during_a_renewal_waits_and_is_sealed_to_the_new_key() -> None:
    vault = Vault(Province())
    commune = vault.world.commune
    keeper = vault.member("case_supervisor", commune)
    renewing = Beside(lambda: renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=commune))
    assert renewing.done.wait(20) and renewing.error is None
    made: list[tuple[Box, bytes]] = []
    making = Beside(lambda: made.append(make_box(owner=commune)))
    assert not making.done.wait(0.5), "it waits for the renewal"
    assert renewing.finish() is None and making.finish() is None
    box, key = made[0]
    assert keeper.keys.open_box(box) == key
    assert vault.key(commune).generation == 2


def test_boxes_are_made_side_by_side() -> None:
    vault = Vault(Province())
    works = [Beside(lambda: make_box(owner=vault.world.commune)) for _ in range(2)]
    assert all(work.done.wait(10) for work in works), "neither waits for the other"
    assert [work.finish() for work in works] == [None, None]


def test_two_renewals_follow_one_another() -> None:
    vault = Vault(Province())
    commune = vault.world.commune
    keeper, chief = vault.member("case_supervisor", commune), vault.member("case_overseer", vault.world.province)
    with transaction.atomic():
        box, key = make_box(owner=commune)
    first = Beside(lambda: renew_unit_key(actor=keeper.actor, keys=keeper.keys, unit=commune))
    assert first.done.wait(20)
    second = Beside(lambda: renew_unit_key(actor=chief.actor, keys=chief.keys, unit=commune))
    assert not second.done.wait(0.5)
    assert first.finish() is None and second.finish() is None
    assert vault.key(commune).generation == 3
    assert keeper.keys.open_box(box) == chief.keys.open_box(box) == key
