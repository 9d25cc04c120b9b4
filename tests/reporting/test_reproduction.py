"""Issued documents made again to the byte, whatever was corrected, renamed, moved or defined otherwise since."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from lanhmanh.kernel.text import fold, sort_key
from lanhmanh.reporting import papers, services
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.rules import catalogue
from lanhmanh.units.models import Ancestry, Unit, UnitVersion
from tests.paper.test_determinism import ELSEWHERE
from tests.reporting.conftest import Line
from tests.reporting.test_issued import again, second_quarter
from tests.reporting.test_verify import unguarded


@pytest.mark.deep
def test_a_document_is_made_again_to_the_byte_after_corrections_and_changes_of_units(line: Line) -> None:
    world = line.world
    report = line.approved(world.commune, TT_BUOI=3)
    line.approved(world.other_commune, TT_BUOI=2)
    first = line.issue()
    with second_quarter(line):
        line.approved(world.sibling, TT_BUOI=8)
        second = line.issue()
        line.corrected(report, TT_BUOI=5)
    rename(world.district, "Thành phố Biên Hòa Mới")
    rename(world.province, "Tỉnh Đồng Nai Mới")
    move(world.other_commune, world.district)
    for issue in (first, second):
        result = again(issue)
        assert (result.figures, result.words, result.files, result.kept) == ((), (), (), ())
        assert set(result.contents) == {"docx", "pdf", "xlsx"}
    assert list(papers.broken_issues()) == []


def rename(unit: Unit, name: str) -> None:
    """Rename a unit as if it had always been called so."""
    UnitVersion.objects.filter(unit=unit).update(name=name, sort=sort_key(name), search=fold(name))


def move(unit: Unit, parent: Unit) -> None:
    """Put a unit under another parent as if it had always stood there."""
    UnitVersion.objects.filter(unit=unit).update(parent=parent)
    Ancestry.objects.filter(descendant=unit, depth=1).update(ancestor=parent)


@pytest.mark.deep
def test_a_document_is_made_again_after_the_catalogue_and_the_calendar_changed(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = line.draft(line.world.commune, TT_BUOI=3)
    services.save_cells(actor=line.filler(report.unit), report=report, cells={"VV-TIEN": (None, "")})
    services.submit_report(actor=line.filler(report.unit), report=report)
    services.approve_report(actor=line.reviewer(report.unit), report=report)
    issue = line.issue()
    other = catalogue.Catalogue(
        {one.code: replace(one, name_vi=f"{one.name_vi} (đổi)", decimals=2) for one in catalogue.shipped()}
    )
    monkeypatch.setattr(catalogue, "shipped", lambda: other)
    monkeypatch.setattr("lanhmanh.reporting.rules.forms.load", dict)
    result = again(issue)
    assert (result.figures, result.words, result.files) == ((), (), ())


@pytest.mark.deep
def test_a_changed_value_is_named_by_reproducing_and_by_verifying(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    issue = line.issue()
    unguarded("UPDATE reporting_value SET value = 40000 WHERE report_id = %s AND indicator = 'TT-BUOI'", report.pk)
    result = again(issue)
    seal = "Báo cáo 2021Q1, Phường Trảng Dài, bản 1: nội dung không khớp dấu niêm phong khi duyệt"
    head = "Buổi tuyên truyền do Hội chủ trì hoặc phối hợp (buổi)"
    cell = f"Biểu 1, Thành phố Biên Hòa, {head}: văn bản ghi “3”, dựng lại là “4”"
    assert {seal, cell} <= set(result.figures)
    assert [text[:8] for text in result.files] == ["Tệp docx", "Tệp pdf:", "Tệp xlsx"]
    assert f"Văn bản 01-BC/HNDT (2021Q1): {cell}" in list(papers.broken_issues())


def test_a_changed_file_is_named(line: Line) -> None:
    line.approved(line.world.commune)
    issue = line.issue()
    unguarded("UPDATE documents_storedfile SET content = %s WHERE name LIKE '%%.pdf'", b"%PDF-")
    assert again(issue).kept == ("Tệp pdf trong sổ văn bản không còn là tệp đã ban hành",)
    assert list(papers.broken_issues()) == [
        "Văn bản 01-BC/HNDT (2021Q1): Tệp pdf trong sổ văn bản không còn là tệp đã ban hành"
    ]


MADE_AGAIN = """
import hashlib, json, sys, django
from decimal import Decimal
django.setup()
from lanhmanh.reporting.papers.editions import edition_from_json
from lanhmanh.reporting.selectors.rebuilding import rebuild
manifest, values = json.load(sys.stdin)
values = {uid: {code: value and Decimal(value) for code, value in held.items()} for uid, held in values.items()}
again = rebuild(manifest, values)
files = edition_from_json(manifest["paper"], manifest["parent"]).files(again.whole, again.missing)
print(json.dumps({form: hashlib.sha256(content).hexdigest() for form, content in files.items()}))
"""


@pytest.mark.deep
@pytest.mark.once
def test_manifest_and_values_alone_give_the_bytes_in_another_process_at_another_time(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    manifest = line.issue().manifest
    values = {code: text_of(value) for code, value in report.values.values_list("indicator", "value")}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE + MADE_AGAIN], input=json.dumps([manifest, {report.uid: values}]),
        env=os.environ | {"TZ": "America/New_York", "PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == manifest["files"]
