"""The pages of rule sets: read, written row by row without JavaScript, tried, published; bad input gets a sentence."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from openpyxl import load_workbook

from lanhmanh.accounts.access import actor_for
from lanhmanh.areas import services
from lanhmanh.areas.models import AreaClass, RuleSet
from lanhmanh.areas.services.common import area_of
from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel import clock
from lanhmanh.law import classes
from tests.areas.samples import DOCUMENT, drafted, published
from tests.factories import Province, make_user
from tests.factories.areas import publish

BASE = "/dia-ban/bo-tieu-chi/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    with clock.at(datetime(2021, 12, 20, 10, tzinfo=clock.VIETNAM)):
        yield


class Site:
    """The pages as the province's officer sees them."""

    def __init__(self, world: Province) -> None:
        services.lay_shipped(actor=SYSTEM)
        self.world, self.user = world, make_user("province_officer", world.province)
        self.actor = actor_for(self.user)
        self.client = self.of(self.user)

    def of(self, user) -> Client:  # type: ignore[no-untyped-def]
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    def get(self, path: str, **query: str) -> str:
        return text(self.client.get(path, query))

    def post(self, path: str, status: int = 200, **data: object) -> str:
        answer = self.client.post(path, data)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()


def text(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def site(world: Province) -> Site:
    return Site(world)


def test_the_list_tells_what_holds_today_and_what_was_not_checked(site: Site) -> None:
    drafted(site.actor, site.world.province)
    page = site.get(BASE)
    now, later = page.index("Đang có hiệu lực"), page.index("Trước đây, sau này")
    assert page.index("Nháp") < now < page.index("3122/2010") < later < page.index("28/2025") < page.index("Bản mẫu")
    assert "chưa đối chiếu nguyên văn" in page and "Nghị quyết liên tịch 01/2008" in page


def test_a_rule_set_is_read_as_sentences_with_its_gaps_told(site: Site) -> None:
    page = site.get(f"{BASE}{RuleSet.objects.get(code='QD28').uid}/")
    for words in (
        "từ 0,1\u00a0% đến dưới 0,5\u00a0%", "Đạt ít nhất 3 trong 5 tiêu chí", "bằng 1", "Văn bản không nói rõ",
        "trước 20/12 hằng năm", "Quyết định 28/2025/QĐ-TTg ngày 24/8/2025", "từ 24/08/2025",
    ):  # fmt: skip
        assert words in page, words
    english = site.client.get(f"{BASE}{RuleSet.objects.get(code='QD28').uid}/", headers={"accept-language": "en"})
    assert "Complex key area, type II" in text(english)


def test_a_template_says_what_must_be_entered(site: Site) -> None:
    page = site.get(f"{BASE}mau/NQLT01/")
    assert "chưa đối chiếu nguyên văn" in page and "Bảng điểm chưa có mục nào" in page and "?tu=NQLT01" in page
    assert site.client.get(f"{BASE}mau/QD28/").status_code == 404


def test_a_province_enters_its_thresholds_from_the_template_to_publication(site: Site) -> None:
    site.post(f"{BASE}moi/?tu=4LOP", 302, code="CT2", title="Bốn loại")
    row = RuleSet.objects.get(code="CT2")
    own = f"{BASE}{row.uid}/"
    assert "Chưa có dòng nào" in site.get(f"{own}so-lieu/")
    taken = site.post(f"{own}so-lieu/", rows="0", deed="take:addicts")
    assert 'value="Người nghiện có hồ sơ quản lý"' in taken and RuleSet.objects.get(pk=row.pk).body.get("facts") is None
    fact = {"r0-code": "addicts", "r0-name": "Người nghiện có hồ sơ quản lý", "r0-kind": "count", "r0-unit": "người"}
    site.post(f"{own}so-lieu/", 302, rows="1", deed="save", **fact)
    kept = RuleSet.objects.get(pk=row.pk).body["facts"][0]
    assert kept["name"][1] == "Persons with addiction with a file" and kept["ask"]
    for number, (code, least) in enumerate((("TRONG-DIEM", "20"), ("NHIEU", "8"), ("IT", "1"))):
        test = {"r0-criterion": "a", "r0-kind": "count", "r0-first": "addicts", "r0-low_side": "at_least"}
        site.post(f"{own}loai/{code}/", 302, rows="1", deed="save", **test, **{"r0-low": least})
        assert number < 3
    zero = {"r0-criterion": "a", "r0-kind": "count", "r0-first": "addicts", "r0-high_side": "at_most", "r0-high": "0"}
    site.post(f"{own}loai/KHONG/", 302, rows="1", deed="save", **zero)
    assert "Ghi số và ngày của văn bản" in site.get(own)
    head = {
        "title": "Bốn loại", "decided_by": "Ban Chủ nhiệm", "effective_from": "01/01/2021", "calendar": "MONTH",
        "subjects": ["commune"],
        "document_title": "Quyết định", "document_number": "5/QĐ-UBND", "document_dated": "30/12/2020", "checked": "on",
    }  # fmt: skip
    site.post(f"{own}thong-tin/", 302, **head)
    assert "Ban hành" in site.get(f"{own}ban-hanh/")
    site.post(f"{own}ban-hanh/", 302)
    row.refresh_from_db()
    assert (row.state, row.document_number) == ("published", "5/QĐ-UBND")
    value = classes.read(row.body)
    assert [classes.classify(value, {"addicts": n}).class_code for n in (25, 8, 7, 0)] == [
        "TRONG-DIEM", "NHIEU", "IT", "KHONG",
    ]  # fmt: skip
    assert value.source.checked and value.source.title == "Quyết định số 5/QĐ-UBND ngày 30/12/2020"


def test_a_scorecard_is_entered_entry_by_entry(site: Site) -> None:
    site.post(f"{BASE}moi/?tu=NQLT01", 302, code="BD", title="Bảng điểm")
    own = f"{BASE}{RuleSet.objects.get(code='BD').uid}/"
    row = {"r0-name": "Mục một", "r0-kind": "points", "r0-most": "60", "r1-name": "Mục một", "r1-kind": "points"}
    wrong = site.post(f"{own}so-lieu/", 422, rows="2", deed="save", **row)
    assert "Ghi điểm tối đa" in wrong
    site.post(f"{own}so-lieu/", 302, rows="2", deed="save", **row, **{"r1-most": "30,5"})
    body = RuleSet.objects.get(code="BD").body
    assert [(one["code"], Decimal(one["most"])) for one in body["facts"]] == [
        ("muc-mot", 60), ("muc-mot-2", Decimal("30.5")),
    ]  # fmt: skip
    assert "cộng lại được 90,5 điểm, phải là 100 điểm" in site.get(own)


def test_rows_are_added_moved_and_taken_out_by_buttons_and_nothing_typed_is_lost(site: Site) -> None:
    own = f"{BASE}{drafted(site.actor, site.world.province).uid}/loai/"
    rows = {"r0-code": "L1", "r0-name": "Một đổi", "r0-needs": "abc", "r1-code": "L2", "r1-name": "Hai"}
    added = site.post(own, rows="2", deed="add", **rows)
    assert 'name="rows" value="3"' in added and "Một đổi" in added and 'value="abc"' in added
    moved = site.post(own, rows="2", deed="up:1", **rows)
    assert moved.index("Hai") < moved.index("Một đổi")
    dropped = site.post(own, rows="2", deed="drop:0", **rows)
    assert "Một đổi" not in dropped and "Hai" in dropped
    refused = site.post(own, 422, rows="2", deed="save", **rows)
    assert "Một đổi" in refused and 'value="abc"' in refused
    assert RuleSet.objects.get(code="RIENG-1").body["classes"][0]["name"][0] == "Loại 1"


@pytest.mark.deep
def test_hostile_buttons_change_nothing(site: Site) -> None:
    own = f"{BASE}{drafted(site.actor, site.world.province).uid}/so-lieu/"
    before = RuleSet.objects.get(code="RIENG-1").body
    deeds = ["", "up:99999999999999", "drop:-1", "take:<script>", "drop:٣", "nothing", "up:"]
    for deed, rows in zip(deeds, ["-1", "9" * 300, "x", "", "2", "٣", "1e3"], strict=True):
        assert "<script>" not in site.post(own, rows=rows, deed=deed)
    assert RuleSet.objects.get(code="RIENG-1").body == before


def test_what_does_not_fit_together_is_told_with_its_place_and_kept_on_the_page(site: Site) -> None:
    own = f"{BASE}{drafted(site.actor, site.world.province).uid}/loai/L1/"
    test = {"r0-criterion": "a", "r0-kind": "ratio", "r0-first": "addicts", "r0-low": "5", "r0-high": "1"}
    sides = {"r0-low_side": "at_least", "r0-high_side": "below"}
    page = site.post(own, 422, rows="1", deed="save", **test, **sides)
    assert "loại L1 tiêu chí a: ngưỡng dưới phải nhỏ hơn ngưỡng trên" in page and "chọn số liệu để so" in page
    assert site.client.get(f"{BASE}{RuleSet.objects.get(code='RIENG-1').uid}/loai/KHAC/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"effective_from": "32/13/2021"}, {"effective_from": ""}, {"calendar": "XX"}, {"title": "x" * 500},
        {"effective_to": "01/01/2001"}, {"document_dated": "hôm qua"}, {"subjects": []}, {"subjects": ["xóm"]},
    ],
)  # fmt: skip
def test_a_wrong_head_is_shown_again_with_a_sentence(site: Site, wrong: dict[str, Any]) -> None:
    own = f"{BASE}{drafted(site.actor, site.world.province).uid}/thong-tin/"
    head = {"title": "Bốn loại", "effective_from": "01/01/2021", "calendar": "MONTH", "subjects": ["commune"]} | wrong
    assert 'aria-invalid="true"' in site.post(own, 422, **head)


