"""What differs between two wordings."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.text import nfc
from lanhmanh.plan.rules import wording
from lanhmanh.plan.rules.wording import pieces

pytestmark = pytest.mark.pure
TEXTS = st.text(st.sampled_from("ab á. \n,-1"), max_size=40) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(text for kind, text in found if kind != "ins") == nfc(before)
    assert "".join(text for kind, text in found if kind != "del") == nfc(after)
    assert all(text for _kind, text in found)
    assert all(one[0] != other[0] for one, other in pairwise(found))
    assert not [text for kind, text in found[1:-1] if kind == "same" and text.isspace()]  # a phrase reads as one


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", nfc(text))
    assert pieces(text, decomposed) == ([("same", nfc(text))] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "Mới.", [("ins", "Mới.")]),
        ("Cũ.", "", [("del", "Cũ.")]),
        ("Họp hằng quý.", "Họp hằng tháng.", [("same", "Họp hằng "), ("del", "quý"), ("ins", "tháng"), ("same", ".")]),
        ("Rà soát cơ sở.", "Rà soát cơ sở, nhất là khu công nghiệp.", [
            ("same", "Rà soát cơ sở"), ("ins", ", nhất là khu công nghiệp"), ("same", "."),
        ]),
        ("Một hai ba.", "Bốn năm ba.", [("del", "Một hai"), ("ins", "Bốn năm"), ("same", " ba.")]),
    ],
)  # fmt: skip
def test_whole_words_are_struck_and_put_in(before: str, after: str, found: list[tuple[str, str]]) -> None:
    assert pieces(before, after) == found


def test_texts_too_long_to_compare_are_struck_and_put_in_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_MOST_PAIRS", 3)
    assert pieces("Hội họp hằng quý.", "Hội bàn và họp.") == [
        ("same", "Hội "), ("del", "họp hằng quý"), ("ins", "bàn và họp"), ("same", "."),
    ]  # fmt: skip


@pytest.mark.parametrize(("most", "whole"), [(24, True), (25, False)])
def test_what_stays_between_two_changes_is_told_unless_too_much_differs(
    monkeypatch: pytest.MonkeyPatch, most: int, whole: bool
) -> None:
    monkeypatch.setattr(wording, "_MOST_PAIRS", most)  # five words and blanks beside five
    one_by_one = [("del", "hai"), ("ins", "hay"), ("same", " ba "), ("del", "tư"), ("ins", "bốn")]
    at_once = [("del", "hai ba tư"), ("ins", "hay ba bốn")]
    assert pieces("Một hai ba tư năm", "Một hay ba bốn năm") == [
        ("same", "Một "), *(at_once if whole else one_by_one), ("same", " năm"),
    ]  # fmt: skip


def test_a_blank_at_either_end_is_no_change() -> None:
    assert pieces(" cũ", " mới") == [("same", " "), ("del", "cũ"), ("ins", "mới")]
    assert pieces("cũ ", "mới ") == [("del", "cũ"), ("ins", "mới"), ("same", " ")]
