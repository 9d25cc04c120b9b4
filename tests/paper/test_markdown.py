"""What is written as Markdown, read again, is equal."""

from hypothesis import HealthCheck, given, settings

from lanhmanh.paper import read, write_markdown
from lanhmanh.paper.document import Family, Node, OfficialDocument, Table
from lanhmanh.paper.parse import parse
from lanhmanh.paper.unparse import unparse
from tests.growth import examples
from tests.paper import strategies

quiet = settings(max_examples=examples(15), suppress_health_check=list(HealthCheck))


@quiet
@given(strategies.documents().filter(lambda d: d != OfficialDocument(family=d.family)))
def test_read_inverts_write_markdown(doc: OfficialDocument) -> None:
    assert read(write_markdown(doc)) == doc


@quiet
@given(strategies.documents())
def test_parse_inverts_unparse(doc: OfficialDocument) -> None:
    assert parse(unparse(doc)) == doc


def test_headings_are_headings_and_dashes_are_lists() -> None:
    clause = Node("I.-1", "-", None, ("Rà soát 12 xã *",))
    doc = OfficialDocument(kind="Kế hoạch", outline=(Node("I", "I", "NỘI DUNG", (), (clause,)),), recipients=("A", "B"))
    assert write_markdown(doc) == (
        "# KẾ HOẠCH\n\n## I. NỘI DUNG\n\n- Rà soát 12 xã \\*\n\n##### Nơi nhận:\n\n- A;\n\n- B.\n"
    )


def test_a_paragraph_that_looks_like_a_label_stays_a_paragraph() -> None:
    doc = OfficialDocument(family=Family.STATE, preamble=("1. Không phải khoản", "- Không phải gạch"))
    again = read(write_markdown(doc))
    assert again.preamble == doc.preamble
    assert again.outline == ()


def test_tables_keep_cells_header_and_place() -> None:
    rows = (("Xã", "Số | lượt"), ("A", "1"), ("", "---"))
    table = Table(rows, "Kết quả", 1, "I")
    doc = OfficialDocument(outline=(Node("I", "I", "KẾT QUẢ", ("Như sau:",)),), tables=(table,))
    written = write_markdown(doc)
    assert "| Xã | Số \\| lượt |\n| --- | --- |\n" in written
    assert read(written).tables == (table,)
