"""Which cells hang together, and which a return leaves open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.ties import open_cells, tied

pytestmark = pytest.mark.pure
KNOWN = catalogue.load()
CODES = st.sets(st.sampled_from([one.code for one in KNOWN]), max_size=6)


def test_a_part_its_whole_and_the_ratio_hang_together() -> None:
    assert tied("CK-HO", KNOWN) == {"HV-HO", "CK-TYLE"}
    assert "CK-HO" in tied("HV-HO", KNOWN)
    assert tied("TT-TOROI", KNOWN) == frozenset()


@given(st.sampled_from([one.code for one in KNOWN]))
def test_ties_go_both_ways_and_never_to_oneself(code: str) -> None:
    others = tied(code, KNOWN)
    assert code not in others
    assert all(code in tied(other, KNOWN) for other in others)


def test_exactly_what_was_asked_for_is_open_while_no_rule_objects() -> None:
    assert open_cells(["TT-BUOI", "HV-HO"], [], KNOWN) == {"TT-BUOI", "HV-HO"}


def test_a_ratio_opens_the_two_it_is_made_of() -> None:
    assert open_cells(["CK-TYLE"], [], KNOWN) == {"CK-HO", "HV-HO"}


def test_where_a_rule_objects_what_hangs_together_with_the_cell_opens() -> None:
    assert open_cells(["TT-BUOI"], ["CK-HO"], KNOWN) == {"TT-BUOI", "CK-HO", "HV-HO"}


@given(CODES, CODES)
def test_more_asked_or_troubled_never_closes_a_cell(asked: set[str], troubled: set[str]) -> None:
    some = open_cells(asked, [], KNOWN)
    assert some <= open_cells(asked, troubled, KNOWN)
    assert not any(KNOWN[code].is_ratio for code in some)
    assert {code for code in asked if not KNOWN[code].is_ratio} <= some