@pytest.mark.deep
@pytest.mark.parametrize("code", ["QD28", "a b", "<x>", "x" * 90, ""])
def test_a_wrong_code_is_refused(site: Site, code: str) -> None:
    site.post(f"{BASE}moi/?tu=4LOP", 422, code=code, title="A")
    assert site.client.get(f"{BASE}moi/?tu=KHONG-CO").status_code == 404


def test_one_area_is_tried_with_what_decided(site: Site) -> None:
    uid = published(site.actor, site.world.province).uid
    page = site.post(f"{BASE}{uid}/thu/", **{"s-addicts": "25", "s-spots": ""})
    assert escape("Xếp loại “Loại 1”: đạt tiêu chí 1.") in page
    assert "Người nghiện có hồ sơ quản lý: 25 (cần từ 20 trở lên)" in page
    assert "chữ số" in site.post(f"{BASE}{uid}/thu/", 422, **{"s-addicts": "hai lăm"})


def book(content: bytes, *lines: list[object]) -> SimpleUploadedFile:
    """Return the blank list filled in."""
    found = load_workbook(BytesIO(content))
    for number, line in enumerate(lines, 2):
        for place, value in enumerate(line, 1):
            found.worksheets[0].cell(number, place, value)
    out = BytesIO()
    found.save(out)
    return SimpleUploadedFile("so-lieu.xlsx", out.getvalue())


