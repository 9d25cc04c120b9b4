"""Names and kinds of files: what a machine of any kind can keep, and what a browser is told of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.documents.rules import MOST_BYTES, ORIGINAL, file_name, media_type_of, safe_name

pytestmark = pytest.mark.pure
OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\thư mục\\../Kế hoạch\r\n.DOCX", "Kế hoạch-.DOCX"),
        ("/tmp/a.pdf", "a.pdf"),
        ("...", "van-ban"),
        ("", "van-ban"),
        (" - a.txt - ", "a.txt"),
        ('a<b>"c|d?e*f:g.md', "a-b-c-d-e-f-g.md"),
        ("a\x00\x1f\x7fb.odt", "a-b.odt"),
        ("Biên bản họp.docx", "Biên bản họp.docx"),
    ],
)
def test_a_name_keeps_what_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_is_cut_before_its_ending() -> None:
    assert safe_name("a" * 300 + ".docx") == "a" * 195 + ".docx"
    assert safe_name("a" * 195 + ".docx") == "a" * 195 + ".docx"
    assert safe_name("a." + "b" * 30) == "a." + "b" * 19


@given(st.text(max_size=300))
def test_no_name_can_leave_its_folder_or_break_a_header(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 200
    assert not set(safe) & set('/\\:*?"<>|\r\n\0')
    assert not safe.startswith((".", " ", "-"))


def test_a_document_is_downloaded_under_its_number() -> None:
    assert file_name("05/BC-HNDT", "pdf") == "05-BC-HNDT.pdf"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.docx", f"{OFFICE}.wordprocessingml.document"),
        ("a.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        ("a.odt", "application/vnd.oasis.opendocument.text"),
        ("A.PDF", "application/pdf"),
        ("a.b.txt", "text/plain; charset=utf-8"),
        ("a.md", "text/markdown; charset=utf-8"),
        ("x.html", "application/octet-stream"),
        ("pdf", "application/octet-stream"),
    ],
)
def test_only_known_endings_have_a_kind_of_their_own(name: str, kind: str) -> None:
    assert media_type_of(name) == kind


def test_what_is_kept_in_the_register_stays() -> None:
    assert ORIGINAL == "original"
    assert MOST_BYTES == 20 * 2**20
