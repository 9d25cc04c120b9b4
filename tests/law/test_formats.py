import pytest

from lanhmanh.law.formats import (
    document_types,
    format_of,
    type_of,
)

FAMILIES = ("state", "party", "union")


@pytest.mark.parametrize("family", FAMILIES)
def test_page_is_a4_and_every_printed_measure_is_one_that_the_text_allows(family):
    paper = format_of(family)
    assert (paper.width, paper.height) == (210, 297)
    margins = paper.margins
    measures = [margins.top, margins.bottom, margins.left, margins.right, paper.indent, paper.spacing]
    measures += [paper.line_spacing] + [style.size for style in paper.styles.values()]
    assert [m for m in measures if not m.least <= m.use <= m.most] == []
    assert sum(paper.columns) == paper.text_width == 165


def test_state_head_is_the_national_name_and_the_motto_with_its_rule():
    lines = format_of("state").right
    assert [line.text for line in lines] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert [bool(line.rule) for line in lines] == [False, True]


def test_union_has_a_star_and_neither_national_name_nor_party_name():
    assert format_of("union").right == ()
    assert format_of("union").star == "*"
    assert [line.text for line in format_of("party").right] == ["ĐẢNG CỘNG SẢN VIỆT NAM"]


def test_party_margins_are_fixed():
    margins = format_of("party").margins
    assert [(m.least, m.most) for m in (margins.top, margins.bottom, margins.left, margins.right)] == [
        (20, 20), (20, 20), (30, 30), (15, 15),
    ]  # fmt: skip


def test_number_follows_the_pattern_of_its_family():
    assert format_of("state").number(number=7, kind="KẾ HOẠCH", issuer="UBND") == "07/KH-UBND"
    assert format_of("state").number(number=123, kind="Công văn", issuer="UBND") == "123/UBND"
    assert format_of("party").number(number=36, kind="Hướng dẫn", issuer="VPTW") == "36-HD/VPTW"
    assert format_of("union").number(number=8, kind="Giấy mời", issuer="HNDX") == "08-GM/HNDX"


def test_number_starts_at_one_and_needs_a_known_kind():
    with pytest.raises(ValueError, match="0"):
        format_of("state").number(number=0, kind="Kế hoạch", issuer="UBND")
    with pytest.raises(KeyError):
        format_of("state").number(number=1, kind="Thơ", issuer="UBND")


def test_there_are_29_types_of_which_two_have_no_abbreviation_and_no_two_share_one():
    codes = [t.code for t in document_types()]
    assert len(codes) == 29
    assert sorted(t.name for t in document_types() if not t.code) == ["Công văn", "Thư công"]
    assert len({c for c in codes if c}) == 27
    assert type_of("bao cao").code == "BC"


@pytest.mark.parametrize("family", FAMILIES)
def test_what_was_not_read_in_the_original_says_so(family):
    facts = [*format_of(family).facts, *document_types()]
    assert {f.note for f in facts if f.confidence == "F"} <= {""}
    assert {f.note for f in facts if f.confidence != "F"} == {"chưa đối chiếu"}
    assert all(f.source for f in facts)


def test_what_is_read_once_can_never_be_changed():
    for paper in map(format_of, FAMILIES):
        rows = (paper.fonts, paper.columns, paper.authority_prefixes, paper.right, paper.facts)
        assert all(isinstance(row, tuple) for row in rows)


def test_a_part_is_set_as_its_own_family_says_and_plain_where_nothing_is_said():
    def look(family, part):
        style = format_of(family).styles[part]
        return style.size.use, style.bold, style.italic, style.caps

    assert look("state", "number") == (13, False, False, False)
    assert look("state", "motto") == (13, True, False, False)
    assert look("party", "kind") == (15, True, False, True)
    assert look("state", "kind") != look("party", "kind")
    assert set(format_of("party").styles) == set(format_of("state").styles)


def test_unknown_family_is_an_error():
    with pytest.raises(KeyError):
        format_of("army")