@pytest.mark.deep
def test_last_years_areas_are_tried_beside_the_present_rule_set(site: Site) -> None:
    uid = drafted(site.actor, site.world.province).uid
    other = RuleSet.objects.get(code="QD3122").uid
    path = f"{BASE}{uid}/thu/?so={other}"
    blank = site.client.get(f"{BASE}{uid}/thu/mau.xlsx", {"so": other})
    headings = [cell.value for cell in load_workbook(BytesIO(blank.content)).worksheets[0][1]]
    assert headings[:3] == ["Địa bàn *", "Người nghiện có hồ sơ quản lý", "Tụ điểm ma túy"] and len(headings) == 6
    lines: list[list[object]] = [
        ["Trảng Dài", 25, 0, 0, 0, 0], ["Tân Phong", 6, 0, 0, 0, 0], ["An Phước", None, 0, 0, 0, 0],
        ["Hỏng", "nhiều", 0, 0, 0, 0],
    ]  # fmt: skip
    page = site.post(path, 422, file=book(blank.content, *lines))
    assert "Dòng 5, Người nghiện có hồ sơ quản lý" in page and "Kết quả của 3 địa bàn" in page
    assert "1) Người nghiện có hồ sơ quản lý: 25 (cần từ 20 trở lên)" in page
    assert "Không xếp được" in page and "Trọng điểm loại III" in page
    assert "Kết quả của 2 địa bàn" in site.post(path, file=book(blank.content, *lines[:2]))
    assert RuleSet.objects.get(uid=uid).state == "draft"


@pytest.mark.deep
@pytest.mark.parametrize("content", [b"", b"khong phai bang tinh", b"PK\x03\x04hong"])
def test_a_file_that_is_no_list_gets_a_sentence(site: Site, content: bytes) -> None:
    uid = published(site.actor, site.world.province).uid
    site.post(f"{BASE}{uid}/thu/", 422, file=SimpleUploadedFile("x.xlsx", content))


def test_an_incomplete_draft_is_not_tried_or_published_but_told_why(site: Site) -> None:
    row = services.start_rule_set(
        actor=site.actor, unit=site.world.province, code="A", title="A", like=classes.templates()[0]
    )
    for path in ("thu/", "ban-hanh/"):
        answer = site.client.get(f"{BASE}{row.uid}/{path}", follow=True)
        assert answer.redirect_chain == [(f"{BASE}{row.uid}/", 302)] and 'data-state="error"' in answer.content.decode()


