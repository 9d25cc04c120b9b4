"""The pages on which a list is brought in: any workbook gets a page, nothing of it stays on the server."""

import re
import tempfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case
from lanhmanh.cases.rules.roster import COLUMNS, MOST_BYTES
from tests.cases.conftest import House
from tests.cases.importing.sheets import GOOD, HEAD, book, good, raw
from tests.factories.vault import visit
from tests.growth import examples

URL = "/ho-so/nhap/"


@pytest.fixture(autouse=True)
def _no_duty(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def client(house: House) -> Client:
    return visit(house.supervisor)


def upload(house: House, client: Client, content: bytes, name: str = "ds.xlsx", **changes: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    sent = {"unit": house.world.commune.uid, "in_charge": house.worker.user.uid, "file": file, **changes}
    return client.post(URL, sent)


def page(answer: HttpResponse) -> str:
    return answer.content.decode()


def packet(answer: HttpResponse) -> str:
    found = re.search(r'name="packet" value="([^"]+)"', page(answer))
    assert found is not None
    return found[1]


def test_from_the_template_to_the_cases(house: House, client: Client) -> None:
    assert "Nhập từ Excel" in page(client.get("/ho-so/"))
    assert "Nhập từ Excel" not in page(visit(house.worker).get("/ho-so/"))
    answer = client.get(URL)
    assert answer.status_code == 200
    assert page(answer).count("button--primary") == 1
    filled = openpyxl.load_workbook(BytesIO(client.get(f"{URL}mau/").content))
    sheet = filled["Danh sách"]
    assert [cell.value.rstrip(" *") for cell in sheet[1]] == HEAD
    assert sheet.protection.sheet
    assert filled["lanhmanh"].sheet_state == "veryHidden"
    assert len(sheet.data_validations.dataValidation) == 4
    for at, one in enumerate(COLUMNS, start=1):
        sheet.cell(2, at).value = GOOD.get(one.field)
        sheet.cell(3, at).value = {**GOOD, "kind": ""}.get(one.field)
    out = BytesIO()
    filled.save(out)
    seen = upload(house, client, out.getvalue())
    assert seen.status_code == 200
    assert "Lập 1 hồ sơ" in page(seen)
    assert seen["Cache-Control"] == "no-store"
    assert Case.objects.count() == 0
    done = client.post(f"{URL}xac-nhan/", {"packet": packet(seen)}, follow=True)
    assert "Đã lập 1 hồ sơ" in page(done)
    again = client.post(f"{URL}xac-nhan/", {"packet": packet(seen)}, follow=True)
    assert "không nhập lần nữa" in page(again)
    assert Case.objects.count() == 1
    filled["lanhmanh"]["B1"] = "0"
    out = BytesIO()
    filled.save(out)
    assert "phiên bản khác" in page(upload(house, client, out.getvalue()))


def test_faulty_rows_come_back_with_their_reasons_and_can_be_sent_again(house: House, client: Client) -> None:
    rows = [good(1), good(2, birth_date="hôm qua", full_name="=1+1"), good(3, kind="")]
    seen = upload(house, client, book(rows))
    assert "hôm qua" in page(seen)
    answer = client.post(f"{URL}can-sua/", {"packet": packet(seen)})
    assert answer["Cache-Control"] == "no-store"
    back = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = back["Danh sách"]
    assert sheet.max_row == 3
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["D2"].value) == ("=1+1", "s", "hôm qua")
    assert "Ngày sinh" in sheet.cell(2, len(HEAD) + 1).value
    sheet["D2"].value, sheet["J3"].value = "1990", GOOD["kind"]
    out = BytesIO()
    back.save(out)
    assert "Lập 2 hồ sơ" in page(upload(house, client, out.getvalue()))


def test_doubles_show_the_own_case_and_nothing_of_other_units(house: House, client: Client) -> None:
    house.case(secrets={"full_name": "Trần Văn Bé Thử"}, on=date(2020, 5, 1))
    client.post(f"{URL}xac-nhan/", {"packet": packet(upload(house, client, book([GOOD])))})
    mine = Case.objects.get(number=1, opened_on=date(2021, 12, 20))
    seen = page(upload(house, client, book([GOOD, {**GOOD, "id_number": ""}, good(5)])))
    assert seen.count(f"hồ sơ {mine}") == 2
    assert seen.count('name="keep"') == 1
    assert "Lập 1 hồ sơ" in seen


@pytest.mark.deep
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "Tệp này trống"),
        (b"%PDF-1.7", "xlsx"),
        (b"x" * (MOST_BYTES + 1), "5 MB"),
        (b"x" * (MOST_BYTES + 200_000), "5 MB"),
        (raw([["Tên"], ["A"]]), "Họ và tên"),
    ],
)
def test_a_file_that_is_no_list_gets_a_sentence(house: House, client: Client, content: bytes, word: str) -> None:
    answer = upload(house, client, content)
    assert answer.status_code == 422
    assert word in page(answer)


