"""A query that is written once says what the same query says that is written anew."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.models import User
from lanhmanh.db.prepared import prepared
from lanhmanh.units.models import Level, Unit, UnitVersion

pytestmark = [pytest.mark.both, pytest.mark.django_db]
DAYS = [date(2021, 1, 1), date(2021, 7, 1), date(2022, 1, 1)]


@pytest.fixture
def places() -> list[Unit]:
    """Return a province and three communes, each a version from another day, and one name with a mark of a value."""
    top = Unit.objects.create(level=Level.PROVINCE)
    found = [top, *(Unit.objects.create(level=Level.COMMUNE) for _day in DAYS)]
    for unit, day in zip(found, [DAYS[0], *DAYS], strict=True):
        UnitVersion.objects.create(
            unit=unit, parent=None if unit == top else top, valid_from=day, name="100%s", kind="", sort="", search=""
        )
    return found


def told(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    """Return versions by level, with a value in the list, in the condition of a count and behind a subquery."""
    begun = Q(versions__valid_from__range=(first, last))
    known = UnitVersion.objects.filter(name="100%s", valid_from__lte=last)
    rows = Unit.objects.filter(pk__in=units).filter(pk__in=known.values("unit"))
    return rows.order_by("pk").values_list("pk", "level").annotate(begun=Count("versions", filter=begun))


def spans() -> Iterator[tuple[date, date]]:
    """Yield every span of the days."""
    return ((first, last) for first in DAYS for last in DAYS)


def test_it_says_what_the_query_says(places: list[Unit]) -> None:
    ask = prepared(told)
    some = [unit.pk for unit in places]
    for units in (some, some[:1], set(some[1:]), {unit.pk: None for unit in places}.keys(), []):
        for first, last in spans():
            assert ask(units, first, last) == list(told(list(units), first, last))


def test_it_is_written_once(places: list[Unit]) -> None:
    calls = []

    @prepared
    def begun(day: Any) -> QuerySet[Any, Any]:
        calls.append(day)
        return UnitVersion.objects.filter(valid_from=day).values_list("unit")

    assert [len(begun(day)) for day in DAYS] == [2, 1, 1]
    with CaptureQueriesContext(connection) as queries:
        begun(DAYS[0])
    assert (len(calls), len(queries)) == (1, 1)


def test_what_is_read_is_what_the_model_says() -> None:
    at = datetime(2021, 7, 1, 12, 30, 1, 5, tzinfo=UTC)
    user = User.objects.create(username="lan", created_at=at)
    since = prepared(lambda moment: User.objects.filter(created_at__gte=moment).values_list("pk", "created_at"))
    assert since(at) == [(user.pk, at)]
    assert since(at + timedelta(microseconds=1)) == []


def test_who_looks_into_a_value_is_refused() -> None:
    with pytest.raises(AttributeError):
        prepared(lambda day: UnitVersion.objects.filter(valid_from__year=day.year).values_list("pk"))(DAYS[0])
    with pytest.raises(TypeError, match="values_list"):
        prepared(lambda day: UnitVersion.objects.filter(valid_from=day))(DAYS[0])
