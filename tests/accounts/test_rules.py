"""Roles as they are read, what accounts may be called, and first passwords that can be read out."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.accounts.rules import (
    LONGEST_NAME,
    LONGEST_USERNAME,
    Permission,
    Role,
    Scope,
    _role,
    full_name_fits,
    roles,
    username_fits,
)
from lanhmanh.accounts.rules.passphrases import passphrase

pytestmark = pytest.mark.pure


def test_every_role_is_read_with_its_names_its_agency_and_its_grants() -> None:
    assert all(code == role.code and role.name_vi and role.name_en and role.agency for code, role in roles().items())
    leader = roles()["province_leader"]
    assert (leader.name_vi, leader.name_en, leader.agency) == (
        "Lãnh đạo Hội cấp tỉnh", "Provincial Union leader", "union",
    )  # fmt: skip
    assert Role.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert {role.second_factor for role in roles().values()} == {True, False}
    assert leader.grants[Permission.DOCUMENT_ISSUE] == {Scope.OWN}


def test_every_permission_is_held_by_a_role_and_every_scope_is_used() -> None:
    held = {one for role in roles().values() for one in role.grants}
    assert held == set(Permission)
    assert {scope for role in roles().values() for scopes in role.grants.values() for scope in scopes} == set(Scope)


def test_grants_that_are_no_table_are_refused() -> None:
    row = {"name_vi": "A", "name_en": "A", "agency": "x", "second_factor": False}
    with pytest.raises(TypeError, match=r"^roles\.toml: a\.grants$"):
        _role("a", row | {"grants": ["unit.view"]})
    assert _role("a", row | {"grants": {"unit.view": ["own"]}}) == Role(
        "a", "A", "A", "x", second_factor=False, grants={Permission.UNIT_VIEW: frozenset({Scope.OWN})}
    )


@pytest.mark.parametrize("name", ["a", "canbo.trangdai", "can-bo_2", "a" * LONGEST_USERNAME, "1"])
def test_a_user_name_has_small_letters_digits_and_single_dots(name: str) -> None:
    assert username_fits(name)


@pytest.mark.parametrize("name", ["", "A", "á", ".a", "a.", "a..b", "a b", "a\n", "a" * (LONGEST_USERNAME + 1), "a@b"])
def test_any_other_user_name_is_refused(name: str) -> None:
    assert not username_fits(name)


def test_names_are_as_long_as_the_tables_have_room() -> None:
    assert (LONGEST_USERNAME, LONGEST_NAME) == (60, 120)
    assert full_name_fits("Á" * LONGEST_NAME)
    for name in ("", "   ", "A" * (LONGEST_NAME + 1), "Lê\nHoa"):
        assert not full_name_fits(name)


@given(st.randoms(use_true_random=False))
def test_a_first_password_is_six_syllables_that_can_be_said(random) -> None:  # type: ignore[no-untyped-def]
    ways = []

    def choose(parts: Sequence[str]) -> str:
        ways.append(len(parts))
        assert all(part.isascii() and part.islower() and part.isalpha() for part in parts)
        assert len(set(parts)) == len(parts)
        return str(random.choice(parts))

    made = passphrase(choose)
    assert len(made.split("-")) == 6
    assert made.replace("-", "").islower()
    assert math.prod(ways) >= 2**46
