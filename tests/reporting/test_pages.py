"""The pages of reports, by Client as a browser without JavaScript uses them."""

import gzip
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lanhmanh.accounts.models import User
from lanhmanh.activities.models import Activity
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Report, Value
from lanhmanh.reporting.rules.forms import get as get_form
from lanhmanh.units.models import Level, Unit
from tests.factories import make_unit, make_user
from tests.reporting.conftest import FORM, Q1, Line

AT = [FORM.code, Q1.code]


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


def as_(actor_or_user: object) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    user = actor_or_user if isinstance(actor_or_user, User) else User.objects.get(pk=actor_or_user.user_id)
    client.force_login(user)
    return client


def text(response: object) -> str:
    return response.content.decode()


def url(name: str, *args: object) -> str:
    return reverse(f"reporting:{name}", args=args)


def typed(report: Report, **changes: str) -> dict[str, str]:
    """Return what the form of a report posts, with some cells typed anew (TT_BUOI="3", n_TT_BUOI="…")."""
    data = {}
    for row in Value.objects.filter(report=report):
        data[f"v-{row.indicator}"] = "" if row.value is None else str(row.value).replace(".", ",")
        data[f"n-{row.indicator}"] = row.note
    for key, value in changes.items():
        code = key.removeprefix("n_").replace("_", "-")
        data[f"{'n' if key.startswith('n_') else 'v'}-{code}"] = value
    return data


# Who may open what.


def people(line: Line) -> dict[str, Client]:
    """Return who stands where, signed in once for all addresses that a test asks."""
    world = line.world
    line.clients = line.clients or {
        "own": as_(line.filler(world.commune)),
        "parent": as_(line.district_officer),
        "top": as_(line.province_officer),
        "child": as_(make_user("branch_head", world.branch)),
        "sibling": as_(line.filler(world.sibling)),
        "stranger": as_(line.filler(world.other_district)),
        "police": as_(make_user("police", world.district)),
        "admin": as_(make_user("administrator", world.province)),
    }
    return line.clients


def seen(line: Line, address: str) -> set[str]:
    """Return to whom an address opens; to all others it is not there."""
    codes = {who: client.get(address).status_code for who, client in people(line).items()}
    assert set(codes.values()) <= {200, 404}
    return {who for who, code in codes.items() if code == 200}


def test_a_report_opens_to_its_unit_and_those_above(line: Line) -> None:
    report = line.submitted(line.world.commune)
    assert seen(line, url("report", report.uid)) == {"own", "parent", "top"}


def test_review_opens_to_the_unit_above_alone(line: Line) -> None:
    report = line.submitted(line.world.commune)
    assert seen(line, url("review", report.uid)) == {"parent"}


def test_the_facts_open_where_activities_may_be_seen(line: Line) -> None:
    report = line.submitted(line.world.commune)
    assert seen(line, url("facts", report.uid, "TT-BUOI")) == {"own", "parent", "top"}


