"""The pages of the registers: a row added on a phone, a list from Excel, what is wrong said at its field."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from lanhmanh.activities.forms.described import DESCRIBED
from lanhmanh.activities.models import REGISTERS, Named, PersonOfStanding, Team, TeamMember
from lanhmanh.activities.services import registers as services
from lanhmanh.audit.models import Event
from lanhmanh.kernel.ids import new_id
from lanhmanh.ui import lists
from tests.activities.conftest import World
from tests.activities.filled import GOOD, PARENTS, fill, put
from tests.activities.test_pages import browser
from tests.factories import make_user
from tests.growth import few

HOME = "/hoat-dong/phong-trao/"


@pytest.fixture
def client(world: World) -> Client:
    return browser(world.user)


def words(answer: Any) -> str:
    return " ".join("".join(map(str, html.fromstring(answer.content).itertext())).split())


def typed(values: dict[str, Any], **more: Any) -> dict[str, str]:
    """Return what a person types for values."""
    found = {}
    for key, value in {**values, **more}.items():
        if isinstance(value, bool):
            found[key] = "yes" if value else "no"
        elif isinstance(value, date):
            found[key] = f"{value:%d/%m/%Y}"
        elif value is not None:
            found[key] = str(value)
    return found


def book(head: Sequence[str], lines: Sequence[Sequence[Any]]) -> BytesIO:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for line in (head, *lines):
        sheet.append(list(line))
    out = BytesIO()
    workbook.save(out)
    out.seek(0)
    out.name = "ds.xlsx"
    return out


def confirm(client: Client, url: str, seen: Any) -> Any:
    (packet,) = html.fromstring(seen.content).xpath("//input[@name='packet']/@value")  # type: ignore[union-attr]
    return client.post(url, {"packet": packet, "deed": "take"}, follow=True)


def test_the_movement_leads_to_every_register_and_says_what_it_comes_to(world: World, client: Client) -> None:
    empty = client.get(HOME)
    assert "Chưa có số liệu" in words(empty)
    fill(world)
    full = client.get(HOME)
    text = full.content.decode()
    for slug in REGISTERS:
        assert f"{HOME}{slug}/" in text
    assert "0 trên 1 đội ổn định, hiệu quả trong quý III/2021" in words(full)
    assert "1.250,5" in words(full)
    assert "1.250,5" in words(client.get(f"{HOME}sinh-ke/"))
    current = html.fromstring(full.content).xpath("//nav//a[@aria-current='page']")
    assert [one.get("href") for one in current] == [HOME]  # type: ignore[union-attr]


@pytest.mark.parametrize("slug", few(REGISTERS, 2))
@pytest.mark.deep
def test_a_row_is_added_changed_taken_back_by_pages(world: World, client: Client, slug: str) -> None:
    parent = put(world, PARENTS[slug]) if slug in PARENTS else None
    if parent is None and REGISTERS[slug].parent:
        raise AssertionError(slug)
    blank = client.get(f"{HOME}{slug}/them/" + (f"?cua={parent.uid}" if parent else ""))
    assert blank.status_code == 200
    assert blank.content.decode().count("button--primary") == 1
    sent = typed(GOOD[slug], uid=new_id(), **({"parent": parent.uid} if parent else {"unit": world.tree.commune.uid}))
    for _time in range(2):
        done = client.post(f"{HOME}{slug}/them/", sent, follow=True)
        assert "Đã ghi" in words(done), words(done)
    row = REGISTERS[slug]._default_manager.get()
    url = f"{HOME}{slug}/{row.uid}/"
    assert client.get(url).status_code == 200
    assert url in client.get(f"{HOME}{slug}/").content.decode()
    form = client.get(f"{url}sua/")
    assert form.status_code == 200
    stale = client.post(f"{url}sua/", {**sent, "version": "9"})
    assert (stale.status_code, "vừa sửa" in words(stale)) == (422, True)
    assert "Đã lưu thay đổi" in words(client.post(f"{url}sua/", {**sent, "version": "1"}, follow=True))
    assert client.post(f"{url}huy/", {"reason": " "}).status_code == 422
    assert "Đã hủy" in words(client.post(f"{url}huy/", {"reason": "ghi trùng"}, follow=True))
    assert "Đã hủy, không tính" in words(client.get(url))
    assert "Đã khôi phục" in words(client.post(f"{url}khoi-phuc/", follow=True))


@pytest.mark.parametrize("slug", few(REGISTERS, 2))
def test_whatever_is_typed_gets_a_sentence(world: World, client: Client, slug: str) -> None:
    parent = put(world, PARENTS[slug]) if slug in PARENTS else None
    own = {"parent": parent.uid} if parent else {"unit": world.tree.commune.uid}
    before = REGISTERS[slug]._default_manager.count()
    for junk in ("", "x" * 5000, "=1+1", "-1", "31/02/2021", "9" * 40, "\x00", "<script>", "٣"):
        sent = dict.fromkeys((one.key for one in DESCRIBED[slug].columns), junk) | own
        answer = client.post(f"{HOME}{slug}/them/", {**sent, "uid": junk[:30]})
        assert answer.status_code == 422, (slug, junk)
        assert "style=" not in answer.content.decode()
    assert REGISTERS[slug]._default_manager.count() == before
    assert client.post(f"{HOME}{slug}/them/", {**typed(GOOD[slug]), "unit": "x", "parent": "x"}).status_code == 422
    assert client.get(f"{HOME}{slug}/?words={'x' * 200}&page=zz&cua=x").status_code in (200, 404)


def test_a_loan_without_a_source_is_refused_at_its_field(world: World, client: Client) -> None:
    sent = typed({**GOOD["von-vay"], "source": None}, unit=world.tree.commune.uid, uid=new_id())
    assert "mỗi khoản vay phải có nguồn" in words(client.post(f"{HOME}von-vay/them/", sent))


def test_a_team_shows_its_people_its_deeds_and_its_quarters(world: World, client: Client) -> None:
    made = fill(world)
    page = words(client.get(f"{HOME}doi/{made['doi'].uid}/"))
    for word in ("Trần Thị Bé Thử", "Thăm ba gia đình", "thiếu 3 tiêu chí", "chưa đối chiếu", "thiếu 4"):
        assert word in page, word
    assert "Vận động ký cam kết" in words(client.get(f"{HOME}uy-tin/{made['uy-tin'].uid}/"))


def test_a_name_is_erased_by_its_page_and_never_shown_again(world: World, client: Client) -> None:
    made = fill(world)
    url = f"{HOME}uy-tin/{made['uy-tin'].uid}/"
    assert "không khôi phục được" in words(client.get(f"{url}xoa-ten/"))
    assert "Đã xóa tên" in words(client.post(f"{url}xoa-ten/", follow=True))
    assert "Nguyễn Văn Già Thử" not in words(client.get(f"{HOME}uy-tin/"))
    assert "Nguyễn Văn Già Thử" not in words(client.get(url))
    assert client.get(f"{HOME}ho/{made['ho'].uid}/xoa-ten/").status_code == 404
    assert PersonOfStanding.objects.get().name == ""


@pytest.mark.parametrize("slug", few(REGISTERS, 2))
def test_a_register_goes_out_to_excel_and_comes_in_again(world: World, client: Client, slug: str) -> None:
    row = put(world, slug)
    content = client.get(f"{HOME}{slug}/tai/").content
    assert Event.objects.filter(verb="register.handed_out").exists() == issubclass(REGISTERS[slug], Named)
    url = f"{HOME}{slug}/danh-sach/"
    file = BytesIO(content)
    file.name = "ds.xlsx"
    double = client.post(url, {"file": file})
    assert "Không có dòng nào để nhập" in words(double)
    assert f"{HOME}{slug}/{row.uid}/" in double.content.decode()
    stated = {name: getattr(row, name) for name in row.stated}
    services.void(actor=world.officer, row=row, reason="làm lại")
    file.seek(0)
    seen = client.post(url, {"file": file})
    assert "Nhập 1 dòng" in words(seen), words(seen)
    assert "Đã nhập 1 dòng" in words(confirm(client, url, seen))
    again = REGISTERS[slug]._default_manager.get(voided_at__isnull=True)
    assert {name: getattr(again, name) for name in again.stated} == stated
    assert "Đã nhập" not in words(confirm(client, url, seen))
    assert REGISTERS[slug]._default_manager.count() == 2


def test_bad_rows_of_a_list_come_back_and_good_ones_of_other_units_do_not_pass(world: World, client: Client) -> None:
    head = ["Nguồn vốn", "Tính đến ngày", "Dư nợ (đồng)", "Số hộ vay", "Đơn vị"]
    lines = [
        ["Ngân hàng Chính sách xã hội", date(2021, 9, 30), 1_250_500_000, 52, ""],
        ["", "30/09/2021", "1.000.000", 3, ""],
        ["Nguồn khác", "30/09/2022", 1000, 3, "Chi hội khu phố 3, Phường Trảng Dài"],
        ["Nguồn khác", "30/09/2021", 1000, 3, "Phường Tân Phong, Thành phố Biên Hòa"],
        ["Nguồn khác", "30/09/2021", 1000, 3, "chi hoi khu pho 3 - phuong trang dai"],
    ]
    url = f"{HOME}von-vay/danh-sach/"
    seen = client.post(url, {"file": book(head, lines)})
    text = words(seen)
    assert "Nhập 2 dòng" in text
    for word in ("mỗi khoản vay phải có nguồn", "chưa đến", "Chọn một mục trong danh sách của ô"):
        assert word in text
    confirm(client, url, seen)
    found = REGISTERS["von-vay"]._default_manager.order_by("outstanding").values_list("unit", "outstanding")
    assert list(found) == [(world.tree.branch.pk, 1000), (world.tree.commune.pk, 1_250_500_000)]


def test_members_are_brought_in_by_team(world: World, client: Client) -> None:
    url = f"{HOME}thanh-vien/danh-sach/"
    assert "Chưa có đội nào" in words(client.get(url))
    put(world, "doi")
    head = ["Đội, nhóm", "Họ và tên", "Là hội viên nông dân", "Nhiệm vụ trong đội", "Ngày tham gia"]
    team = "Đội khu phố 4, Phường Trảng Dài, Thành phố Biên Hòa"
    lines = [[team, f"Người Thử {letter}", "có", "Thành viên", "01/03/2021"] for letter in "ABCDE"]
    lines.append([team, "Người Thử F", "có", "Thành viên", "01/02/2021"])
    seen = client.post(url, {"file": book(head, lines)})
    assert "Trước ngày thành lập Đội (01/03/2021)" in words(seen)
    confirm(client, url, seen)
    assert TeamMember.objects.filter(team=Team.objects.get()).count() == 5


@pytest.mark.deep
def test_pages_take_as_many_queries_for_many_rows_as_for_one(world: World, client: Client) -> None:
    made = fill(world)

    def asked() -> list[int]:
        counts = []
        for url in (HOME, f"{HOME}thanh-vien/", f"{HOME}doi/{made['doi'].uid}/", f"{HOME}thanh-vien/tai/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    for number in range(25):
        put(world, "thanh-vien", parent=made["doi"], name=f"Người {number}")
        put(world, "viec-doi", parent=made["doi"], what=f"Việc {number}")
    put(world, "doi", unit=world.tree.branch, name="Đội khác")
    assert asked() == few
    assert max(few) < 40


@pytest.mark.deep
def test_others_see_no_more_than_their_reach(world: World) -> None:
    made = fill(world)
    beside = browser(make_user("commune_officer", world.tree.sibling))
    above = browser(make_user("district_officer", world.tree.district))
    police = browser(make_user("police", world.tree.commune))
    for slug, row in made.items():
        url = f"{HOME}{slug}/{row.uid}/"
        assert [one.get(url).status_code for one in (beside, above, police)] == [404, 200, 404]
        assert row.uid not in beside.get(f"{HOME}{slug}/").content.decode()
        assert above.get(f"{url}sua/").status_code == 404
        (head, *rest) = openpyxl.load_workbook(BytesIO(beside.get(f"{HOME}{slug}/tai/").content))["Danh sách"].rows
        assert head
        assert rest == []
    assert lists.MOST_ROWS == 2000


def test_the_list_of_teams_says_which_of_them_lacked_something_in_the_last_whole_quarter(
    world: World, client: Client
) -> None:
    lacking, fresh = put(world, "doi"), put(world, "doi", name="Đội mới", founded_on=date(2021, 11, 1))
    put(world, "doi", name="Nhóm truyền thông", kind="communication")
    text = client.get(f"{HOME}doi/").content.decode()
    assert "Xét quý III/2021" in text and "thiếu 4 tiêu chí" in text and "Đội chưa thành lập trong quý này." in text
    put(world, "viec-doi", parent=lacking, kind="meeting", day=date(2021, 8, 2))
    assert "thiếu 3 tiêu chí" in client.get(f"{HOME}doi/").content.decode()
    assert "Xét quý" not in client.get(f"{HOME}uy-tin/").content.decode()
    assert fresh.uid in text
