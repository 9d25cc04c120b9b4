"""Words with figures by reference: whatever a person does to the words, the numbers stay those of the figures."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.reporting.rules import catalogue, words
from lanhmanh.reporting.rules.sources import change, entry, title_of
from lanhmanh.reporting.rules.words import MISSING, Entry, Sources

pytestmark = pytest.mark.pure
KNOWN = catalogue.load()
FIGURES = Sources(
    {
        "TT-BUOI": Entry("Buổi tuyên truyền", "1.312", Decimal(1312), "buổi"),
        "TT-BUOI:luyke": Entry("Buổi tuyên truyền, lũy kế", "4.000", Decimal(4000), "buổi"),
        "TT-BUOI:tai=01M8": Entry("Buổi tuyên truyền, Xã Phú Lợi", "12", Decimal(12), "buổi"),
        "VV-TIEN": Entry("Số tiền cho vay trong kỳ", MISSING, None, "triệu đồng"),
        "CN-GD": Entry("Trong đó: cai nghiện", "3", Decimal(3), "người"),
        "HT-GD": Entry("Trong đó: cai nghiện", "5", Decimal(5), "hồ sơ"),
    }
)
LITERAL = st.text(st.characters(exclude_characters="[]{}", exclude_categories=["Cs"]), max_size=20)
PIECES = st.lists(st.one_of(LITERAL, st.sampled_from(list(FIGURES)).map("{{{}}}".format)), max_size=8)


@given(PIECES)
def test_what_an_editor_shows_is_read_back_as_it_was_stored(pieces: list[str]) -> None:
    stored = words.tidy("".join(pieces))
    reading = words.read(words.shown(stored, FIGURES), FIGURES)
    assert (reading.text, reading.faults, reading.overwritten) == (stored, (), ())


@given(PIECES, st.lists(LITERAL, min_size=9, max_size=9))
def test_editing_the_words_never_detaches_a_number(before: list[str], others: list[str]) -> None:
    """All words around the brackets are replaced by others: the same figures stand there, and print what they are."""
    stored = words.tidy("".join(before))
    parts = re.split(r"(\[[^\]]*\])", words.shown(stored, FIGURES))
    edited = [others[at // 2 % 9] if at % 2 == 0 else part for at, part in enumerate(parts)]
    reading = words.read("".join(edited), FIGURES)
    assert words.references(reading.text) == words.references(stored)
    newer = Sources({key: Entry(one.name, f"<{key}>", Decimal(1), one.unit) for key, one in FIGURES.items()})
    line = " ".join(words.printed(reading.text, newer))
    assert all(f"<{key}>" in line for key in words.references(stored))


@given(st.text(max_size=300))
def test_anything_typed_gets_a_text_or_a_sentence(typed: str) -> None:
    reading = words.read(typed, FIGURES)
    if not reading.faults:
        assert words.read(words.shown(reading.text, FIGURES), FIGURES).text == reading.text
        assert not set("[]") & set("".join(words.printed(reading.text, FIGURES)))


@pytest.mark.parametrize(
    "typed",
    ["[Buổi tuyên truyền]", "[ buoi  tuyen truyen ]", "[BUỔI TUYÊN TRUYỀN = 9]", "{TT-BUOI}", "[Buổi tuyên truyền = ]"],
)
def test_a_figure_is_named_with_or_without_marks(typed: str) -> None:
    reading = words.read(f"tổ chức {typed} buổi", FIGURES)
    assert (reading.text, reading.faults) == ("tổ chức {TT-BUOI} buổi", ())
    assert [one.typed for one in reading.overwritten] == (["9"] if "9" in typed else [])


def test_figures_of_one_name_are_told_apart_by_their_code() -> None:
    assert words.reference("CN-GD", FIGURES) == "[Trong đó: cai nghiện (CN-GD) = 3]"
    assert words.read("[trong do: cai nghien (HT-GD)]", FIGURES).text == "{HT-GD}"
    assert words.read("[Trong đó: cai nghiện]", FIGURES).faults


def test_a_number_typed_over_the_value_is_pointed_out_and_changes_nothing() -> None:
    reading = words.read("[Buổi tuyên truyền = 1.320]", FIGURES)
    assert [(one.typed, one.printed) for one in reading.overwritten] == [("1.320", "1.312")]
    assert words.printed(reading.text, FIGURES) == ("1.312",)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("[Buổi tuyên chuyền]", "Gần nhất là “[Buổi tuyên truyền]”"),
        ("[xyz]", "không phải số liệu nào"),
        ("{XYZ-1}", "không phải số liệu nào"),
        ("mở [ngoặc", "Dấu “[”"),
        ("đóng } ngoặc", "Dấu “}”"),
        ("a" * 8001, "dài 8001 ký tự"),
        ("a" * 90_000, "dài 90000 ký tự"),
    ],
)
def test_what_is_no_figure_gets_a_sentence(typed: str, told: str) -> None:
    assert told in str(words.read(typed, FIGURES).faults[0])


def test_paragraphs_are_kept_and_what_nobody_sees_is_not() -> None:
    assert words.tidy(" a\x00b \r\n\n\u2028c\u00a0\u3000d\x0b") == "a b\nc d"


def test_a_figure_that_is_no_longer_known_keeps_its_code_and_a_name_its_words() -> None:
    assert words.shown("{CU-RICH} lượt, {VV-TIEN}", FIGURES) == (
        "{CU-RICH} lượt, [Số tiền cho vay trong kỳ = chưa có số liệu]"
    )
    signs = Sources({"A": Entry("Số [mới] {nay}", "1", Decimal(1))})
    assert (words.reference("A", signs), len(signs), signs["A"].unit) == ("[Số mới nay = 1]", 1, "")
    assert words.read("[số mới nay]", signs).text == "{A}"


def test_what_names_nothing_stays_as_it_was_typed() -> None:
    reading = words.read("có [xyz] và {XYZ-1}", FIGURES)
    assert reading.text == "có [xyz] và {XYZ-1}"
    assert [one.values["name"] for one in reading.faults] == ["xyz", "XYZ-1"]


def test_a_text_may_be_as_long_as_is_stored_however_long_its_names_are() -> None:
    assert words.read("a" * 8000, FIGURES).faults == ()
    named = "[Buổi tuyên truyền = 1.312]"
    most = named * (16_000 // len(named))
    whole = most + "a" * (16_000 - len(most))
    assert words.read(whole, FIGURES).faults == ()
    longer = words.read(whole + "a", FIGURES)
    assert (longer.text, [one.values["size"] for one in longer.faults]) == ("", [16_001])
    both = words.read("[xyz][uvw]" + "a" * 8000, FIGURES).faults
    assert [one.values.get("size") for one in both] == [8010, None, None]


def test_only_the_first_few_wrong_names_are_searched_for() -> None:
    faults = words.read("[Buổi tuyên chuyền] " * 5, FIGURES).faults
    assert ["near" in one.values for one in faults] == [True, True, True, False, False]


@pytest.mark.parametrize(("length", "searched"), [(199, True), (200, False)])
def test_a_name_longer_than_any_is_not_searched_for(length: int, searched: bool) -> None:
    known = Sources({"A": Entry("a" * 198, "1", Decimal(1))})
    fault = words.read(f"[{'a' * length}]", known).faults[0]
    assert ("near" in fault.values) == searched
    assert fault.values["name"] == "a" * 80


def test_a_stray_sign_is_shown_with_the_words_around_it() -> None:
    def near(typed: str) -> list[object]:
        return [one.values["near"] for one in words.read(typed, FIGURES).faults]

    assert near("0123456789abcdefgh[jklmnopqrstuvwxyz") == ["6789abcdefgh[jklmnopqrstu"]
    assert near("[bc\nd") == ["[bc d"]
    assert near("abc]") == ["abc]"]
    assert len(near("]" * 9)) == 5


def test_a_missing_figure_says_so_and_is_no_zero() -> None:
    assert words.printed("cho vay {VV-TIEN} triệu đồng\n{CU-RICH} lượt", FIGURES) == (
        "cho vay (chưa có số liệu) triệu đồng",
        "(chưa có số liệu) lượt",
    )


def test_what_the_standard_text_names_and_this_one_does_not_is_listed() -> None:
    assert words.dropped("chỉ {TT-BUOI}", "{TT-BUOI}, {VV-TIEN}, {TT-BUOI:luyke}") == ("VV-TIEN", "TT-BUOI:luyke")


@given(st.text(max_size=80), st.text(max_size=80))
def test_changes_hold_both_texts(before: str, after: str) -> None:
    told = words.changes(before, after)
    assert "".join(text for kind, text in told if kind != "new") == before
    assert "".join(text for kind, text in told if kind != "gone") == after


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("một hai ba", "một ba", [("same", "một "), ("gone", "hai "), ("same", "ba")]),
        ("một ba", "một hai ba", [("same", "một "), ("new", "hai "), ("same", "ba")]),
        ("có [Buổi = 1]", "có [Buổi = 2]", [("same", "có "), ("gone", "[Buổi = 1]"), ("new", "[Buổi = 2]")]),
        ("cũ" + " và" * 300, "mới" + " và" * 300, [("gone", "cũ"), ("new", "mới"), ("same", " và" * 300)]),
    ],
)
def test_changes_show_no_more_than_what_changed(before: str, after: str, told: list[tuple[str, str]]) -> None:
    assert words.changes(before, after) == told


@pytest.mark.parametrize(
    ("code", "now", "before", "said"),
    [
        ("TT-BUOI", 30, 18, "tăng 12 buổi so với quý II/2021"),
        ("TT-BUOI", 1000, 2500, "giảm 1.500 buổi so với quý II/2021"),
        ("TT-BUOI", 5, 5, "bằng quý II/2021"),
        ("CK-TYLE", "75.44", "75.36", "bằng quý II/2021"),
        ("CK-TYLE", "80.06", "75.54", "tăng 4,6 điểm phần trăm so với quý II/2021"),
        ("TT-BUOI", None, 5, "(chưa đủ số liệu để so với quý II/2021)"),
        ("TT-BUOI", 0, None, "(chưa đủ số liệu để so với quý II/2021)"),
    ],
)
def test_a_change_is_said_in_words(code: str, now: object, before: object, said: str) -> None:
    values = [None if one is None else Decimal(str(one)) for one in (now, before)]
    assert change("x", KNOWN[code], values[0], values[1], "quý II/2021").printed == said


def test_a_part_names_its_whole() -> None:
    assert title_of(KNOWN["VL-CO"], KNOWN) == "Người được giới thiệu việc làm, trong đó người đã có việc làm"
    assert entry("x", KNOWN["VV-TIEN"], Decimal("12.5")).printed == "12,5"
