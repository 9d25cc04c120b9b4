"""What is costly to make and only read afterwards: made once a run, and copied by whoever needs it."""

import fcntl
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

FILE = "lanhmanh.sqlite3"
Once = Callable[[str, Callable[[Path], None]], Path]


def once(base: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Let whoever comes first make a folder, and the others wait for it; return the folder."""
    folder = base / name
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            folder.mkdir()
            make(folder)
            (folder / "whole").touch()
    return folder


def save(folder: Path) -> None:
    """Write the tests' database, which lies in memory, into a folder."""
    with closing(sqlite3.connect(folder / FILE)) as kept:
        connection.connection.backup(kept)


def load(folder: Path) -> None:
    """Let the tests' database, which lies in memory, be as the one in a folder."""
    name = "file:tests?mode=memory&cache=shared"
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / FILE)) as kept:
        kept.backup(connection.connection)
