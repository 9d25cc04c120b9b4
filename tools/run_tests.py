"""Run the whole suite: everything on SQLite, and beside it what touches the database again on PostgreSQL.

What is asked when (`TEST_DEPTH`, 1 for `make test`, 4 for `.ci/run`):

- At depth 1 a run is to end within three minutes on two cores, and would notice nearly every ordinary mistake: each
  rule, each service and each refusal once, a ninth of the pages in a browser, each route for every answer that it
  gives, and the main walk, from the fact to the issued document, in a browser.
- `deep` is what only depth asks: a test that takes more than a third of a second and is not that walk, what shows
  in size alone (as many queries for ten times the rows), every role, every form of paper, the same bytes again.
- `both` is what PostgreSQL is asked at depth 1 too: constraints, triggers, locks, sums, sorting, and the
  services of most contexts. In depth it is asked everything that touches a database and is not `once`.

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
ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2


def started(
    workers: int, *arguments: str, environment: Mapping[str, str], log: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start pytest on so many workers; what it prints goes to the log, or is seen at once."""
    alone = ["-p", "no:xdist"]
    spread = alone if workers == 1 else ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", *spread]
    # Where bytecode may not be kept, each worker and each server that a test starts would compile everything anew.
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.Popen([*command, *arguments], env=kept | dict(environment), stdout=log, stderr=log)


def asked_of_both(*, deep: bool) -> list[str]:
    """Return what pytest is told to ask of PostgreSQL: it leaves out itself what touches no database."""
    if deep:
        return ["tests", "-m", "not browser and not once"]
    marked = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if "pytest.mark.both" in path.read_text()]
    return [*map(str, marked), "-m", "both and not once"]


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
    # A browser's tests leave half a core idle while they wait for it: the second database takes what they leave.
    with TemporaryFile() as log:
        second = started(1, *asked_of_both(deep=deep), environment=need | {"TEST_DATABASE": "postgres"}, log=log)
        code = started(WORKERS, "tests", environment=need).wait()
        code = second.wait() or code
        log.seek(0)
        print("PostgreSQL:", log.read().decode(errors="replace"), sep="\n", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
