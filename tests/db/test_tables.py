"""The tables of an app come and go at once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.demonstration import ROOT, environment


def run(data: Path, *arguments: str) -> set[str]:
    """Run a command of Django on a data folder, return the tables and triggers of areas that are there then."""
    command = [sys.executable, "manage.py", *arguments, "--verbosity=0"]
    subprocess.run(command, env=environment(data), cwd=ROOT, check=True, capture_output=True)
    with closing(sqlite3.connect(data / "lanhmanh.sqlite3")) as file:
        rows = file.execute("SELECT name FROM sqlite_master WHERE tbl_name LIKE 'areas~_%' ESCAPE '~'")
        return {row[0] for row in rows}


@pytest.mark.deep
def test_the_tables_of_an_app_go_with_all_that_hangs_on_them_and_come_again(tmp_path: Path) -> None:
    there = run(tmp_path, "migrate")
    assert {"areas_area", "areas_appeal", "assessment_no_delete"} <= there
    assert run(tmp_path, "migrate", "areas", "zero") == set()
    assert run(tmp_path, "migrate") == there
