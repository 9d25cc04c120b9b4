"""The demonstration province, loaded once for each module of tests and taken back after it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction

from lanhmanh.audit.services import SYSTEM
from lanhmanh.units import services
from lanhmanh.units.models import Unit

settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def dong_nai(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Unit]:
    """Load Đồng Nai with all vintages; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield services.load_province(actor=SYSTEM, code="75")
        transaction.set_rollback(True)
