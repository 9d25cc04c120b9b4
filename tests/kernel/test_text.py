"""Vietnamese text: search folding, slugs and the order of the alphabet."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.text import fold, nfc, person_sort_key, slug, sort_key

VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòôồơờpqrstuùưừvwxyỳz ĐƯƠ", max_size=20)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Thành phố Đồng Nai", "thanh pho dong nai"),
        ("ĐẮK  LẮK\u00a0", "dak lak"),
        (unicodedata.normalize("NFD", "Nguyễn Hữu Nguyên"), "nguyen huu nguyen"),
        ("Ư ơ Ặ", "u o a"),
    ],
)
def test_fold_drops_marks_case_and_spare_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=30))
@settings(max_examples=100)
def test_fold_is_the_same_for_both_unicode_forms_and_twice(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
@settings(max_examples=100)
def test_a_slug_holds_only_ascii_letters_and_digits(text: str) -> None:
    assert slug(text) == "" or slug(text).isascii()
    assert slug(text) == slug(text, "-").replace("-", "")


def test_slug_joins_words() -> None:
    assert slug("P. Trảng Dài (Biên Hòa)") == "ptrangdaibienhoa"
    assert slug("P. Trảng Dài (Biên Hòa)", "-") == "p-trang-dai-bien-hoa"


def test_the_alphabet_with_the_foreign_letters_in_their_places() -> None:
    letters = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert sorted(set(letters), key=sort_key) == letters


def test_tones_decide_only_between_equal_letters() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(set(tones), key=sort_key) == tones
    assert sorted(["mạ", "mab", "ma"], key=sort_key) == ["ma", "mạ", "mab"]
    assert sorted(["Đa Kia", "Dầu Giây", "Đăk Ơ"], key=sort_key) == ["Dầu Giây", "Đa Kia", "Đăk Ơ"]


def test_numbers_sort_by_value_and_words_before_their_extensions() -> None:
    assert sorted(["Khu phố 10", "Khu phố 2", "Khu phố"], key=sort_key) == ["Khu phố", "Khu phố 2", "Khu phố 10"]


@given(VIETNAMESE, VIETNAMESE)
@settings(max_examples=100)
def test_sort_key_ignores_case_and_form_and_tells_different_texts_apart(a: str, b: str) -> None:
    assert sort_key(a) == sort_key(a.upper()) == sort_key(unicodedata.normalize("NFD", a))
    assert (sort_key(a) == sort_key(b)) == (nfc(a).lower() == nfc(b).lower())


def test_persons_sort_by_given_name() -> None:
    names = ["Trần Văn Ân", "Lê Thị Bình", "Phạm An", "Lê An"]
    assert sorted(names, key=person_sort_key) == ["Lê An", "Phạm An", "Trần Văn Ân", "Lê Thị Bình"]
