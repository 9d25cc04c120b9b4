"""How much memory a piece of work takes at its highest: each in a process of its own, over the same database.

`python -m bench.memory NAME ROWS WHAT`, started by the benchmark, does it and says the peak in kB.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.results import Result

if TYPE_CHECKING:
    from bench.world import World


def results(small: "World", large: "World") -> Iterator[Result]:
    """Compare the memory of the rebuild and of the workbook with that of their yardsticks."""
    yield _compared("tính lại / recompute", large, "rebuild", "by_hand", "SQL viết tay / hand SQL")
    yield _compared(".xlsx", small, "workbook", "openpyxl_book", "openpyxl")


def _compared(what: str, world: "World", ours: str, yard: str, beside: str) -> Result:
    taken = [_peak_of(world, name) for name in (ours, yard)]
    return Result(f"bộ nhớ cao nhất, {what} / peak memory", world.database.vendor, beside, taken[0] / taken[1])


def _peak_of(world: "World", what: str) -> int:
    command = [sys.executable, "-m", "bench.memory", world.name, str(len(world.form.rows)), what]
    environment = {**os.environ, "LANHMANH_DATABASE": _address(world)}
    told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return int(told.stdout)


def _address(world: "World") -> str:
    settings = world.database.settings_dict
    if world.database.vendor == "sqlite":
        return f"sqlite://{settings['NAME']}"
    return f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def _worked(name: str, rows: int, what: str) -> int:
    """Do one piece of work in this process; return its highest memory in kB."""
    import django

    django.setup()
    from bench import form, reading, rebuilding, world
    from lanhmanh.kernel import clock

    with clock.at(world.NOW):
        there = world.reopened(name, form.install(rows))
        getattr(rebuilding if hasattr(rebuilding, what) else reading, what)(there)
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.stdout.write(f"{_worked(sys.argv[1], int(sys.argv[2]), sys.argv[3])}\n")
