"""`lanhmanh units`: tables in, the tree out."""

import argparse
import sys

from lanhmanh.config.commands.start import BadArgument, need_database, unit_by_code


def units_load(given: argparse.Namespace) -> int:
    """Load tables of units as in force from a day; the same tables again change nothing."""
    for path in given.files:
        if not path.is_file():
            raise BadArgument(f"FILE {path}: không có tệp này / no such file")
    need_database()
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.units import services

    result = services.load_tables(actor=SYSTEM, files=given.files, as_of=given.as_of)
    sys.stdout.write(f"{result}\n")
    return 0


def units_tree(given: argparse.Namespace) -> int:
    """Print the tree of a day."""
    need_database()
    from lanhmanh.kernel import clock
    from lanhmanh.units import selectors

    day = given.as_of or clock.today()
    root = unit_by_code(given.root, day) if given.root else None
    sys.stdout.writelines(f"{line}\n" for line in selectors.tree_lines(day, root))
    return 0
