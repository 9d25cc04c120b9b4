"""Names of units: the kind before them, their spellings, and what is called after them."""

from unicodedata import normalize

import pytest

from lanhmanh.units.rules.names import AGENCY_NAMES, KINDS, agency_name, bare, in_sentence, kind_of, level_of, spelling

pytestmark = [pytest.mark.pure, pytest.mark.once]
LEVELS = {
    "tỉnh": "province", "quận": "district", "huyện": "district", "thị xã": "district", "xã": "commune",
    "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known_before_a_name(kind: str) -> None:
    for name in (f"{kind} Tân Mai", f"{kind.upper()} Tân Mai", normalize("NFD", f"{kind.capitalize()} Tân Mai")):
        assert (kind_of(name), bare(name)) == (kind, "Tân Mai")
    assert (kind_of(f"{kind}ng Mai"), bare(f"{kind}ng Mai")) == ("", f"{kind}ng Mai")


def test_a_kind_has_one_level_and_a_city_that_of_its_place() -> None:
    assert {kind: level_of(kind, is_root=False) for kind in KINDS} == LEVELS | {"thành phố": "district"}
    assert {kind: level_of(kind, is_root=True) for kind in KINDS} == LEVELS | {"thành phố": "province"}
    assert level_of("làng", is_root=True) == level_of("", is_root=False) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "Hòa"), ("Đắc Lua", "ĐAK  LUA"), ("Mỹ", "Mĩ"), ("Ea H'leo", "Ea H’leo"), ("Ea-H leo", "Ea  H'leo")],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert spelling(one) == spelling(other)


def test_other_names_have_other_keys() -> None:
    assert len({spelling(name) for name in ("Tân Mai", "Tân Mai 2", "Tân", "Mai", "TanMai")}) == 5


def test_partner_bodies_are_called_after_their_unit() -> None:
    assert {kind: agency_name(kind, "Phường Trảng Dài") for kind in AGENCY_NAMES} == {
        "police": "Công an phường Trảng Dài",
        "social_evils": "Chi cục Phòng, chống tệ nạn xã hội phường Trảng Dài",
        "committee": "Ủy ban nhân dân phường Trảng Dài",
        "front": "Ủy ban Mặt trận Tổ quốc Việt Nam phường Trảng Dài",
    }
    assert (in_sentence("Đặc khu Côn Đảo"), in_sentence("")) == ("đặc khu Côn Đảo", "")
