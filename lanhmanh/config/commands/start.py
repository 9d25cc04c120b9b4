"""Starting Django, and finding what an argument names."""

import os
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lanhmanh.units.models import Unit


class BadArgument(Exception):
    """An argument names nothing: one line that says which and what to do."""


def start_django() -> None:
    """Start Django once."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lanhmanh.config.settings")
    if not apps.ready:
        django.setup()


def need_database() -> None:
    """Start Django and check that the database is as new as the program.

    :raises BadArgument: it was never made, or an upgrade waits.
    """
    start_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BadArgument("cơ sở dữ liệu chưa sẵn sàng, chạy `lanhmanh migrate` / run `lanhmanh migrate` first")


def unit_by_code(code: str, day: date) -> "Unit":
    """Return the unit that holds a code on a day.

    :raises BadArgument: none does.
    """
    from lanhmanh.units.selectors import versions_on

    version = versions_on(day).filter(code=code).first()
    if version is None:
        raise BadArgument(f"--unit/--root {code}: không có đơn vị mang mã này ngày {day} / no unit with this code")
    return version.unit
