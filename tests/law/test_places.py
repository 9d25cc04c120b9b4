"""Which kinds of business are sensitive on a day, and what is required then, around the days of change."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lanhmanh.law import places
from lanhmanh.law.places import kinds, lists, requirement_on, requirements, sensitive_on

pytestmark = pytest.mark.pure

DAY = timedelta(days=1)
OLD, NEW = date(2020, 1, 1), date(2024, 3, 1)
SOURCE = {"title": "Danh mục", "article": "Điều 3", "confidence": "P", "note": "thử"}
FILE = {
    "kinds": {"karaoke": ["Karaoke", "Karaoke"], "hair": ["Cắt tóc", "Hairdressing"]},
    "lists": [
        {"effective_from": NEW, "sensitive": ["karaoke"], "source": SOURCE},
        {"effective_from": OLD, "sensitive": ["karaoke", "hair"], "source": SOURCE},
    ],
    "requirements": [
        {"effective_from": NEW, "a_year": 2, "by": ["team_178", "police"], "source": SOURCE},
        {"effective_from": OLD, "a_year": 1, "by": ["team_178"], "source": SOURCE},
    ],
}


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let lists and requirements have changed once; the file is not in order."""
    monkeypatch.setattr(places, "rule_file", {"places.toml": FILE}.__getitem__)
    _forget()
    yield
    _forget()


def _forget() -> None:
    for read in (kinds, lists, requirements):
        read.cache_clear()


@pytest.mark.usefixtures("two")
def test_kinds_lists_and_requirements_are_those_of_the_file_in_the_order_of_their_days() -> None:
    assert {code: (one.code, one.name_vi, one.name_en) for code, one in kinds().items()} == {
        "karaoke": ("karaoke", "Karaoke", "Karaoke"), "hair": ("hair", "Cắt tóc", "Hairdressing"),
    }  # fmt: skip
    assert [one.effective_from for one in lists()] == [OLD, NEW]
    assert [(one.effective_from, one.a_year, one.by) for one in requirements()] == [
        (OLD, 1, {"team_178"}), (NEW, 2, {"team_178", "police"}),
    ]  # fmt: skip
    for one in (*lists(), *requirements()):
        assert (one.source.title, one.source.article, one.source.confidence, one.source.note) == tuple(SOURCE.values())


@pytest.mark.usefixtures("two")
def test_what_is_sensitive_and_required_changes_on_the_day_itself() -> None:
    for day, sensitive, a_year in ((OLD, 2, 1), (NEW - DAY, 2, 1), (NEW, 1, 2), (NEW + DAY, 1, 2)):
        assert len(sensitive_on(day).kinds) == sensitive
        assert requirement_on(day).a_year == a_year


def test_what_ships_names_only_known_kinds_and_holds_on_every_day() -> None:
    assert all(one.kinds < kinds().keys() for one in lists())
    assert {"karaoke", "massage"} <= sensitive_on(date.min).kinds
    assert "hair" not in sensitive_on(date.max).kinds
    assert requirement_on(date.min).a_year >= 1
