"""The pages of an amendment: who sees what, what they say, what they ask, at which cost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.kernel import clock
from lanhmanh.paper.document import Node, OfficialDocument
from lanhmanh.plan import selectors, services
from lanhmanh.plan.models import Plan, Task
from lanhmanh.plan.services import TaskChoice
from tests.plan.amended import AFTER, CHANGED_ON, amend, amended_document, confirm, reading
from tests.plan.conftest import TODAY, World, choice_of, item_of, task_of
from tests.plan.test_pages import readers, signed_in


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let the bytes "amended" be the amended plan."""
    reading(monkeypatch, amended=amended_document())
    return world


def upload(client: Client, plan: Plan, content: bytes) -> Any:
    return client.post(f"/ke-hoach/{plan.uid}/sua-doi/", {"file": SimpleUploadedFile("sua-doi.md", content)})


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.deep
def test_an_amendment_is_brought_in_looked_at_and_confirmed(world: World) -> None:
    plan = world.plan()
    client = signed_in(world.province)
    assert f"/ke-hoach/{plan.uid}/sua-doi/" in client.get("/ke-hoach/").content.decode()
    assert client.get(f"/ke-hoach/{plan.uid}/sua-doi/").status_code == 200
    answer = upload(client, plan, b"amended")
    draft = Plan.objects.get(amends=plan)
    assert answer["Location"] == f"/ke-hoach/{draft.uid}/doi-chieu/"
    page = client.get(answer["Location"])
    told = text_of(page)
    for words in ("Giữ nguyên 2", "Chuyển chỗ 1", "Sửa lời 1", "Mới 1", "Bỏ 1", "Từ mục II.1 sang mục II.3"):
        assert words in told
    assert "<del>quý</del>" in page.content.decode() and "<ins>tháng cùng công an</ins>" in page.content.decode()
    assert client.get(f"/ke-hoach/{draft.uid}/xem-truoc/")["Location"] == answer["Location"]
    assert client.get(f"/ke-hoach/{plan.uid}/sua-doi/")["Location"] == answer["Location"]
    asked = client.get(f"/ke-hoach/{draft.uid}/xac-nhan/")
    assert "3 nhiệm vụ tiếp tục như cũ" in text_of(asked)
    refused = client.post(f"/ke-hoach/{draft.uid}/xac-nhan/", filled(draft))
    assert refused.status_code == 422 and "chọn giữ hay kết thúc" in text_of(refused)
    with clock.at(CHANGED_ON):
        done = client.post(f"/ke-hoach/{draft.uid}/xac-nhan/", filled(draft, kept="keep"))
    assert done["Location"] == f"/ke-hoach/{draft.uid}/"
    plan.refresh_from_db()
    assert plan.state == "replaced"
    states = sorted(Task.objects.filter(item__plan=draft).values_list("item__path", "state"))
    assert states == [
        ("II.1", "confirmed"), ("II.2", "confirmed"), ("II.3", "confirmed"), ("III", "confirmed"), ("III", "confirmed"),
    ]  # fmt: skip


def filled(draft: Plan, **changes: str) -> dict[str, str]:
    """Fill in the page that confirms: the new task is given, the carried one as said in `changes`."""
    data = {"title": draft.title, "number": "42-KH/HNDT", "last_year": "2025"}
    for task in Task.objects.filter(item__plan=draft, item__change__in=["reworded", "new"]):
        facts = {
            "title": task.title, "responsible_level": task.responsible_level, "recurrence": task.recurrence,
            "due": "31/12/2021" if task.recurrence == "once" else "",
        }  # fmt: skip
        facts |= changes if task.carried_from_id else {"chosen": "on"}
        data |= {f"{task.uid}-{name}": value for name, value in facts.items()}
    return data


def test_a_task_that_ends_needs_not_be_complete_and_one_unit_stays_the_one(world: World) -> None:
    plan = world.plan()
    choice = TaskChoice("Rà soát ở đây", "commune", "yearly", unit=world.units.sibling)
    services.add_task(actor=world.province, item=item_of(plan, "II.2"), choice=choice)
    draft = amend(world, plan)
    first, second = task_of(draft, "II.1"), task_of(draft, "II.1", 1)
    data = filled(draft) | {f"{first.uid}-kept": "end", f"{first.uid}-title": "", f"{second.uid}-kept": "keep"}
    assert signed_in(world.province).post(f"/ke-hoach/{draft.uid}/xac-nhan/", data).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.unit) == ("dropped", "confirmed", world.units.sibling)


