"""The throw-away databases of a run; several stand side by side in one process, one of them in use at a time."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend


def migrated(*names: str) -> dict[str, BaseDatabaseWrapper]:
    """Return a database of each name: the first is migrated, the others are copies of it."""
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    copy = _copied_file if connection.vendor == "sqlite" else _copied_database
    return {name: _opened(copy(name)) for name in names}


@contextmanager
def using(database: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """Let all queries of the block go to a database."""
    before = connections["default"]
    connections["default"] = database
    try:
        yield database
    finally:
        connections["default"] = before


@contextmanager
def unguarded() -> Iterator[Any]:
    """Give a cursor past PostgreSQL's triggers, which take their time for each of a million rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        yield cursor
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def settle() -> None:
    """Let the planner know what was loaded, as autovacuum does in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _opened(name: str) -> BaseDatabaseWrapper:
    settings = {**connection.settings_dict, "NAME": name}
    backend = load_backend(settings["ENGINE"])
    wrapper: BaseDatabaseWrapper = backend.DatabaseWrapper(settings, "default")
    return wrapper


def _copied_file(name: str) -> str:
    path = Path(connection.settings_dict["NAME"])
    target = path.with_name(f"{name}.sqlite3")
    shutil.copy(path, target)
    return str(target)


def _copied_database(name: str) -> str:
    origin = connection.settings_dict["NAME"]
    with using(_opened("template1")) as admin, admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{origin}"')
        admin.close()
    return name
