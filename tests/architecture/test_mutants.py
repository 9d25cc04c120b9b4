"""Every module of pure rules is asked for its mutants, and what is known of them is still so."""

import pytest

from tools.mutant_scores import missing
from tools.mutants import ROOT
from tools.mutate import TESTS

pytestmark = pytest.mark.pure
PURE = ("lanhmanh/law", "lanhmanh/disclosure")


def test_every_folder_of_rules_has_its_tests() -> None:
    found = {str(one.relative_to(ROOT)) for one in (ROOT / "lanhmanh").glob("*/rules*")}
    assert found | {*PURE} <= TESTS.keys()
    assert [place for places in TESTS.values() for place in places if not (ROOT / place).exists()] == []


@pytest.mark.deep
def test_what_is_known_as_equivalent_is_a_mutant() -> None:
    assert missing() == []
