"""`python -m bench [--quick|--tiny] [--on …] [--part …]`: every database by turns, then one table."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.results import Result, read, table
from tools import postgres


def main() -> int:
    """Measure on every database that is there and print the table; speed alone never fails."""
    given = _arguments()
    scale = "tiny" if given.tiny else "quick" if given.quick else "full"
    found: list[Result] = []
    for on in [given.on] if given.on else ["sqlite", "postgresql"]:
        if on == "postgresql" and not postgres.is_there():
            print(f"bỏ qua / skipped: PostgreSQL 15 không có ở {postgres.BINARIES}", file=sys.stderr)
            continue
        found += _measured(on, scale, given.part)
    print(table(found))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="đo tốc độ / measure speed")
    parser.add_argument("--quick", action="store_true", help="bản ngắn, dưới một phút / a short run, under a minute")
    parser.add_argument("--tiny", action="store_true", help="chỉ xem có chạy / only to see that it runs")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="chỉ trên máy này / on this database only")
    parser.add_argument(
        "--part", choices=["reports", "cases", "classes"], default="", help="chỉ phần này / this part only"
    )
    return parser.parse_args()


def _measured(on: str, scale: str, part: str) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="lanhmanh-bench-") as folder:
        for name in ("built", "static"):
            Path(folder, name).mkdir()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LANHMANH_")}
        environment |= {"LANHMANH_DATA": folder, "DJANGO_SETTINGS_MODULE": "lanhmanh.config.settings"}
        if on == "postgresql":
            environment["LANHMANH_DATABASE"] = postgres.start()
        command = [sys.executable, "-m", "bench.run", scale, part]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
            for result in read(running.stdout or ()):
                print(f"{result.on}: {result.what}: {result.ratio:.2f}", file=sys.stderr)
                yield result
        if running.returncode:
            raise SystemExit(running.returncode)


if __name__ == "__main__":
    sys.exit(main())