@pytest.mark.deep
def test_a_version_is_followed_and_withdrawn(site: Site) -> None:
    row = published(site.actor, site.world.province)
    site.post(f"{BASE}{row.uid}/ban-moi/", 302)
    draft = RuleSet.objects.get(code="RIENG-1", version=2)
    site.post(f"{BASE}{draft.uid}/bo/", 302)
    site.post(f"{BASE}{row.uid}/thu-hoi/", 422, why="")
    site.post(f"{BASE}{row.uid}/thu-hoi/", 302, why="Có quyết định mới")
    assert "Lý do: Có quyết định mới" in site.get(f"{BASE}{row.uid}/")
    assert site.client.get(f"{BASE}{row.uid}/thu-hoi/").status_code == 404


def test_the_calculator_explains_every_rule_set_of_the_day_side_by_side(site: Site) -> None:
    published(site.actor, site.world.province)
    facts = {"s-addicts": "39", "s-users": "65", "s-offenders": "24", "s-spots": "0"}
    page = site.get("/dia-ban/tinh-loai/", ngay="20/12/2021", **facts)
    assert page.index("Bộ của tỉnh") < page.index("3122/2010") and "28/2025" not in page
    assert "39 (cần từ 20 đến dưới 50)" in page and "39 (cần từ 100 trở lên)" in page
    later = site.get("/dia-ban/tinh-loai/", ngay="20/12/2026", **facts)
    assert "28/2025" in later and "3122/2010" not in later and "chưa có số liệu" in later
    assert "Tỉnh trọng điểm phức tạp" in site.get(
        "/dia-ban/tinh-loai/", ngay="20/12/2026", cap="province", **{"s-places": "9"}
    )
    assert "Không có bộ tiêu chí nào" in site.get("/dia-ban/tinh-loai/", ngay="01/01/1990")


@pytest.mark.parametrize("wrong", [{"ngay": "xx"}, {"ngay": "01/01/2021", "s-addicts": "-4"}, {"s-addicts": "1e9"}])
def test_the_calculator_tells_what_it_cannot_read(site: Site, wrong: dict[str, str]) -> None:
    assert site.client.get("/dia-ban/tinh-loai/", wrong).status_code == 422


@pytest.mark.deep
@pytest.mark.parametrize("uid", ["x" * 3000, "../..", "%F0%9F%92%A9", "0"])
def test_an_address_that_is_none_is_not_there(site: Site, uid: str) -> None:
    for path in (f"{BASE}{uid}/", f"{BASE}{uid}/thu/", f"{BASE}moi/?tu={uid}"):
        assert site.client.get(path).status_code == 404


def test_more_rows_than_a_form_takes_are_refused_whole(site: Site) -> None:
    own = f"{BASE}{drafted(site.actor, site.world.province).uid}/so-lieu/"
    before = RuleSet.objects.get(code="RIENG-1").body
    site.post(own, 422, rows="61", deed="save", **{"r0-name": "Một", "r0-kind": "count"})
    assert RuleSet.objects.get(code="RIENG-1").body == before


def test_a_commune_reads_and_does_not_write(site: Site) -> None:
    row = published(site.actor, site.world.province)
    client = site.of(make_user("commune_officer", site.world.commune))
    assert "Thu hồi" not in text(client.get(f"{BASE}{row.uid}/"))
    assert "Lập bộ tiêu chí</a>" not in text(client.get(BASE))
    for path in ("thu-hoi/", "thong-tin/", "loai/"):
        assert client.get(f"{BASE}{row.uid}/{path}").status_code == 404
    assert DOCUMENT["document_number"] in text(client.get(f"{BASE}{row.uid}/"))


@pytest.mark.deep
def test_the_ledgers_last_year_is_tried_at_a_click(site: Site) -> None:
    """What was decided on goes before what was sent; a commune that sent nothing is not counted as clean."""
    world = site.world
    made = publish(world.province)
    for commune, facts in ((world.commune, {"addicts": "25"}), (world.sibling, {"addicts": "6"})):
        AreaClass.objects.create(
            area=area_of(commune.pk), rule_set=made, rule_code=made.code, year=2020, class_code="IT", how="imported",
            basis="Sổ cũ", facts=facts, recorded_at=clock.now(),
        )  # fmt: skip
    uid = published(site.actor, world.province).uid
    path = f"{BASE}{uid}/thu/?so={made.uid}"
    assert "Đã có số liệu năm 2020 của 2 địa bàn" in site.get(f"{BASE}{uid}/thu/")
    page = site.post(path, nam="2020")
    assert "Kết quả của 2 địa bàn" in page and "25 (cần từ 20 trở lên)" in page
    assert page.index("Phường Tân Phong") < page.index("Phường Trảng Dài")
    commune = site.of(make_user("commune_officer", world.sibling))
    assert "của 1 địa bàn" in text(commune.get(f"{BASE}{uid}/thu/"))
