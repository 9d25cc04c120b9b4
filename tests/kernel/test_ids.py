"""Ids of what forms make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from lanhmanh.kernel.ids import id_of, new_id

pytestmark = pytest.mark.pure
TOKEN = "01M8DN2HDVVEF1ZX40A9YVP466"


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_the_same_form_that_tells_the_same_gives_the_same_id(one: list[str], other: list[str]) -> None:
    assert (id_of(TOKEN, *one) == id_of(TOKEN, *other)) is (one == other)
    assert id_of(new_id(), *one) != id_of(TOKEN, *one)
    assert str(ULID.from_str(id_of(TOKEN, *one)))[:10] == TOKEN[:10]


@pytest.mark.parametrize("token", ["", "x", "\x00" * 26, "é" * 26, "0" * 25, "0" * 27, "U" * 26, "🌾" * 26])
def test_what_is_no_token_gives_a_fresh_id(token: str) -> None:
    assert len({id_of(token, 1), id_of(token, 1), token}) == 3
