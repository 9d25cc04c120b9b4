"""The tables of the tests' database: migrated once, and kept between runs until what makes them changes."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases

from tests.once import FILE, save
from tools.postgres import BINARIES

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "tables"
OURS = re.compile(r"^(?:from|import) (lanhmanh[\w.]*)", re.MULTILINE)


def sources() -> Iterator[Path]:
    """Yield what makes the tables: the migrations, and what of ours they import."""
    migrations = sorted((ROOT / "lanhmanh").glob("*/migrations/*.py"))
    yield from migrations
    named = {name for each in migrations for name in OURS.findall(each.read_text())}
    yield from sorted(Path(str(find_spec(name).origin)) for name in named)  # type: ignore[union-attr]


def made_of() -> str:
    """Return a name for the tables that changes with whatever makes them."""
    told = sha256()
    for path in sources():
        told.update(path.name.encode() + path.read_bytes())
    others = [django.__version__, sqlite3.sqlite_version, *map(version, ("django-allauth", "django-axes"))]
    told.update(" ".join(others).encode())
    return told.hexdigest()[:16]


def keep(made: Path, name: str) -> None:
    """Keep a file for the next runs in the place of the older ones of its kind."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for older in KEPT.glob(f"*{made.suffix}"):
        older.unlink(missing_ok=True)
    whole = KEPT / f"{name}.{made.parent.name}"
    shutil.copy(made, whole)
    whole.rename(KEPT / f"{name}{made.suffix}")


def tables(folder: Path) -> None:
    """Put a database of SQLite with nothing but the tables into a folder."""
    kept = KEPT / f"{made_of()}.sqlite3"
    if kept.exists():
        shutil.copy(kept, folder / FILE)
        return
    setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    save(folder)
    keep(folder / FILE, kept.stem)


def in_postgres(folder: Path) -> None:
    """Let the tests' database be one of PostgreSQL with nothing but the tables."""
    kept = KEPT / f"{made_of()}.sql"
    if not kept.exists():
        setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        _ask("pg_dump", "-f", str(folder / "tables.sql"))
        keep(folder / "tables.sql", kept.stem)
        return
    name = connection.creation._create_test_db(verbosity=0, autoclobber=True)  # type: ignore[attr-defined]
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    _ask("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(kept))


def _ask(command: str, *arguments: str) -> None:
    to = connection.settings_dict
    where = ["-h", to["HOST"], "-p", str(to["PORT"]), "-U", to["USER"], "-d", to["NAME"]]
    subprocess.run([BINARIES / command, *where, *arguments], check=True, capture_output=True)
