"""Run the whole suite: everything on SQLite, and beside it what touches the database again on PostgreSQL.

Pages, papers and the demonstration are asked again on PostgreSQL only in depth, as in CI: they lean on services and
selectors, which always are.
`--require-all` (CI) fails where chromium or PostgreSQL is missing instead of skipping.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

POSTGRES = Path("/usr/lib/postgresql/15/bin/initdb")
CHROMIUM = Path("/usr/bin/chromium")
ON_BOTH = ["tests/audit", "tests/accounts", "tests/units", "tests/documents", "tests/plan", "tests/activities",
           "tests/reporting", "tests/keyring", "tests/cases", "tests/db"]  # fmt: skip
WORKERS = 2
PAGES = ["*/test_pages.py", "*_pages.py", "*/test_people.py", "*/test_signin.py"]


def started(
    workers: int, *arguments: str, environment: Mapping[str, str], log: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start pytest on so many workers; what it prints goes to the log, or is seen at once."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    # Where bytecode may not be kept, each worker and each server that a test starts would compile everything anew.
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.Popen([*command, *arguments], env=kept | dict(environment), stdout=log, stderr=log)


def main() -> int:
    """Return 0 when all is green."""
    require_all = "--require-all" in sys.argv
    missing = [str(path) for path in (POSTGRES, CHROMIUM) if not path.exists()]
    if require_all and missing:
        print(f"Thiếu / missing: {', '.join(missing)}")
        return 1
    need = {"TEST_REQUIRE_ALL": "1"} if require_all else {}
    if not POSTGRES.exists():
        code = started(WORKERS, "tests", environment=need).wait()
        print(f"bỏ qua / skipped: PostgreSQL 15 không có ở {POSTGRES.parent}")
        return code
    deep = int(os.environ.get("TEST_DEPTH", "1")) > 1
    pages = ["tests/flows", "tests/web"] if deep else [f"--ignore-glob={each}" for each in PAGES]
    marks = "not browser and not pure and not once" + ("" if deep else " and not again")
    chosen = ["-m", marks, "--ignore-glob=*/rules/*", *pages]
    # A browser's tests leave half a core idle while they wait for it: the second database takes what they leave.
    with TemporaryFile() as log:
        second = started(1, *ON_BOTH, *chosen, environment=need | {"TEST_DATABASE": "postgres"}, log=log)
        code = started(WORKERS, "tests", environment=need).wait()
        code = second.wait() or code
        log.seek(0)
        print("PostgreSQL:", log.read().decode(errors="replace"), sep="\n", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
