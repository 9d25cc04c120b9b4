"""The matrix of roles, and the one decision in its two forms."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from syrupy.assertion import SnapshotAssertion

from lanhmanh.accounts.access import Actor, NotAllowed, actor_for, can, require, units_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, Scope, roles
from lanhmanh.accounts.rules.passphrases import passphrase
from tests.factories import Province, make_user

pytestmark = pytest.mark.both

DAY = date(2021, 6, 1)
CONTENT = {
    one for one in Permission if one not in {Permission.UNIT_VIEW, Permission.ACCOUNT_MANAGE, Permission.KEYS_WATCH}
}


def test_the_matrix_of_roles(snapshot: SnapshotAssertion) -> None:
    rows = []
    for code, role in roles().items():
        grants = {str(p): " ".join(sorted(role.grants.get(p, ()))) or "-" for p in Permission}
        rows.append(f"{code}{' (second factor)' if role.second_factor else ''}")
        rows += [f"    {name:16} {scopes}" for name, scopes in grants.items()]
    assert "\n".join(rows) == snapshot


def test_administrators_see_no_content() -> None:
    assert not CONTENT & set(roles()["administrator"].grants)


def test_nobody_both_submits_and_reviews_the_same_report() -> None:
    for role in roles().values():
        submits = role.grants.get(Permission.REPORT_SUBMIT, frozenset())
        reviews = role.grants.get(Permission.REPORT_REVIEW, frozenset())
        assert not submits & reviews, role.code


def test_partners_reach_no_documents_and_no_activities() -> None:
    for code in ("police", "social_evils_officer"):
        held = set(roles()[code].grants)
        assert not held & {Permission.ACTIVITY_VIEW, Permission.DOCUMENT_VIEW, Permission.REPORT_VIEW}


PLACES = ["province", "district", "commune", "sibling", "branch", "other_district", "other_commune"]
UP = {
    "district": "province", "commune": "district", "sibling": "district", "branch": "commune",
    "other_district": "province", "other_commune": "other_district",
}  # fmt: skip


def above(place: str) -> set[str]:
    """Return the places over one, by the plain definition."""
    return {UP[place]} | above(UP[place]) if place in UP else set()


def reaches(scope: Scope, home: str, place: str) -> bool:
    """Say by the plain definition whether a scope reaches from one place to another."""
    match scope:
        case Scope.OWN:
            return home == place
        case Scope.CHILDREN:
            return UP.get(place) == home
        case Scope.BELOW:
            return home in above(place)
        case Scope.ABOVE:
            return place in above(home)


class Agreement(TestCase):
    """The decision, its list and the plain definition agree."""

    @settings(max_examples=60)
    @given(
        held=st.lists(st.tuples(st.sampled_from(sorted(roles())), st.sampled_from(PLACES)), max_size=3),
        permission=st.sampled_from(list(Permission)),
    )
    def test_can_agrees_with_units_for(self, held: list[tuple[str, str]], permission: Permission) -> None:
        world = Province()
        units = {place: getattr(world, place) for place in PLACES}
        actor = Actor(1, "x", "X", tuple((role, units[place].pk) for role, place in held))
        listed = set(units_for(actor, permission, DAY).values_list("pk", flat=True))
        for place, unit in units.items():
            expected = any(
                reaches(scope, home, place) for role, home in held for scope in roles()[role].grants.get(permission, ())
            )
            assert can(actor, permission, unit, DAY) == expected == (unit.pk in listed)
        assert actor.holds(permission) == any(permission in roles()[role].grants for role, _home in held)


@pytest.mark.django_db
def test_a_role_holds_from_its_first_day_to_the_eve_of_its_end(world: Province) -> None:
    user = make_user("commune_officer", world.commune)
    Membership.objects.update(valid_from=date(2021, 3, 1), valid_to=date(2021, 7, 1))

    def may(day: date) -> bool:
        return can(actor_for(user, day), Permission.REPORT_FILL, world.commune, day)

    days = [date(2021, 2, 28), date(2021, 3, 1), date(2021, 6, 30), date(2021, 7, 1)]
    assert [may(day) for day in days] == [False, True, True, False]


@pytest.mark.django_db
def test_a_closed_account_holds_nothing(world: Province) -> None:
    user = make_user("commune_officer", world.commune)
    User.objects.update(is_active=False)
    user.refresh_from_db()
    assert actor_for(user, DAY).memberships == ()


@pytest.mark.django_db
def test_require(world: Province) -> None:
    actor = actor_for(make_user("commune_officer", world.commune), DAY)
    require(actor, Permission.REPORT_FILL, world.commune, DAY)
    with pytest.raises(NotAllowed):
        require(actor, Permission.REPORT_FILL, world.sibling, DAY)


@pytest.mark.django_db
def test_a_role_that_is_no_more_in_the_file_grants_nothing(world: Province) -> None:
    user = make_user("king", world.province)
    actor = actor_for(user, DAY)
    assert not any(actor.holds(permission) for permission in Permission)


def test_passphrases_can_be_read_out_and_differ() -> None:
    import secrets

    made = {passphrase(secrets.choice) for _ in range(200)}
    assert len(made) == 200
    assert all(word.isascii() and len(word) >= 12 and word.count("-") == 5 for word in made)