def test_consolidations_open_to_partners_too(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    at = [*AT, line.world.commune.uid]
    assert seen(line, url("consolidation", *at)) == {"own", "parent", "top", "police"}
    assert seen(line, url("cell", *at, "TT-BUOI")) == {"own", "parent", "top", "police"}
    assert seen(line, url("preview", *at)) == {"own", "parent", "top", "police"}


def test_partners_get_figures_and_no_links_to_what_is_not_theirs(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    police = as_(make_user("police", line.world.district))
    for name in ("consolidation", "cell"):
        for unit in (line.world.district, line.world.commune):
            tail = ["TT-BUOI"] if name == "cell" else []
            page = text(police.get(url(name, *AT, unit.uid, *tail)))
            assert ">3<" in page
            assert report.uid not in page
            assert "/bao-cao/phieu/" not in page
            assert "?don-vi=" not in page
    assert police.get(url("index")).status_code == 404
    assert police.get(url("issue", *AT, line.world.district.uid)).status_code == 404
    assert police.get(url("consolidation_index")).status_code == 200


def test_lists_open_to_who_has_a_use_for_them(line: Line) -> None:
    line.draft(line.world.commune)
    assert seen(line, url("index")) == {"own", "parent", "top", "sibling", "stranger"}
    assert seen(line, url("queue")) == {"parent", "top", "stranger"}
    assert seen(line, url("consolidation_index")) == {"own", "parent", "top", "sibling", "stranger", "police"}
    assert seen(line, url("item_figures", "II.1")) == {"own", "parent", "top", "sibling", "stranger", "police"}
    assert seen(line, url("open", line.world.sibling.uid, *AT)) == {"sibling"}


@pytest.mark.parametrize("name", ["submit", "report"])
def test_only_the_unit_itself_writes(line: Line, name: str) -> None:
    report = line.draft(line.world.commune)
    codes = {who: client.post(url(name, report.uid), {}).status_code for who, client in people(line).items()}
    assert {who for who, code in codes.items() if code != 404} == {"own"}


@pytest.mark.parametrize(
    "address",
    [
        "/bao-cao/?nam=1x", "/bao-cao/?nam=99999", "/bao-cao/?don-vi=0", "/bao-cao/?bieu=KHAC",
        "/bao-cao/tong-hop/KHAC/2021Q1/{unit}/", "/bao-cao/tong-hop/HND-QUY/2021/{unit}/",
        "/bao-cao/tong-hop/HND-QUY/2021q1/{unit}/", "/bao-cao/tong-hop/HND-QUY/khong/{unit}/",
        "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/o/KHAC/", "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/tai/exe/",
        "/bao-cao/tong-hop/HND-QUY/2021Q1/{branch}/", "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/?phan=IX",
        "/bao-cao/tong-hop/HND-QUY/2021Q1/{unit}/van-ban/?the-thuc=party",
    ],
)  # fmt: skip
def test_an_address_that_names_nothing_is_not_there(line: Line, address: str) -> None:
    client = as_(line.district_officer)
    world = line.world
    assert client.get(address.format(unit=world.district.uid, branch=world.branch.uid)).status_code == 404


# The walk of a report.


def test_the_whole_walk(line: Line) -> None:
    unit = line.world.commune
    officer, reviewer = as_(line.filler(unit)), as_(line.district_officer)
    asked = officer.get(url("open", unit.uid, *AT))
    assert "Lập báo cáo quý I/2021" in text(asked)
    opened = officer.post(url("open", unit.uid, *AT), follow=True)
    report = Report.objects.get()
    assert opened.redirect_chain[-1][0] == url("report", report.uid)
    zeros = {f"v-{row.indicator}": "0" for row in Value.objects.filter(report=report)}

    kept = officer.post(url("report", report.uid), zeros, follow=True)
    assert "Đã lưu" in text(kept)
    sent = officer.post(url("submit", report.uid), typed(report, TG_NHAN="2", TG_CHUYEN="1"), follow=True)
    assert "Đã nộp báo cáo" in text(sent)
    assert "<input" not in text(sent).split("<form")[1].replace('<input type="hidden"', "")

    back = {"deed": "return", "back": ["TG-NHAN"], "why-TG-NHAN": "Xem lại sổ tiếp nhận", "comment": "Cần sửa gấp"}
    returned = reviewer.post(url("review", report.uid), back, follow=True)
    assert returned.redirect_chain[-1][0] == url("queue")
    assert "Đã trả lại báo cáo của Phường Trảng Dài" in text(returned)
    report.refresh_from_db()
    assert report.return_comment == "Cần sửa gấp\nTG-NHAN Tin tố giác do Hội tiếp nhận: Xem lại sổ tiếp nhận"

    shown = text(officer.get(url("report", report.uid)))
    assert shown.index("Xem lại sổ tiếp nhận") < shown.index('id="row-TT-BUOI"')
    officer.post(url("submit", report.uid), typed(report, TG_NHAN="3"))
    approved = reviewer.post(url("review", report.uid), {"deed": "approve"}, follow=True)
    assert "Đã duyệt báo cáo của Phường Trảng Dài" in text(approved)

    assert officer.post(url("correct", report.uid), {"reason": " "}).status_code == 422
    corrected = officer.post(url("correct", report.uid), {"reason": "Đếm sót một tin"}, follow=True)
    assert "Đếm sót một tin" in text(corrected)
    new = Report.objects.get(version=2)
    officer.post(url("submit", new.uid), typed(new, TG_NHAN="4"))
    reviewer.post(url("review", new.uid), {"deed": "approve"})
    states = dict(Report.objects.values_list("version", "state"))
    assert states == {1: "SUPERSEDED", 2: "APPROVED"}
    assert ">4<" in text(officer.get(url("cell", *AT, unit.uid, "TG-NHAN")))


def test_opening_twice_leads_to_the_same_report(line: Line) -> None:
    report = line.draft(line.world.commune)
    client = as_(line.filler(line.world.commune))
    address = url("open", line.world.commune.uid, *AT)
    assert client.get(address).url == client.post(address).url == url("report", report.uid)


def test_a_period_that_has_not_begun_is_refused_with_a_sentence(line: Line) -> None:
    client = as_(line.filler(line.world.commune))
    address = url("open", line.world.commune.uid, FORM.code, "2021Q4")
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "mở báo cáo từ ngày đó" in text(answer)
    assert not Report.objects.exists()


# Typing.


def test_bad_input_stands_under_its_row_with_what_was_typed(line: Line) -> None:
    report = line.draft(line.world.commune)
    client = as_(line.filler(line.world.commune))
    answer = client.post(
        url("report", report.uid), typed(report, TT_BUOI="ba buổi", n_TT_BUOI="ghi sau", TT_LUOT="1.250")
    )  # fmt: skip
    page = text(answer)
    assert answer.status_code == 422
    row = page.split('id="row-TT-BUOI"')[1].split('id="row-TT-LUOT"')[0]
    assert 'value="ba buổi"' in row
    assert 'value="ghi sau"' in row
    assert "Chỉ gõ chữ số" in row
    assert Value.objects.get(report=report, indicator="TT-LUOT").value == 1250
    assert Value.objects.get(report=report, indicator="TT-BUOI").value == 0


def test_submitting_with_a_problem_names_it_under_the_row_and_keeps_the_draft(line: Line) -> None:
    report = line.draft(line.world.commune)
    answer = as_(line.filler(line.world.commune)).post(
        url("submit", report.uid), typed(report, TG_NHAN="2", TG_CHUYEN="5")
    )  # fmt: skip
    assert answer.status_code == 422
    assert "không được lớn hơn" in text(answer).split('id="m-TG-CHUYEN"')[1].split("</tr>")[0]
    assert "Còn 1 ô chưa đúng" in text(answer)
    report.refresh_from_db()
    assert report.state == "DRAFT"
    assert Value.objects.get(report=report, indicator="TG-CHUYEN").value == 5


def test_a_cell_saves_itself(line: Line) -> None:
    report = line.draft(line.world.commune)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "VV-TIEN"), {"v-VV-TIEN": "12,5", "n-VV-TIEN": "từ Quỹ"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "Đã lưu 09:00" in text(answer)
    assert 'id="counts" hx-swap-oob="true"' in text(answer)
    row = Value.objects.get(report=report, indicator="VV-TIEN")
    assert (row.value, row.note) == (Decimal("12.5"), "từ Quỹ")


def test_a_cell_that_cannot_be_read_says_so_and_nothing_changes(line: Line) -> None:
    report = line.draft(line.world.commune)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "TT-BUOI"), {"v-TT-BUOI": "12,5"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert 'data-row="error"' in text(answer)
    assert "Chỉ nhận số nguyên" in text(answer)
    assert "Đã lưu" not in text(answer)
    assert Value.objects.get(report=report, indicator="TT-BUOI").value == 0


def test_saving_a_part_tells_the_row_it_belongs_to(line: Line) -> None:
    report = line.draft(line.world.commune, TG_NHAN=5, TG_CHUYEN=3)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "TG-NHAN"), {"v-TG-NHAN": "2", "n-TG-NHAN": ""}, headers={"HX-Request": "true"}
    )
    assert "không được lớn hơn" in text(answer).split('id="m-TG-CHUYEN" hx-swap-oob="true"')[1]


