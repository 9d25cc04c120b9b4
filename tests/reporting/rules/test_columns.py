"""Sums of whole sheets: any tree of units gives what a flat recomputation of each row gives."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.reporting.rules.columns import Columns, Number, columns_of, joined

ROWS = 3
sheets = st.lists(
    st.lists(st.none() | st.integers(-(2**63), 2**63), min_size=ROWS, max_size=ROWS), min_size=1, max_size=12
)


def naive(reports: Sequence[Sequence[Number]]) -> Columns:
    """Return the columns by one loop over each row."""
    known = [[report[row] for report in reports if report[row] is not None] for row in range(ROWS)]
    return Columns(
        [sum(each) if each else None for each in known],
        [max(each, default=None) for each in known],
        [min(each, default=None) for each in known],
        [len(each) for each in known],
    )


def tree(reports: list[list[Number]], random: Random) -> Columns:
    """Return the columns as a random tree of units would be summed up."""
    parts = []
    while reports:
        size = random.randint(1, len(reports))
        parts.append(columns_of(reports[:size]))
        reports = reports[size:]
    while len(parts) > 1:
        random.shuffle(parts)
        size = random.randint(2, len(parts))
        parts = [joined(parts[:size]), *parts[size:]]
    return joined(parts)


@given(sheets, st.randoms())
def test_any_tree_gives_the_flat_recomputation(reports: list[list[Number]], random: Random) -> None:
    assert tree(reports, random) == naive(reports)


def test_missing_is_never_zero() -> None:
    assert columns_of([[None, 0]]) == Columns([None, 0], [None, 0], [None, 0], [0, 1])
    assert columns_of([[None, 0], [None, -5]]) == Columns([None, -5], [None, 0], [None, -5], [0, 2])


def test_sheets_of_different_forms_are_never_summed_up() -> None:
    long, short = [1, 2, 3], [1, 2]
    with pytest.raises(ValueError, match="shorter"):
        columns_of([long, short])
    with pytest.raises(ValueError, match="shorter"):
        joined([columns_of([long]), columns_of([short])])


def test_what_is_alone_is_not_reckoned_again() -> None:
    alone = columns_of([[1, None]])
    assert joined([alone]) is alone
