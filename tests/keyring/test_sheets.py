"""A custodian's sheet is read back as it was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.keyring.rules import DRILL_EVERY, PAGE, Share, is_overdue, read_shares, sheet
from lanhmanh.sealing import split

pytestmark = pytest.mark.pure
WORDS = st.lists(st.sampled_from(["academic", "acid", "zero", "ox", "typewriter"]), min_size=20, max_size=59)


@given(words=st.lists(WORDS, min_size=1, max_size=3), synthetic=st.booleans())
def test_what_is_written_is_read(words: list[list[str]], synthetic: bool) -> None:
    shares = [" ".join(one) for one in words]
    texts = [
        sheet(
            Share(n, "1. Trần Minh Họa", 2, 3, share), unit="Tỉnh Đồng Nai", day=date(2021, 12, 20), synthetic=synthetic
        )
        for n, share in enumerate(shares, 1)
    ]
    assert read_shares(PAGE.join(texts)) == shares
    assert read_shares("\n".join(share.upper() for share in shares)) == shares


def test_a_real_share_and_nothing_else_is_found() -> None:
    made = split(bytes(32), needed=2, given=2)
    text = sheet(Share(1, "Lê Ví Dụ", 2, 2, made[0]), unit="Tỉnh Đồng Nai", day=date(2021, 12, 20), synthetic=True)
    assert read_shares(text) == [made[0]]
    assert "SYNTHETIC" in text and max(map(len, text.splitlines())) <= 100
    assert read_shares("") == [] and read_shares("vài chữ\nkhông có mảnh nào") == []


@given(days=st.integers(0, 400))
def test_practice_is_due_after_half_a_year(days: int) -> None:
    today = date(2021, 12, 20)
    assert is_overdue(date.fromordinal(today.toordinal() - days), today) == (days > DRILL_EVERY.days)
    assert is_overdue(None, today)
