"""What tests of areas lean on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.models import User
from lanhmanh.kernel import clock
from tests.factories import Province
from tests.factories.areas import NOW, Bodies, Ledger
from tests.web.conftest import BACKEND

SignIn = Callable[[Actor], Client]


@pytest.fixture
def ledger(world: Province) -> Iterator[Ledger]:
    """Return a province with rules, on 20 December 2021."""
    with clock.at(NOW):
        yield Ledger(world)


@pytest.fixture
def bodies(world: Province) -> Iterator[Bodies]:
    """Return a province with rules for communes and for agencies and schools, on 20 December 2021."""
    with clock.at(NOW):
        yield Bodies(world)


@pytest.fixture
def sign_in(settings: Any) -> SignIn:
    """Return what lets somebody in, as in the demonstration: without a second factor."""
    settings.DEMO = True

    def enter(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
        return client

    return enter
