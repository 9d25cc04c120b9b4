"""What every test may lean on."""

import gc
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import SimpleTestCase
from django.utils import translation
from hypothesis import settings as examples_of

from lanhmanh.audit.services import SYSTEM
from lanhmanh.units import services as units
from lanhmanh.units.models import Unit
from tests import demonstration
from tests.factories import Province
from tests.factories.vault import QUICK
from tests.growth import examples
from tests.once import FILE, Once, load, once
from tests.tables import in_postgres, tables

CHROMIUM = "/usr/bin/chromium"
# A busy machine is not a fault: no property is held to the milliseconds of an example.
examples_of.register_profile("unhurried", deadline=None, max_examples=25 if examples(1) == 1 else 100)
examples_of.load_profile("unhurried")
settings.WHITENOISE_AUTOREFRESH = True  # or each client would first look through all static files


def touches_the_database(item: pytest.Item) -> bool:
    """Return whether a test asks for the database, by a mark, a fixture or its class."""
    fixtures = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    by_class = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return bool(fixtures) or by_class or item.get_closest_marker("django_db") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not asked, put the longest files first, so that two workers end together, skip what cannot run.

    What is deep waits for depth; PostgreSQL is asked only what touches the database.
    """
    asked = [item for item in items if examples(1) > 1 or "deep" not in item.keywords]
    if connection.vendor == "postgresql":
        asked = [item for item in asked if touches_the_database(item)]
    if left := set(items) - set(asked):
        config.hook.pytest_deselected(items=list(left))
        items[:] = asked
    long = {item.path for item in items if "slow" in item.keywords}
    # While one worker builds the demonstration that the browser's tests share, the other has the matrix to do.
    first = ["e2e/test_pages.py", "web/test_matrix.py", "e2e/test_walk.py", ""]
    items.sort(key=lambda item: next(n for n, end in enumerate(first) if str(item.path).endswith(end)))
    items.sort(key=lambda item: item.path not in long)
    if Path(CHROMIUM).exists() or os.environ.get("TEST_REQUIRE_ALL"):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="bỏ qua / skipped: Debian's chromium is not installed"))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what lives as long as the run, and look less often: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what makes a folder once a run, whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    return partial(once, base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: pytest.FixtureRequest,
    made_once: Once,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Migrate once a run at most: the second worker takes the tables of the first, or both those of an earlier run."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if connection.vendor == "sqlite":
            load(made_once("tables", tables))
        else:
            in_postgres(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def small_province(django_db_setup: None, made_once: Once) -> Path:
    """Return the data folder of a small province that the demonstration built."""
    begin_with = made_once("tables", tables) / FILE if connection.vendor == "sqlite" else None
    return made_once("small-province", partial(demonstration.build, begin_with=begin_with))


@pytest.fixture(autouse=True)
def _fast_passwords() -> Iterator[None]:
    """Hash passwords and lock keys cheaply: Argon2 at full strength takes 50 ms and 400 ms a time."""
    before = settings.PASSWORD_HASHERS, settings.VAULT_COST
    settings.PASSWORD_HASHERS, settings.VAULT_COST = ["django.contrib.auth.hashers.MD5PasswordHasher"], QUICK
    yield
    settings.PASSWORD_HASHERS, settings.VAULT_COST = before


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """Begin in Vietnamese: a page asked for in English leaves its language to the thread."""
    with translation.override("vi"):
        yield


@pytest.fixture
def world(db: None) -> Province:
    """Return a small province."""
    return Province()


@pytest.fixture(scope="module")
def dong_nai(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Unit]:
    """Load Đồng Nai with all vintages once a module; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield units.load_province(actor=SYSTEM, code="75")
        transaction.set_rollback(True)


@pytest.fixture
def soffice() -> str:
    """Return LibreOffice's command, an oracle for documents, or skip with a line that says so."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("bỏ qua / skipped: LibreOffice is not installed")
    return found
