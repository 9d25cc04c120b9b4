"""What every test may lean on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import Province

CHROMIUM = "/usr/bin/chromium"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with a line that says so, what this machine cannot run; CI demands everything."""
    if Path(CHROMIUM).exists() or os.environ.get("TEST_REQUIRE_ALL"):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="bỏ qua / skipped: Debian's chromium is not installed"))


@pytest.fixture(autouse=True)
def _fast_passwords() -> Iterator[None]:
    """Hash passwords cheaply: Argon2 at full strength takes 50 ms a time."""
    before = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    settings.PASSWORD_HASHERS = before


@pytest.fixture
def world(db: None) -> Province:
    """Return a small province."""
    return Province()


@pytest.fixture
def soffice() -> str:
    """Return LibreOffice's command, an oracle for documents, or skip with a line that says so."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("bỏ qua / skipped: LibreOffice is not installed")
    return found
