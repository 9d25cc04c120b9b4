"""The pages of a person's rights, with keys unlocked as after a sign-in."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Breach, Case, Consent, PersonRequest, ReviewRound, Sharing
from lanhmanh.kernel import clock
from tests.cases.rights.test_services import agree, hand_over, receive
from tests.cases.rights.world import NOW, PERSON, Rights
from tests.factories.vault import Member, visit


@pytest.fixture(autouse=True)
def no_duty(settings: Any) -> None:
    """Set the duty of a second factor aside."""
    settings.DEMO = True


def enter(member: Member) -> Client:
    return visit(member)


@pytest.fixture
def case(rights: Rights) -> Case:
    found = rights.case()
    rights.opened(rights.worker, found)
    return found


def url(name: str, *arguments: str) -> str:
    return reverse(f"cases:{name}", args=arguments)


def test_a_request_from_the_page_to_its_answer(rights: Rights, case: Case) -> None:
    me = enter(rights.worker)
    page = me.get(url("request_new") + f"?ho-so={case.uid}")
    assert page.status_code == 200
    told = {"unit": rights.world.commune.uid, "kind": "copy", "received_on": "06/05/2026", "who": "Chính người đó",
            "words": "Xin bản sao", "contact": ""}  # fmt: skip
    assert me.post(url("request_new"), told | {"kind": "x", "received_on": "99"}).status_code == 422
    answer = me.post(url("request_new") + f"?ho-so={case.uid}", told)
    made = PersonRequest.objects.get()
    assert answer.headers["Location"] == url("request", made.uid)
    shown = me.get(url("request", made.uid)).content.decode()
    assert "Xin bản sao" in shown
    assert "16/05/2026" in shown
    assert "no-store" in me.get(url("request", made.uid)).headers["Cache-Control"]
    assert "Báo đã nhận yêu cầu “Nhận bản sao”" in me.get("/").content.decode()
    me.post(url("request_acknowledge", made.uid))
    assert "Trả lời yêu cầu “Nhận bản sao”" in me.get("/").content.decode()
    assert me.get(url("request_extend", made.uid)).status_code == 200
    assert me.post(url("request_extend", made.uid), {"reason": "ngắn"}).status_code == 422
    assert me.post(url("request_extend", made.uid), {"reason": "Hồ sơ giấy đang ở kho lưu"}).status_code == 302
    assert me.post(url("request_answer", made.uid), {"outcome": "refused"}).status_code == 422
    assert me.post(url("request_answer", made.uid), {"outcome": "done", "reason": "Đã trao"}).status_code == 302
    made.refresh_from_db()
    assert (made.outcome, made.extended) == ("done", True)
    assert "Nhận bản sao" not in me.get("/").content.decode()


@pytest.mark.deep
def test_the_copy_holds_everything_on_record_and_is_kept_nowhere(rights: Rights, case: Case) -> None:
    me = enter(rights.worker)
    agree(rights, case, "health", proof="Bản ký số 7")
    hand_over(rights, case, receiver="Trạm Y tế phường Thử")
    episode = case.episodes.create(
        number=1, status="rehab_home", law="luat-120-2025", started_on=NOW.date(), step="intake"
    )
    from lanhmanh.cases import access

    key = rights.worker.keys.open_box(case.box)
    measure = case.measures.create(kind="visit", on=NOW.date(), result="done", recorded_by=rights.worker.user)
    step = episode.steps.create(step="intake", on=NOW.date(), recorded_by=rights.worker.user)
    for record, fields in (
        (measure.uid, {"note": "Lời về lần thăm"}), (episode.uid, {f"step-{step.pk}": "Lời về tiếp nhận"}),
        (case.attachments.get().uid, {"name": "don-dang-ky.pdf"}), ("0" * 26, {"words": "Lời lạc chỗ"}),
    ):  # fmt: skip
        access.write(box=case.box, key=key, record=record, fields=fields)
    made = receive(rights, case, "copy", words="Cho tôi bản sao")
    answer = me.post(url("request_copy", made.uid, "docx"))
    assert answer.status_code == 200
    word = Document(BytesIO(answer.content))
    text = "\n".join([p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells])
    for told in (
        *(text for name, text in PERSON.items() if name != "birth_date"), "24/06/1990", "Bản ký số 7",
        "Trạm Y tế phường Thử", "Lời về lần thăm", "Lời về tiếp nhận",
        "don-dang-ky.pdf", "Lời lạc chỗ", "Cho tôi bản sao", "Cai nghiện", "Tiếp nhận", "Thăm gặp",
        rights.worker.user.full_name,
    ):  # fmt: skip
        assert told in text, told
    assert me.post(url("request_copy", made.uid, "exe")).status_code == 404
    assert me.post(url("request_copy", made.uid, "pdf")).content.startswith(b"%PDF")
    assert Event.objects.filter(verb="case.copied").count() == 2


@pytest.mark.deep
def test_consents_and_sharings_on_their_pages(rights: Rights, case: Case) -> None:
    me = enter(rights.worker)
    told = {"purpose": "health", "given_on": "06/05/2026", "proof": "Bản ký trong tủ"}
    share = {"to": "health", "receiver": "Trạm Y tế", "purpose": "health", "fields_shared": ["full_name", "address"],
             "ground": "consent", "basis": ""}  # fmt: skip
    refused = me.post(url("sharings", case.uid), share)
    assert refused.status_code == 422
    assert "Chưa có đồng ý còn hiệu lực" in refused.content.decode()
    assert me.post(url("consents", case.uid), told | {"proof": ""}).status_code == 422
    assert me.post(url("consents", case.uid), told).status_code == 302
    assert "Bản ký trong tủ" in me.get(url("consents", case.uid)).content.decode()
    assert me.post(url("sharings", case.uid), share).status_code == 302
    made = Sharing.objects.get()
    page = me.get(url("sharing", case.uid, made.uid)).content.decode()
    assert "Trạm Y tế" in page
    extract = me.post(url("sharing_file", case.uid, made.uid, "docx"))
    word = Document(BytesIO(extract.content))
    text = "\n".join([p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells])
    assert PERSON["full_name"] in text
    assert PERSON["address"] in text
    for kept in ("phone", "id_number", "notes", "birth_date"):
        assert PERSON[kept] not in text
    assert me.get(url("consent_withdraw", case.uid, Consent.objects.get().uid)).status_code == 200
    me.post(url("consent_withdraw", case.uid, Consent.objects.get().uid))
    again = me.post(url("sharing_file", case.uid, made.uid, "docx"), follow=False)
    assert again.status_code == 302
    assert me.post(url("sharings", case.uid), share).status_code == 422


def test_an_extract_is_of_its_day(rights: Rights, case: Case) -> None:
    agree(rights, case, "health")
    made = hand_over(rights, case)
    with clock.at(NOW + timedelta(days=1)):
        rights.opened(rights.worker, case)
        me = enter(rights.worker)
        assert me.post(url("sharing_file", case.uid, made.uid, "pdf")).status_code == 302


def test_a_case_that_nobody_opened_shows_no_words(rights: Rights, case: Case) -> None:
    made = receive(rights, case, "see", words="Lời kín của người đó")
    chief = enter(rights.chief)
    shown = chief.get(url("request", made.uid))
    assert "Lời kín" not in shown.content.decode()
    assert chief.get(url("consents", case.uid)).headers["Location"] == f"/ho-so/{case.uid}/"
    assert chief.post(url("request_answer", made.uid), {"outcome": "done"}).headers["Location"] == f"/ho-so/{case.uid}/"
    stranger = enter(rights.stranger)
    for name, arguments in (
        ("request", [made.uid]), ("request_answer", [made.uid]), ("consents", [case.uid]), ("sharings", [case.uid]),
        ("unrestrict", [case.uid]),
    ):  # fmt: skip
        assert stranger.get(url(name, *arguments)).status_code == 404
    assert stranger.post(url("request_copy", made.uid, "pdf")).status_code == 404
    assert stranger.post(url("request_acknowledge", made.uid)).status_code == 404


def test_what_is_due_to_rest_is_listed_and_put_off(rights: Rights) -> None:
    case = rights.case(state="closed", closed_on=NOW.date(), closing="done", seal_on=NOW.date(),
                       erase_on=NOW.date() + timedelta(days=20))  # fmt: skip
    far = rights.case(state="sealed", closed_on=NOW.date(), closing="done", seal_on=NOW.date(), sealed_on=NOW.date(),
                      erase_on=NOW.date() + timedelta(days=31))  # fmt: skip
    chief = enter(rights.chief)
    page = chief.get(url("resting")).content.decode()
    assert f"/ho-so/{case.uid}/" in page
    assert f"/ho-so/{far.uid}/" not in page
    assert url("put_off", case.uid) in page
    assert url("put_off", case.uid) not in enter(rights.above).get(url("resting")).content.decode()
    told = {"until": "06/05/2028", "ground": "complaint", "reason": "Khiếu nại số 3 đang giải quyết"}
    assert chief.post(url("put_off", case.uid), told | {"until": "01/01/2026"}).status_code == 422
    assert chief.post(url("put_off", case.uid), told).status_code == 302
    assert enter(rights.above).get(url("put_off", case.uid)).status_code == 404
    assert enter(rights.worker).get(url("resting")).status_code == 404


@pytest.mark.deep
def test_a_breach_from_its_detection_to_its_end(rights: Rights) -> None:
    me, chief = enter(rights.worker), enter(rights.chief)
    told = {"unit": rights.world.commune.uid, "day": "05/05/2026", "hour": "8h", "what": "Mất máy tính của bộ phận",
            "people": "", "done": ""}  # fmt: skip
    for wrong in ({"hour": "25:00"}, {"hour": "1" * 5000}, {"day": "07/05/2026"}, {"what": ""}, {"people": "-1"}):
        assert me.post(url("breach_new"), told | wrong).status_code == 422
    assert me.post(url("breach_new"), told).status_code == 302
    made = Breach.objects.get()
    assert made.notify_due - made.detected == timedelta(hours=72)
    assert made.people is None
    assert "chưa rõ" in me.get(url("breach", made.uid)).content.decode()
    assert "còn 47 giờ" in chief.get("/").content.decode()
    assert me.get(url("breach_notify", made.uid)).status_code == 404
    [page] = PdfReader(BytesIO(chief.post(url("breach_notice", made.uid, "pdf")).content)).pages
    printed = " ".join(page.extract_text().split())
    for said in ("BAN CHẤP HÀNH PHƯỜNG", "Kính gửi: Cơ quan chuyên trách", "TM. BAN CHẤP HÀNH CHỦ TỊCH"):
        assert said in printed
    assert chief.post(url("breach_close", made.uid), {"done": "Đã khóa máy từ xa, đổi mật khẩu"}).status_code == 422
    assert chief.get(url("breach_change", made.uid)).status_code == 200
    changed = told | {"version": "1", "people": "0"}
    assert chief.post(url("breach_change", made.uid), changed).status_code == 302
    assert chief.post(url("breach_change", made.uid), changed).status_code == 422
    for day, status in (("04/05/2026", 422), ("07/05/2026", 422), ("05/05/2026", 302)):
        assert chief.post(url("breach_notify", made.uid), {"day": day, "hour": "14:30"}).status_code == status
    assert chief.post(url("breach_close", made.uid), {"done": "Đã khóa máy từ xa, đổi mật khẩu"}).status_code == 302
    made.refresh_from_db()
    assert (made.people, made.closed_on) == (0, NOW.date())
    assert chief.post(url("breach_close", made.uid), {"done": "Đã khóa máy từ xa, đổi mật khẩu"}).status_code == 422
    assert enter(rights.above).get(url("breach", made.uid)).status_code == 200
    assert enter(rights.stranger).get(url("breach", made.uid)).status_code == 404


def test_a_breach_in_which_nothing_was_seen_is_closed_without_notice(rights: Rights) -> None:
    chief = enter(rights.chief)
    told = {"unit": rights.world.commune.uid, "day": "05/05/2026", "hour": "08:00", "what": "Tưởng mất một tập hồ sơ"}
    chief.post(url("breach_new"), told)
    made = Breach.objects.get()
    done = {"done": "Tìm thấy trong tủ khóa của đơn vị", "unfounded": "on"}
    assert chief.post(url("breach_close", made.uid), done).status_code == 302
    assert "Không có vi phạm" in chief.get(url("breaches")).content.decode()


@pytest.mark.deep
def test_a_round_is_recorded_changed_taken_back(rights: Rights) -> None:
    me, above = enter(rights.worker), enter(rights.above)
    told = {"unit": rights.world.commune.uid, "on": "05/05/2026", "from_union": "2", "from_police": "1",
            "from_authorities": "1", "names_checked": "12", "changes": "", "registered": "1"}  # fmt: skip
    for wrong in (
        {"from_union": "0"}, {"from_police": "0", "from_authorities": "0"}, {"on": "07/05/2026"}, {"on": "05/05/1999"},
        {"changes": "13"}, {"declared": "-2"}, {"from_union": "99999"}, {"unit": "x"},
    ):  # fmt: skip
        assert me.post(url("round_new"), told | wrong).status_code == 422, wrong
    assert me.post(url("round_new"), told).status_code == 302
    assert me.post(url("round_new"), told).status_code == 422  # the same day again
    made = ReviewRound.objects.get()
    assert made.changes is made.declared is None
    page = above.get(url("rounds")).content.decode()
    assert "1 trên 2 đơn vị" in page
    assert "Phường Tân Phong" in page
    assert me.get(url("round", made.uid)).status_code == 200
    assert me.get(url("rounds") + "?quy=2026Q1").status_code == 200
    for wrong in ("2026Q3", "2026M1", "x", "9999Q9", "0001Q1"):
        assert me.get(url("rounds") + f"?quy={wrong}").status_code == 404
    changed = told | {"version": "1", "changes": "3"}
    assert me.post(url("round_change", made.uid), changed).status_code == 302
    assert me.post(url("round_change", made.uid), changed).status_code == 422
    assert above.get(url("round_change", made.uid)).status_code == 404
    for wrong in ("", "Ghi trùng với Nguyễn Văn Thử", "x"):
        assert me.post(url("round_void", made.uid), {"reason": wrong}).status_code == 422, wrong
    assert me.post(url("round_void", made.uid), {"reason": "twice"}).status_code == 302
    assert "Chưa rà soát quý này" in above.get(url("rounds")).content.decode()
    assert me.post(url("round_new"), told).status_code == 302
    assert enter(rights.stranger).get(url("round", made.uid)).status_code == 404


def test_the_leaflet_is_shown_and_printed_without_any_name(rights: Rights) -> None:
    me = enter(rights.worker)
    assert "Bạn có quyền yêu cầu" in me.get(url("leaflet")).content.decode()
    assert len(PdfReader(BytesIO(me.get(url("leaflet_file", "pdf")).content)).pages) == 1


@pytest.mark.deep
def test_lists_ask_as_much_of_the_database_for_many_rows_as_for_few(rights: Rights, case: Case) -> None:
    me = enter(rights.worker)
    counts = []
    for _round in range(2):
        for _row in range(4):
            receive(rights, case, "see")
            number = len(counts) * 4 + _row
            Breach.objects.create(
                unit=rights.world.commune, detected=NOW, notify_due=NOW + timedelta(hours=72), what=f"Việc {number}",
                recorded_by=rights.worker.user,
            )  # fmt: skip
            ReviewRound.objects.create(
                unit=rights.world.commune, on=NOW.date() - timedelta(days=number), from_union=1, from_police=1,
                from_authorities=0, recorded_by=rights.worker.user,
            )  # fmt: skip
        counts.append([_queries(me, url(name)) for name in ("requests", "breaches", "rounds")])
    assert counts[0] == counts[1]


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)
