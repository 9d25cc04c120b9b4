"""The clock that services and views read; rules never do, they take `now` as an argument.

The demonstration stands at its own date and its builder walks through a year, so "now" can be moved.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """Return the present instant in Viet Nam, or where `at` or the variable TODAY put it."""
    moved = _moved.get()
    if moved is not None:
        return moved
    real = datetime.now(VIETNAM)
    stands_at = os.environ.get("LANHMANH_TODAY")
    return datetime.combine(date.fromisoformat(stands_at), real.timetz()) if stands_at else real


def today() -> date:
    """Return the present day in Viet Nam."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside the block."""
    token = _moved.set(moment.astimezone(VIETNAM))
    try:
        yield
    finally:
        _moved.reset(token)
