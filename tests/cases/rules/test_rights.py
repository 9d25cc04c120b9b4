"""Days of the law at their boundaries, and which sharing lacks what."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules.rights import SHAREABLE, Lack, Wanted, breach_clock, dues, lack, stands_against_erasure
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.personal_data import request_kinds

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("kind", "days"),
    [("see", 10), ("correct", 10), ("copy", 10), ("restrict", 15), ("object", 15), ("withdraw", 15), ("erase", 20)],
)
def test_days_of_decree_356(kind: str, days: int) -> None:
    received = date(2026, 1, 1)
    due = dues(kind, received)
    assert due.binding
    assert due.answer == received + timedelta(days=days)
    assert dues(kind, received, extended=True).answer == received + timedelta(days=2 * days)


def test_acknowledged_within_two_working_days_over_weekend_and_tet() -> None:
    assert dues("see", date(2026, 5, 6)).acknowledge == date(2026, 5, 8)
    assert dues("see", date(2026, 5, 8)).acknowledge == date(2026, 5, 12)  # Friday → Tuesday
    assert dues("see", date(2021, 2, 9)).acknowledge > date(2021, 2, 16)  # the eve of Tết 2021


def test_each_side_of_each_law() -> None:
    assert not dues("erase", date(2023, 6, 30)).binding
    assert dues("erase", date(2023, 6, 30)).answer == date(2023, 7, 20)
    assert dues("erase", date(2023, 7, 1)).answer == date(2023, 7, 4)
    assert dues("erase", date(2023, 7, 1)).binding
    assert not dues("erase", date(2023, 7, 1)).extendable
    assert dues("erase", date(2025, 12, 31)).answer == date(2026, 1, 3)
    assert dues("erase", date(2026, 1, 1)).answer == date(2026, 1, 21)
    assert not dues("see", date(2025, 12, 31)).binding


@given(st.sampled_from(list(request_kinds())), st.dates(date(2021, 1, 1), date(2030, 12, 31)))
def test_a_request_is_acknowledged_before_it_is_answered_and_an_extension_doubles(kind: str, day: date) -> None:
    due, longer = dues(kind, day), dues(kind, day, extended=True)
    assert day < due.acknowledge <= due.answer <= longer.answer
    assert longer.answer - due.answer == (due.answer - day if due.extendable else timedelta())


@given(st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - Hypothesis wants them naive
def test_the_clock_of_a_breach_is_72_hours_whatever_the_law(at: datetime) -> None:
    detected = at.replace(tzinfo=VIETNAM)
    found = breach_clock(detected)
    assert found.due - detected == timedelta(hours=72)
    assert found.binding == (detected.date() >= date(2023, 7, 1))


RECIPIENTS = ("police", "peoples_committee", "health", "labour", "school", "bank", "front", "court")
PURPOSES = ("support", "coordination", "health", "training", "job", "loan", "school", "papers", "family")
GROUNDS = ("consent", "assignment", "emergency", "", "statute")
WANTED = st.builds(
    Wanted,
    to=st.sampled_from(RECIPIENTS),
    purpose=st.sampled_from(PURPOSES),
    fields=st.lists(st.sampled_from([*SHAREABLE, "notes"]), max_size=3).map(tuple),
    ground=st.sampled_from(GROUNDS),
    basis=st.sampled_from(["", "Quyết định 118/QĐ-UBND ngày 23/3/2026"]),
    has_consent=st.booleans(),
    assigned=st.booleans(),
    restricted=st.booleans(),
    open=st.booleans(),
)


@given(WANTED)
def test_nothing_is_shared_without_a_ground(wanted: Wanted) -> None:
    if lack(wanted) is None:
        assert wanted.open
        assert wanted.fields
        assert "notes" not in wanted.fields
        assert not wanted.restricted or wanted.ground == "emergency"
        if wanted.ground == "consent":
            assert wanted.has_consent
        else:
            assert wanted.ground in {"assignment", "emergency"}
            assert wanted.basis
            assert wanted.to in {"police", "peoples_committee", "health", "labour"}
            assert wanted.purpose not in {"loan", "job", "training", "school", "papers"}
            assert wanted.assigned or wanted.ground == "emergency"


def test_what_is_lacking_is_named() -> None:
    good = Wanted("health", "health", ("full_name",), "consent", "", True, False, False, True)
    assert lack(good) is None
    basis = "Quyết định 118/QĐ-UBND"
    assert lack(replace(good, open=False)) == Lack.NOT_OPEN
    assert lack(replace(good, fields=())) == Lack.NO_FIELDS
    assert lack(replace(good, restricted=True)) == Lack.RESTRICTED
    assert lack(replace(good, has_consent=False)) == Lack.NO_CONSENT
    assert lack(replace(good, ground="")) == Lack.NO_GROUND
    assert lack(replace(good, ground="assignment", basis=basis)) == Lack.NOT_ASSIGNED
    assigned = replace(good, ground="assignment", assigned=True, has_consent=False)
    assert lack(assigned) == Lack.NO_BASIS
    assert lack(replace(assigned, basis=basis)) is None
    assert lack(replace(assigned, basis=basis, to="bank")) == Lack.NOT_A_BODY
    assert lack(replace(assigned, basis=basis, purpose="loan")) == Lack.NOT_THIS_PURPOSE


def test_what_stands_against_an_erasure() -> None:
    assert stands_against_erasure(is_open=True, assigned=False, held=False) is None
    assert stands_against_erasure(is_open=True, assigned=True, held=False) == "open"
    assert stands_against_erasure(is_open=False, assigned=True, held=False) == "assigned"
    assert stands_against_erasure(is_open=False, assigned=False, held=True) == "held"


def test_the_measure_is_acknowledged_by_the_law_of_its_day() -> None:
    """Before any law: two working days too, and the source is the decree that the programme takes as its measure."""
    due = dues("see", date(2021, 3, 1))
    assert due.acknowledge == date(2021, 3, 3)
    assert due.source == dues("see", date(2026, 3, 2)).source
    assert due.extendable
    assert dues("erase", date(2023, 7, 3)).source != due.source


def test_the_hours_run_until_the_answer_comes_first() -> None:
    """Of Decree 13 an erasure is done in 72 hours: it is never acknowledged later than that."""
    due = dues("erase", date(2023, 9, 1))  # a holiday follows
    assert due.acknowledge == due.answer == date(2023, 9, 4)


def test_the_source_of_a_breach_clock_is_the_law_of_its_day_or_the_measure() -> None:
    before, during, now = (breach_clock(datetime(year, 8, 1, 9, tzinfo=VIETNAM)).source for year in (2022, 2024, 2026))
    assert before == now != during


@pytest.mark.parametrize(
    ("ground", "bodies", "purposes"),
    [
        ("assignment", {"police", "peoples_committee", "health", "labour"}, {"support", "coordination", "health"}),
        ("emergency", {"police", "peoples_committee", "health"}, {"coordination", "health", "family"}),
    ],
)
def test_without_consent_only_bodies_of_duty_for_their_purposes(
    ground: str, bodies: set[str], purposes: set[str]
) -> None:
    for to in RECIPIENTS:
        for purpose in PURPOSES:
            found = lack(Wanted(to, purpose, ("full_name",), ground, "Quyết định 118/QĐ", False, True, False, True))
            wanted = "not_a_body" if to not in bodies else "not_this_purpose" if purpose not in purposes else None
            assert found == wanted, (to, purpose)


def test_a_ground_in_words_has_fifteen_letters() -> None:
    asked = Wanted("health", "health", ("full_name",), "emergency", "x" * 15, False, False, True, True)
    assert lack(asked) is None
    assert lack(replace(asked, basis=f"  {'x' * 14}  ")) == "no_basis"
    assert lack(replace(asked, ground="assignment")) == "restricted"
    assert lack(replace(asked, ground="consent", restricted=False)) == "no_consent"
    assert lack(replace(asked, ground="none such", restricted=False)) == "no_ground"
    assert lack(replace(asked, ground="assignment", restricted=False)) == "not_assigned"
    assert lack(replace(asked, open=False)) == "not_open"
    assert lack(replace(asked, fields=())) == "no_fields"


@pytest.mark.parametrize("name", SHAREABLE)
def test_each_thing_may_be_shared_alone_and_notes_never(name: str) -> None:
    asked = Wanted("bank", "loan", (name,), "consent", "", True, False, False, True)
    assert lack(asked) is None
    assert lack(replace(asked, fields=SHAREABLE)) is None
    for never in ("notes", "ground", "none such"):
        assert lack(replace(asked, fields=(name, never))) == Lack.NO_FIELDS
    assert SHAREABLE == (
        "full_name", "other_names", "birth_date", "sex", "id_number", "address", "phone", "relatives", "status"
    )  # fmt: skip
