"""What a review round must say: who sat together, and numbers that can be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lanhmanh.cases.rules.rounds import FOUND, FROM, Fault, RoundData, faults

pytestmark = pytest.mark.pure
DAY = date(2021, 12, 20)
GOOD = RoundData(DAY, 1, 1, 0)


def wrong(*, there: bool = True, **changes: object) -> list[tuple[str, Fault]]:
    return list(faults(replace(GOOD, **changes), DAY, there=there))  # type: ignore[arg-type]


def test_a_round_of_today_with_police_or_authorities_is_right() -> None:
    assert wrong() == []
    assert wrong(from_police=0, from_authorities=1) == []
    assert GOOD.from_others == 0
    assert [getattr(GOOD, name) for name in FOUND] == [None] * 5
    assert set(FROM + FOUND) | {"on"} == set(RoundData.__dataclass_fields__)


def test_what_is_wrong_stands_at_its_field() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert wrong(on=tomorrow) == [("on", "future")]
    assert wrong(on=tomorrow, there=False) == [("on", "future")]
    assert wrong(there=False) == [("on", "unit_not_there")]
    assert wrong(from_union=0) == [("from_union", "no_union")]
    assert wrong(from_police=0) == [("from_police", "not_joint")]


def test_changes_are_of_names_that_were_checked() -> None:
    assert wrong(changes=3, names_checked=3) == []
    assert wrong(changes=4, names_checked=3) == [("changes", "more_changes")]
    assert wrong(changes=4) == wrong(names_checked=3) == []


@pytest.mark.parametrize(("name", "most"), [*((one, 1_000) for one in FROM), *((one, 100_000) for one in FOUND)])
def test_numbers_have_bounds(name: str, most: int) -> None:
    others = {"names_checked": 100_000} if name == "changes" else {}
    assert (name, Fault.BELOW_ZERO) in wrong(**{name: -1})
    assert (name, Fault.TOO_MANY) in wrong(**{name: most + 1})
    assert not [one for one in wrong(**{name: most, **others}) if one[0] == name]
    assert "below_zero" not in [one for _name, one in wrong(**{name: 0})]
    assert (Fault.BELOW_ZERO, Fault.TOO_MANY) == ("below_zero", "too_many")
