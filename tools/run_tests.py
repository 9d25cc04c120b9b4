"""Run the whole suite: everything on SQLite, then what touches the database again on PostgreSQL.

Pages and the demonstration are asked again on PostgreSQL only in depth, as in CI: they lean on services and selectors,
which always are.
`--require-all` (CI) fails where chromium or PostgreSQL is missing instead of skipping.
"""

import os
import subprocess
import sys
from pathlib import Path

POSTGRES = Path("/usr/lib/postgresql/15/bin/initdb")
CHROMIUM = Path("/usr/bin/chromium")
ON_BOTH = ["tests/audit", "tests/accounts", "tests/units", "tests/documents", "tests/plan", "tests/activities",
           "tests/reporting", "tests/db"]  # fmt: skip
PAGES = ["*/test_pages.py", "*/test_people.py", "*/test_signin.py"]


def pytest(*arguments: str, **environment: str) -> int:
    """Run pytest on both cores; return its exit code."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        *arguments,
    ]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode


def main() -> int:
    """Return 0 when all is green."""
    require_all = "--require-all" in sys.argv
    missing = [str(path) for path in (POSTGRES, CHROMIUM) if not path.exists()]
    if require_all and missing:
        print(f"Thiếu / missing: {', '.join(missing)}")
        return 1
    need = {"TEST_REQUIRE_ALL": "1"} if require_all else {}
    code = pytest("tests", **need)
    if not POSTGRES.exists():
        print(f"bỏ qua / skipped: PostgreSQL 15 không có ở {POSTGRES.parent}")
        return code
    deep = int(os.environ.get("TEST_DEPTH", "1")) > 1
    pages = ["tests/flows", "tests/web"] if deep else [f"--ignore-glob={each}" for each in PAGES]
    chosen = ["-m", "not browser and not pure and not once", *pages]
    return pytest(*ON_BOTH, *chosen, TEST_DATABASE="postgres", **need) or code


if __name__ == "__main__":
    sys.exit(main())
