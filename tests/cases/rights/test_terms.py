"""A province sets for how long it keeps what is at rest: by a paper, from a day on, and never backwards."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, RetentionTerm
from lanhmanh.cases.selectors.terms import kept, settable, term_lines
from lanhmanh.cases.services import close_case
from lanhmanh.cases.services.retention import apply_retention
from lanhmanh.cases.services.terms import set_term
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.personal_data import OwnTerm
from tests.cases.rights.world import NOW, TODAY, Rights
from tests.factories.vault import Member, visit

PAPER = "Quyết định số 12-QĐ/HNDT ngày 04/5/2026"
TERM = OwnTerm("other", 10, 18, TODAY, PAPER)


@pytest.fixture
def province(rights: Rights, settings: Any) -> Member:
    """Return who oversees the cases of the province."""
    settings.DEMO = True  # the duty of a second factor set aside
    return rights.vault.member("case_overseer", rights.world.province)


def put(rights: Rights, by: Member, **changes: Any) -> RetentionTerm:
    return set_term(actor=by.actor, province=rights.world.province, term=TERM._replace(**changes))


def days(rights: Rights, status: str = "", ending: str = "done", on: date = TODAY) -> tuple[date, date]:
    found = kept(rights.world.commune.pk, status, ending, on)
    return found.seal_on, found.erase_on


def test_who_ends_from_its_day_on_is_kept_by_the_provinces_own_term(rights: Rights, province: Member) -> None:
    before = rights.case(state="closed", closed_on=TODAY - timedelta(1), closing="done")
    put(rights, province)
    case = rights.case(ground="assigned")
    close_case(**rights.opened(rights.chief, case), case=case, reason="done")
    case.refresh_from_db()
    assert (case.seal_on, case.erase_on) == (date(2026, 5, 16), date(2027, 11, 6))
    apply_retention(day=TODAY)
    before.refresh_from_db()
    assert (before.state, before.erase_on) == ("sealed", date(2028, 5, 5))
    case.refresh_from_db()
    assert case.state == "closed"
    with clock.at(NOW + timedelta(days=10)):
        apply_retention(day=clock.today())
    case.refresh_from_db()
    assert case.state == "sealed"
    [told] = Event.objects.filter(verb="retention.set")
    assert told.unit_id == rights.world.province.pk and PAPER in told.facts


def test_each_kind_of_end_keeps_its_own_and_the_newest_counts(rights: Rights, province: Member) -> None:
    put(rights, province)
    assert days(rights, "leaving", "wish") == (TODAY, date(2026, 11, 6))
    assert days(rights, "post_rehab", "death") == (TODAY, date(2027, 5, 6))
    put(rights, province, erase_months=30)
    put(rights, province, erase_months=3, effective_from=TODAY + timedelta(100))
    assert days(rights)[1] == date(2028, 11, 6)
    assert days(rights, on=TODAY + timedelta(100))[1] == date(2026, 11, 14)
    assert days(rights, on=TODAY - timedelta(1)) == (TODAY - timedelta(1), date(2028, 5, 5))
    assert kept(0, "", "", TODAY).erase_on == date(2028, 5, 6), "another province has its own terms or none"
    [line] = [one for one in term_lines(rights.world.commune.pk, TODAY) if one.rule.code == "other"]
    assert (line.rule.erase_months, line.unchecked, [one.erase_months for one in line.later]) == (30, "", [3])
    others = [one for one in term_lines(rights.world.commune.pk, TODAY) if one.rule.code != "other"]
    assert {one.unchecked for one in others} == {"chưa đối chiếu"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "x"}, "loại kết thúc"), ({"seal_days": -1}, "0 đến 365"), ({"seal_days": 366}, "0 đến 365"),
        ({"erase_months": 0}, "1 đến 120"), ({"erase_months": 121}, "1 đến 120"),
        ({"effective_from": TODAY - timedelta(1)}, "từ hôm nay"), ({"effective_from": date(9999, 1, 1)}, "5 năm"),
        ({"title": "  QĐ 1  "}, "ít nhất 10"), ({"title": "của ông 075090001234"}, "số định danh"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(rights: Rights, province: Member, changes: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        put(rights, province, **changes)
    assert not RetentionTerm.objects.exists()


def test_only_who_oversees_the_province_and_nothing_is_changed_afterwards(rights: Rights, province: Member) -> None:
    for member in (rights.worker, rights.chief, rights.above):
        assert settable(member.actor, member.actor.home_unit_id) is None
        with pytest.raises(NotAllowed):
            put(rights, member)
    with pytest.raises(Refused, match="cả tỉnh"):
        set_term(actor=province.actor, province=rights.world.district, term=TERM)
    made = put(rights, province)
    for sql in ("UPDATE cases_retentionterm SET erase_months = 1", "DELETE FROM cases_retentionterm"):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert RetentionTerm.objects.get() == made


@pytest.mark.deep
def test_the_leaflet_tells_the_person_for_how_long(rights: Rights, province: Member) -> None:
    client = visit(rights.worker)
    assert (
        "Sau 24 tháng (hoàn lương: 6 tháng; quản lý người sử dụng: 12 tháng)"
        in client.get("/ho-so/quyen/").content.decode()
    )
    put(rights, province)
    assert "Sau 18 tháng (hoàn lương: 6 tháng" in client.get("/ho-so/quyen/").content.decode()


@pytest.mark.deep
def test_the_page_shows_every_term_and_sets_one(rights: Rights, province: Member) -> None:
    page = visit(rights.chief).get("/ho-so/luu-giu/").content.decode()
    assert page.count("chưa đối chiếu") == 4 and "Mặc định của chương trình" in page
    assert "/luu-giu/thoi-han/" not in page
    for member in (rights.worker, rights.chief, rights.above):
        assert visit(member).get("/ho-so/luu-giu/thoi-han/").status_code == 404
    client, told = visit(province), {**TERM._asdict(), "effective_from": "06/05/2026"}
    for wrong in (
        {},
        {**told, "seal_days": "9" * 30},
        {**told, "code": "\x00"},
        {**told, "effective_from": "31/02/2026"},
    ):
        assert client.post("/ho-so/luu-giu/thoi-han/", wrong).status_code == 422
    [token] = re.findall(r'name="token" value="(\w{26})"', client.get("/ho-so/luu-giu/thoi-han/").content.decode())
    for _twice in range(2):
        assert client.post("/ho-so/luu-giu/thoi-han/", {**told, "token": token}).status_code == 302
    assert RetentionTerm.objects.count() == 1
    page = client.get("/ho-so/luu-giu/").content.decode()
    assert page.count("chưa đối chiếu") == 3 and PAPER in page and "sau 18 tháng" in page
    assert not Case.objects.exists()
