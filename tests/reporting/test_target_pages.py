"""The pages of targets, of reports in time and of reminders, as a browser without JavaScript uses them."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from openpyxl import load_workbook

from lanhmanh.accounts.models import User
from lanhmanh.kernel import clock
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Reminder, Target
from lanhmanh.reporting.rules.catalogue import load
from lanhmanh.units.models import Unit
from tests.factories import make_actor, make_user
from tests.reporting.conftest import FORM, Q1, Line
from tests.reporting.pages.asking import as_, seen, text, url

CODE, YEAR = "TT-BUOI", 2021
BAD = ["", "x", "0", "-1", "999999999999", "２０２１", "2021Q9", "'"]


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


def at(unit: Unit, code: str = CODE) -> list[object]:
    return [YEAR, unit.uid, code]


def set_(line: Line, values: dict[Unit, int], code: str = CODE, reason: str = "") -> None:
    services.set_targets(
        actor=line.province_officer, unit=line.world.province, code=code, year=YEAR, reason=reason,
        values={unit.pk: Decimal(value) for unit, value in values.items()},
    )  # fmt: skip


def sheet(values: dict[Unit, str], **more: str) -> dict[str, str]:
    return {f"v-{unit.uid}": value for unit, value in values.items()} | more


# Who may open what.


@pytest.mark.deep
def test_targets_open_to_who_sees_figures_and_setting_to_who_may_set(line: Line) -> None:
    world = line.world
    set_(line, {world.province: 100, world.district: 60})
    assert seen(line, f"{url('targets')}?don-vi={world.district.uid}") == {"parent", "top", "police"}
    assert seen(line, url("targets")) == {"own", "parent", "top", "sibling", "stranger", "police"}
    assert seen(line, url("target", *at(world.commune))) == {"own", "parent", "top", "police"}
    assert seen(line, url("targets_export", YEAR, world.district.uid)) == {"parent", "top", "police"}
    assert seen(line, url("target_set", *at(world.district))) == {"parent", "top"}
    assert seen(line, url("target_choose", YEAR, world.province.uid)) == {"top"}
    assert seen(line, url("target_gap", *at(world.province))) == {"top"}
    assert seen(line, url("target_gap", *at(world.district))) == set()  # nothing was given below it yet
    assert seen(line, url("reminders")) == {"parent", "top", "stranger"}
    assert seen(line, url("timeliness")) == {"own", "parent", "top", "sibling", "stranger"}
    assert seen(line, f"{url('timeliness')}?don-vi={world.district.uid}") == {"parent", "top"}


@pytest.mark.deep
@pytest.mark.parametrize("bad", BAD)
def test_addresses_that_name_nothing_are_not_there(line: Line, bad: str) -> None:
    client, unit = as_(line.province_officer), line.world.province
    for address in (
        f"{url('targets')}?nam={bad or '1'}", f"{url('targets')}?don-vi={bad or 'x'}",
        f"{url('timeliness')}?nam={bad or '1'}", f"{url('timeliness')}?ky={bad or 'x'}",
        f"{url('timeliness')}?bieu={bad or 'x'}", f"{url('timeliness_export')}?don-vi={bad or 'x'}",
        f"{url('reminders')}?don-vi={bad or 'x'}", f"/bao-cao/chi-tieu/{bad or 'x'}/{unit.uid}/tai/",
        f"/bao-cao/chi-tieu/{YEAR}/{bad or 'x'}/giao/", f"/bao-cao/chi-tieu/{YEAR}/{unit.uid}/o/{bad or 'x'}/",
        f"/bao-cao/chi-tieu/{bad or 'x'}/{unit.uid}/o/{CODE}/giao/", f"{url('timeliness')}?ky=2021Q3",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.get(f"{url('targets')}?don-vi={line.world.branch.uid}").status_code == 404


def test_who_works_at_a_branch_finds_no_link_to_a_closed_page(line: Line) -> None:
    client = as_(make_actor("commune_officer", line.world.branch))
    for address in (url("index"), url("consolidation_index")):
        page = html.fromstring(text(client.get(address)))
        links = [link for link in page.xpath("//main//a/@href") if link.startswith(("/bao-cao/", "?"))]
        for link in links:
            assert client.get(urljoin(address, link)).status_code == 200, (address, link)


# Setting.


def test_targets_are_set_in_one_table_and_shown(line: Line) -> None:
    world, client = line.world, as_(line.province_officer)
    page = text(client.get(url("target_set", *at(world.province))))
    assert f'name="v-{world.district.uid}"' in page
    assert world.commune.uid not in page
    assert 'name="reason"' not in page
    values = {world.province: "1.000", world.district: "600", world.other_district: ""}
    answer = client.post(url("target_set", *at(world.province)), sheet(values, deed="luu", seen="0"))
    assert answer.headers["Location"] == url("target", *at(world.province))
    page = text(client.get(answer.headers["Location"]))
    assert "Các đơn vị cộng lại 600, thiếu 400 so với 1.000." in page
    assert "Còn 1 đơn vị chưa có chỉ tiêu, không tính là 0." in page
    assert "Ghi giải trình" in page
    assert "chưa giao" in page
    page = text(client.get(url("targets")))
    assert "Cần giải trình." in page
    assert url("target", *at(world.province)) in page


@pytest.mark.parametrize("value", ["x", "-5", "1,5", "1e9", "9" * 30, "<script>", "1.2.3"])
def test_what_was_typed_wrong_keeps_nothing_and_is_shown_again(line: Line, value: str) -> None:
    world, client = line.world, as_(line.province_officer)
    values = {world.province: "10", world.district: value}
    answer = client.post(url("target_set", *at(world.province)), sheet(values, deed="luu", seen="0"))
    assert answer.status_code == 422
    assert Target.objects.count() == 0
    assert "<script>" not in text(answer).split("<main")[1]
    assert 'value="10"' in text(answer)


def test_a_change_asks_for_its_reason_and_keeps_what_was_typed(line: Line) -> None:
    world, client = line.world, as_(line.province_officer)
    set_(line, {world.province: 100, world.district: 60})
    seen_ = str(max(Target.objects.values_list("pk", flat=True)))
    there = url("target_set", *at(world.province))
    values = {world.province: "120", world.district: "60"}
    answer = client.post(there, sheet(values, deed="luu", seen=seen_))
    assert answer.status_code == 422
    assert "Ghi lý do đổi chỉ tiêu đã giao." in text(answer)
    assert 'value="120"' in text(answer)
    assert client.post(there, sheet(values, deed="luu", seen=seen_, reason="sơ kết")).status_code == 302
    assert Target.objects.latest("pk").value == 120
    answer = client.post(there, sheet({world.province: "130"}, deed="luu", seen=seen_, reason="nữa"))
    assert answer.status_code == 422
    assert "Có người vừa đổi" in text(answer)
    answer = client.post(there, sheet({world.province: ""}, deed="luu", reason="bỏ"))
    assert "không xóa được" in text(answer)
    assert client.post(there, sheet(values, deed="luu", seen="9" * 40)).status_code == 302


@pytest.mark.deep
def test_a_proposal_only_fills_the_table(line: Line) -> None:
    world, client = line.world, as_(line.province_officer)
    there = url("target_set", *at(world.province))
    page = text(client.post(there, sheet({world.province: "101", world.district: "x"}, deed="so-xa")))
    assert "là đề xuất, chưa lưu" in page
    assert 'value="67"' in page
    assert 'value="34"' in page
    assert "Các đơn vị cộng lại đúng bằng 101." in page
    assert Target.objects.count() == 0
    for values, deed, why in (
        ({}, "deu", "Ghi chỉ tiêu chung trước"),
        ({world.province: "x"}, "deu", "Ghi chỉ tiêu chung trước"),
        ({world.province: "-5"}, "deu", "nhập số không âm"),
        ({world.province: "5"}, "nam-truoc", "Chưa có số đã duyệt của năm 2020"),
    ):
        answer = client.post(there, sheet(values, deed=deed))
        assert answer.status_code == 422
        assert why in text(answer)


def test_the_sum_is_told_while_typing(line: Line) -> None:
    world, client = line.world, as_(line.province_officer)
    values = {world.province: "100", world.district: "70", world.other_district: "40"}
    page = text(client.post(url("target_set", *at(world.province)), sheet(values, deed="tong")))
    assert page.startswith("<p")
    assert "Các đơn vị cộng lại 110, hơn 10 so với 100." in page
    assert Target.objects.count() == 0


def test_a_district_gives_to_its_communes_and_cannot_touch_its_own(line: Line) -> None:
    world, client = line.world, as_(line.district_officer)
    set_(line, {world.district: 61})
    there = url("target_set", *at(world.district))
    page = text(client.get(there))
    assert f"v-{world.district.uid}" not in page
    assert "Chia theo số xã" not in page
    assert 'value="31"' in text(client.post(there, {"deed": "deu"}))
    values = {world.commune: "31", world.sibling: "30", world.district: "5", world.other_commune: "5"}
    assert client.post(there, sheet(values, deed="luu", seen="99999")).status_code == 302
    assert set(Target.objects.values_list("unit_id", flat=True)) == {
        world.district.pk, world.commune.pk, world.sibling.pk,
    }  # fmt: skip
    assert "đúng bằng 61" in text(client.get(url("target", *at(world.district))))


@pytest.mark.deep
def test_a_gap_is_explained_on_a_page_of_its_own(line: Line) -> None:
    world, client = line.world, as_(line.province_officer)
    set_(line, {world.province: 100, world.district: 60, world.other_district: 30})
    there = url("target_gap", *at(world.province))
    assert client.post(there, {"reason": " "}).status_code == 422
    with clock.at(clock.now() + timedelta(hours=1)):
        assert client.post(there, {"reason": "Giữ lại <b>10</b> ở tỉnh"}).status_code == 302
    page = text(client.get(url("target", *at(world.province))))
    assert "Đã giải trình:" in page
    assert "Giữ lại &lt;b&gt;10&lt;/b&gt; ở tỉnh" in page
    assert "Cần giải trình." not in text(client.get(url("targets")))
    with clock.at(clock.now() + timedelta(hours=2)):
        set_(line, {world.district: 65}, reason="đổi")
    assert "nhưng sau đó chỉ tiêu bên dưới đã đổi" in text(client.get(url("target", *at(world.province))))


@pytest.mark.deep
def test_indicators_are_found_with_and_without_marks(line: Line) -> None:
    client, there = as_(line.province_officer), url("target_choose", YEAR, line.world.province.uid)
    for query in ("Buổi tuyên truyền", "buoi tuyen truyen", "tt-buoi", "BUOI"):
        page = text(client.get(there, {"q": query}))
        assert url("target_set", *at(line.world.province)) in page
        assert url("target_set", *at(line.world.province, "CK-HO")) not in page
    assert "Không có chỉ tiêu nào khớp" in text(client.get(there, {"q": "zzz" * 200}))
    assert url("target_set", *at(line.world.province, "TX-TYLE")) not in text(client.get(there))


# What is reached.


@pytest.mark.deep
def test_a_forecast_is_labelled_and_says_what_is_missing(line: Line) -> None:
    world = line.world
    set_(line, {world.province: 400, world.district: 60})
    page = text(as_(line.province_officer).get(url("target", *at(world.province))))
    assert "Ước tính" not in page
    line.approved(world.commune, TT_BUOI=30)
    page = text(as_(line.province_officer).get(url("target", *at(world.province))))
    assert "Ước tính theo cách tính: mức hiện có ÷ 0,17 quý đã duyệt × 4 quý. Mới có 1/6 báo cáo được duyệt." in page
    assert "720" in page
    page = text(as_(line.filler(world.commune)).get(url("targets")))
    assert "Chưa có chỉ tiêu nào cho năm 2021" in page
    assert "Giao chỉ tiêu" not in page


def test_the_clause_shows_the_target_beside_its_figures(line: Line) -> None:
    world, client = line.world, as_(line.province_officer)
    assert "Chỉ tiêu năm" not in text(client.get(url("item_figures", "II.1")))
    set_(line, {world.province: 4321})
    page = text(client.get(url("item_figures", "II.1")))
    assert "4.321" in page
    assert "chưa giao" in page


def test_the_workbook_of_targets_holds_numbers(line: Line) -> None:
    world = line.world
    set_(line, {world.province: 400, world.district: 60})
    set_(line, {world.province: 80}, code="CK-TYLE")
    line.approved(world.commune, TT_BUOI=30)
    answer = as_(line.province_officer).get(url("targets_export", YEAR, world.province.uid))
    assert "chi-tieu-2021" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["Chỉ tiêu"].rows]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Mã"], first["Chỉ tiêu giao"], first["Đã đạt"], first["Báo cáo phải có"]) == (CODE, 400, 30, 6)
    assert (first["Ước tính cả năm"], first["Các đơn vị cộng lại"], first["Đơn vị chưa giao"]) == (720, 60, 1)
    second = dict(zip(rows[0], rows[2], strict=True))
    assert (second["Chỉ tiêu giao"], second["Đã đạt"], second["Các đơn vị cộng lại"]) == (80, None, None)
    assert any("không phải số 0" in str(row[0].value) for row in book["Ghi chú"].rows)


# Reports whole and in time.


@pytest.mark.deep
def test_the_page_of_reports_in_time_shows_numerator_and_denominator(line: Line) -> None:
    line.submitted(line.world.commune)
    client, later = as_(line.province_officer), date(2021, 4, 1)
    with clock.at(clock.now() + timedelta(days=16)):
        assert clock.today() == later
        page = text(client.get(url("timeliness")))
        assert "1/3" in page
        assert "0/2" in page
        assert "2 quá hạn" in page
        assert text(client.get(f"{url('timeliness')}?ky=2021Q1")).count("1/3") == page.count("1/3")
        book = load_workbook(BytesIO(client.get(url("timeliness_export")).content))
        assert book.sheetnames == ["Các kỳ đã qua", "2021Q1", "Ghi chú"]
        rows = {row[1].value: [cell.value for cell in row] for row in book["2021Q1"].rows}
        assert rows["Thành phố Biên Hòa"] == [1, "Thành phố Biên Hòa", 3, 1, 0, 3, 1, 1, 0, None, None, 0, 2]
        own = text(as_(line.filler(line.world.commune)).get(url("timeliness")))
        assert "1/1" in own
        assert "Phường Tân Phong" not in own
    assert "Chưa có kỳ nào kết thúc" in text(client.get(f"{url('timeliness')}?nam=2020"))


# Reminders.


def remind(line: Line, client: Client, *units: Unit, **more: str):  # type: ignore[no-untyped-def]
    ticked = [f"{FORM.code}/{Q1.code}/{unit.uid}" for unit in units]
    return client.post(url("reminders"), {"report": ticked, "how": "phone", "day": "16/03/2021", "note": ""} | more)


def test_the_list_names_whom_to_call_and_gives_words_to_copy(line: Line) -> None:
    make_user("commune_officer", line.world.commune, full_name="Trần Thị Bình")
    page = text(as_(line.district_officer).get(url("reminders")))
    assert "Trần Thị Bình" in page
    assert "chưa có tài khoản nộp báo cáo" in page
    assert "Kính gửi Hội Nông dân phường Trảng Dài." in page
    assert "- Phường Tân Phong: báo cáo quý của Hội Nông dân, quý I/2021 (còn trong hạn, hạn 17/03/2021)." in page
    assert "readonly" in page
    with clock.at(clock.now() + timedelta(days=4)):
        assert "(quá hạn 3 ngày, hạn 17/03/2021)" in text(as_(line.district_officer).get(url("reminders")))
    assert page.count("checked") == 1  # the way of reminding; no report is ticked
    assert text(as_(line.district_officer).get(url("reminders"), {"chon": "tat-ca"})).count("checked") == 3


def test_a_reminder_is_noted_and_shown_in_the_list_and_in_the_matrix(line: Line) -> None:
    world, client = line.world, as_(line.district_officer)
    assert remind(line, client, world.commune, note="hẹn <i>mai</i>").status_code == 302
    page = text(client.get(url("reminders")))
    assert "16/03/2021, Điện thoại, Nguyễn Văn An: hẹn &lt;i&gt;mai&lt;/i&gt;" in page
    assert "nhắc 16/03" in text(client.get(url("index")))
    with clock.at(clock.now() + timedelta(hours=1)):
        line.submitted(world.commune)
        assert "nhắc 16/03" not in text(client.get(url("index")))


@pytest.mark.deep
def test_what_cannot_be_noted_says_why(line: Line) -> None:
    world, client = line.world, as_(line.district_officer)
    for units, more, why in (
        ([], {}, "Chọn ít nhất một"),
        ([world.other_commune], {}, "Chọn ít nhất một"),
        ([world.commune], {"day": "17/03/2021"}, "không sau hôm nay"),
        ([world.commune], {"day": "31/02/2021"}, "Không có ngày"),
        ([world.commune], {"how": "chim"}, "Chọn một mục trong danh sách"),
        ([world.commune], {"note": "x" * 300}, "200"),
    ):
        answer = remind(line, client, *units, **more)
        assert answer.status_code == 422
        assert why in text(answer)
    assert Reminder.objects.count() == 0
    line.submitted(world.commune)
    assert remind(line, client, world.commune).status_code == 422
    assert remind(line, as_(make_actor("auditor", world.province)), world.commune).status_code == 404


def test_nobody_to_remind_says_so(line: Line) -> None:
    for unit in (line.world.commune, line.world.sibling):
        line.submitted(unit)
    assert "Không đơn vị nào cần nhắc" in text(as_(line.district_officer).get(url("reminders")))


@pytest.mark.deep
def test_today_shows_targets_and_the_way_to_the_list(line: Line) -> None:
    world = line.world
    set_(line, {world.district: 77})
    line.approved(world.commune, TT_BUOI=30)
    client = as_(line.district_officer)
    page = text(client.get("/"))
    assert "so với chỉ tiêu 77" in page
    assert url("reminders") in page
    assert url("reminders") not in text(as_(line.filler(world.commune)).get("/"))


@pytest.mark.deep
def test_every_indicator_can_have_its_page(line: Line) -> None:
    client, unit = as_(line.province_officer), line.world.province
    asked = {row.indicator for row in Target.objects.all()} | {"TT-NGUOI", "CK-TYLE", "KT-COSO", "VV-TIEN"}
    assert all(client.get(url("target", *at(unit, code))).status_code == 200 for code in asked)
    yearly = [one.code for one in load() if one.code in {"TX-TYLE", "PH-NGANH", "DB-TRONGDIEM", "VV-BINHQUAN"}]
    for code in yearly:
        assert client.get(url("target", 2022, unit.uid, code)).status_code == 200
        assert client.get(url("target_set", 2022, unit.uid, code)).status_code == 200


def test_english_readers_get_english(line: Line) -> None:
    set_(line, {line.world.province: 400, line.world.district: 60})
    line.approved(line.world.commune, TT_BUOI=30)
    client = as_(User.objects.get(pk=line.province_officer.user_id))
    client.cookies["django_language"] = "en"
    page = text(client.get(url("target", *at(line.world.province))))
    assert "Estimated" in page
    assert "Ước tính" not in page
    tabs = html.fromstring(client.get(url("targets")).content).xpath("//b[@aria-current='page']/text()")
    assert "Targets" in tabs, "one word in Vietnamese, two in English"
