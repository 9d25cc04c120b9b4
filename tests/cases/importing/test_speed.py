"""Two thousand rows at once."""

from time import perf_counter

import pytest

from lanhmanh.cases.models import Case, Token
from tests.cases.conftest import House
from tests.cases.importing.sheets import book, good
from tests.cases.importing.test_import import bring, look


@pytest.mark.deep
@pytest.mark.slow
def test_two_thousand_rows_go_in_at_once(house: House, record_property) -> None:  # type: ignore[no-untyped-def]
    content = book([good(number) for number in range(2000)])
    started = perf_counter()
    seen = look(house, content)
    looked = perf_counter()
    assert len(bring(house, seen)) == 2000
    record_property("seconds", (looked - started, perf_counter() - looked))
    print(f"look {looked - started:.1f} s, deed {perf_counter() - looked:.1f} s, packet {len(seen.packet)} B")
    assert Case.objects.count() == 2000
    assert Token.objects.filter(case=Case.objects.latest("pk")).count() > 4
