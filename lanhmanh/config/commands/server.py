"""`lanhmanh serve`, `demo`, `migrate`."""

import argparse
import hashlib
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from lanhmanh.config.commands.start import BadArgument, load_pages, need_database, start_django

# What comes with htmx and no page fetches: compressing it takes longer than all that is ours.
UNUSED = ["ext", "htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js"]


def migrate(given: argparse.Namespace) -> int:
    """Create the database, or bring it to this version; typefaces and static files too."""
    _prepare(quiet=False)
    return 0


def serve(given: argparse.Namespace) -> int:
    """Serve pages until interrupted."""
    os.environ["LANHMANH_HASHED_STATIC"] = "1"
    need_database()
    _build_static()
    serve_here(given)
    return 0


def demo(given: argparse.Namespace) -> int:
    """Build the demonstration province once, print its accounts, serve."""
    _check_today(os.environ.get("TODAY") or "2021-12-20")
    data = Path(os.environ.get("LANHMANH_DATA", "var")).resolve()
    _mark_as_demo(data)
    os.environ["LANHMANH_HASHED_STATIC"] = "1"
    begun = time.monotonic()
    _prepare(quiet=True)
    from lanhmanh.flows import demo as province

    if not province.exists():
        sys.stdout.write("Đang dựng tỉnh minh họa, chừng một phút / building the demonstration province…\n")
        sys.stdout.flush()
        province.build()
    sys.stdout.write(f"{province.accounts_text()}\n")
    sys.stdout.write(f"http://{given.host}:{given.port}  ({time.monotonic() - begun:.1f} s)\n")
    sys.stdout.flush()
    if not given.no_serve:
        serve_here(given)
    return 0


def _check_today(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise BadArgument(f"TODAY={text}: ngày phải viết YYYY-MM-DD / a date is YYYY-MM-DD") from None


def _mark_as_demo(data: Path) -> None:
    """Note in the data folder that what lies there is synthetic.

    :raises BadArgument: real data lies there, or another database is set, of which nobody can tell whose it is.
    """
    if os.environ.get("LANHMANH_DATABASE"):
        raise BadArgument("LANHMANH_DATABASE: tỉnh minh họa ở trong LANHMANH_DATA, bỏ biến này / unset it for the demo")
    mark = data / "demo"
    if not mark.exists() and (data / "lanhmanh.sqlite3").exists():
        raise BadArgument(f"{data}: đã có dữ liệu thật, đặt LANHMANH_DATA khác / real data here, set LANHMANH_DATA")
    data.mkdir(parents=True, exist_ok=True)
    mark.write_text("SYNTHETIC\n")


def _prepare(*, quiet: bool) -> None:
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0 if quiet else 1, interactive=False)
    from lanhmanh.areas import services as areas
    from lanhmanh.audit.services import SYSTEM

    areas.lay_shipped(actor=SYSTEM)
    _build_static()


def _build_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from lanhmanh.ui import fonts

    fonts.build(settings.DATA / "built")
    stamp, now = settings.STATIC_ROOT / ".stamp", _fingerprint()
    if settings.HASHED and not (stamp.exists() and stamp.read_text() == now):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED)
        stamp.write_text(now)


def _fingerprint() -> str:
    """Return a digest of all static files' names, sizes and times: collecting them takes seconds."""
    from django.contrib.staticfiles.finders import get_finders

    found = [
        (path, os.stat(storage.path(path)))
        for finder in get_finders()
        for path, storage in finder.list([*UNUSED, "CVS", ".*"])
    ]
    facts = sorted((path, stat.st_size, stat.st_mtime_ns) for path, stat in found)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def serve_here(given: argparse.Namespace) -> None:
    """Serve the prepared system on `given.host` and `given.port` until told to stop: two processes of four threads."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options: dict[str, Any] = {"bind": f"{given.host}:{given.port}", "workers": 2, "threads": 4}
            for name, value in (options | {"timeout": 60, "preload_app": True, "loglevel": "warning"}).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application
            from django.db import connections

            application = get_wsgi_application()
            load_pages()
            connections.close_all()  # none is shared by two processes
            return application

    Server().run()
