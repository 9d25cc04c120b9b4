"""The small province of the tests, built by the demonstration in a process of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.once import FILE

ROOT = Path(__file__).resolve().parents[1]
# Biên Hòa with two of its wards, two districts with one commune each: the others have nobody and count as missing.
PEOPLE_IN = ("731", "25993", "26041", "734", "26119", "740", "26383")
BUILD = f"""
from lanhmanh.config.cli import main
main(["migrate"])
from lanhmanh.flows import demo
demo.build({PEOPLE_IN})
"""


def environment(data: Path) -> dict[str, str]:
    """Return the environment of a process that works on a data folder as the demonstration does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LANHMANH_", "DJANGO_"))}
    ours = {"LANHMANH_DATA": str(data), "LANHMANH_DEMO": "1", "LANHMANH_HASHED_STATIC": "1"}
    return kept | ours | {"LANHMANH_TODAY": "2021-12-20"}


def build(data: Path, begin_with: Path | None = None) -> None:
    """Build the province into a data folder, where the tables may be there already."""
    if begin_with:
        shutil.copy(begin_with, data / FILE)
    subprocess.run([sys.executable, "-c", BUILD], env=environment(data), cwd=ROOT, check=True, capture_output=True)
    with closing(sqlite3.connect(data / FILE)) as file:
        file.execute("PRAGMA journal_mode=DELETE")  # a database in memory cannot take over one that keeps a log
