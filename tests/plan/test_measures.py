"""Indicators are proposed by the words that they share with a clause, never by those that many share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.plan.rules.measures import Measure, fitting, nearest
from lanhmanh.plan.rules.outline import Clause

pytestmark = pytest.mark.pure
KNOWN = [
    Measure("CS", "Cơ sở kinh doanh được rà soát", "Cơ sở kinh doanh được rà soát", "II.6"),
    Measure("TB", "Buổi tuyên truyền", "Buổi tuyên truyền", "II.1"),
    Measure("TL", "Lượt dự tuyên truyền", "Lượt dự tuyên truyền", "II.1"),
    Measure("TN", "Trong đó: nữ dự tuyên truyền", "Trong đó: nữ dự tuyên truyền", "II.1", part=True),
]


def fit(text: str, path: str = "I") -> tuple[str, ...]:
    return fitting([Clause(path, "", "", text, "", leaf=True)], KNOWN)[0]


def test_rare_words_propose_and_marks_do_not_matter() -> None:
    assert fit("Hằng quý RA SOAT co so kinh doanh dịch vụ") == ("CS",)


def test_words_that_many_share_propose_only_where_the_clause_is_the_same() -> None:
    assert fit("Ghi lượt dự tuyên truyền") == ("TL",)
    assert fit("Tổ chức buổi tuyên truyền ở ấp") == ()
    assert fit("Tổ chức buổi tuyên truyền ở ấp", "II.1") == ("TB", "TL")
    assert fit("Tổ chức buổi tuyên truyền ở ấp", "II.6") == ()


def test_a_part_is_not_proposed() -> None:
    assert "TN" not in fit("Trong đó nữ dự tuyên truyền", "II.1")


def test_two_pairs_of_words_that_no_other_has_propose_anywhere_and_the_most_first() -> None:
    names = [" ".join(f"{letter}{n}" for letter in "abcdefg"[: n + 2]) for n in range(6)]  # one pair, two, three …
    known = [Measure(f"M{n}", name, name, "II.1") for n, name in enumerate(names)]
    text = ". ".join(names)
    heading, body = [Clause("I", "", text, "", "", leaf=True)], [Clause("I", "", "", text, "", leaf=True)]
    assert fitting(heading, known) == fitting(body, known) == [("M5", "M4", "M3", "M2")]
    assert fitting(body, known[:2]) == [("M1",)]
    assert fitting([Clause("II.1", "", "", names[0], "", leaf=True)], known) == [("M0",)]
    shared = [*known, Measure("TWIN", "", names[1], "II.1")]
    assert fitting([Clause("I", "", "", names[1], "", leaf=True)], shared) == [()]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_every_clause_is_answered_with_few_known_codes(texts: list[str]) -> None:
    clauses = [Clause(str(n), "", "", text, "", leaf=True) for n, text in enumerate(texts)]
    found = fitting(clauses, KNOWN)
    assert len(found) == len(clauses)
    assert all(len(codes) <= 4 and set(codes) <= {"CS", "TB", "TL"} for codes in found)
    assert all(codes == () for codes in fitting(clauses, []))


def test_a_mistyped_code_is_told_its_nearest() -> None:
    assert nearest("TT-BUO", ["CK-HO", "TT-BUOI"]) == "TT-BUOI"
    assert nearest("ZZZ", ["CK-HO"]) == ""
