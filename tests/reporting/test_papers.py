"""The consolidation on paper: the words and numbers that come out, in every form."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import override_settings

from lanhmanh import paper
from lanhmanh.accounts.access import NotAllowed
from lanhmanh.documents.models import Document, Rendition
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import Family, OfficialDocument
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.models import Issue
from tests.reporting.conftest import FORM, Q1, Line


def report_of(line: Line, *, number: str | None = None, family: Family = Family.UNION) -> OfficialDocument:
    world = line.world
    whole = selectors.consolidation(line.province_officer, FORM, Q1, world.province)
    missing = selectors.missing_units(FORM, Q1, world.province)
    return papers.official_report(whole, missing, number=number, family=family)


def words_of(value: OfficialDocument) -> str:
    texts = [text for node in value.outline for part in (node, *node.children) for text in part.paragraphs]
    return "\n".join(texts)


def test_the_report_says_its_figures_and_who_is_missing(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=1234, CK_HO=30, HV_HO=40)
    value = report_of(line, number="01-BC/HNDT")
    text = words_of(value)
    assert "tổ chức 1.234 buổi tuyên truyền" in text
    assert "đạt 75,0 % tổng số hộ hội viên" in text
    assert "Còn 2 xã, phường, thị trấn chưa báo cáo: Xã An Phước (Huyện Long Thành), Phường Tân Phong" in text
    assert "Đã có 1 trên 6 báo cáo được duyệt" in text
    assert "Báo cáo phần việc trực tiếp của Tỉnh Đồng Nai chưa được duyệt." in text
    assert "Còn 1 tỉnh" not in text
    assert value.issuer == ("HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH ĐỒNG NAI")
    assert (value.place, value.number) == ("Đồng Nai", "01-BC/HNDT")
    assert value.recipients[-1] == "Lưu KT-XH"


def test_what_nobody_reported_is_said_to_be_missing_and_is_no_zero(line: Line) -> None:
    report = line.draft(line.world.commune)
    services.save_cells(actor=line.filler(line.world.commune), report=report, cells={"VV-TIEN": (None, "")})
    services.submit_report(actor=line.filler(line.world.commune), report=report)
    services.approve_report(actor=line.reviewer(line.world.commune), report=report)
    value = report_of(line)
    assert "số tiền cho vay" not in words_of(value)
    assert "Chưa có số liệu về: “Số tiền cho vay trong kỳ”" in words_of(value)
    cells = [cell for table in value.tables for row in table.rows for cell in row]
    assert "chưa có số liệu" in cells


def test_tables_hold_every_indicator_and_few_columns(line: Line) -> None:
    line.approved(line.world.commune)
    tables = report_of(line).tables
    assert all(len(row) <= 8 for table in tables for row in table.rows)
    heads = [head for table in tables for head in table.rows[0][2:]]
    assert len(heads) == len(FORM.rows)


def test_a_draft_says_so_and_the_demonstration_is_marked(line: Line) -> None:
    line.approved(line.world.commune)
    assert "BẢN DỰ THẢO" in (report_of(line).title or "")
    with override_settings(DEMO=True):
        title = report_of(line, number="01-BC/HNDT").title or ""
    assert "DỮ LIỆU GIẢ LẬP – SYNTHETIC" in title
    assert "DỰ THẢO" not in title


@pytest.mark.deep
@pytest.mark.parametrize("family", [Family.UNION, Family.STATE])
def test_the_word_file_reads_back_as_the_same_report(line: Line, family: Family) -> None:
    line.approved(line.world.commune, TT_BUOI=1234)
    value = report_of(line, number="01-BC/HNDT" if family is Family.UNION else "01/BC-HNDT", family=family)
    again = paper.read(paper.write_docx(value))
    assert again.outline == value.outline
    assert again.tables == value.tables
    assert (again.number, again.recipients, again.signatory) == (value.number, value.recipients, value.signatory)


def test_issuing_numbers_the_document_and_keeps_what_it_was_made_of(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    province = line.world.province
    document = services.issue_consolidation(actor=line.province_officer, form=FORM, period=Q1, unit=province)
    assert (document.number, document.sequence) == ("01-BC/HNDT", 1)
    assert set(Rendition.objects.values_list("format", flat=True)) == {"docx", "pdf", "xlsx"}
    issue = Issue.objects.get()
    assert (issue.document, issue.manifest["reports"]) == (document, [[report.uid, 1, "2021Q1", 2]])


def test_nothing_is_issued_before_anything_is_approved_or_by_who_may_not(line: Line) -> None:
    with pytest.raises(Refused, match="Chưa có báo cáo nào"):
        services.issue_consolidation(actor=line.province_officer, form=FORM, period=Q1, unit=line.world.province)
    line.approved(line.world.commune)
    with pytest.raises(NotAllowed):
        services.issue_consolidation(
            actor=line.filler(line.world.district), form=FORM, period=Q1, unit=line.world.province
        )
    assert Document.objects.count() == 0


@pytest.mark.deep
def test_a_draft_export_keeps_nothing(line: Line) -> None:
    line.approved(line.world.commune)
    files = services.export_consolidation(
        actor=line.province_officer, form=FORM, period=Q1, unit=line.world.province
    )  # fmt: skip
    assert set(files) == {"docx", "pdf", "md", "xlsx"}
    assert files["pdf"].startswith(b"%PDF")
    assert Document.objects.count() == 0


def test_the_workbook_holds_numbers_as_numbers_and_no_formula(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=1234)
    whole = selectors.consolidation(line.province_officer, FORM, Q1, line.world.province)
    evil = selectors.MissingUnit(1, "x", "=HYPERLINK(1)", "commune", "+1")
    content = papers.workbook(whole, [evil])
    assert content == papers.workbook(whole, [evil])
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["Tổng hợp", "Đơn vị", "Chưa báo cáo", "Ghi chú"]
    totals = {row[0].value: row[3] for row in book["Tổng hợp"].iter_rows(min_row=2)}
    assert (totals["TT-BUOI"].value, totals["TT-BUOI"].data_type) == (1234, "n")
    assert totals["TT-NGUOI"].value == Decimal(0)
    assert book["Chưa báo cáo"]["B2"].data_type == "s"
    assert book["Đơn vị"].freeze_panes == "B2"
