"""A process of its own that works on cases in a database file, watches what it writes, and dies without a goodbye.

`python -m tests.cases.vault.on_disk` is run with LANHMANH_DATA set to a folder where the tables are, and TMPDIR beside
it. What is written to a temporary file is kept in `LANHMANH_KEPT` before it goes; the strings to look for are printed.
"""

import os
import shutil
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

DATA, KEPT = Path(os.environ["LANHMANH_DATA"]), Path(os.environ["LANHMANH_KEPT"])
NUMBERS = count()
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ANONYMOUS = 0o20000000  # O_TMPFILE: a file without a name, which nobody could look into afterwards


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Write down each file that Python opens for writing, and keep a copy of what is about to go."""
    if event == "open":
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & WRITING:
            WRITTEN.append(f"anonymous {path}" if flags & ANONYMOUS == ANONYMOUS else str(path))
    elif event in {"os.remove", "os.truncate", "shutil.rmtree"}:
        keep(Path(os.fsdecode(arguments[0])) if isinstance(arguments[0], str | bytes | Path) else None)


def keep(path: Path | None) -> None:
    """Keep a copy of a file, or of all files below a folder."""
    for one in [path, *path.rglob("*")] if path and path.is_absolute() else []:
        if one.is_file() and KEPT not in one.parents:
            shutil.copyfile(one, KEPT / f"{next(NUMBERS)}-{one.name}")


WRITTEN: list[str] = []


def main() -> None:
    """Fill and walk cases, copy the files of the open database as a crash would leave them, and end at once."""
    sys.addaudithook(watch)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lanhmanh.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    from lanhmanh.kernel import clock
    from tests.cases.vault import canaries
    from tests.cases.vault.conftest import NOW, House
    from tests.factories import Province

    setup_test_environment()
    settings.PASSWORD_HASHERS, settings.DEMO = ["django.contrib.auth.hashers.MD5PasswordHasher"], True
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # whatever Django would lay on the disk, it lays there
    canary = canaries.Canaries()
    with clock.at(NOW):
        house = House(Province())
        cases = [canaries.filled(house, canary) for _turn in range(2)]
        canaries.lived(house, cases[0], canary)
        canaries.uploaded(house, cases[1], canary)
        canaries.printed(house, cases[1], canary)
        canaries.walked(house, cases[0], canary)
    assert connection.settings_dict["NAME"] == str(DATA / "lanhmanh.sqlite3")
    keep(Path(tempfile.gettempdir()))
    (KEPT / "crash").mkdir()
    for path in DATA.glob("lanhmanh.sqlite3*"):
        shutil.copyfile(path, KEPT / "crash" / path.name)
    # shared memory of a log in use: an index of pages, copied as it lies
    assert {path.suffix for path in (KEPT / "crash").iterdir()} == {".sqlite3", ".sqlite3-wal", ".sqlite3-shm"}
    print("\n".join(canary.out))
    print("--")
    print("\n".join(WRITTEN))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
