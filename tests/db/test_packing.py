"""Lists in one column come back as they were, and stand beside other rows where these are found."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.db.decimals import decimal_of, stored_of
from lanhmanh.db.packing import all_unpacked, beside, heads, packed, unpacked

numbers = st.lists(st.none() | st.integers(-(2**70), 2**70))


@given(st.lists(numbers))
def test_lists_come_back_as_they_were(lists: list[list[int | None]]) -> None:
    texts = [packed(one) for one in lists]
    assert [unpacked(text) for text in texts] == all_unpacked(texts) == lists
    assert [packed(unpacked(text)) for text in texts] == texts


def test_words_are_stored_as_they_are_read() -> None:
    assert packed(["Đ", "A"]) == '["Đ","A"]'
    assert heads('["Đ","A"]') == ("Đ", "A")


def test_numbers_go_to_the_rows_that_are_asked() -> None:
    assert beside('["A","B"]', '["A","B"]', "[1,null]") == [1, None]
    assert beside('["C","A"]', '["A","B"]', "[1,2]") == [None, 1]
    assert beside('["C","A"]', '["A","B"]', "[1,2]", missing=0) == [0, 1]


@given(st.decimals(-(10**12), 10**12, places=4))
def test_a_decimal_is_stored_exactly(value: Decimal) -> None:
    assert decimal_of(stored_of(value)) == value


def test_five_places_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 4"):
        stored_of(Decimal("0.00001"))
