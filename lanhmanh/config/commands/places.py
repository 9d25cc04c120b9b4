"""`lanhmanh units`: tables in, the tree out."""

import argparse
import sys

from lanhmanh.config.commands.start import named, need_database, need_file


def units_load(given: argparse.Namespace) -> int:
    """Load tables of units as in force from a day; the same tables again change nothing."""
    for path in given.files:
        need_file(path)
    need_database()
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.units import services

    done = services.load_tables(actor=SYSTEM, files=given.files, as_of=given.as_of)
    sys.stdout.write(
        f"Giữ nguyên / same {done.same} · đổi / changed {done.changed} · mới / new {done.born} · "
        f"hết / ended {done.ended} · chuyển / moved {done.moved}\n"
    )
    return 0


def units_tree(given: argparse.Namespace) -> int:
    """Print the tree of a day."""
    need_database()
    from lanhmanh.kernel import clock
    from lanhmanh.units import selectors

    day = given.as_of or clock.today()
    lines = named("--root", given.root or "", lambda code: selectors.tree_lines(day, code))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    if not lines:
        sys.stdout.write(f"Ngày {day:%d/%m/%Y} chưa có đơn vị nào / no units on that day\n")
    return 0
