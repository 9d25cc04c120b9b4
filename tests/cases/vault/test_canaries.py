"""A thousand strings in every confidential field: none is found again in what the server keeps, says or logs."""

import logging
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from gzip import compress
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Secret
from lanhmanh.cases.services.publishing import publish_figures
from lanhmanh.kernel.periods import parse
from tests.cases.vault.canaries import (
    FIELDS,
    NUMBER,
    WORD,
    Canaries,
    crawled,
    everything,
    filled,
    lived,
    put_off_erasing,
    spellings,
    uploaded,
    walked,
)  # fmt: skip
from tests.cases.vault.conftest import NOW, House, later
from tests.demonstration import environment
from tests.factories import make_user
from tests.factories.vault import visit
from tests.growth import examples
from tests.once import FILE, Once
from tests.tables import tables
from tests.web.conftest import BACKEND
from tools import postgres

CASES, EACH = 5 if examples(1) == 1 else 51, 20
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


class Said:
    """Remember every statement with its values on the way to the database: what lies there, or in its logs, came by."""

    def __init__(self) -> None:
        self.all: list[bytes] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Write down a statement, then let it be done."""
        rows = params if many else [params or ()]
        values = [value for row in rows for value in (row.values() if isinstance(row, dict) else row)]
        self.all.append(sql.encode())
        self.all += [bytes(one) if isinstance(one, memoryview | bytes) else str(one).encode() for one in values]
        return execute(sql, params, many, context)


@pytest.fixture
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.usefixtures("_temporary")
def test_no_string_of_a_case_is_found_again(
    house: House, settings: Any, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    settings.DEMO, canary, said = True, Canaries(), Said()
    caplog.set_level(logging.DEBUG)
    with connection.execute_wrapper(said):
        cases = [filled(house, canary) for _turn in range(CASES)]
        assert len(set(canary.out)) == CASES * EACH
        lived(house, cases[0], canary)
        put_off_erasing(house, cases[1], canary)
        uploaded(house, cases[2], canary)
        walked(house, cases[0], canary)
    assert {re.sub(r"-\d+", "", one) for one in Secret.objects.values_list("field", flat=True)} == FIELDS
    stored = everything()
    assert any(cases[0].uid.encode() in one for one in stored)
    assert any(b"case.searched" in one for one in stored)
    assert sum(map(len, said.all)) > 20_000 * CASES
    stored += [path.read_bytes() for place in (_halves(), tmp_path) for path in place.rglob("*") if path.is_file()]
    stored += [repr(one.get_decoded()).encode() for one in Session.objects.all()]
    stored += [repr(vars(cache)).encode() for cache in caches.all(initialized_only=True)]
    stored += [str(one.message()).encode() for one in mail.outbox]
    stored += [facts.encode() for facts in Event.objects.values_list("facts", flat=True)]
    assert canary.found([*stored, b"\n".join(said.all), caplog.text.encode()]) == set()


@pytest.mark.deep
def test_nobody_without_a_case_reads_one_by_following_links(house: House, settings: Any) -> None:
    """What is exported, published, reported, listed or put on record tells who looks for it no name."""
    settings.DEMO, canary = True, Canaries()
    for _turn in range(3):
        filled(house, canary)
    with later(24 * 20):
        publish_figures(actor=house.overseer.actor, unit=house.world.district, period=parse("2021Q4"))
        roles = {"administrator": "province", "auditor": "province", "commune_officer": "commune", "police": "commune"}
        strangers = [_signed_in(role, getattr(house.world, place)) for role, place in roles.items()]
        pages = [page for one in [*strangers, visit(house.neighbour)] for page in crawled(one, most=22)]
    assert len(pages) > 150
    assert any(page.startswith(b"PK") for page in pages), "a workbook was among them"
    assert canary.found(pages) == set()


@pytest.mark.deep
@pytest.mark.once
def test_no_string_lies_beside_the_database_in_a_log_a_temporary_file_or_a_backup(
    made_once: Once, tmp_path: Path, django_db_setup: None
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("bỏ qua / skipped: PostgreSQL keeps files of its own, which have a test of their own")
    canary, written = _died(made_once, tmp_path)
    with (
        closing(sqlite3.connect(tmp_path / "kept" / "crash" / FILE)) as crashed,
        closing(sqlite3.connect(tmp_path / "kept" / "backup.sqlite3")) as backup,
    ):
        assert crashed.execute("SELECT count(*) FROM cases_case").fetchone() == (3,)
        crashed.backup(backup)
        backup.execute("VACUUM")
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(path.suffix == ".sqlite3-wal" and len(content) > 100_000 for path, content in files.items())
    assert {path: canary.found([content]) for path, content in files.items() if canary.found([content])} == {}
    ours = (str(tmp_path), "/dev/null")
    assert [one for one in written if not one.startswith(ours) and one.startswith(("/", "anonymous"))] == []


@pytest.mark.django_db(transaction=True)
def test_no_string_lies_in_a_dump_or_in_the_files_of_a_server(house: House) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("bỏ qua / skipped: not on PostgreSQL")
    canary = Canaries()
    case = filled(house, canary)
    lived(house, case, canary)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    server = connection.settings_dict
    address = f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{server['NAME']}"
    dump = subprocess.run([postgres.BINARIES / "pg_dump", address], check=True, capture_output=True).stdout
    assert case.uid.encode() in dump
    written = [path for place in ("base", "pg_wal") for path in (folder / place).rglob("*") if path.is_file()]
    assert any(case.uid.encode() in path.read_bytes() for path in written)
    assert canary.found([dump, *(path.read_bytes() for path in written)]) == set()


def test_the_search_finds_what_is_planted_in_every_spelling() -> None:
    canary = Canaries()
    told = {WORD: canary(), NUMBER: canary(digits=True)}
    assert canary.found([f"x {told[WORD]}".encode()]) == {f"{WORD} plain utf-8"}
    for stem, text in told.items():
        assert text.startswith(stem)
        for name, trace in spellings(stem):
            assert f"{stem} {name}" in canary.found([b"before " + trace + b" after"])
        for before in ("", "a", "ab"):
            for coded in ("utf-8", "utf-16-le"):
                assert canary.found([b64encode(f"{before}{text} và".encode(coded))]), (before, coded)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", told[WORD])
        archive.writestr("inner.gz", compress(told[NUMBER].encode()))
    assert {name.split()[0] for name in canary.found([packed.getvalue()])} == {WORD, NUMBER}
    assert canary.found(["Quỳnh".encode(), NUMBER[:-1].encode(), b""]) == set()


def _signed_in(role: str, unit: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, unit), backend=BACKEND)
    return client


def _halves() -> Path:
    return Path(django_settings.VAULT_HALVES)


def _died(made_once: Once, tmp_path: Path) -> tuple[Canaries, list[str]]:
    """Let a process work and die on a data folder; return the strings that it laid out and the files it wrote."""
    folders = {name: tmp_path / name for name in ("data", "kept", "temporary")}
    for folder in folders.values():
        folder.mkdir()
    (folders["data"] / FILE).write_bytes((made_once("tables", tables) / FILE).read_bytes())
    places = {
        "LANHMANH_KEPT": str(folders["kept"]),
        "TMPDIR": str(folders["temporary"]),
        "LANHMANH_HASHED_STATIC": "",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.cases.vault.on_disk"], env=environment(folders["data"]) | places, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    canary = Canaries()
    out, _line, written = done.stdout.partition("--\n")
    canary.out = out.split()
    assert len(canary.out) > 2 * EACH
    assert NOW.year == 2021
    assert os.sep in written
    return canary, written.splitlines()