def test_a_ratio_follows_what_is_saved(line: Line) -> None:
    report = line.draft(line.world.commune, HV_HO=200, CK_HO=50)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "CK-HO"), {"v-CK-HO": "100", "n-CK-HO": ""}, headers={"HX-Request": "true"}
    )
    ratio = text(answer).split('id="row-CK-TYLE" hx-swap-oob="true"')[1]
    assert '<span class="num">50</span>' in ratio


def test_without_javascript_a_cell_saves_and_returns_to_its_row(line: Line) -> None:
    report = line.draft(line.world.commune)
    client = as_(line.filler(line.world.commune))
    good = client.post(url("save", report.uid, "TT-LOA"), {"v-TT-LOA": "1"})
    assert good.status_code == 404
    good = client.post(url("save", report.uid, "VV-TIEN"), {"v-VV-TIEN": "7"})
    assert good.url == f"{url('report', report.uid)}#row-VV-TIEN"
    bad = client.post(url("save", report.uid, "VV-TIEN"), {"v-VV-TIEN": "bảy"})
    assert bad.status_code == 422
    assert 'value="bảy"' in text(bad)


# Two people at once.


def test_saving_what_was_submitted_meanwhile_is_a_sentence_and_loses_nothing(line: Line) -> None:
    report = line.draft(line.world.commune)
    data = typed(report, TT_LUOT="64", n_TT_LUOT="đếm lại")
    services.submit_report(actor=line.filler(line.world.commune), report=report)
    answer = as_(line.filler(line.world.commune)).post(url("report", report.uid), data)
    assert answer.status_code == 422
    assert "Không thể lưu báo cáo đang ở trạng thái “Đã nộp”" in text(answer)
    assert "Đã gõ: 64; ghi chú: đếm lại" in text(answer)
    cell = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "TT-LUOT"), {"v-TT-LUOT": "64", "n-TT-LUOT": ""}, headers={"HX-Request": "true"}
    )
    assert cell.status_code == 200
    assert "Không thể lưu" in text(cell)
    assert Value.objects.get(report=report, indicator="TT-LUOT").value == 0


