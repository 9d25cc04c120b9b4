"""The pages: what a person types, who reads what, lists that cost the same at any length, hostile input."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.models import (
    Activity,
    Adoption,
    Campaign,
    LibraryItem,
    Practice,
    QuizResult,
    Registration,
)
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.services import campaigns, library, quizzes, spreading
from lanhmanh.activities.services.campaigns import CampaignData
from lanhmanh.activities.services.library import ItemData, VersionData
from lanhmanh.activities.services.spreading import PracticeEntry
from lanhmanh.kernel.ids import new_id
from lanhmanh.ui.lists.books import XLSX
from tests.activities.conftest import TODAY, World, picture
from tests.activities.movement.conftest import QUESTIONS, drafted, practice_data, spread
from tests.activities.test_pages import browser, typed
from tests.factories import make_actor, make_user
from tests.growth import few

MODELS = "/hoat-dong/mo-hinh/"


@pytest.fixture
def client(world: World) -> Client:
    return browser(world.user)


def post(client: Client, path: str, values: dict[str, Any], status: int = 200) -> str:
    answer = client.post(path, values, follow=True)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.deep
def test_a_model_goes_from_the_form_to_the_gallery(world: World, client: Client) -> None:
    values = {
        "kind": "club", "unit": world.tree.commune.uid, "name": "Câu lạc bộ <b>Pháp luật</b>", "started_on": "1/3/2021",
        "aim": "Nghe luật", "how": "Mỗi tháng", "cost": "1.500.000", "item": world.item.uid, "token": new_id(),
    }  # fmt: skip
    page = post(client, f"{MODELS}ghi/", values)
    practice = Practice.objects.get()
    assert practice.cost == 1_500_000 and "&lt;b&gt;Pháp luật" in page
    here = f"{MODELS}{practice.uid}/"
    refused = post(client, f"{here}de-xuat/", {})
    assert "ít nhất một kết quả" in refused
    result = {"measure": "Người dự", "measured_in": "người", "before": "12,5", "after": "34", "after_on": "1/12/2021"}
    post(client, f"{here}ket-qua/", result)
    post(client, f"{here}thanh-vien/", {"day": "20/12/2021", "people": "30"})
    upload = SimpleUploadedFile("anh.jpg", picture(), "image/jpeg")
    post(client, f"{here}tep/", {"file": upload})
    assert "chờ cấp trên đánh giá" in post(client, f"{here}de-xuat/", {})
    officer = browser(make_user("district_officer", world.tree.district))
    assert practice.name.split()[0] in officer.get(f"{MODELS}?xem=cho-danh-gia").content.decode()
    assert "Đánh giá mô hình" in officer.get("/").content.decode()
    post(officer, f"{here}danh-gia/", {"worth": "yes", "reason": ""}, 422)
    post(officer, f"{here}danh-gia/", {"worth": "yes", "reason": "Nên làm theo"})
    for role, unit in (("police", world.tree.other_district), ("branch_head", world.tree.branch)):
        reader = browser(make_user(role, unit))
        assert "Pháp luật" in reader.get(MODELS).content.decode()
        assert "Nên làm theo" in reader.get(here).content.decode()
        file = practice.files.get()
        assert reader.get(f"{here}tep/{file.uid}/").headers["Content-Type"] == "image/jpeg"
    printed = client.get(f"{here}in/").content.decode()
    assert "12,5" in printed and "button--primary" not in printed
    word = client.get(f"{here}tai/docx/")
    assert word.content[:2] == b"PK" and "attachment" in word.headers["Content-Disposition"]


def test_a_neighbour_takes_it_up(world: World, judge: Actor) -> None:
    practice = spread(world, judge)
    beside = browser(make_user("commune_officer", world.tree.sibling))
    assert "Áp dụng ở đơn vị mình" in beside.get(f"{MODELS}{practice.uid}/").content.decode()
    post(beside, f"{MODELS}{practice.uid}/ap-dung/", {"unit": world.tree.sibling.uid, "adapted": "", "token": new_id()})
    row = Adoption.objects.get()
    here = f"{MODELS}ap-dung/{row.uid}/"
    post(beside, here, {"adapted": "Làm ở khu trọ", "started_on": "1/10/2021"})
    post(beside, here, {"adapted": "Làm ở khu trọ", "ended_on": "1/12/2021"}, 422)
    done = {"adapted": "Làm ở khu trọ", "ended_on": "1/12/2021", "outcome": "kept", "result": "Được 20 hộ"}
    assert "Được 20 hộ" in post(beside, here, done)
    assert beside.get(f"{MODELS}{practice.uid}/ap-dung/").status_code == 404
    assert browser(world.user).get(here).status_code == 404


def test_a_stranger_sees_no_draft(world: World) -> None:
    practice = drafted(world)
    beside = browser(make_user("commune_officer", world.tree.sibling))
    for tail in ("", "in/", "tai/pdf/", "sua/", "danh-gia/"):
        assert beside.get(f"{MODELS}{practice.uid}/{tail}").status_code == 404


@pytest.mark.deep
def test_the_quick_form_asks_for_a_campaign_only_while_one_runs(world: World, client: Client) -> None:
    assert 'name="campaign"' not in client.get("/hoat-dong/ghi/").content.decode()
    chief = make_actor("province_officer", world.tree.province)
    data = CampaignData(Aim("Tháng hành động", "Làm", date(2021, 12, 1), date(2021, 12, 31)), ["commune"])
    campaign = campaigns.record_campaign(actor=chief, unit=world.tree.province, data=data)
    assert client.get(f"/hoat-dong/dot/{campaign.uid}/").status_code == 404
    campaigns.announce_campaign(actor=chief, campaign=campaign)
    assert "Làm trong đợt" in client.get("/").content.decode()
    page = client.get(f"/hoat-dong/ghi/?dot={campaign.uid}").content.decode()
    assert f'value="{campaign.uid}" selected' in page
    values = typed(world, campaign=campaign.uid) | {"channels": ["zalo"], "programmes": ["TDDK", "XA-KMT"]}
    page = post(client, "/hoat-dong/ghi/", values)
    assert "Zalo" in page and "Tháng hành động" in page
    assert Activity.objects.get().campaign == campaign
    shown = client.get(f"/hoat-dong/dot/{campaign.uid}/").content.decode()
    assert "1 trên 3" in shown and "Phường Trảng Dài" in shown and "Phường Tân Phong" not in shown
    assert "Làm trong đợt" not in client.get("/").content.decode()
    page = client.get("/hoat-dong/chuong-trinh/?nam=2021").content.decode()
    assert page.count('<td class="num" data-label="Hoạt động">1</td>') == 3


def test_five_questions_are_written_printed_and_counted(world: World, client: Client) -> None:
    values: dict[str, Any] = {"unit": world.tree.commune.uid, "title": "Ma túy", "token": new_id()}
    for at in range(1, 6):
        values |= {f"q{at}": f"Câu {at}?", f"q{at}_1": "A", f"q{at}_2": "B", f"q{at}_3": "", f"q{at}_right": "1"}
    post(client, "/hoat-dong/kiem-tra-kien-thuc/viet/", values | {"q3_right": "2"}, 422)
    post(client, "/hoat-dong/kiem-tra-kien-thuc/viet/", values | {"q2": ""}, 422)
    post(client, "/hoat-dong/kiem-tra-kien-thuc/viet/", values)
    here = client.get("/hoat-dong/kiem-tra-kien-thuc/").content.decode().split("/hoat-dong/kiem-tra-kien-thuc/")
    uid = next(part[:26] for part in here if len(part) > 26 and part[26] == "/")
    base = f"/hoat-dong/kiem-tra-kien-thuc/{uid}/"
    assert "Đáp án" in client.get(f"{base}in/").content.decode()
    counts = {"unit": world.tree.commune.uid, "day": "18/12/2021", "before_people": "9", "token": new_id()}
    counts |= {f"before_{at}": "3" for at in range(1, 6)}
    post(client, f"{base}ghi/", counts | {"before_2": "10"}, 422)
    page = post(client, f"{base}ghi/", counts)
    assert "3/9" in page and "33 %" not in page
    more = counts | {"token": new_id(), "before_people": "21", "before_1": "7"}
    page = post(client, f"{base}ghi/", more)
    assert "10/30" in page and "33 %" in page


def test_a_registration_is_typed_and_settled(world: World, client: Client) -> None:
    values = {
        "unit": world.tree.commune.uid, "programme": "TDDK", "year": "2021", "who": "school", "body": "",
        "registered_on": "1/2/2021", "token": new_id(),
    }  # fmt: skip
    assert "Ghi tên cơ quan" in post(client, "/hoat-dong/chuong-trinh/dang-ky/", values, 422)
    post(client, "/hoat-dong/chuong-trinh/dang-ky/", values | {"body": "Trường THCS"})
    here = f"/hoat-dong/chuong-trinh/{Registration.objects.get().uid}/"
    post(client, here, {"outcome": "achieved", "result_on": ""}, 422)
    assert "Đạt" in post(client, here, {"outcome": "achieved", "result_on": "1/12/2021", "result_document": "QĐ 1"})
    auditor = browser(make_user("auditor", world.tree.province))
    assert auditor.get(here).status_code == 200
    assert auditor.post(here, {"outcome": ""}).status_code == 404


def test_drug_free_agencies_and_schools_lead_to_the_ledger_of_areas(world: World, client: Client) -> None:
    page = client.get("/hoat-dong/chuong-trinh/dang-ky/").content.decode()
    assert 'value="TDDK"' in page and 'value="CQ-KMT"' not in page
    values = {
        "unit": world.tree.commune.uid, "programme": "CQ-KMT", "year": "2021", "who": "school", "body": "Trường THCS",
        "registered_on": "1/2/2021", "token": new_id(),
    }  # fmt: skip
    post(client, "/hoat-dong/chuong-trinh/dang-ky/", values, 422)
    assert '<a href="/dia-ban/dang-ky/">' in client.get("/hoat-dong/chuong-trinh/").content.decode()


def test_a_material_is_found_taken_and_used(world: World, client: Client) -> None:
    item = library.record_item(
        actor=world.officer, unit=world.tree.commune, data=ItemData("Tờ rơi ma túy", "leaflet", "vi", "Tỉnh", "Tỉnh")
    )
    upload = SimpleUploadedFile("to-roi.pdf", b"%PDF-1.7", "application/pdf")
    post(client, f"/hoat-dong/thu-vien/{item.uid}/phien-ban/", {"file": upload, "dated": "1/12/2021", "changed": ""})
    far = browser(make_user("commune_officer", world.tree.other_commune))
    assert "Tờ rơi" in far.get("/hoat-dong/thu-vien/?words=TO+ROI&kind=leaflet").content.decode()
    file = far.get(f"/hoat-dong/thu-vien/{item.uid}/phien-ban/1/")
    assert file.content == b"%PDF-1.7" and "attachment" in file.headers["Content-Disposition"]
    assert far.get(f"/hoat-dong/thu-vien/{item.uid}/phien-ban/{10**30}/").status_code == 404
    assert far.get(f"/hoat-dong/thu-vien/{item.uid}/sua/").status_code == 404
    post(client, "/hoat-dong/ghi/", typed(world))
    activity = Activity.objects.get()
    version = item.versions.get()
    post(client, f"/hoat-dong/{activity.uid}/tai-lieu/", {"version": version.uid, "quantity": "0"}, 422)
    assert "50 bản" in post(client, f"/hoat-dong/{activity.uid}/tai-lieu/", {"version": version.uid, "quantity": "50"})


HOSTILE = ["", "x" * 30_000, "<script>", "9" * 60, "-1", "31/2/2021", "١٢", "NaN"]


@pytest.mark.parametrize("value", few(HOSTILE), ids=lambda value: str(HOSTILE.index(value)))
@pytest.mark.deep
def test_whatever_is_typed_gets_a_sentence(world: World, client: Client, value: str) -> None:
    quiz = quizzes.write_quiz(actor=world.officer, unit=world.tree.commune, title="x", questions=QUESTIONS)
    practice = drafted(world)
    forms = {
        f"{MODELS}ghi/": ("kind", "unit", "name", "started_on", "aim", "how", "cost", "item", "token"),
        f"{MODELS}{practice.uid}/ket-qua/": ("measure", "measured_in", "before", "after", "before_on", "after_on"),
        f"{MODELS}{practice.uid}/thanh-vien/": ("day", "people"),
        f"{MODELS}{practice.uid}/ngung/": ("ended_on",),
        "/hoat-dong/dot/lap/": ("unit", "title", "aim", "first", "last", "levels", "within", "token"),
        "/hoat-dong/thu-vien/them/": ("title", "kind", "language", "source", "approver", "unit"),
        f"/hoat-dong/kiem-tra-kien-thuc/{quiz.uid}/ghi/": ("day", "before_people", "before_1", "after_5", "unit"),
        "/hoat-dong/kiem-tra-kien-thuc/viet/": ("title", "q1", "q1_1", "q1_right"),
        "/hoat-dong/chuong-trinh/dang-ky/": ("programme", "year", "who", "body", "registered_on", "document"),
    }
    for path, names in forms.items():
        assert client.post(path, dict.fromkeys(names, value)).status_code in {302, 422}, path
    for path in (MODELS, "/hoat-dong/thu-vien/", "/hoat-dong/dot/"):
        query = {"words": value, "kind": value, "xem": value, "page": value}
        assert client.get(path, query).status_code == 200
    assert client.get("/hoat-dong/chuong-trinh/", {"nam": value}).status_code in {200, 404}
    assert client.get(f"/hoat-dong/kiem-tra-kien-thuc/{quiz.uid}/", {"ban": value}).status_code in {200, 404}


SHEETS: dict[str, tuple[str, type[Any], dict[str, Any]]] = {
    "mo-hinh": (
        f"{MODELS}danh-sach/", Practice,
        {"Tên": "Loa an ninh", "Loại": "Mô hình", "Bắt đầu ngày": "1/3/2021", "Đo việc gì": "Vụ", "Đơn vị tính": "vụ",
         "Trước khi có mô hình": "7", "Sau khi có mô hình": "2,5", "Số thành viên": "12"},
    ),
    "dang-ky": (
        "/hoat-dong/chuong-trinh/danh-sach/", Registration,
        {"Chương trình": "Toàn dân đoàn kết xây dựng đời sống văn hóa", "Năm": "2021", "Ai đăng ký": "Trường học",
         "Tên cơ quan, trường học": "THCS", "Ngày đăng ký": "1/2/2021", "Kết quả": "Đạt",
         "Ngày có kết quả": "1/12/2021"},
    ),
    "thu-vien": (
        "/hoat-dong/thu-vien/danh-sach/", LibraryItem,
        {"Tên tài liệu": "Tờ rơi", "Loại": "Tờ rơi", "Ngôn ngữ": "Tiếng Việt", "Nguồn": "Tỉnh",
         "Người, cơ quan duyệt": "Tỉnh"},
    ),
    "dot": (
        "/hoat-dong/dot/danh-sach/", Campaign,
        {"Tên đợt": "Ra quân", "Mục đích, nội dung": "Làm", "Từ ngày": "1/12/2021", "Đến ngày": "31/12/2021",
         "Mời các đơn vị cấp": "Chi hội"},
    ),
}  # fmt: skip


def filled(template: bytes, rows: list[dict[str, Any]]) -> SimpleUploadedFile:
    """Return a template with rows filled in under its headings."""
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, 2):
        for heading, value in row.items():
            sheet.cell(number, places[heading], value)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("ds.xlsx", out.getvalue(), XLSX)


def packet(page: str) -> str:
    return page.split('name="packet" value="')[1].split('"', maxsplit=1)[0]


@pytest.mark.parametrize("name", SHEETS)
def test_a_list_is_brought_in_once_mended_and_handed_out(world: World, client: Client, name: str) -> None:
    path, model, row = SHEETS[name]
    template = client.get(f"{path}?tep=mau").content
    day = next(heading for heading in row if heading in {"Bắt đầu ngày", "Ngày đăng ký", "Đến ngày", "Loại"})
    wrong = {"Loại": "gì đó"} if day == "Loại" else {day: "31/2/2021"}
    page = client.post(path, {"file": filled(template, [row, row | wrong, row])}).content.decode()
    assert packet(page)
    answer = {"packet": packet(page), "deed": "take"}
    client.post(path, answer)
    assert model.objects.count() == 1
    client.post(path, answer)
    assert model.objects.count() == 1
    mended = client.post(path, {"packet": packet(page), "deed": "mend"})
    assert mended.headers["Content-Type"] == XLSX
    out = client.get(f"{path}?tep=hien-co")
    first = load_workbook(BytesIO(out.content)).worksheets[0]
    assert first.max_row == 2 and str(first.cell(2, 1).value) in row.values()
    again = client.post(path, {"file": SimpleUploadedFile("lai.xlsx", out.content, XLSX)}).content.decode()
    client.post(path, {"packet": packet(again), "deed": "take"})
    assert model.objects.count() == 1


def test_counts_and_adoptions_are_brought_in(world: World, client: Client, judge: Actor) -> None:
    quiz = quizzes.write_quiz(actor=world.officer, unit=world.tree.commune, title="x", questions=QUESTIONS)
    path = f"/hoat-dong/kiem-tra-kien-thuc/{quiz.uid}/danh-sach/"
    row = {"Ngày": "1/12/2021", "Số phiếu trước": "20", **{f"Câu {n} đúng, trước": str(n) for n in range(1, 6)}}
    page = client.post(path, {"file": filled(client.get(f"{path}?tep=mau").content, [row])}).content.decode()
    client.post(path, {"packet": packet(page), "deed": "take"})
    assert QuizResult.objects.get().before_3 == 3
    spread(world, judge, name="Hay nhất")
    beside = browser(make_user("commune_officer", world.tree.sibling))
    path = f"{MODELS}ap-dung/"
    rows = [{"Tên mô hình": "hay NHẤT", "Bắt đầu làm từ ngày": "1/10/2021"}, {"Tên mô hình": "Không có"}]
    page = beside.post(path, {"file": filled(beside.get(f"{path}?tep=mau").content, rows)}).content.decode()
    beside.post(path, {"packet": packet(page), "deed": "take"})
    assert Adoption.objects.get().step == "running"


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.deep
def test_lists_cost_the_same_at_any_length(world: World, client: Client, judge: Actor) -> None:
    def grow(times: int) -> None:
        for _ in range(times):
            spread(world, judge, name=new_id())
            item = library.record_item(
                actor=world.officer, unit=world.tree.commune, data=ItemData(new_id(), "leaflet", "vi", "x", "y")
            )
            library.add_version(
                actor=world.officer, item=item, data=VersionData("a", b"%PDF-" + new_id().encode(), TODAY)
            )
        rows = [PracticeEntry(world.tree.branch, practice_data(name=new_id())) for _ in range(times)]
        spreading.record_practices(actor=world.officer, rows=rows)

    paths = [MODELS, f"{MODELS}?xem=cua-don-vi", "/hoat-dong/thu-vien/", "/hoat-dong/dot/", "/hoat-dong/chuong-trinh/"]
    grow(1)
    before = {path: cost(client, path) for path in paths}
    grow(8)
    assert {path: cost(client, path) for path in paths} == before


def test_sets_of_questions_come_in_pages_and_are_found_by_title(world: World, client: Client) -> None:
    """Words are sought without their marks; what is not there leads back to all."""
    for n in range(31):
        title = f"Ma túy núp bóng {n}"
        quizzes.write_quiz(
            actor=world.officer, unit=world.tree.commune, title=title, questions=QUESTIONS, token=new_id()
        )
    path, row = "/hoat-dong/kiem-tra-kien-thuc/", '<th scope="row">'
    assert [client.get(path, {"page": n}).content.decode().count(row) for n in ("1", "2")] == [30, 1]
    found = client.get(path, {"words": "MA TUY nup bong 17"}).content.decode()
    assert found.count(row) == 1
    none = client.get(path, {"words": "không có"}).content.decode()
    assert "Không có tên nào khớp" in none and 'href="?">Bỏ lọc' in none
    assert client.get("/hoat-dong/dot/", {"words": "x" * 3000, "page": "y"}).status_code == 200


def test_who_takes_a_record_back_reads_which(world: World, client: Client) -> None:
    quiz = quizzes.write_quiz(
        actor=world.officer, unit=world.tree.commune, title="Bộ <i>thứ nhất</i>", questions=QUESTIONS, token=new_id()
    )
    page = client.get(f"/hoat-dong/kiem-tra-kien-thuc/{quiz.uid}/huy/").content.decode()
    assert "Bộ &lt;i&gt;thứ nhất&lt;/i&gt;. Bản ghi vẫn còn trong nhật ký" in page
