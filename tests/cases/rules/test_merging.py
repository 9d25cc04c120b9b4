"""Which runs count on, which words stand: of two cases of one person."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules.merging import (
    MOST,
    Clash,
    Run,
    clash,
    joined,
    laid_together,
    left_apart,
    overlap,
    standing,
    to_keep,
)

PERSON = ("full_name", "other_names", "id_number", "birth_date", "address", "phone", "relatives", "notes", "ground")

pytestmark = pytest.mark.pure
TEXT = st.sampled_from(["", "a", "b", "c", "An", "Ân, Bình", "dòng\nkhác"])
TEXTS = st.lists(TEXT, max_size=5)
WORDS = st.dictionaries(st.sampled_from(PERSON), TEXT)
DAY = date(2021, 1, 1)


@st.composite
def courses(draw: st.DrawFn) -> list[Run]:
    """Return the runs of one case: one after the other, of which only the last may go on."""
    edges = sorted(draw(st.lists(st.integers(0, 60), max_size=8)))
    runs = []
    for at in range(0, len(edges) - 1, 2):
        first, last = (DAY + timedelta(days=edge) for edge in edges[at : at + 2])
        runs.append(Run(f"{draw(st.uuids())}", draw(st.sampled_from(["x", "y"])), first, last))
    if runs and draw(st.booleans()):
        runs[-1] = Run(runs[-1].uid, runs[-1].status, runs[-1].started_on, None)
    return runs


@given(courses(), courses())
def test_runs_laid_together_never_share_a_day_and_at_most_one_goes_on(own: list[Run], other: list[Run]) -> None:
    apart = left_apart(own, other)
    moved = [run for run in other if run.uid not in apart]
    assert not any(overlap(one, two) for one in own for two in moved)
    if clash(own, other) is None:
        running = [run for run in [*own, *other] if run.ended_on is None]
        assert sum(run.ended_on is None for run in [*own, *moved]) == bool(running)
        assert len({run.status for run in running}) <= 1, "of two statuses at once one would be lost"


@given(courses(), courses())
def test_what_stays_apart_is_time_that_the_kept_case_tells_of(own: list[Run], other: list[Run]) -> None:
    assert {run.uid for run in other if any(overlap(run, one) for one in own)} == left_apart(own, other)
    assert not left_apart([], other)


def test_two_statuses_at_once_and_what_runs_beside_something_over_are_refused() -> None:
    later = DAY + timedelta(days=5)
    going, other = Run("a", "x", DAY, None), Run("b", "y", later, None)
    over = Run("c", "y", DAY, later + timedelta(days=1))
    assert clash([going], [other]) == Clash.TWO_RUN
    assert clash([going], [Run("d", "x", later, None)]) is None
    assert clash([over], [other]) == Clash.RUNS_BESIDE
    assert clash([Run("c", "y", DAY, later)], [other]) is None, "one begins on the day on which the other ended"


@given(TEXTS, TEXTS)
def test_every_text_of_both_is_among_the_versions_and_the_own_one_stands(own: list[str], other: list[str]) -> None:
    versions = [*own, *laid_together(own, other)]
    assert set(filter(None, own)) | set(filter(None, other)) <= set(versions)
    if own and own[-1]:
        assert versions[-1] == own[-1]
    assert laid_together(versions, other) == [], "again adds nothing"


@given(WORDS, WORDS)
def test_no_word_of_a_person_is_lost_where_it_fits(own: dict[str, str], other: dict[str, str]) -> None:
    after = standing(own, other, PERSON)
    for field in PERSON:
        said = own.get(field) or other.get(field) or ""
        assert after[field] or not said
        if field not in MOST and own.get(field):
            assert after[field] == own[field]
    for field in MOST:
        for words in (own, other):
            assert all(part.strip() in after[field] for part in words.get(field, "").replace(",", "\n").split("\n"))
    assert standing(after, other, PERSON) == after


def test_what_is_too_long_together_stands_as_it_did() -> None:
    assert joined("other_names", "a" * 150, "b" * 150) == "a" * 150
    assert joined("notes", "", "b") == "b"


@given(
    st.lists(st.tuples(st.booleans(), st.dates(), st.integers(1, 9)), min_size=2, max_size=4, unique_by=lambda t: t[2])
)
def test_the_one_at_work_is_kept_else_the_older(cases: list[tuple[bool, date, int]]) -> None:
    for one, two in combinations(cases, 2):
        kept, gone = (one, two) if to_keep(one, two) == 0 else (two, one)
        assert to_keep(two, one) == (0 if kept == two else 1)
        assert kept[0] >= gone[0]
        assert kept[0] != gone[0] or kept[1] <= gone[1]


NOTHING = dict.fromkeys(PERSON, "")
BOUNDS = [("other_names", 200, ", "), ("relatives", 1000, "\n"), ("notes", 4000, "\n")]


@pytest.mark.parametrize(
    ("own", "other", "stands"),
    [
        ({}, {}, {}),
        ({"full_name": "Lê An"}, {"full_name": "Lê Ân", "phone": "09"}, {"other_names": "Lê Ân", "phone": "09"}),
        ({"full_name": "Lê An"}, {"full_name": "Lê An"}, {}),
        ({"full_name": "Lê An", "other_names": "Tư"}, {"full_name": "Lê Ân"}, {"other_names": "Tư, Lê Ân"}),
        ({"full_name": "Lê An", "notes": "một"}, {"notes": "hai"}, {"notes": "một\nhai"}),
        ({"full_name": "Lê An", "relatives": "mẹ"}, {"relatives": "chị"}, {"relatives": "mẹ\nchị"}),
        ({"full_name": "Lê An", "address": "khu phố 1"}, {"address": "khu phố 2"}, {"address": "khu phố 1"}),
    ],
)
def test_the_words_of_the_kept_case_stand_and_nothing_else_is_said(
    own: dict[str, str], other: dict[str, str], stands: dict[str, str]
) -> None:
    assert standing(own, other, PERSON) == NOTHING | own | stands


def test_another_name_stands_only_where_other_names_do() -> None:
    assert standing({"full_name": "A"}, {"full_name": "B"}, ["full_name"]) == {"full_name": "A"}
    assert standing({}, {"full_name": "XX"}, ["other_names"]) == {"other_names": "XX"}
    assert standing({}, {}, ["other_names"]) == {"other_names": ""}


@pytest.mark.parametrize(("field", "most", "between"), BOUNDS)
def test_two_texts_are_joined_while_a_field_holds_them(field: str, most: int, between: str) -> None:
    assert {name: length for name, length, _between in BOUNDS} == MOST
    own, other = "a" * (most // 2), "b" * (most - most // 2 - len(between))
    assert joined(field, own, other) == own + between + other
    assert len(joined(field, own, other)) == most
    assert joined(field, own, f"{other}b") == own
    assert joined(field, "", "b" * (most + 1)) == "b" * (most + 1)


@pytest.mark.parametrize(
    ("own", "other", "added"),
    [
        ([], ["a"], ["a"]),
        ([], ["a", "a", "b"], ["a", "b"]),
        (["b"], ["b", "a"], ["b", "a", "b"]),
        (["a", "b"], ["a", ""], []),
        (["a"], ["b", "a"], ["b", "a"]),
    ],
)
def test_versions_go_on_and_the_own_text_stands_last(own: list[str], other: list[str], added: list[str]) -> None:
    assert laid_together(own, other) == added


def test_a_run_is_a_value_and_each_clash_has_its_word() -> None:
    run = Run("1", "x", DAY, None)
    with pytest.raises(AttributeError):
        run.status = "y"  # type: ignore[misc]
    assert not hasattr(run, "__dict__")
    assert [*Clash] == ["two_run", "runs_beside"]


def test_of_two_alike_the_first_is_kept() -> None:
    assert to_keep((True, DAY, 1), (True, DAY, 1)) == 0
    assert to_keep((True, DAY, 2), (True, DAY, 1)) == 1
