"""Papers of a course: filled from the opened case, marked, read back as they were written, printed on one page."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, Episode
from lanhmanh.cases.papers.course import ByHand, offered
from lanhmanh.cases.selectors.door import NotOpened, OnlyLooking
from lanhmanh.cases.services.course_papers import make_paper
from lanhmanh.documents.models import Document, StoredFile
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import OfficialDocument, read, write_docx, write_pdf
from tests.cases.conftest import House, moment
from tests.cases.test_course import Walk

HAND = ByHand(dated=date(2022, 9, 26), number="12/GXN-UBND", signer="Lê Thị Mẫu", facility="Trung tâm Y tế",
              where="tại nhà", months="6")  # fmt: skip


def finished(house: House, first: date, months: int | None = 6, stages: int = 3, **changes: object) -> Walk:
    walk = Walk(house, first, **changes)
    walk.rehab(first, months=months, stages=stages)
    walk.at(first.replace(month=9, day=26))
    return walk


def made(walk: Walk, episode: Episode, code: str, hand: ByHand = HAND) -> OfficialDocument:
    with clock.at(moment(walk.day)):
        return make_paper(**walk.house.me, episode=episode, code=code, by_hand=hand)


def ended(walk: Walk) -> Episode:
    from lanhmanh.cases.services import end_episode

    walk.do(end_episode, ending="completed", on=walk.day)
    return Episode.objects.get(case=walk.case)


@pytest.mark.deep
@pytest.mark.parametrize("code", ["registration", "commitment", "proposal", "confirmation"])
def test_a_paper_is_read_back_as_it_was_written_and_fits_one_page(house: House, code: str) -> None:
    walk = finished(house, date(2022, 3, 11), secrets={"phone": "0901 000 000", "relatives": "Vợ: Lê Thị Thử"})
    doc = made(
        walk, ended(walk), code, replace(HAND, number="" if code in {"registration", "commitment"} else HAND.number)
    )
    assert "MẪU CHƯA ĐỐI CHIẾU" in " ".join(str(doc.title).split())
    assert "Nguyễn Văn Thử" in str(doc.outline)
    assert "chưa có nguyên văn" in str(doc.outline[-1])
    back = read(write_docx(doc))
    assert repr(replace(back, references=(), warnings=())) == repr(doc).replace("\\xa0", " ")
    with pdfplumber.open(BytesIO(write_pdf(doc))) as pdf:
        text = " ".join(pdf.pages[0].extract_text().split())
        assert len(pdf.pages) == 1
    for words in ("Nguyễn Văn Thử", "12/03/1990", "075090001234", "MẪU CHƯA ĐỐI CHIẾU"):
        assert words in text


def test_a_paper_names_who_decides_under_the_law_of_the_episode(house: House) -> None:
    old = finished(house, date(2022, 3, 11))
    new = finished(house, date(2026, 8, 3), months=None, stages=5)
    assert "Ủy ban nhân dân phường Trảng Dài" in made(old, old.now, "registration").preamble[0]
    assert "Công an phường Trảng Dài" in made(new, new.now, "registration").preamble[0]
    codes = {walk: [one.code for one in offered(walk.now)] for walk in (old, new)}
    assert codes[old] == ["registration", "commitment", "proposal"]
    assert codes[new] == ["registration", "commitment"]
    assert "Điều 32 khoản 4" in str(made(new, new.now, "commitment").outline[-1])
    assert made(new, ended(new), "confirmation").signatory.title == "TRƯỞNG CÔNG AN"  # type: ignore[union-attr]


def test_what_is_not_known_is_printed_as_dots(house: House) -> None:
    walk = finished(house, date(2022, 3, 11))
    doc = made(walk, walk.now, "registration", ByHand(dated=walk.day))
    lines = [line for node in doc.outline for line in node.paragraphs]
    assert any(line.startswith("Số định danh cá nhân: 075090001234; điện thoại: ....") for line in lines)
    assert "{" not in str(doc)


def test_for_a_minor_the_representative_signs(house: House) -> None:
    walk = finished(house, date(2022, 3, 11), age_band="16-17", secrets={"birth_date": "12/03/2005"})
    doc = made(walk, walk.now, "registration")
    assert doc.signatory is not None
    assert "ĐẠI DIỆN" in str(doc.signatory.title)


def test_no_paper_before_its_time_and_none_without_an_opening(house: House) -> None:
    walk = finished(house, date(2022, 3, 11))
    for code in ("confirmation", "none such", "decision"):
        with pytest.raises(Refused):
            made(walk, walk.now, code)
    with clock.at(moment(walk.day)):
        house.open(house.overseer, Case.objects.get(pk=walk.case.pk))
        for member, why in [(house.overseer, OnlyLooking), (house.supervisor, NotOpened)]:
            with pytest.raises(why):
                make_paper(actor=member.actor, keys=member.keys, episode=walk.now, code="commitment", by_hand=HAND)


def test_the_server_keeps_no_paper_and_gives_no_number(house: House) -> None:
    walk = finished(house, date(2022, 3, 11))
    made(walk, walk.now, "proposal")
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    [told] = Event.objects.filter(verb="case.paper_made")
    assert "proposal" not in told.facts
