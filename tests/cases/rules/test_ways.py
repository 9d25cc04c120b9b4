"""By what way a case opens: the whole table, said again in other words."""

from itertools import product

import pytest

from lanhmanh.cases.rules.ways import opens_for, way

pytestmark = pytest.mark.pure
STATES = ("open", "closed", "sealed", "erased")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("assigned", "works", "supervises", "oversees"), list(product((False, True), repeat=4)))
def test_the_way_in_by_standing_and_state(
    state: str, assigned: bool, works: bool, supervises: bool, oversees: bool
) -> None:
    kind = way(state, assigned=assigned, works=works, supervises=supervises, oversees=oversees)
    in_use = state in {"open", "closed"}
    chances = [
        ("ordinary", in_use and works and assigned),
        ("supervision", supervises),
        ("break_glass", in_use and works),
        ("oversight", oversees),
    ]
    assert kind == (None if state == "erased" else next((name for name, may in chances if may), None))


PURPOSES = ("support", "papers", "review", "request", "handover")


def test_what_is_sealed_is_opened_to_be_checked_or_because_the_person_asks() -> None:
    found = {state: [one for one in PURPOSES if opens_for(state, one)] for state in ("open", "closed", "sealed")}
    assert found == {"open": list(PURPOSES), "closed": list(PURPOSES), "sealed": ["review", "request"]}
