"""Words that are not stored."""

import pytest

from lanhmanh.cases.rules.words import refuse_hiv, speaks_of_hiv
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
