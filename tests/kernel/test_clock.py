"""The clock: Viet Nam's day, where the demonstration stands, and where a builder moves it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lanhmanh.kernel import clock


def test_now_is_the_present_in_viet_nam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANHMANH_TODAY", raising=False)
    found = clock.now()
    assert abs(found - datetime.now(UTC)) < timedelta(seconds=5)
    assert found.utcoffset() == timedelta(hours=7)


def test_the_day_changes_at_midnight_in_viet_nam() -> None:
    with clock.at(datetime(2021, 12, 19, 16, 59, tzinfo=UTC)):
        assert clock.today() == date(2021, 12, 19)
    with clock.at(datetime(2021, 12, 19, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2021, 12, 20)


def test_the_demonstration_stands_at_its_day_and_its_hours_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANHMANH_TODAY", "2021-12-20")
    before = datetime.now(clock.VIETNAM).timetz()
    found = clock.now()
    after = datetime.now(clock.VIETNAM).timetz()
    assert (found.date(), clock.today(), found.tzinfo) == (date(2021, 12, 20), date(2021, 12, 20), clock.VIETNAM)
    assert before <= found.timetz() <= after or after < before


def test_at_goes_before_the_day_of_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANHMANH_TODAY", "2021-12-20")
    moment = datetime(2021, 3, 10, 9, tzinfo=clock.VIETNAM)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.today() == date(2021, 12, 20)


def test_blocks_nest_and_end_even_in_an_error() -> None:
    outer, inner = (datetime(2021, 3, day, 9, tzinfo=clock.VIETNAM) for day in (1, 2))
    with clock.at(outer):
        with pytest.raises(RuntimeError), clock.at(inner):
            assert clock.now() == inner
            raise RuntimeError
        assert clock.now() == outer
    assert clock.now() not in (outer, inner)
