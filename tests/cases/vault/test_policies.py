"""Who may know of a case and by what way it opens: every role, every standing, every state."""

import itertools

import pytest
from django.http import Http404

from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import roles
from lanhmanh.cases.models import Assignment, Case
from lanhmanh.cases.policies import visible, way_in, ways
from lanhmanh.cases.selectors.door import get_case
from lanhmanh.cases.services import open_case
from tests.accounts.test_access import reaches
from tests.cases.vault.conftest import NOW, House
from tests.factories import make_actor
from tests.growth import few

STANDINGS = ["commune", "district", "province", "branch", "sibling", "other_commune", "other_district"]
STATES = {
    "open": {},
    "closed": {"closed_on": NOW.date(), "closing": "expiry"},
    "sealed": {
        "closed_on": NOW.date(),
        "closing": "expiry",
        "seal_on": NOW.date(),
        "erase_on": NOW.date(),
        "sealed_on": NOW.date(),
    },
    "erased": {
        "closed_on": NOW.date(),
        "closing": "expiry",
        "seal_on": NOW.date(),
        "erase_on": NOW.date(),
        "sealed_on": NOW.date(),
        "erased_on": NOW.date(),
    },
}


def held(role: str, home: str, permission: P) -> bool:
    scopes = roles()[role].grants.get(permission, ())
    return home == "commune" and "own" in scopes if home == "other_district" else any(
        reaches(scope, home, "commune") for scope in scopes
    )  # fmt: skip


def expected(role: str, home: str, state: str, *, assigned: bool) -> str | None:
    """Say it again in other words: what the table of the house says."""
    works, chief, above = (held(role, home, p) for p in (P.CASE_WORK, P.CASE_SUPERVISE, P.CASE_OVERSEE))
    if state == "erased":
        return None
    in_use = state in {"open", "closed"}
    if in_use and works and assigned:
        return "ordinary"
    if chief:
        return "supervision"
    if in_use and works:
        return "break_glass"
    return "oversight" if above else None


@pytest.mark.once
@pytest.mark.parametrize("role", few(sorted(roles(), key=lambda role: not role.startswith("case_")), 4))
def test_the_way_in_of_every_role_from_every_standing_in_every_state(house: House, role: str) -> None:
    case = house.case()
    people = {home: make_actor(role, getattr(house.world, home)) for home in STANDINGS}
    for state, facts in STATES.items():
        Case.objects.filter(pk=case.pk).update(state=state, **facts)
        case = Case.objects.get(pk=case.pk)
        for home, assigned in itertools.product(STANDINGS, (False, True)):
            actor = people[home]
            Assignment.objects.filter(user=actor.user_id).delete()
            if assigned:
                Assignment.objects.create(case=case, user_id=actor.user_id, valid_from=NOW.date())
            kind = expected(role, home, state, assigned=assigned)
            assert way_in(actor, case) == kind, (home, state, assigned)
            assert ways(actor, [case]) == {case.pk: kind}
            knows = any(held(role, home, p) for p in (P.CASE_WORK, P.CASE_SUPERVISE, P.CASE_OVERSEE))
            assert visible(actor).exists() is knows, (home, state)


def test_a_stranger_finds_nothing_and_opens_nothing(house: House) -> None:
    case = house.case()
    actor = house.neighbour.actor
    with pytest.raises(Http404):
        get_case(actor, case.uid)
    with pytest.raises(Http404):
        open_case(actor=actor, keys=house.neighbour.keys, case=case, purpose="support", reason="x" * 40)
