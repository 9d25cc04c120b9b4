"""`lanhmanh cases`: what the calendar does to cases, for a timer that runs it every day."""

import argparse
import sys

from lanhmanh.config.commands.start import BadArgument, need_database


def retention(given: argparse.Namespace) -> int:
    """Seal and erase what is due and say how much; what was deleted is driven out of the write-ahead log too."""
    need_database()
    from django.db import connection

    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.cases.services.retention import apply_retention
    from lanhmanh.kernel import clock

    day = given.day or clock.today()
    if day > clock.today():  # an erasure cannot be taken back
        raise BadArgument(f"--day {day}: sau hôm nay / after today")
    done = apply_retention(actor=SYSTEM, day=day)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sys.stdout.write(
        f"Định ngày {done.dated}, niêm phong {done.sealed}, xóa danh tính {done.erased}, xóa lời yêu cầu "
        f"{done.requests} / dated {done.dated}, sealed {done.sealed}, erased {done.erased}, requests emptied "
        f"{done.requests}\n"
    )
    return 0
