"""Receive, cite, issue; and what the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from lanhmanh import paper
from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.documents import services
from lanhmanh.documents.models import Citation, Counter, Document, Rendition, StoredFile
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import OfficialDocument
from tests.documents.conftest import letter
from tests.factories import Province, make_actor

pytestmark = pytest.mark.both


@pytest.fixture
def officer(units: Province) -> Actor:
    return make_actor("province_officer", units.province)


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render by name only; `paper` has its own tests."""
    monkeypatch.setattr(paper, "write_docx", lambda value: f"docx {value.number}".encode(), raising=False)
    monkeypatch.setattr(paper, "write_pdf", lambda value: f"pdf {value.number}".encode(), raising=False)


def receive(officer: Actor, units: Province, value: OfficialDocument, content: bytes = b"abc") -> Document:
    return services.register_received(
        actor=officer, unit=units.province, value=value, original=content, name="../kế hoạch.docx"
    )


def give(officer: Actor, units: Province, **change: object) -> Document:
    facts: dict[str, object] = {
        "actor": officer, "unit": units.province, "family": "union", "kind": "Báo cáo", "symbol_suffix": "HNDT",
        "title": "Kết quả quý II/2021", "dated": date(2021, 6, 17), "build": letter,
    }  # fmt: skip
    return services.issue(**(facts | change))  # type: ignore[arg-type]


def test_a_received_document_is_kept_as_it_came(officer: Actor, units: Province) -> None:
    document = receive(officer, units, letter())
    assert (document.origin, document.number, document.dated) == ("received", "12-KH/HNDT", date(2021, 3, 9))
    assert document.issuer == "HỘI NÔNG DÂN VIỆT NAM – TỈNH ĐỒNG NAI"
    file = document.renditions.get(format="original").file
    assert (bytes(file.content), file.name) == (b"abc", "kế hoạch.docx")
    assert paper.from_json(document.value) == letter()


def test_cited_documents_are_registered_once_with_their_clauses(officer: Actor, units: Province) -> None:
    first = receive(officer, units, letter())
    second = receive(officer, units, letter("13-KH/HNDT"), b"other")
    (cited,) = Document.objects.filter(origin="cited")
    assert (cited.number, cited.dated, cited.issuer) == ("22/KH-BCĐ", date(2021, 3, 2), "Ban chỉ đạo tỉnh")
    rows = Citation.objects.order_by("pk").values_list("source", "target", "path")
    assert list(rows) == [(d.pk, cited.pk, path) for d in (first, second) for path in ("I", "")]


def test_a_document_that_was_cited_takes_its_place_when_it_comes(officer: Actor, units: Province) -> None:
    receive(officer, units, letter())
    cited = Document.objects.get(origin="cited")
    came = receive(officer, units, letter("22/KH-BCĐ", references=()), b"plan 22")
    assert came.pk == cited.pk
    assert Document.objects.get(pk=cited.pk).origin == "received"
    assert not Document.objects.filter(origin="cited").exists()


def test_the_same_file_is_the_same_document(officer: Actor, units: Province) -> None:
    assert receive(officer, units, letter()) == receive(officer, units, letter())


def test_a_number_is_written_only_on_what_was_received(officer: Actor, units: Province, plain_pages: None) -> None:
    document = receive(officer, units, letter(""))
    assert services.set_number(actor=officer, document=document, number=" 41/KH-HND ").number == "41/KH-HND"
    with pytest.raises(Refused, match="đã nhận"):
        services.set_number(actor=officer, document=give(officer, units), number="1")


def test_numbers_run_per_issuer_and_year(officer: Actor, units: Province, plain_pages: None) -> None:
    numbers = [give(officer, units).number, give(officer, units).number]
    numbers.append(give(officer, units, dated=date(2022, 1, 4)).number)
    numbers.append(give(officer, units, family="state").number)
    district = make_actor("district_officer", units.district)
    numbers.append(give(district, units, unit=units.district).number)
    assert numbers == ["01-BC/HNDT", "02-BC/HNDT", "01-BC/HNDT", "03/BC-HNDT", "01-BC/HNDT"]


def test_an_issued_document_holds_its_number_in_every_form(officer: Actor, units: Province, plain_pages: None) -> None:
    document = give(officer, units, extra={"xlsx": lambda number: f"xlsx {number}".encode()})
    files = {r.format: r.file for r in document.renditions.select_related("file")}
    assert {form: bytes(file.content).decode() for form, file in files.items()} == {
        "docx": "docx 01-BC/HNDT", "pdf": "pdf 01-BC/HNDT", "xlsx": "xlsx 01-BC/HNDT",
    }  # fmt: skip
    assert files["xlsx"].name == "01-BC-HNDT.xlsx"
    assert document.value and document.value["number"] == "01-BC/HNDT"


def test_a_failed_rendering_leaves_no_gap(officer: Actor, units: Province, plain_pages: None) -> None:
    give(officer, units)

    def broken(number: str) -> OfficialDocument:
        raise ValueError(number)

    with pytest.raises(ValueError, match="02-BC/HNDT"):
        give(officer, units, build=broken)
    with pytest.raises(ValueError, match="02-BC/HNDT"):
        give(officer, units, extra={"xlsx": broken})
    assert Document.objects.count() == 2  # the issued one and the document that it cites
    assert give(officer, units).number == "02-BC/HNDT"
    assert Counter.objects.get().last == 2


def test_the_pages_are_real(officer: Actor, units: Province) -> None:
    document = give(officer, units, build=lambda number: letter(number, kind="Báo cáo"))
    files = {r.format: bytes(r.file.content) for r in document.renditions.select_related("file")}
    assert files["pdf"].startswith(b"%PDF-")
    assert paper.read(files["docx"], name="a.docx").number == "01-BC/HNDT"


@pytest.mark.parametrize("role", ["branch_head", "auditor", "administrator", "police"])
def test_who_does_not_keep_the_register_neither_receives_nor_issues(units: Province, role: str) -> None:
    actor = make_actor(role, units.province)
    with pytest.raises(NotAllowed):
        receive(actor, units, letter())
    with pytest.raises(NotAllowed):
        give(actor, units)
    assert not Document.objects.exists() and not Counter.objects.exists()


def test_files_have_their_limits(officer: Actor, units: Province) -> None:
    for content, words in ((b"", "rỗng"), (b"x" * (20 * 1024 * 1024 + 1), "20 MB")):
        with pytest.raises(Refused, match=words):
            receive(officer, units, letter(), content)
    assert not Document.objects.exists()


def test_the_database_keeps_what_was_issued(officer: Actor, units: Province, plain_pages: None) -> None:
    document = give(officer, units)
    for statement in (
        "UPDATE documents_document SET title = 'khác' WHERE id = %s",
        "DELETE FROM documents_rendition WHERE document_id = %s",
        "UPDATE documents_rendition SET format = 'odt' WHERE document_id = %s",
    ):
        with pytest.raises(Exception, match="never"), transaction.atomic():
            connection.cursor().execute(statement, [document.pk])
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        connection.cursor().execute("UPDATE documents_storedfile SET name = 'khác'")


@pytest.mark.parametrize("change", [{"origin": "lạ"}, {"family": "lạ"}, {"origin": "issued"}])
def test_constraints_of_a_document(officer: Actor, units: Province, change: dict[str, str]) -> None:
    document = receive(officer, units, letter())
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_rows_that_stay(officer: Actor, units: Province) -> None:
    receive(officer, units, letter())
    with pytest.raises(TypeError, match="append-only"):
        StoredFile.objects.get().save()
    assert Rendition.objects.count() == 1
