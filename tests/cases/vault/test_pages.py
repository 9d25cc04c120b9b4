"""The pages: the list without names, the search that leaves no words, a case shut and open, strangers nowhere."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, Opening, Secret, Transfer
from lanhmanh.kernel import clock
from tests.cases.vault.conftest import NOW, REASON, House, later
from tests.factories.vault import Member, visit

TYPED = {
    "full_name": "Trần Văn Gõ", "sex": "male", "birth_date": "24/06/1990", "id_number": "075090001111",
    "phone": "0901111111", "address": "Tổ 9, khu phố 4", "kind": "assigned", "ground": "QĐ 9/QĐ-UBND",
}  # fmt: skip
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')


def typed(house: House, **changes: str) -> dict[str, str]:
    """Return what a person types into the form of a new case."""
    return {"unit": house.world.commune.uid, "in_charge": house.worker.user.uid, **TYPED, **changes}


def body(answer: HttpResponse) -> bytes:
    return TOKEN.sub(b"", answer.content)


def browser(member: Member, settings) -> Client:  # type: ignore[no-untyped-def]
    settings.DEMO = True  # the duty of a second factor set aside
    return visit(member)


@pytest.fixture
def client(house: House, settings) -> Client:  # type: ignore[no-untyped-def]
    return browser(house.worker, settings)


def test_a_case_is_recorded_on_the_page_and_opens_at_once(house: House, client: Client) -> None:
    page = client.get("/ho-so/moi/").content.decode()
    assert page.count("button--primary") == 1
    assert 'name="agreed" id="id_agreed"' in page.replace(" checked", " CHECKED")
    answer = client.post("/ho-so/moi/", typed(house), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain == [(f"/ho-so/{case.uid}/", 302)]
    page = answer.content.decode()
    for text in ("Trần Văn Gõ", "24/06/1990", "0901111111", "Mở đến <strong>13:00</strong>"):
        assert text in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"full_name": ""}, "Điền ô này."),
        ({"birth_date": "2012"}, "gọi 111"),
        ({"birth_date": "xx"}, "hoặc chỉ năm sinh"),
        ({"ground": ""}, "quyết định lập Tổ quản lý"),
        ({"kind": "asked"}, "đánh dấu khi người đó đã đồng ý"),
        ({"kind": "asked", "agreed": "on", "proof": "đơn", "birth_date": "2006"}, "người đại diện"),
        ({"kind": "asked", "agreed": "on", "proof": "đơn", "agreed_on": "21/12/2021"}, "sau hôm nay"),
        ({"notes": "nhiễm h.i.v"}, "Điều 8 khoản 5"),
        ({"full_name": "a" * 9999}, "120"),
        ({"unit": "x"}, "Đơn vị"),
        ({"in_charge": "x"}, "trực tiếp hỗ trợ"),
        ({"sex": "\x00"}, "sửa"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_keeps_what_was_typed(
    house: House, client: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post("/ho-so/moi/", typed(house, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "0901111111" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_known_person_is_linked_and_a_namesake_can_be_said(house: House, client: Client) -> None:
    case = house.case(full_name="Trần Văn Gõ", birth_date="24/06/1990")
    answer = client.post("/ho-so/moi/", typed(house))
    assert answer.status_code == 422
    assert f'href="/ho-so/{case.uid}/"' in answer.content.decode()
    assert 'type="checkbox" name="namesake"' in answer.content.decode()
    assert client.post("/ho-so/moi/", typed(house, namesake="on")).status_code == 302


def test_another_units_case_is_never_named(house: House, client: Client) -> None:
    other = house.case(house.neighbour, full_name="Trần Văn Gõ", birth_date="24/06/1990")
    page = client.post("/ho-so/moi/", typed(house), follow=True).content.decode()
    assert "Có thể đã có hồ sơ ở đơn vị khác: liên hệ cấp trên." in page
    assert other.uid not in page
    assert "Tân Phong" not in page


def test_the_list_shows_initials_to_who_works_on_a_case_and_numbers_to_the_rest(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    house.case(full_name="Đặng Thị Ánh")
    for member, sees in [(house.worker, True), (house.supervisor, True), (house.colleague, False),
                         (house.overseer, False)]:  # fmt: skip
        page = browser(member, settings).get("/ho-so/").content.decode()
        assert "001/2021" in page
        assert ("Đ. T. Á." in page) is sees
        assert "Đặng" not in page
    assert "001/2021" not in browser(house.neighbour, settings).get("/ho-so/").content.decode()


@pytest.mark.deep
def test_the_list_narrows_and_a_wrong_filter_narrows_nothing(house: House, client: Client) -> None:
    house.case()
    shut = house.case(full_name="Lê Thị Khác")
    Case.objects.filter(pk=shut.pk).update(state="closed", closed_on=NOW.date(), closing="expiry")
    assert "002/2021" not in client.get("/ho-so/?state=open").content.decode()
    assert "001/2021" not in client.get("/ho-so/?state=closed").content.decode()
    for wrong in ("?state=zz&status=<b>&unit=1", "?page=99999", "?page=x"):
        page = client.get(f"/ho-so/{wrong}").content.decode()
        assert "001/2021" in page


@pytest.mark.deep
def test_the_list_asks_as_much_for_thirty_cases_as_for_two(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    asked = []
    for count in (2, 20):
        for number in range(count):
            house.case(full_name=f"Người {chr(65 + number)} {count}")
        client = browser(house.worker, settings)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/ho-so/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_search_finds_with_and_without_marks_and_by_number_and_keeps_no_words(house: House, client: Client) -> None:
    case = house.case(full_name="Đặng Thị Ánh", other_names="Út Hiền", id_number="075 090 002 222")
    house.case(full_name="Lê Văn Khác")
    for words in ("Ánh", "anh", "dang thi", "Đặng Thị Ánh", "thị ánh", "ut hien", "075090002222", "075-090-002-222"):
        page = client.post("/ho-so/tim/", {"words": words}).content.decode()
        assert f"/ho-so/{case.uid}/" in page, words
        assert "002/2021" not in page
    for words in ("Ảnh", "075090002223", "Đặng"):
        assert f"/ho-so/{case.uid}/" not in client.post("/ho-so/tim/", {"words": words}).content.decode()
    facts = list(Event.objects.filter(verb="case.searched").order_by("seq").values_list("facts", flat=True))
    assert facts == ['{"hits":1}'] * 8 + ['{"hits":0}'] * 3
    for wrong in ("", "a", "x" * 500, "\x00\x00\x00"):
        assert client.post("/ho-so/tim/", {"words": wrong}).status_code == 422
    assert client.post("/ho-so/tim/", {"words": "anh", "page": "zz"}).status_code == 422


@pytest.mark.deep
def test_search_reaches_as_far_as_the_reader_may_know(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    here = house.case(full_name="Đặng Thị Ánh")
    there = house.case(house.neighbour, full_name="Lê Thị Ánh")
    for member, sees in [(house.worker, {here}), (house.neighbour, {there}), (house.overseer, {here, there})]:
        page = browser(member, settings).post("/ho-so/tim/", {"words": "ánh"}).content.decode()
        assert {case for case in (here, there) if case.uid in page} == sees


def test_a_shut_case_shows_nothing_of_the_person_and_opens_for_a_purpose(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case(full_name="Đặng Thị Ánh")
    client = browser(house.supervisor, settings)
    page = client.get(f"/ho-so/{case.uid}/").content.decode()
    assert "Đặng" not in page
    assert 'name="reason"' not in page
    assert client.post(f"/ho-so/{case.uid}/", {"purpose": "whim"}).status_code == 422
    page = client.post(f"/ho-so/{case.uid}/", {"purpose": "review"}, follow=True).content.decode()
    assert "Đặng Thị Ánh" in page
    assert "Kiểm tra, hướng dẫn nghiệp vụ" in page
    with later(0.1):
        assert client.post(f"/ho-so/{case.uid}/dong/").status_code == 302
        assert "Đặng" not in client.get(f"/ho-so/{case.uid}/").content.decode()


def test_an_emergency_says_who_is_told_wants_a_reason_and_is_listed(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case(full_name="Đặng Thị Ánh")
    client = browser(house.colleague, settings)
    assert "người phụ trách được báo ngay" in client.get(f"/ho-so/{case.uid}/").content.decode()
    assert client.post(f"/ho-so/{case.uid}/", {"purpose": "support", "reason": "gấp"}).status_code == 422
    assert client.post(f"/ho-so/{case.uid}/", {"purpose": "support", "reason": REASON}).status_code == 302
    assert "Đặng Thị Ánh" in client.get(f"/ho-so/{case.uid}/").content.decode()
    opening = Opening.objects.get(kind="break_glass")
    assert client.get("/ho-so/lan-mo/").status_code == 404
    chief = browser(house.supervisor, settings)
    assert REASON in chief.get("/ho-so/lan-mo/").content.decode()
    assert "1 lần mở khẩn cấp" in chief.get("/ho-so/").content.decode()
    assert chief.post(f"/ho-so/lan-mo/{opening.uid}/", {"justified": "no"}).status_code == 422
    assert chief.post(f"/ho-so/lan-mo/{opening.uid}/", {"justified": "yes", "words": "Đúng"}).status_code == 302
    assert "Chính đáng" in chief.get("/ho-so/lan-mo/").content.decode()
    assert browser(house.neighbour, settings).get(f"/ho-so/lan-mo/{opening.uid}/").status_code == 404


def test_a_person_is_edited_and_what_was_stays_readable(house: House, client: Client) -> None:
    case = house.case(full_name="Đặng Thị Ánh", phone="0901111111")
    page = client.get(f"/ho-so/{case.uid}/sua/").content.decode()
    assert 'value="Đặng Thị Ánh"' in page
    new = {"full_name": "Đặng Thị Ánh", "sex": "female", "birth_date": "1990", "phone": "0902222222", "version": "1"}
    assert client.post(f"/ho-so/{case.uid}/sua/", new).status_code == 302
    again = client.post(f"/ho-so/{case.uid}/sua/", new | {"phone": "0903333333"})
    assert again.status_code == 422
    assert "Người khác vừa sửa" in again.content.decode()
    page = client.get(f"/ho-so/{case.uid}/lich-su/phone/").content.decode()
    assert page.index("0902222222") < page.index("0901111111")
    assert "09:00 ngày 20/12/2021 · can.bo" in page
    assert client.get(f"/ho-so/{case.uid}/lich-su/secret/").status_code == 404


def test_what_was_not_opened_is_neither_edited_nor_read(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case(full_name="Đặng Thị Ánh")
    house.open(house.overseer, case)
    for member, way in [(house.colleague, "sua/"), (house.colleague, "lich-su/phone/"), (house.colleague, "chuyen/"),
                        (house.province, "lich-su/phone/")]:  # fmt: skip
        answer = browser(member, settings).get(f"/ho-so/{case.uid}/{way}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/ho-so/{case.uid}/")
    client = browser(house.overseer, settings)
    assert "Đặng Thị Ánh" in client.get(f"/ho-so/{case.uid}/").content.decode()
    assert client.get(f"/ho-so/{case.uid}/sua/").status_code == 404
    assert f"/ho-so/{case.uid}/sua/" not in client.get(f"/ho-so/{case.uid}/").content.decode()


ON_A_CASE = ["page", "shut", "edit", "assign", "transfer", "answer", "refuse", "take_back", "add_attachment"]


@pytest.mark.parametrize("name", ON_A_CASE)
def test_strangers_read_of_a_case_what_they_read_of_none(house: House, settings, name: str) -> None:  # type: ignore[no-untyped-def]
    case = house.case()
    client = browser(house.neighbour, settings)
    for send in (client.get, client.post):
        there, nowhere = (send(reverse(f"cases:{name}", args=[uid])) for uid in (case.uid, "0" * 26))
        assert there.status_code == nowhere.status_code
        assert there.status_code in {404, 405}
        assert body(there).replace(case.uid.encode(), b"0" * 26) == body(nowhere)


@pytest.mark.deep
def test_an_offer_is_read_without_a_name_and_taken_over(house: House, client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case(full_name="Đặng Thị Ánh")
    words = "Chuyển chỗ ở sang phường bên, cần thăm tiếp hằng tháng"
    sent = {"to_unit": house.world.sibling.uid, "words": words}
    assert client.post(f"/ho-so/{case.uid}/chuyen/", sent | {"to_unit": "x"}).status_code == 422
    assert client.post(f"/ho-so/{case.uid}/chuyen/", sent).status_code == 302
    there = browser(house.neighbour, settings)
    page = there.get(f"/ho-so/{case.uid}/", follow=True).content.decode()
    assert words in page
    assert "Đặng" not in page
    assert "Đ. T. Á." not in there.get("/ho-so/").content.decode()
    assert there.post(f"/ho-so/{case.uid}/", {"purpose": "support"}).status_code == 200
    assert not Opening.objects.filter(user=house.neighbour.user).exists()
    assert there.post(f"/ho-so/{case.uid}/tiep-nhan/", {"member": house.neighbour.user.uid}).status_code == 302
    assert client.get(f"/ho-so/{case.uid}/").status_code == 404
    page = there.post(f"/ho-so/{case.uid}/", {"purpose": "handover"}, follow=True).content.decode()
    assert "Đặng Thị Ánh" in page
    assert "Nhận từ Phường Trảng Dài" in page and words in page
    assert there.post("/ho-so/tim/", {"words": "ánh"}).content.decode().count(case.uid) == 1


@pytest.mark.deep
def test_an_offer_is_refused_with_a_reason_or_taken_back(house: House, client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case()
    there, ask = browser(house.neighbour, settings), {"to_unit": house.world.sibling.uid, "words": REASON}
    client.post(f"/ho-so/{case.uid}/chuyen/", ask)
    assert there.get(f"/ho-so/{case.uid}/khong-tiep-nhan/").status_code == 200
    assert there.post(f"/ho-so/{case.uid}/khong-tiep-nhan/", {"words": ""}).status_code == 422
    assert there.post(f"/ho-so/{case.uid}/khong-tiep-nhan/", {"words": REASON}).status_code == 302
    assert there.get(f"/ho-so/{case.uid}/").status_code == 404
    assert f"không tiếp nhận hồ sơ {case}" in client.get("/").content.decode()
    told = client.get(f"/ho-so/{case.uid}/").content.decode()
    assert "không tiếp nhận, ngày" in told and REASON in told
    client.post(f"/ho-so/{case.uid}/chuyen/", ask)
    told = client.get(f"/ho-so/{case.uid}/").content.decode()
    assert "Đang chờ" in told and "không tiếp nhận, ngày" not in told
    assert client.post(f"/ho-so/{case.uid}/rut-lai/").status_code == 302
    assert there.get(f"/ho-so/{case.uid}/tiep-nhan/").status_code == 404
    assert sorted(Transfer.objects.values_list("state", flat=True)) == ["refused", "taken_back"]


def test_assignments_are_given_and_ended_by_who_answers(house: House, client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case()
    assert client.get(f"/ho-so/{case.uid}/phan-cong/").status_code == 404
    chief = browser(house.supervisor, settings)
    there = {"member": house.colleague.user.uid}
    assert chief.post(f"/ho-so/{case.uid}/phan-cong/", there).status_code == 302
    assert chief.post(f"/ho-so/{case.uid}/phan-cong/", there).status_code == 422
    assert chief.post(f"/ho-so/{case.uid}/phan-cong/", {"member": house.neighbour.user.uid}).status_code == 422
    mine = case.assignments.get(user=house.worker.user)
    assert client.get(f"/ho-so/{case.uid}/sua/").status_code == 200
    assert chief.post(f"/ho-so/{case.uid}/phan-cong/{mine.uid}/thoi/").status_code == 302
    assert client.get(f"/ho-so/{case.uid}/sua/").status_code == 302
    assert chief.post(f"/ho-so/{case.uid}/phan-cong/{mine.uid}/thoi/").status_code == 404


def test_content_that_was_tampered_with_is_told_with_a_code_and_shows_nothing(house: House, client: Client) -> None:
    case = house.case(full_name="Đặng Thị Ánh", phone="0901111111")
    house.case(full_name="Lê Thị Khác")
    phone, name = (Secret.objects.get(record=case.uid, field=field) for field in ("phone", "full_name"))
    phone.content, name.content = name.content, phone.content
    phone.save()
    name.save()
    answer = client.get(f"/ho-so/{case.uid}/")
    assert answer.status_code == 409
    page = answer.content.decode()
    code = Event.objects.get(verb="case.unopened").facts
    assert re.search(r'<data value="(\w{8})"', page)[1] in code  # type: ignore[index]
    for text in ("Đặng", "0901111111"):
        assert text not in page
        assert text not in code
    page = client.get("/ho-so/").content.decode()
    assert "L. T. K." in page
    assert "001/2021" in page


def test_who_holds_no_key_is_told_so(house: House, settings) -> None:  # type: ignore[no-untyped-def]
    case = house.case()
    settings.DEMO = True
    client = Client()
    client.force_login(house.worker.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Chưa có khóa" in client.get("/ho-so/").content.decode()
    assert client.get(f"/ho-so/{case.uid}/").status_code == 403
    assert client.post("/ho-so/tim/", {"words": "thử"}).status_code == 422
    assert client.post("/ho-so/moi/", typed(house)).status_code == 422


def test_a_page_shows_a_person_only_while_an_opening_runs(house: House, client: Client) -> None:
    """Every page that returns a confidential field stands behind a running opening, which is on record."""
    case = house.case(full_name="Đặng Thị Ánh")
    ways = ["", "sua/", "lich-su/full_name/"]
    for way in ways:
        assert "Đặng Thị Ánh" in client.get(f"/ho-so/{case.uid}/{way}").content.decode()
    assert Event.objects.filter(verb="case.opened", object_uid=case.uid).count() == 1
    with later(4):
        client = visit(house.worker)
        for way in ways:
            assert "Đặng" not in client.get(f"/ho-so/{case.uid}/{way}", follow=True).content.decode()
    assert clock.now() == NOW


WRITES = ["sua/", "chuyen/", "viec/ghi/", "viec/tham/", "dot/moi/", "dot/ket-thuc-ho-so/"]


@pytest.mark.deep
@pytest.mark.parametrize("state", ["restricted", "sealed"])
def test_a_case_at_rest_leads_back_to_its_page_and_says_why(house: House, settings: Any, state: str) -> None:
    settings.DEMO = True
    case = house.case()
    house.open(house.supervisor, case)
    rest = {"state": "sealed", "closed_on": NOW.date(), "closing": "done", "seal_on": NOW.date()}
    rest |= {"sealed_on": NOW.date(), "erase_on": NOW.date()}
    told = {"restricted_on": NOW.date()} if state == "restricted" else rest
    Case.objects.filter(pk=case.pk).update(**told)
    client, why = visit(house.supervisor), {"restricted": "hạn chế xử lý", "sealed": "niêm phong"}[state]
    for address in [f"/ho-so/{case.uid}/{one}" for one in WRITES]:
        for answer in (client.get(address, follow=True), client.post(address, {"words": "x"}, follow=True)):
            assert answer.status_code == 200, address
            assert answer.redirect_chain[-1][0] == f"/ho-so/{case.uid}/", address
            assert why in answer.content.decode(), address
    answer = client.post(f"/ho-so/{case.uid}/tep/", {}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/ho-so/{case.uid}/"