def test_a_match_is_changed_on_a_page_of_its_own(world: World) -> None:
    plan = world.plan()
    draft = amend(world, plan)
    client, item = signed_in(world.province), item_of(draft, "II.2")
    address = f"/ke-hoach/muc/{item.uid}/tiep-noi/"
    page = client.get(address).content.decode()
    assert page.index("chưa có mục nào tiếp nối") < page.index(item_of(plan, "I").uid)
    wrong = client.post(address, {"previous": "không-có"})
    assert wrong.status_code == 422
    answer = client.post(address, {"previous": item_of(plan, "II.2").uid})
    assert answer["Location"].startswith(f"/ke-hoach/{draft.uid}/doi-chieu/")
    assert (item_of(draft, "II.2").change, item_of(draft, "II.1").change) == ("reworded", "new")


def test_a_file_that_changes_nothing_is_refused_under_the_field(world: World) -> None:
    plan = world.plan()
    answer = upload(signed_in(world.province), plan, b"the same")
    assert answer.status_code == 422 and "không có gì để sửa đổi" in text_of(answer)
    assert "Chọn tệp kế hoạch" in text_of(signed_in(world.province).post(f"/ke-hoach/{plan.uid}/sua-doi/"))


def test_another_plan_altogether_is_warned_of(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("Trồng cây gây rừng ven sông.", "Nuôi cá lồng bè trên hồ Trị An.")
    nodes = tuple(Node(label, label, None, (text,)) for label, text in zip("AB", words, strict=True))
    reading(monkeypatch, other=OfficialDocument(kind="Kế hoạch", title="Kế hoạch khác", outline=nodes))
    draft = amend(world, world.plan(), b"other")
    client = signed_in(world.province)
    for page in ("doi-chieu", "xac-nhan"):
        assert "Có thể đây là một kế hoạch khác" in text_of(client.get(f"/ke-hoach/{draft.uid}/{page}/"))


@pytest.mark.deep
def test_whoever_reads_the_plan_reads_what_changed_but_not_the_draft(world: World) -> None:
    plan = world.plan()
    draft = amend(world, plan)
    item = item_of(draft, "II.1")
    drafts = [f"/ke-hoach/{draft.uid}/{page}/" for page in ("doi-chieu", "xac-nhan")] + [
        f"/ke-hoach/muc/{item.uid}/tiep-noi/"
    ]
    people = readers(world.units)
    for name, actor in people.items():
        client = signed_in(actor)
        for address in [*drafts, f"/ke-hoach/{plan.uid}/sua-doi/"]:
            expected = {200, 302} if name == "own" else {404}
            assert client.get(address).status_code in expected, (name, address)
    with clock.at(CHANGED_ON):
        confirm(world, draft)
    old = item_of(plan, "I")
    with clock.at(AFTER):
        for name, actor in people.items():
            client = signed_in(actor)
            for address in (
                drafts[0],
                f"/ke-hoach/{plan.uid}/",
                f"/ke-hoach/muc/{old.uid}/",
                f"/ke-hoach/muc/{item.uid}/",
            ):
                assert client.get(address).status_code == 200, (name, address)
            for address in [*drafts[1:], f"/ke-hoach/{plan.uid}/sua-doi/", f"/ke-hoach/{plan.uid}/doi-chieu/"]:
                assert client.get(address).status_code == 404, (name, address)


@pytest.mark.deep
def test_both_plans_lead_to_each_other_and_clauses_say_what_they_were(world: World) -> None:
    plan = world.plan()
    with clock.at(CHANGED_ON):
        new = confirm(world, amend(world, plan))
    client = signed_in(world.province)
    with clock.at(AFTER):
        old_page, new_page = (client.get(f"/ke-hoach/{one.uid}/").content.decode() for one in (plan, new))
        assert "Đã được thay ngày 15/10/2021 bằng" in old_page and f"/ke-hoach/{new.uid}/doi-chieu/" in old_page
        assert "Sửa đổi từ" in new_page and f"/ke-hoach/{plan.uid}/" in new_page
        assert "/giao/" not in client.get(f"/ke-hoach/muc/{item_of(plan, 'II.2').uid}/").content.decode()
        says = {
            (plan, "I"): "Mục này đã bỏ từ ngày 15/10/2021", (plan, "II.2"): "nay là mục II.1",
            (new, "II.1"): "Sửa lời từ mục II.2 của kế hoạch trước", (new, "II.2"): "Mục mới của bản sửa đổi",
            (new, "II.3"): "Chuyển chỗ từ mục II.1 của kế hoạch trước",
        }  # fmt: skip
        assert "Tiếp nối nhiệm vụ của" in text_of(client.get(f"/ke-hoach/nhiem-vu/{task_of(new, 'II.3').uid}/"))
        for (one, path), words in says.items():
            assert words in text_of(client.get(f"/ke-hoach/muc/{item_of(one, path).uid}/")), path


@pytest.mark.deep
def test_the_figures_of_a_moved_clause_stay_with_it(world: World) -> None:
    plan = world.plan()
    with clock.at(CHANGED_ON):
        new = confirm(world, amend(world, plan))
    client, moved = signed_in(world.province), item_of(new, "II.3")
    with clock.at(AFTER):
        assert 'href="/bao-cao/muc/II.1/"' in client.get(f"/ke-hoach/muc/{moved.uid}/").content.decode()
        assert f"/ke-hoach/muc/{moved.uid}/" in client.get("/bao-cao/muc/II.1/").content.decode()
        assert "/bao-cao/muc/" not in client.get(f"/ke-hoach/muc/{item_of(new, 'II.2').uid}/").content.decode()


@pytest.mark.deep
def test_progress_of_before_is_shown_and_an_old_address_leads_on(world: World) -> None:
    plan = world.plan()
    old = task_of(plan, "II.1")
    services.record_progress(
        actor=world.commune, task=old, unit=world.units.commune, period="2021", state="under_way", note="đợt đầu"
    )
    ended = task_of(plan, "II.2")
    draft = amend(world, plan)
    carried = task_of(draft, "II.1")
    with clock.at(CHANGED_ON):
        new = confirm(world, draft, {carried.uid: TaskChoice(carried.title, "commune", "quarterly", chosen=False)})
    client = signed_in(world.commune)
    with clock.at(AFTER):
        answer = client.get(f"/ke-hoach/nhiem-vu/{old.uid}/tien-do/")
        assert answer["Location"] == f"/ke-hoach/nhiem-vu/{task_of(new, 'II.3').uid}/tien-do/"
        page = text_of(client.get(answer["Location"]))
        assert "Ghi ở kế hoạch trước sửa đổi" in page and "đợt đầu" in page
        assert client.get(f"/ke-hoach/nhiem-vu/{ended.uid}/tien-do/").status_code == 404
        assert client.get(f"/ke-hoach/muc/{item_of(plan, 'II.2').uid}/").status_code == 200


@pytest.mark.deep
def test_a_district_is_asked_today_and_takes_the_amendment_up(world: World) -> None:
    plan = world.plan()
    own = world.derived({item_of(plan, "II.1").uid: "Đã có Đội."})
    client = signed_in(world.district)
    assert "cập nhật kế hoạch của đơn vị" not in text_of(client.get("/"))
    with clock.at(CHANGED_ON):
        new = confirm(world, amend(world, plan))
    address = f"/ke-hoach/{own.uid}/cap-nhat/"
    with clock.at(AFTER):
        assert "Kế hoạch của Tỉnh Đồng Nai đã sửa đổi" in text_of(client.get("/"))
        assert address in client.get("/").content.decode()
        assert address in client.get("/ke-hoach/").content.decode()
        assert f"/ke-hoach/{new.uid}/lap/" not in client.get(f"/ke-hoach/{new.uid}/").content.decode()
        dropped = text_of(client.get(f"/ke-hoach/muc/{item_of(own, 'I').uid}/"))
        assert "cấp trên đã bỏ mục này" in dropped
        assert "cấp trên đã bỏ" not in text_of(client.get(f"/ke-hoach/muc/{item_of(own, 'III').uid}/"))
        page = text_of(client.get(address))
        assert "2 mục cần chọn" in page and "1 mục cấp trên đã bỏ" in page
        data = decided(own, new)
        reworded = item_of(new, "II.1")
        refused = client.post(address, data | {f"{reworded.uid}-decision": "not_applicable"})
        assert refused.status_code == 422 and f"#d-{reworded.uid}" in refused.content.decode()
        assert client.post(address, {}).status_code == 422
        answer = client.post(address, data)
        draft = Plan.objects.get(amends=own)
        assert answer["Location"] == f"/ke-hoach/{draft.uid}/doi-chieu/"
        assert "Làm tiếp" in text_of(client.get("/"))
        assert client.get(address)["Location"] == answer["Location"]
        assert client.get(answer["Location"]).status_code == 200
        done = client.post(f"/ke-hoach/{draft.uid}/xac-nhan/", {"title": draft.title, "last_year": "2025"})
        assert done["Location"] == f"/ke-hoach/{draft.uid}/"
        assert "cập nhật kế hoạch của đơn vị" not in text_of(client.get("/"))
    assert item_of(draft, "II.3").disposition == "not_applicable"


def decided(own: Plan, parent: Plan) -> dict[str, str]:
    """Fill in the page as it is offered, and take up what is to be decided."""
    data = {"own-text": ""}
    for row in selectors.carried(own, parent):
        facts = {"decision": "inherited" if row.fresh else row.disposition, "text": row.text, "reason": row.reason}
        data |= {f"{row.source.uid}-{name}": value for name, value in facts.items()}
    return data


def test_only_a_derived_plan_in_force_is_taken_up_by_its_unit(world: World) -> None:
    plan = world.plan()
    own = world.derived()
    assert (
        signed_in(world.district).get(f"/ke-hoach/{own.uid}/sua-doi/")["Location"] == f"/ke-hoach/{own.uid}/cap-nhat/"
    )
    for actor, one in ((world.province, plan), (world.province, own), (world.other, own), (world.commune, own)):
        assert signed_in(actor).get(f"/ke-hoach/{one.uid}/cap-nhat/").status_code == 404


def test_a_kind_is_looked_at_alone_and_a_stray_one_shows_all(world: World) -> None:
    draft = amend(world, world.plan())
    client = signed_in(world.province)
    moved = text_of(client.get(f"/ke-hoach/{draft.uid}/doi-chieu/?loai=moved"))
    assert "Từ mục II.1 sang mục II.3" in moved and "Không còn." not in moved
    for query in ("?loai=lạ", "?loai=moved&page=99", "?page=x", "?loai=" + "x" * 3000):
        assert client.get(f"/ke-hoach/{draft.uid}/doi-chieu/{query}").status_code == 200


def many(number: int, years: str, reworded: bool) -> OfficialDocument:
    """Return a plan of so many clauses, all of them reworded if wanted."""
    text = "Tổ chức việc số {0} {0} {0} ở địa bàn hằng quý" + (" và báo cáo kết quả." if reworded else ".")
    nodes = tuple(Node(f"I.{n}", str(n), None, (text.format(f"m{n}x"),)) for n in range(1, number + 1))
    return OfficialDocument(title=f"Kế hoạch {years}", outline=(Node("I", "I", "NỘI DUNG", (), nodes),))


def counted(world: World, monkeypatch: pytest.MonkeyPatch, number: int, years: str) -> list[int]:
    """Return the queries of the three pages of an amendment that rewords every clause."""
    reading(monkeypatch, **{f"a{number}": many(number, years, False), f"b{number}": many(number, years, True)})
    draft = services.import_plan(
        actor=world.province, unit=world.units.province, data=f"a{number}".encode(), name="a.md"
    )
    choices = {task.uid: choice_of(task) for task in Task.objects.filter(item__plan=draft)}
    plan = services.confirm_plan(actor=world.province, plan=draft, choices=choices)
    derived = world.derived(parent=plan)
    draft = amend(world, plan, f"b{number}".encode())
    client, found = signed_in(world.province), []
    pages = [(client, f"{draft.uid}/doi-chieu"), (client, f"{draft.uid}/xac-nhan")]
    for visitor, address in [*pages, (signed_in(world.district), f"{derived.uid}/cap-nhat")]:
        visitor.get(f"/ke-hoach/{address}/")
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(f"/ke-hoach/{address}/").status_code == 200
        found.append(len(queries))
    return found


@pytest.mark.deep
def test_pages_cost_the_same_for_many_clauses(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few = counted(world, monkeypatch, 4, "2021 - 2021")
    assert counted(world, monkeypatch, 40, "2022 - 2025") == few
    assert max(few) < 25


def test_the_agenda_asks_one_question_more(world: World) -> None:
    assert selectors.outdated(world.units.district, TODAY) is None
    with CaptureQueriesContext(connection) as queries:
        selectors.outdated(world.units.district, TODAY)
    assert len(queries) == 1
