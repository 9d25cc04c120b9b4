"""Counting several things in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Func, QuerySet, Subquery

from lanhmanh.units.models import Unit


def counts_of(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many different rows each of some queries has, in one query for all of them.

    A unit carries the counts, whatever is counted: where there is none, nothing can be anybody's.
    """
    if not rows:
        return {}
    once = Func(F("pk"), function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    numbers = [Subquery(one.order_by().annotate(number=once).values("number")) for one in rows.values()]
    found: Any = next(iter(Unit.objects.order_by().values_list(*numbers)[:1]), [0] * len(rows))
    return dict(zip(rows, found, strict=True))