def test_deciding_on_what_was_decided_meanwhile_keeps_the_reasons_in_the_message(line: Line) -> None:
    report = line.submitted(line.world.commune)
    services.approve_report(actor=line.district_officer, report=report)
    answer = as_(line.district_officer).post(
        url("review", report.uid), {"deed": "return", "why-TT-BUOI": "Xem lại"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == url("report", report.uid)
    assert "không chờ bạn duyệt" in text(answer)
    assert "TT-BUOI Buổi tuyên truyền do Hội chủ trì hoặc phối hợp: Xem lại" in text(answer)


# Reviewing.


def test_the_review_answers_what_does_not_fit_and_keeps_what_was_written(line: Line) -> None:
    report = line.submitted(line.world.commune)
    client = as_(line.district_officer)
    tries = [
        ({"deed": "approve", "back": "TT-BUOI", "why-TT-BUOI": "Sai"}, "Bỏ đi để duyệt"),
        ({"deed": "return", "back": "TT-BUOI"}, "chưa ghi lý do"),
        ({"deed": "return_all", "comment": " "}, "Ghi lý do trả lại"),
    ]
    for data, said in tries:
        answer = client.post(url("review", report.uid), data)
        assert answer.status_code == 422
        assert said in text(answer)
    kept = text(client.post(url("review", report.uid), {"deed": "approve", "why-TT-BUOI": "Sai sổ", "comment": "Gấp"}))
    assert 'value="Sai sổ"' in kept
    assert ">Gấp</textarea>" in kept
    assert client.post(url("review", report.uid), {"deed": "khac"}).status_code == 404
    report.refresh_from_db()
    assert report.state == "SUBMITTED"


def test_after_a_decision_the_next_report_follows(line: Line) -> None:
    first, second = line.submitted(line.world.sibling), line.submitted(line.world.commune)
    answer = as_(line.district_officer).post(url("review", first.uid), {"deed": "approve"})
    assert answer.url == url("review", second.uid)


def test_who_sent_a_report_is_told_that_another_decides(line: Line) -> None:
    user = make_user("commune_officer", line.world.commune)
    report = line.draft(line.world.commune)
    as_(user).post(url("submit", report.uid), typed(report))
    user.memberships.create(role="district_officer", unit=line.world.district, valid_from=date(2021, 1, 1))
    answer = as_(user).get(url("review", report.uid), follow=True)
    assert "Người nộp không được duyệt" in text(answer)


def unremarkable(line: Line, unit: Unit) -> Report:
    """Submit a report without a single note."""
    report = line.draft(unit)
    cells = {row.indicator: (row.derived if row.derived is not None else row.value, "") for row in report.values.all()}
    services.save_cells(actor=line.filler(unit), report=report, cells=cells)
    return services.submit_report(actor=line.filler(unit), report=report)


def test_only_reports_without_notes_are_approved_together(line: Line) -> None:
    plain, noted = unremarkable(line, line.world.commune), line.submitted(line.world.sibling)
    client = as_(line.district_officer)
    page = text(client.get(url("queue"), {"chon": "tat-ca"}))
    assert f'value="{plain.uid}" checked' in page
    assert f'value="{noted.uid}"' not in page
    answer = client.post(url("queue"), {"report": [plain.uid, noted.uid]}, follow=True)
    assert "Đã duyệt 1 báo cáo. 1 báo cáo không còn chờ duyệt hoặc có ghi chú cần đọc." in text(answer)
    plain.refresh_from_db()
    noted.refresh_from_db()
    assert (plain.state, noted.state) == ("APPROVED", "SUBMITTED")
    assert "Chưa chọn báo cáo nào" in text(client.post(url("queue"), {"report": [noted.uid]}, follow=True))


def test_an_empty_queue_says_what_to_do(line: Line) -> None:
    assert "Không còn báo cáo nào chờ duyệt" in text(as_(line.district_officer).get(url("queue")))


# Who has reported.


def test_the_matrix_opens_level_by_level(line: Line) -> None:
    report = line.approved(line.world.commune)
    client = as_(line.province_officer)
    top = text(client.get(url("index"), {"nam": "2021"}))
    assert "Thành phố Biên Hòa" in top
    assert "Phường Trảng Dài" not in top
    assert "1/2" in top
    below = text(client.get(url("index"), {"don-vi": line.world.district.uid, "nam": "2021"}))
    assert url("report", report.uid) in below
    assert "Phường Tân Phong" in below


def test_a_commune_sees_the_list_of_its_own_reports(line: Line) -> None:
    page = text(as_(line.filler(line.world.commune)).get(url("index")))
    assert "matrix" not in page
    assert url("open", line.world.commune.uid, *AT) in page
    assert "Quý IV/2021" in page


def test_the_index_counts_what_waits(line: Line) -> None:
    line.submitted(line.world.commune)
    assert "1 báo cáo chờ duyệt" in text(as_(line.district_officer).get(url("index")))


def grown(line: Line, count: int) -> None:
    """Give the district more communes, each with a submitted report."""
    for _ in range(count):
        unremarkable(line, make_unit("Xã Mới", Level.COMMUNE, line.world.district))


def test_the_number_of_queries_does_not_grow(line: Line, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client, at = as_(line.district_officer), [*AT, line.world.district.uid]
    few = {url("index"): 60, url("queue"): 60, url("consolidation_index"): 60, url("consolidation", *at): 60,
           url("cell", *at, "TT-BUOI"): 60, url("preview", *at): 60}  # fmt: skip
    grown(line, 3)
    for address, most in few.items():
        client.get(address)
        with django_assert_max_num_queries(most) as asked:
            assert client.get(address).status_code == 200
        few[address] = len(asked.captured_queries)
    grown(line, 9)
    for address, most in few.items():
        with django_assert_max_num_queries(most):
            client.get(address)


def test_the_pages_of_a_whole_province_stay_light(line: Line) -> None:
    for number in range(9):
        make_unit(f"Huyện Số {number}", Level.DISTRICT, line.world.province)
    for number in range(40):
        make_unit(f"Phường Rất Dài Tên Số {number}", Level.COMMUNE, line.world.district)
    line.approved(line.world.commune, TT_BUOI=3)
    client = as_(line.province_officer)
    whole = url("consolidation", *AT, line.world.province.uid)
    district = url("consolidation", *AT, line.world.district.uid)
    communes = f"{url('index')}?don-vi={line.world.district.uid}"
    for address in (url("index"), whole, f"{whole}?phan=tat-ca", district, communes):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(gzip.compress(answer.content)) <= 30_000, address


# Consolidation.


def test_a_consolidation_counts_names_and_hatches_what_is_missing(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    page = text(as_(line.district_officer).get(url("consolidation", *AT, line.world.district.uid)))
    assert "Thiếu 2/3 báo cáo" in page
    assert "Phường Tân Phong" in page.split("Thiếu 2/3 báo cáo")[1].split("</p>")[0]
    assert 'class="missing"' in page
    assert url("cell", *AT, line.world.commune.uid, "TT-BUOI") in page


def test_where_figures_are_too_many_to_be_links_the_heads_open_them(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    address = url("consolidation", *AT, line.world.district.uid)
    client = as_(line.district_officer)
    cell, head = (url("cell", *AT, unit.uid, "TT-BUOI") for unit in (line.world.commune, line.world.district))
    few = text(client.get(f"{address}?phan=tat-ca"))
    monkeypatch.setattr("lanhmanh.reporting.views.consolidations._LINKED", 10)
    many = text(client.get(f"{address}?phan=tat-ca"))
    assert f'href="{cell}">3<' in few
    assert "<td>3</td>" in many
    assert f'href="{cell}"' not in many
    assert f'<th scope="col" class="num"><a href="{head}">' in many
    assert client.get(head).status_code == 200
    assert ("bấm tên chỉ tiêu" in few, "bấm tên chỉ tiêu" in many) == (False, True)


def test_every_figure_opens_down_to_the_activities(line: Line) -> None:
    activity = recorded(line, line.world.commune)
    report = unremarkable(line, line.world.commune)
    services.approve_report(actor=line.district_officer, report=report)
    client = as_(line.province_officer)
    steps = [
        (url("consolidation", *AT, line.world.province.uid), url("cell", *AT, line.world.district.uid, "TT-BUOI")),
        (url("cell", *AT, line.world.district.uid, "TT-BUOI"), url("cell", *AT, line.world.commune.uid, "TT-BUOI")),
        (url("cell", *AT, line.world.commune.uid, "TT-BUOI"), f"{url('report', report.uid)}#row-TT-BUOI"),
        (url("cell", *AT, line.world.commune.uid, "TT-BUOI"), reverse("activities:detail", args=[activity.uid])),
        (url("report", report.uid), url("facts", report.uid, "TT-BUOI")),
        (url("facts", report.uid, "TT-BUOI"), reverse("activities:detail", args=[activity.uid])),
    ]
    for page, link in steps:
        assert f'href="{link}"' in text(client.get(page)), (page, link)


def recorded(line: Line, unit: Unit) -> Activity:
    """Record one communication session in the first quarter."""
    user = User.objects.get(pk=line.province_officer.user_id)
    at = clock.now()
    source = Document.objects.create(
        origin="received", unit=line.world.province, title="Kế hoạch", registered_at=at, registered_by=user
    )  # fmt: skip
    plan = Plan.objects.create(
        document=source, unit=line.world.province, title="Kế hoạch", first_year=2021, last_year=2021,
        created_at=at, created_by=user,
    )  # fmt: skip
    item = PlanItem.objects.create(plan=plan, path="II.1", label="1", text="Tuyên truyền", order=1)
    return Activity.objects.create(
        kind="session", plan_item=item, unit=unit, day=date(2021, 2, 1), place="Nhà văn hóa", search="",
        recorded_at=at, recorded_by=user,
    )  # fmt: skip


def test_the_year_so_far_opens_to_its_periods(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client = as_(line.district_officer)
    page = text(client.get(url("consolidation", *AT, line.world.district.uid)))
    link = f"{url('cell', *AT, line.world.district.uid, 'TT-BUOI')}#nam"
    assert f'href="{link}"' in page
    assert 'id="nam"' in text(client.get(link))


def test_choosing_leads_to_the_consolidation(line: Line) -> None:
    client = as_(line.district_officer)
    line.approved(line.world.commune)
    page = text(client.get(url("consolidation_index")))
    assert url("consolidation", *AT, line.world.district.uid) in page
    chosen = {"unit": line.world.commune.uid, "form": FORM.code, "period": Q1.code}
    assert client.get(url("consolidation_index"), chosen).url == url("consolidation", *AT, line.world.commune.uid)
    wrong = client.get(url("consolidation_index"), chosen | {"unit": line.world.other_commune.uid})
    assert wrong.status_code == 422


# On paper.


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_draft_is_handed_out_as_a_file(line: Line, form: str, start: bytes) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    answer = as_(line.district_officer).get(url("exports", *AT, line.world.district.uid, form))
    assert answer.content.startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_paper_is_seen_checked_and_issued(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client, at = as_(line.district_officer), [*AT, line.world.district.uid]
    page = text(client.get(url("preview", *at)))
    assert "BAN CHẤP HÀNH" in page.split('class="issuer"')[1].split("</p>")[0]
    assert "Thiếu 2 đơn vị" in page
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text(client.get(url("preview", *at), {"the-thuc": "state"}))
    assert "1 trên 3 báo cáo đã duyệt" in text(client.get(url("issue", *at)))
    assert client.post(url("issue", *at), {}).status_code == 422
    issued = client.post(url("issue", *at), {"family": "union"}, follow=True)
    assert issued.status_code == 200
    assert issued.redirect_chain[-1][0].startswith("/van-ban/")
    assert "Đã ban hành" in text(issued)


def test_nothing_is_issued_before_a_report_is_approved(line: Line) -> None:
    line.draft(line.world.commune)
    answer = as_(line.district_officer).post(url("issue", *AT, line.world.district.uid), {"family": "union"})
    assert answer.status_code == 422
    assert "duyệt ít nhất một báo cáo" in text(answer)


# The clause.


def test_a_clause_shows_its_figures_and_where_they_come_from(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client = as_(line.district_officer)
    page = text(client.get(url("item_figures", "II.1")))
    assert f'href="{url("cell", *AT, line.world.district.uid, "TT-BUOI")}"' in page
    assert "VV-TIEN" not in page
    assert "VV-TIEN" in text(client.get(url("item_figures", "II")))
    narrow = text(client.get(url("item_figures", "II.1.-2")))
    assert "không có chỉ tiêu riêng" in narrow
    assert url("item_figures", "II.1") in narrow


# A form beside the quarter.


def test_the_index_offers_the_forms_of_the_year_and_opens_each(line: Line) -> None:
    client, unit = as_(line.filler(line.world.commune)), line.world.commune
    assert 'aria-label="Biểu mẫu"' not in text(client.get("/bao-cao/?nam=2021"))
    whole = text(client.get("/bao-cao/?nam=2022"))
    choices = whole.split('aria-label="Biểu mẫu"')[1].split("</nav>")[0]
    assert '<b aria-current="true">Báo cáo quý của Hội Nông dân</b>' in choices
    assert choices.count("<a href") == 4
    assert "HND-PLQD28" not in choices and "BCN" not in choices
    for code in ("HND-THANG", "HND-6THANG", "HND-NAM", "HND-PLCT2"):
        assert f'href="?nam=2022&amp;don-vi={unit.uid}&amp;bieu={code}"' in choices
        page = text(client.get(f"/bao-cao/?nam=2022&don-vi={unit.uid}&bieu={code}"))
        assert f'<b aria-current="true">{get_form(code).name_vi}</b>' in page
        assert f'?nam=2021&amp;don-vi={unit.uid}&amp;bieu={code}"' in page


def test_a_form_not_yet_in_force_has_no_periods_and_no_report_to_begin(line: Line) -> None:
    client, unit = as_(line.filler(line.world.commune)), line.world.commune
    page = text(client.get("/bao-cao/?bieu=HND-THANG"))
    assert "Báo cáo năm 2021" in page
    assert "Không có kỳ báo cáo nào" in page
    with clock.at(datetime(2022, 2, 16, tzinfo=UTC)):
        assert client.get(url("open", unit.uid, "HND-THANG", "202112")).status_code == 404
        assert client.get(url("open", unit.uid, "HND-THANG", "202202")).status_code == 200
        assert client.get("/bao-cao/?bieu=HND-THANG").context["year"] == 2022


def test_a_monthly_report_is_filled_and_sent_without_javascript(line: Line) -> None:
    client, unit = as_(line.filler(line.world.commune)), line.world.commune
    with clock.at(datetime(2022, 1, 17, tzinfo=UTC)):
        client.post(url("open", unit.uid, "HND-THANG", "202201"))
        report = Report.objects.get(form="HND-THANG", unit=unit)
        client.post(url("report", report.uid), typed(report, TG_KHAN="2", HT_CHO="0"))
        client.post(url("submit", report.uid))
        report.refresh_from_db()
        assert report.state == "SUBMITTED"
        above = as_(line.district_officer)
        matrix = text(above.get("/bao-cao/?bieu=HND-THANG"))
        assert url("report", report.uid) in matrix
        assert above.get(url("consolidation", "HND-THANG", "202201", line.world.district.uid)).status_code == 200


def test_facts_that_moved_after_sending_show_beside_what_stays(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = line.world.commune
    report = line.submitted(unit, TT_BUOI=0)
    known = {code: Decimal(0) for code in ("TT-BUOI", "PH-CUOC")}
    monkeypatch.setattr("lanhmanh.reporting.figures.derive", lambda *_: known)
    said = "Hoạt động ghi đến nay cho số 14, khi nộp là 0."
    assert said not in text(as_(line.reviewer(unit)).get(url("review", report.uid)))
    known["TT-BUOI"] = Decimal(14)
    assert said in text(as_(line.reviewer(unit)).get(url("review", report.uid)))
    services.approve_report(actor=line.reviewer(unit), report=report)
    page = text(as_(line.filler(unit)).get(url("report", report.uid)))
    assert said in page and "mở bản đính chính" in page
    assert "(0 → 14)" in page
    new = services.correct_report(actor=line.filler(unit), report=report, reason="Ghi thêm hoạt động")
    assert said not in text(as_(line.filler(unit)).get(url("report", new.uid)))