@pytest.mark.deep
def test_whatever_is_posted_gets_a_page(house: House, client: Client) -> None:
    for changes in ({"unit": "x"}, {"unit": house.world.sibling.uid}, {"in_charge": "x"}, {"file": ""}):
        assert client.post(URL, {"unit": house.world.commune.uid, **changes}).status_code == 422
    for sent in ({}, {"packet": "ảo"}, {"packet": "A" * 999, "keep": ["9" * 40, "-1", "ba"]}, {"packet": "\x00"}):
        for end in ("xac-nhan/", "can-sua/"):
            assert client.post(URL + end, sent).status_code == 422
    for end in ("xac-nhan/", "can-sua/"):
        assert client.get(URL + end).status_code == 405


def test_strangers_find_nothing(house: House) -> None:
    for member in (house.worker, house.overseer):
        client = visit(member)
        assert client.get(URL).status_code == 404
        assert client.get(f"{URL}mau/").status_code == 404
        assert client.post(f"{URL}xac-nhan/", {"packet": "x"}).status_code == 404
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = visit(house.supervisor).cookies
    assert checked.post(URL, {"unit": "x"}).status_code == 403


CELLS = st.one_of(
    st.text(max_size=12), st.floats(allow_nan=True), st.integers(-(10**16), 10**16), st.booleans(),
    st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - Excel has no zone
    st.sampled_from([*GOOD.values(), "=1/0", "\ud7ff", "a" * 5000]),
)  # fmt: skip


@pytest.mark.deep
@given(rows=st.lists(st.lists(CELLS, max_size=len(HEAD)), max_size=4), head=st.booleans())
@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
def test_any_workbook_of_any_cells_gives_a_page_and_all_good_rows_or_none(
    house: House, client: Client, rows: list[list[Any]], head: bool
) -> None:
    before = Case.objects.count()
    seen = upload(house, client, raw([HEAD, *rows] if head else rows))
    assert seen.status_code in {200, 422}
    assert Case.objects.count() == before
    if seen.status_code == 200:
        good_rows = len(seen.context["found"].good())
        done = client.post(f"{URL}xac-nhan/", {"packet": packet(seen)})
        assert done.status_code in {302, 422}
        assert Case.objects.count() == before + good_rows


def test_after_a_look_no_word_of_the_list_lies_on_the_server(
    house: House, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    canaries = {field: f"kanari{place}zq" for place, field in enumerate(("full_name", "address", "notes", "relatives"))}
    seen = upload(house, client, book([good(1, **canaries), good(2, birth_date="kanari9zq")]))
    assert seen.status_code == 200
    assert "kanari9zq" in page(seen)
    assert "kanari0zq" not in packet(seen)
    assert list(tmp_path.iterdir()) == []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(cursor.fetchall())
        assert "kanari" not in rows, table
    assert all("kanari" not in repr(one.get_decoded()) for one in Session.objects.all())
    halves = Path(django_settings.VAULT_HALVES)
    assert not [file for file in halves.rglob("*") if file.is_file() and b"kanari" in file.read_bytes()]
    assert not Event.objects.filter(verb="case.imported").exists()
    assert reverse("cases:roster") == URL
