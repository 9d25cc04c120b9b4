"""Words that are not stored."""

import pytest

from lanhmanh.cases.rules.words import refuse_hiv, refuse_numbers, speaks_of_hiv
from lanhmanh.kernel.errors import Refused

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("text", ["Nhiễm HIV", "hiv/aids", "h.i.v", "H-I-V dương tính", "AIDS", "A.I.D.S.", "(hiv)"])
def test_hiv_is_recognised(text: str) -> None:
    assert speaks_of_hiv(text)
    with pytest.raises(Refused, match="64/2006"):
        refuse_hiv(["", text])


@pytest.mark.parametrize(
    "text", ["", "hi vọng", "Chi Văn", "ai đã sang thăm", "thi vẽ", "Hi, vì", "archive", "raids", "Phi Việt", "ai ds"]
)
def test_ordinary_words_pass(text: str) -> None:
    assert not speaks_of_hiv(text)
    refuse_hiv([text])


@pytest.mark.parametrize("text", ["Số 075090001234", "gọi 0909 123 456", "272.333.444", "0909-123-456 nhé"])
def test_numbers_of_people_are_refused_where_words_stand_open(text: str) -> None:
    with pytest.raises(Refused, match="không được mã hóa"):
        refuse_numbers(["", text])


def test_days_and_numbers_of_documents_pass() -> None:
    refuse_numbers(["Ngày 20/12/2021 08:30, QĐ 118/QĐ-UBND, 12.500 dòng, 2 máy", ""])
