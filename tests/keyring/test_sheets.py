"""A custodian's sheet is read back as it was written."""

from datetime import date

import pytest
from hypothesis import example, given
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
    assert PAGE == "\f"  # a printer begins a new sheet
    assert read_shares(PAGE.join(texts)) == shares
    assert read_shares("\n".join(share.upper() for share in shares)) == shares


def test_a_real_share_and_nothing_else_is_found() -> None:
    made = split(bytes(32), needed=2, given=2)
    text = sheet(Share(1, "Lê Ví Dụ", 2, 2, made[0]), unit="Tỉnh Đồng Nai", day=date(2021, 12, 20), synthetic=True)
    assert read_shares(text) == [made[0]]
    assert "SYNTHETIC" in text and max(map(len, text.splitlines())) <= 100
    assert read_shares("") == [] and read_shares("vài chữ\nkhông có mảnh nào") == []


LAID_OUT = """\
MẢNH KHÓA KHÔI PHỤC HỒ SƠ HỖ TRỢ / RECOVERY SHARE

Đơn vị / unit:          Tỉnh Đồng Nai
Ngày phát / handed out: 05/12/2021
Mảnh / share:           2 (cần 3 trong 5 / any 3 of 5)
Người giữ / custodian:  Lê Ví Dụ

1. academic         2. acid             3. zero
4. ox

Giữ tờ này trong phong bì dán kín, nơi khóa được, tách khỏi máy tính và các tờ khác.
Không chụp ảnh, không gửi đi. Một mảnh không mở được gì. Mất mảnh: báo ngay để phát lại.
Keep in a sealed envelope under lock, apart from the other sheets. One share opens nothing.
"""


def test_a_sheet_is_laid_out_in_columns_to_be_typed_from() -> None:
    share = Share(2, "Lê Ví Dụ", 3, 5, "academic acid zero ox")
    assert sheet(share, unit="Tỉnh Đồng Nai", day=date(2021, 12, 5), synthetic=False) == LAID_OUT
    shown = sheet(share, unit="Tỉnh Đồng Nai", day=date(2021, 12, 5), synthetic=True)
    assert shown == f"SYNTHETIC - KHÓA CỦA TỈNH MINH HỌA, KHÔNG BẢO VỆ GÌ\n\n{LAID_OUT}"
    assert "academic" not in repr(share)
    assert Share.__dataclass_params__.frozen and "__slots__" in vars(Share)  # type: ignore[attr-defined]


def test_a_line_of_fewer_words_than_a_share_has_is_none() -> None:
    words = " ".join(["acid"] * 20)
    assert read_shares(words) == [words]
    assert read_shares(" ".join(["acid"] * 19)) == []
    assert read_shares(f"  {words.upper().replace(' ', '   ')} ") == [words]


def test_numbered_words_are_one_share_until_the_next_first_one() -> None:
    assert read_shares("1. acid 2. zero\n3.ox\n1. OX 2. Acid") == ["acid zero ox", "ox acid"]
    assert read_shares("2. acid\n1. zero") == ["acid", "zero"]
    assert read_shares("1. acid ! 2. zero") == []


@given(days=st.integers(0, 400))
@example(days=183)
@example(days=184)
def test_practice_is_due_after_half_a_year(days: int) -> None:
    today = date(2021, 12, 20)
    assert is_overdue(date.fromordinal(today.toordinal() - days), today) == (days > DRILL_EVERY.days)
    assert is_overdue(None, today)
    assert DRILL_EVERY.days == 183
