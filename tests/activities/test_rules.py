"""What a record must say."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.activities.rules import MOST_PEOPLE, MOST_PIECES, Attended, Facts, Fault, Handed, faults

TODAY = date(2021, 12, 20)
GOOD = Facts("session", TODAY, True, "Nhà văn hóa", "", "", 50, (Attended("members", 30, 34, None),), ())


def found(**changes: object) -> list[tuple[str, Fault]]:
    return list(faults(replace(GOOD, **changes), TODAY))  # type: ignore[arg-type]


def test_a_usual_session_is_right() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"day": date(2021, 12, 21)}, ("day", Fault.FUTURE)),
        ({"there": False}, ("day", Fault.UNIT_NOT_THERE)),
        ({"place": ""}, ("place", Fault.NO_PLACE)),
        ({"title": "x" * 201}, ("title", Fault.TOO_LONG)),
        ({"people": 65}, ("people", Fault.MORE_PEOPLE)),
        ({"people": -1}, ("people", Fault.BELOW_ZERO)),
        ({"people": MOST_PEOPLE + 1}, ("people", Fault.TOO_MANY_PEOPLE)),
        ({"people": None, "attended": (Attended("members"),)}, ("attended", Fault.NOTHING_STATED)),
        ({"people": None, "attended": (Attended("members", 3),)}, ("attended", Fault.HALF_SPLIT)),
        ({"people": None, "attended": (Attended("members", 3, 3, 3),)}, ("attended", Fault.HALF_SPLIT)),
        ({"people": None, "attended": (Attended("members", -1, 3),)}, ("attended", Fault.BELOW_ZERO)),
        ({"attended": (Attended.of("members", MOST_PEOPLE + 1),)}, ("attended", Fault.TOO_MANY_PEOPLE)),
        ({"attended": (Attended.of("members", 60), Attended.of("members", 1))}, ("attended", Fault.TWICE)),
        ({"handed": (Handed("leaflet", 0),)}, ("handed", Fault.NO_PIECES)),
        ({"handed": (Handed("leaflet", MOST_PIECES + 1),)}, ("handed", Fault.TOO_MANY_PIECES)),
        ({"handed": (Handed("video", 1), Handed("video", 2))}, ("handed", Fault.TWICE)),
        ({"kind": "broadcast"}, ("handed", Fault.HOW_OFTEN)),
        ({"kind": "news"}, ("handed", Fault.HOW_MANY_NEWS)),
    ],
)
def test_each_fault_is_named_where_it_stands(changes: dict[str, object], fault: tuple[str, Fault]) -> None:
    assert found(**changes) == [fault]


def test_a_broadcast_needs_no_place() -> None:
    assert found(kind="broadcast", place="", handed=(Handed("loudspeaker", 3),)) == []


@given(st.integers(0, MOST_PEOPLE), st.data())
def test_a_total_with_its_women_keeps_both(total: int, data: st.DataObject) -> None:
    women = data.draw(st.none() | st.integers(0, total))
    row = Attended.of("members", total, women)
    assert (row.total, row.female) == (total, women)
    assert found(people=None, attended=(row,)) == []


@given(st.integers(0, 100), st.integers(1, 100))
def test_more_women_than_attendances_are_refused(total: int, more: int) -> None:
    assert found(people=None, attended=(Attended.of("members", total, total + more),)) == [
        ("attended", Fault.BELOW_ZERO)
    ]
