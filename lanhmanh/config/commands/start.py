"""Starting Django, and finding what an argument names."""

import gc
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lanhmanh.kernel.errors import Refused

if TYPE_CHECKING:
    from lanhmanh.units.models import Unit

Found = TypeVar("Found")


class BadArgument(Exception):
    """An argument names nothing: one line that says which and what to do."""


def start_django() -> None:
    """Start Django once; the collector of garbage need not look at what was loaded, which took a tenth of the time."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lanhmanh.config.settings")
    if not apps.ready:
        django.setup()
        gc.freeze()
        gc.set_threshold(100_000, 20, 20)


def load_pages() -> None:
    """Load the code of all pages before the processes part: each took a second and a half for it at its first page."""
    from django.urls import get_resolver

    list(get_resolver().url_patterns)
    gc.freeze()


def need_database() -> None:
    """Start Django and check that the database is as new as the program.

    :raises BadArgument: it was never made, or an upgrade waits.
    """
    start_django()
    from django.db import DatabaseError

    try:
        ready = _is_ready()
    except DatabaseError as problem:
        reason = str(problem).splitlines()[0]
        raise BadArgument(
            f"LANHMANH_DATABASE: không mở được cơ sở dữ liệu / cannot open the database: {reason}"
        ) from None
    if not ready:
        raise BadArgument("cơ sở dữ liệu chưa sẵn sàng, chạy `lanhmanh migrate` / run `lanhmanh migrate` first")


def _is_ready() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    on_disk = connection.vendor == "sqlite" and not connection.is_in_memory_db()  # type: ignore[attr-defined]
    if on_disk and not Path(connection.settings_dict["NAME"]).exists():
        return False  # asking SQLite would leave an empty file, which `demo` would take for real data
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def named(argument: str, text: str, find: Callable[[str], Found]) -> Found:
    """Return what an argument names.

    :raises BadArgument: it names nothing; the line says which argument.
    """
    try:
        return find(text)
    except Refused as problem:
        raise BadArgument(f"{argument} {text}: {problem}") from None


def need_file(path: Path) -> Path:
    """Return the path of a file that is there.

    :raises BadArgument: there is none, or a folder.
    """
    if path.is_dir():
        raise BadArgument(f"FILE {path}: là thư mục, không phải tệp / a folder, not a file")
    if not path.is_file():
        raise BadArgument(f"FILE {path}: không có tệp này / no such file")
    return path


def load(path: Path, most: int) -> bytes:
    """Return what a file holds, one byte more than `most` at the utmost: whoever reads it refuses what is too big.

    :raises BadArgument: there is no such file, or it cannot be read.
    """
    try:
        with need_file(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as problem:
        raise BadArgument(f"FILE {path}: không đọc được / cannot read: {problem.strerror}") from None


def write_out(path: Path, content: bytes) -> None:
    """Write a file, and the folders above it.

    :raises BadArgument: it cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as problem:
        raise BadArgument(f"--out {path}: không ghi được / cannot write: {problem.strerror}") from None


def unit_by_code(argument: str, code: str, day: date) -> "Unit":
    """Return the unit that holds the code of an argument on a day.

    :raises BadArgument: none does.
    """
    from lanhmanh.units.selectors import versions_on

    version = versions_on(day).filter(code=code).first()
    if version is None:
        raise BadArgument(f"{argument} {code}: không có đơn vị mang mã này ngày {day} / no unit with this code")
    return version.unit
