"""Papers of a person's requests: from the request to the print, with the days of the law, kept nowhere."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, PersonRequest, Secret
from lanhmanh.cases.papers.requests import ByHand, offered
from lanhmanh.cases.selectors.door import NotOpened
from lanhmanh.cases.services import requests
from lanhmanh.cases.services.request_papers import make_request_paper
from lanhmanh.documents.models import Document, StoredFile
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import NoKey
from lanhmanh.paper import OfficialDocument, read, write_docx, write_pdf
from tests.cases.rights.test_pages import enter, url
from tests.cases.rights.test_services import WHY, receive
from tests.cases.rights.world import NOW, TODAY, Rights

HAND = ByHand(TODAY, "07/GTN-HND", "Lê Thị Mẫu")


@pytest.fixture(autouse=True)
def _no_duty(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def case(rights: Rights) -> Case:
    found = rights.case()
    rights.opened(rights.worker, found)
    return found


def made(rights: Rights, request: PersonRequest, code: str, hand: ByHand = HAND) -> OfficialDocument:
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    return make_request_paper(**who, request=request, code=code, by_hand=hand)


def answered(rights: Rights, request: PersonRequest, outcome: str, reason: str = WHY) -> PersonRequest:
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    return requests.answer_request(**who, request=request, outcome=outcome, reason=reason)


def text_of(doc: OfficialDocument) -> str:
    said = "\n".join([*doc.preamble, *(line for node in doc.outline for line in node.paragraphs)])
    return said.replace("\u00a0", " ")  # a number stays with its article


def codes(request: PersonRequest) -> list[str]:
    return [code for code, *_names in offered(request)]


def test_the_papers_follow_the_request(rights: Rights, case: Case) -> None:
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    asked = receive(rights, case, "copy", words="Cho tôi\nbản sao", contact="Tại nhà")
    assert codes(asked) == ["receipt"]
    receipt = text_of(made(rights, asked, "receipt"))
    assert "Kính gửi: Chính người đó" in receipt
    assert "Trả lời chậm nhất ngày 16/05/2026." in receipt
    assert "Nội dung: Cho tôi\nbản sao" in receipt
    assert "Điều 5, Nghị định 356/2025/NĐ-CP" in receipt
    longer = requests.extend_request(**who, request=asked, reason=WHY)
    assert codes(longer) == ["extension", "receipt"]
    extension = text_of(made(rights, longer, "extension"))
    assert "cũ: ngày 16/05/2026; thời hạn mới: ngày 26/05/2026" in extension
    assert WHY in extension
    done = answered(rights, longer, "done", "")
    assert codes(done) == ["answer", "extension", "receipt"]
    answer = made(rights, done, "answer")
    assert "Đã thực hiện, ngày 06/05/2026." in text_of(answer)
    assert "trao tận tay" in text_of(answer)
    assert not any(line == "" for node in answer.outline for line in node.paragraphs)


def test_a_refusal_says_why_and_where_to_complain(rights: Rights, case: Case) -> None:
    asked = answered(rights, receive(rights, case, "erase"), "refused")
    assert codes(asked) == ["refusal", "receipt"]
    said = text_of(made(rights, asked, "refusal"))
    assert WHY in said
    assert "Hội Nông dân cấp trên" in said
    part = answered(rights, receive(rights, case, "see"), "partly")
    assert "Thực hiện một phần" in text_of(made(rights, part, "answer"))
    assert "cho xem mọi điều" not in text_of(made(rights, part, "answer"))


@pytest.mark.deep
@pytest.mark.parametrize("code", ["receipt", "extension", "answer"])
def test_a_paper_is_read_back_as_it_was_written_and_fits_one_page(rights: Rights, case: Case, code: str) -> None:
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    asked = requests.extend_request(**who, request=receive(rights, case, "see", contact="Tại nhà"), reason=WHY)
    doc = made(rights, answered(rights, asked, "done"), code)
    back = replace(read(write_docx(doc)), references=(), warnings=())
    assert repr(back) == repr(doc).replace("\\xa0", " ")
    with pdfplumber.open(BytesIO(write_pdf(doc))) as pdf:
        text = " ".join(pdf.pages[0].extract_text().split())
        assert len(pdf.pages) == 1
    for words in ("07/GTN-HND", "Lê Thị Mẫu", "Chính người đó", "chưa đối chiếu"):
        assert words in text


def test_before_the_law_the_promise_is_named_as_one(rights: Rights) -> None:
    with clock.at(NOW.replace(year=2022)):
        asked = receive(rights, None, "see", received_on=date(2022, 5, 6))
        said = text_of(made(rights, asked, "receipt", ByHand(date(2022, 5, 6))))
    assert "chưa có luật định thời hạn: đơn vị tự theo mức của Điều 5, Nghị định 356/2025/NĐ-CP" in said
    assert "Nơi nhận trả lời: ....." in said


def test_after_an_erasure_the_answer_names_nobody(rights: Rights) -> None:
    case = rights.case()
    rights.opened(rights.worker, case)
    asked = receive(rights, case, "erase")
    done = answered(rights, asked, "done")
    again = PersonRequest.objects.select_related("box", "case").get(pk=done.pk)
    said = text_of(made(rights, again, "answer"))
    assert "Kính gửi: ....." in said
    assert "Khóa của dữ liệu đã bị hủy" in said


def test_who_makes_no_paper(rights: Rights, case: Case) -> None:
    asked = receive(rights, case, "see")
    for code in ("answer", "extension", "none such"):
        with pytest.raises(Refused, match="chưa có giấy đó"):
            made(rights, asked, code)
    for member in (rights.stranger, rights.above):
        with pytest.raises(NotAllowed):
            make_request_paper(actor=member.actor, keys=member.keys, request=asked, code="receipt", by_hand=HAND)
    with clock.at(NOW + timedelta(hours=5)), pytest.raises(NotOpened):
        made(rights, asked, "receipt")
    alone = receive(rights, None, "see")
    from tests.factories.vault import newcomer

    late = newcomer("case_worker", rights.world.commune)
    with pytest.raises(NoKey):
        make_request_paper(actor=late.actor, keys=late.keys, request=alone, code="receipt", by_hand=HAND)


@pytest.mark.deep
def test_from_the_page_and_kept_nowhere(rights: Rights, case: Case) -> None:
    me, asked = enter(rights.worker), receive(rights, case, "see", words="Lời CANARY-7")
    page = me.get(url("request", asked.uid)).content.decode()
    assert url("request_paper", asked.uid) in page
    shown = me.get(url("request_paper", asked.uid))
    assert shown.status_code == 200
    assert shown.content.decode().count("button--primary") == 1
    told = {"code": "receipt", "kind": "pdf", "dated": "06/05/2026", "number": "1", "signer": "Lê"}
    before = Secret.objects.count()
    answer = me.post(url("request_paper", asked.uid), told)
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]
    for wrong in ({"code": "answer"}, {"dated": "99"}, {"kind": "exe"}, {"signer": "x" * 200}):
        assert me.post(url("request_paper", asked.uid), told | wrong).status_code == 422, wrong
    assert Secret.objects.count() == before
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    [event] = Event.objects.filter(verb="request.paper_made")
    assert "receipt" not in event.facts
    assert enter(rights.stranger).get(url("request_paper", asked.uid)).status_code == 404
    with clock.at(NOW + timedelta(hours=5)):
        later = enter(rights.worker).post(url("request_paper", asked.uid), told)
        assert later.headers["Location"] == f"/ho-so/{case.uid}/"
