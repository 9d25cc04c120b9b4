"""Which standard of a team holds on a day, around the days on which one is replaced."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from lanhmanh.law import teams
from lanhmanh.law.teams import Standard, standard_on, standards

pytestmark = pytest.mark.pure

DAY = timedelta(days=1)
FIRST, SECOND, OWN = date(2021, 1, 1), date(2023, 7, 1), date(2022, 4, 1)


def _row(day: date, members: int, province: str = "") -> dict[str, Any]:
    named = {"province": province} if province else {}
    least = {"members": members, "meetings": 2, "activities": 3, "results": 4, "months": 6}
    return {"valid_from": day, **least, **named, "source": {"title": f"Văn bản {members}", "confidence": "F"}}


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let there be a common standard, its successor, and between them one of a province; the file is not in order."""
    rows = [_row(SECOND, 8), _row(OWN, 3, "75"), _row(FIRST, 5)]
    monkeypatch.setattr(teams, "rule_file", {"teams.toml": {"standard": rows}}.__getitem__)
    standards.cache_clear()
    yield
    standards.cache_clear()


def _members(day: date, province: str = "") -> int | None:
    found = standard_on(day, province)
    return found and found.members


@pytest.mark.usefixtures("three")
def test_standards_stand_in_the_order_of_their_days() -> None:
    assert [(one.valid_from, one.members, one.province) for one in standards()] == [
        (FIRST, 5, ""), (OWN, 3, "75"), (SECOND, 8, ""),
    ]  # fmt: skip
    assert standards()[0].source.title == "Văn bản 5"


@pytest.mark.usefixtures("three")
def test_a_standard_holds_from_its_day_and_that_of_the_province_comes_first() -> None:
    assert standard_on(FIRST - DAY) is None
    assert standard_on(FIRST - DAY, "75") is None
    assert [_members(day) for day in (FIRST, SECOND - DAY, SECOND, SECOND + DAY)] == [5, 5, 8, 8]
    assert [_members(day, "75") for day in (FIRST, OWN - DAY, OWN, SECOND)] == [5, 5, 3, 3]
    assert [_members(day, "79") for day in (OWN, SECOND)] == [5, 8]


def test_what_ships_asks_for_something_and_says_where_that_is_from() -> None:
    assert isinstance(standards()[0], Standard)
    for one in standards():
        assert standard_on(one.valid_from, one.province) == one
        assert min(one.members, one.meetings, one.activities, one.months) >= 1
        assert one.source.title
