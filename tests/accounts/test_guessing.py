"""Which passwords are guessed first, by rules alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lanhmanh.accounts.rules.guessing import is_guessable, is_repeated
from lanhmanh.accounts.rules.passphrases import passphrase

pytestmark = [pytest.mark.pure, pytest.mark.once]
NAMES = ("canbo.trangdai", "Nguyễn Thị Hoa", "Phường Trảng Dài")
COMMON = frozenset({"iloveyou", "trustno1", "superman"})


@pytest.mark.parametrize(
    "password", ["a" * 12, "Ế" * 13, "abababababab", "!" * 20, "1231231231231", "abcd" * 4, "aaaabbbbcccc", ""]
)
def test_a_piece_over_and_over_is_repeated(password: str) -> None:
    assert is_repeated(password)


@pytest.mark.parametrize("password", ["abcde" * 3, "ruộng lúa xanh", "aaaaaaaabcde"])
def test_what_has_more_in_it_is_not(password: str) -> None:
    assert not is_repeated(password)


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "098765432109", "abcdefghijkl", "qwertyuiop12", "poiuytrewq99", "1q2w3e4r5t6y",
        "nguyenthihoa", "Nguyễn Thị Hoa 1990", "hoa.nguyen.1990", "trangdai2021", "canbo.trangdai1", "TrảngDài@12345",
        "lanhmanh2021", "Matkhau123456", "password-2021", "iloveyou2021!", "2021iloveyou", "trustno1trangdai",
        "Admin@123456",
    ],
)  # fmt: skip
def test_names_runs_and_common_words_are_guessed(password: str) -> None:
    assert is_guessable(password, NAMES, COMMON | {"trustno1trangdai"})


@pytest.mark.parametrize(
    "password",
    [
        "ruộng lúa xanh",
        "tram-hoa-trang-em",
        "mua-he-o-trang-dai",
        "830196472058",
        "kính mát của mèo",
        "猫は屋根の上にいる",
    ],
)
def test_other_words_are_not(password: str) -> None:
    assert not is_guessable(password, NAMES, COMMON)


HOUSE = ("lanhmanh", "matkhau", "password", "passwort", "admin", "canbo", "hoso", "matuy", "vietnam")


@pytest.mark.parametrize("word", HOUSE)
def test_a_word_of_the_house_is_known_to_everybody(word: str) -> None:
    assert is_guessable(f"{word}kmt", (), ())
    assert not is_guessable(f"{word}kmtb", (), ())  # four letters of one's own


@pytest.mark.parametrize(
    ("names", "password", "guessed"),
    [
        (["Hoa"], "hoakmt", True),
        (["Hoa"], "hoakmtb", False),
        (["Hoa"], "kmt2021hoa2021", True),
        (["Lê"], "lekmt", False),  # two letters are in too many words
        (["Lê Na"], "lenakmt", True),
        (["Hoa Tbkm"], "hoaxkv", True),
        (["Hoa Tbkm"], "tbkmxkv", True),
        (["Hoa", "Hoatbkm"], "hoatbkmxkv", True),  # the longest name first: of the shorter one four letters would stay
        (["canbo.tbkm"], "tbkmxkv", True),
        (["van-tbkm"], "tbkmxkv", True),
        (["Lê Thị Na"], "lethixkv", True),
    ],
)
def test_what_is_left_without_names_has_four_letters(names: list[str], password: str, guessed: bool) -> None:
    assert is_guessable(password, names, ()) is guessed


@pytest.mark.parametrize(
    ("password", "guessed"),
    [
        ("kmtabcd", True), ("kmtabc", False), ("abcdkmt", True), ("kabcdmt", True), ("abcdkmtb", False),
        ("abcdekmtb", False), ("kmtdcba", True), ("kmtqwer", True), ("kmtlkjh", True), ("kmtzxcv", True),
        ("kmt1q2w", True), ("kmt0p9o", False), ("kmtp0o9", True), ("kmt8901", True), ("kmt1098", True),
        ("kmt2021", False), ("abcdqwerasdf", True), ("kmtbqabcd", False),
    ],
)  # fmt: skip
def test_four_neighbours_on_the_keys_or_in_the_alphabet_are_a_run(password: str, guessed: bool) -> None:
    assert is_guessable(password, (), ()) is guessed


def test_a_common_password_stays_common_with_a_year_around_it() -> None:
    for password in ("iloveyou", "iloveyou2021", "1iloveyou"):
        assert is_guessable(password, (), COMMON)
    assert is_guessable("x2021", (), {"x2021"})
    assert not is_guessable("iloveyousomuch", (), COMMON)


def test_a_name_alone_is_guessed_only_where_it_is_known() -> None:
    assert is_guessable("nguyenthihoa", NAMES, COMMON)
    assert not is_guessable("nguyenthihoa", (), COMMON)


@given(st.lists(st.integers(0, 14), min_size=12, max_size=12))
def test_what_is_read_out_over_the_telephone_is_never_guessed(choices: list[int]) -> None:
    """Unless chance itself says the same syllable all over."""
    assume(len(set(choices)) > 6)
    told = iter(choices)
    made = passphrase(lambda row: row[next(told)])
    assert not is_repeated(made)
    assert not is_guessable(made, (), COMMON)
