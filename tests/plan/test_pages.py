"""The pages of plans: who sees what, what the forms do, at which cost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from lanhmanh import paper
from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.models import User
from lanhmanh.documents import rules as document_rules
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.services import TaskChoice
from tests.factories import Province, make_actor, make_unit
from tests.plan.conftest import TODAY, World, item_of, task_of


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def readers(units: Province) -> dict[str, Actor]:
    places = {
        "own": ("province_officer", units.province),
        "child": ("district_officer", units.district),
        "grandchild": ("commune_officer", units.commune),
        "branch": ("branch_head", units.branch),
        "other district": ("district_officer", units.other_district),
        "police": ("police", units.district),
        "auditor": ("auditor", units.province),
    }
    return {name: make_actor(role, unit) for name, (role, unit) in places.items()}


def clients(units: Province) -> dict[str, Client]:
    """Let all readers in."""
    return {name: signed_in(actor) for name, actor in readers(units).items()}


@pytest.mark.deep
def test_everybody_below_reads_a_confirmed_plan_of_the_province(world: World) -> None:
    plan = world.plan()
    item = item_of(plan, "II.2")
    for name, client in clients(world.units).items():
        for address in ("/ke-hoach/", f"/ke-hoach/{plan.uid}/", f"/ke-hoach/muc/{item.uid}/"):
            assert client.get(address).status_code == 200, (name, address)


def test_an_administrator_sees_no_plan(world: World, client: Client) -> None:
    plan = world.plan()
    actor = make_actor("administrator", world.units.province)
    pages = ("/ke-hoach/", f"/ke-hoach/{plan.uid}/", f"/ke-hoach/muc/{item_of(plan, 'II.2').uid}/")
    for address in pages:
        request = RequestFactory().get(address)
        request.user = User.objects.get(pk=actor.user_id)
        request.actor = actor  # type: ignore[attr-defined]
        match = resolve(address)
        with pytest.raises(Http404):
            match.func(request, **match.kwargs)
        assert signed_in(actor).get(address).status_code in {302, 404}  # sent to set up the second factor


@pytest.mark.deep
def test_a_derived_plan_is_hidden_from_the_side(world: World) -> None:
    world.plan()
    plan = world.derived()
    item = item_of(plan, "II.2")
    seen = {"own": 200, "child": 200, "grandchild": 200, "branch": 200, "police": 200, "auditor": 200}
    for name, client in clients(world.units).items():
        for address in (f"/ke-hoach/{plan.uid}/", f"/ke-hoach/muc/{item.uid}/"):
            assert client.get(address).status_code == seen.get(name, 404), (name, address)


@pytest.mark.deep
def test_a_draft_is_only_for_its_editors(world: World) -> None:
    plan = world.draft()
    item = item_of(plan, "II.2")
    addresses = [f"/ke-hoach/{plan.uid}/", f"/ke-hoach/muc/{item.uid}/"]
    addresses += [f"/ke-hoach/{plan.uid}/{page}/" for page in ("xem-truoc", "bo", "them-muc")]
    for name, client in clients(world.units).items():
        for address in addresses:
            assert client.get(address).status_code == (200 if name == "own" else 404), (name, address)


@pytest.mark.deep
def test_the_deeds_of_an_editor_are_closed_to_others(world: World) -> None:
    plan = world.plan()
    task, item = task_of(plan, "II.2"), item_of(plan, "II.2")
    addresses = [
        f"/ke-hoach/muc/{item.uid}/giao/",
        f"/ke-hoach/nhiem-vu/{task.uid}/",
        f"/ke-hoach/nhiem-vu/{task.uid}/bo/",
    ]
    for name, client in clients(world.units).items():
        for address in addresses:
            for answer in (client.get(address), client.post(address, {})):
                expected = {200, 302, 422} if name == "own" else {404}
                assert answer.status_code in expected, (name, address)
    task.refresh_from_db()
    assert task.state == "dropped"


def test_who_is_not_signed_in_is_sent_to_sign_in(world: World) -> None:
    plan = world.plan()
    for address in ("/ke-hoach/", "/ke-hoach/nhap/", f"/ke-hoach/{plan.uid}/", f"/ke-hoach/{plan.uid}/lap/"):
        assert Client().get(address).status_code == 302


def test_with_no_plan_the_page_says_what_to_do(world: World) -> None:
    assert "/ke-hoach/nhap/" in signed_in(world.province).get("/ke-hoach/").content.decode()
    assert "/ke-hoach/nhap/" not in signed_in(world.branch).get("/ke-hoach/").content.decode()


def upload(actor: Actor, content: bytes = b"# plan") -> Any:
    return signed_in(actor).post("/ke-hoach/nhap/", {"file": SimpleUploadedFile("ke-hoach.md", content)})


def test_upload_leads_to_the_preview(world: World) -> None:
    response = upload(world.province)
    plan = Plan.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/ke-hoach/{plan.uid}/xem-truoc/")


def test_upload_refuses_kindly_under_the_field(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def secret(data: bytes, name: str = "") -> None:
        raise Refused("Văn bản có dấu MẬT: không được đưa vào hệ thống.")

    assert "Chọn tệp kế hoạch" in signed_in(world.province).post("/ke-hoach/nhap/").content.decode()
    assert "Tệp rỗng" in upload(world.province, b"").content.decode()
    monkeypatch.setattr(paper, "read", secret)
    response = upload(world.province)
    assert (response.status_code, "dấu MẬT" in response.content.decode()) == (422, True)
    monkeypatch.setattr("lanhmanh.plan.forms.MOST_BYTES", 3)
    assert "lớn hơn 20 MB" in upload(world.province).content.decode()
    assert document_rules.MOST_BYTES == 20 * 1024 * 1024
    assert not Plan.objects.exists()


def filled(plan: Plan, **change: str) -> dict[str, str]:
    """Fill in the preview as it is offered, but for what is done once, which falls due on 31/12/2021."""
    data = {"title": plan.title, "number": "05-KH/HNDT", "first_year": "2021", "last_year": "2025"}
    for task in Task.objects.filter(item__plan=plan):
        facts = {
            "chosen": "on", "title": task.title, "responsible_level": task.responsible_level,
            "recurrence": task.recurrence, "due": "31/12/2021" if task.recurrence == "once" else "",
        }  # fmt: skip
        data |= {f"{task.uid}-{name}": value for name, value in facts.items()}
    return data | change


def test_the_preview_shows_text_outline_citations_and_proposals(world: World) -> None:
    plan = world.draft()
    page = signed_in(world.province).get(f"/ke-hoach/{plan.uid}/xem-truoc/").content.decode()
    assert "<mark>1648/QĐ-UBND</mark>" in page
    assert "<mark>41/KH-BCNCT2</mark>" in page
    assert page.count("Giao nhiệm vụ này") == 4
    assert "vì có “hằng quý”" in " ".join(page.split()).replace("vì có  ", "vì có ")
    assert "Lê Hữu Thiện" in page


def test_the_preview_is_confirmed_with_changes(world: World) -> None:
    plan = world.draft()
    left, changed = task_of(plan, "II.1"), task_of(plan, "II.2")
    data = filled(plan, **{f"{changed.uid}-recurrence": "monthly", f"{changed.uid}-codes": "tt-buoi, TT-LUOT"})
    del data[f"{left.uid}-chosen"]
    data[f"{left.uid}-title"] = ""
    response = signed_in(world.province).post(f"/ke-hoach/{plan.uid}/xem-truoc/", data)
    assert (response.status_code, response["Location"]) == (302, f"/ke-hoach/{plan.uid}/")
    plan.refresh_from_db()
    left.refresh_from_db()
    changed.refresh_from_db()
    assert (plan.state, left.state, changed.state, changed.recurrence) == (
        "confirmed",
        "dropped",
        "confirmed",
        "monthly",
    )
    assert changed.indicators == ["TT-BUOI", "TT-LUOT"]
    assert plan.document is not None and plan.document.number == "05-KH/HNDT"


def test_indicators_that_fit_a_clause_are_proposed_by_name_and_kept_or_left(world: World) -> None:
    plan = world.draft()
    [item] = PlanItem.objects.filter(plan=plan, path="II.2")
    PlanItem.objects.filter(pk=item.pk).update(text="Hằng quý báo cáo số cơ sở kinh doanh dịch vụ được rà soát.")
    task = task_of(plan, "II.2")
    client = signed_in(world.province)
    page = client.get(f"/ke-hoach/{plan.uid}/xem-truoc/").content.decode()
    assert "Cơ sở kinh doanh dịch vụ được rà soát (KT-COSO)" in page
    data = filled(plan, **{f"{task.uid}-indicators": ["KT-COSO"], f"{task.uid}-codes": "tt-buoi"})
    client.post(f"/ke-hoach/{plan.uid}/xem-truoc/", data)
    task.refresh_from_db()
    assert task.indicators == ["KT-COSO", "TT-BUOI"]
    page = client.get(f"/ke-hoach/muc/{item.uid}/").content.decode()
    assert "Cơ sở kinh doanh dịch vụ được rà soát; Buổi tuyên truyền do Hội" in page


def test_the_preview_says_what_is_missing_and_keeps_what_was_typed(world: World) -> None:
    plan = world.draft()
    once = task_of(plan, "III")
    data = filled(plan, title="Tên gõ lại", first_year="2026", **{f"{once.uid}-due": ""})
    response = signed_in(world.province).post(f"/ke-hoach/{plan.uid}/xem-truoc/", data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Việc làm một lần cần có hạn." in page and "Năm bắt đầu phải trước" in page and "Tên gõ lại" in page
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_clause_is_added_to_a_draft_and_a_draft_thrown_away(world: World) -> None:
    plan = world.draft()
    client = signed_in(world.province)
    client.post(f"/ke-hoach/{plan.uid}/them-muc/", {"text": "Tổng kết hằng năm."})
    assert plan.items.filter(path="BS1", disposition="own").exists()
    assert client.post(f"/ke-hoach/{plan.uid}/bo/").status_code == 302
    assert not Plan.objects.exists()


def test_a_district_derives_its_plan_on_one_page(world: World) -> None:
    parent = world.plan()
    client = signed_in(world.district)
    address = f"/ke-hoach/{parent.uid}/lap/"
    assert address in client.get("/ke-hoach/").content.decode()
    items = list(selectors.items_of(parent))
    data = {f"{item.uid}-decision": "inherit" for item in items} | {"own-text": "Biểu dương Đội tốt hằng năm."}
    left = item_of(parent, "II.2")
    data[f"{left.uid}-decision"] = "leave"
    refused = client.post(address, data)
    assert refused.status_code == 422 and f"#d-{left.uid}" in refused.content.decode()
    data[f"{left.uid}-reason"] = "Không có cơ sở nào."
    response = client.post(address, data)
    plan = Plan.objects.get(unit=world.units.district)
    assert response["Location"] == f"/ke-hoach/{plan.uid}/xem-truoc/"
    assert client.get(response["Location"]).status_code == 200
    assert plan.items.get(path="II.2").reason == "Không có cơ sở nào."
    assert "đã lập kế hoạch" in client.post(address, data).content.decode()


def test_only_units_below_derive(world: World) -> None:
    parent = world.plan()
    for actor, status in ((world.province, 404), (world.branch, 404), (world.commune, 200), (world.other, 200)):
        assert signed_in(actor).get(f"/ke-hoach/{parent.uid}/lap/").status_code == status


def test_the_item_page_shows_sentence_tasks_progress_and_evidence(world: World) -> None:
    plan = world.plan()
    world.derived({item_of(plan, "II.1").uid: "Đã có Đội."})
    task = task_of(plan, "II.2")
    services.record_progress(
        actor=world.commune, task=task, unit=world.units.commune, period="2021Q2", state="done", evidence="BB 02/BB"
    )
    page = signed_in(world.province).get(f"/ke-hoach/muc/{task.item.uid}/").content.decode()
    assert task.item.text in page and "/bao-cao/muc/II.2/" in page
    assert "1/3" in page and "1/2" in page and "BB 02/BB" in page and "Phường Trảng Dài" in page
    assert "chưa ghi gì trong kỳ này" in page  # Long Thành said nothing: hatched, not zero
    left = signed_in(world.province).get(f"/ke-hoach/muc/{item_of(plan, 'II.1').uid}/").content.decode()
    assert "không áp dụng:" in left and "Đã có Đội." in left


def test_who_only_reads_is_not_asked_to_record_progress(world: World) -> None:
    task, reader = task_of(world.plan(), "II.2"), make_actor("police", world.units.commune)
    page = f"/ke-hoach/muc/{task.item.uid}/"
    link = f"/ke-hoach/nhiem-vu/{task.uid}/tien-do/"
    assert link in signed_in(world.commune).get(page).content.decode()
    seen = signed_in(reader).get(page)
    assert seen.status_code == 200 and task.title in seen.content.decode()
    assert link not in seen.content.decode()


@pytest.mark.deep
def test_an_inherited_clause_shows_its_tasks_to_the_commune(world: World) -> None:
    plan = world.plan()
    derived = world.derived()
    task = task_of(plan, "II.2")
    client = signed_in(world.commune)
    page = client.get(f"/ke-hoach/muc/{item_of(derived, 'II.2').uid}/").content.decode()
    assert task.title in page and f"/ke-hoach/nhiem-vu/{task.uid}/tien-do/" in page
    district = signed_in(world.district).get(f"/ke-hoach/muc/{item_of(derived, 'II.2').uid}/").content.decode()
    assert f'/ke-hoach/nhiem-vu/{task.uid}/"' not in district  # a task of the province is not the district's to change
    assert "xong 0/2 lượt giao" in signed_in(world.district).get("/ke-hoach/").content.decode()


def test_a_sibling_does_not_see_evidence_of_the_side(world: World) -> None:
    plan = world.plan()
    task = task_of(plan, "II.2")
    services.record_progress(
        actor=world.commune, task=task, unit=world.units.commune, period="2021Q2", state="done", evidence="BB 02/BB"
    )
    page = signed_in(world.sibling).get(f"/ke-hoach/muc/{task.item.uid}/").content.decode()
    assert "BB 02/BB" not in page and "0/1" in page


def test_progress_is_recorded_and_changed(world: World) -> None:
    task = task_of(world.plan(), "II.2")
    client, address = signed_in(world.commune), f"/ke-hoach/nhiem-vu/{task.uid}/tien-do/"
    assert "quý II/2021" in client.get(address).content.decode()
    refused = client.post(address, {"period": "2021Q2", "state": "not_done"})
    assert "Chưa làm thì ghi lý do" in refused.content.decode() and not TaskProgress.objects.exists()
    assert client.post(address, {"period": "2021Q2", "state": "done", "evidence": "BB 1"}).status_code == 302
    assert TaskProgress.objects.get().recorded_by_id == world.commune.user_id
    page = client.get(address).content.decode()
    assert "BB 1" in page and "checked" in page


def test_progress_is_closed_to_whom_the_task_does_not_bind(world: World) -> None:
    task = task_of(world.plan(), "II.2")
    for actor in (world.district, world.province):
        assert signed_in(actor).get(f"/ke-hoach/nhiem-vu/{task.uid}/tien-do/").status_code == 404


def test_a_task_is_given_to_one_unit(world: World) -> None:
    plan = world.plan()
    item = item_of(plan, "II.1")
    data = {"title": "Họp", "responsible_level": "district", "unit": world.units.district.uid, "recurrence": "monthly"}
    address = f"/ke-hoach/muc/{item.uid}/giao/"
    assert signed_in(world.province).post(address, data).status_code == 302
    task = Task.objects.get(title="Họp")
    assert (task.unit, task.state) == (world.units.district, "confirmed")
    page = signed_in(world.province).get(f"/ke-hoach/muc/{item.uid}/").content.decode()
    assert "Thành phố Biên Hòa" in page


def queries(client: Client, address: str) -> int:
    """Return how many queries a page takes, once the session is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


@pytest.mark.deep
def test_pages_cost_the_same_for_many_units_and_tasks(world: World, django_assert_max_num_queries: Any) -> None:
    plan = world.plan()
    item = item_of(plan, "II.2")
    client = signed_in(world.province)
    addresses = ("/ke-hoach/", f"/ke-hoach/muc/{item.uid}/")
    few = [queries(client, address) for address in addresses]
    for n in range(12):
        make_unit(f"Xã Thử {n}", "commune", world.units.district)
        make_unit(f"Huyện Thử {n}", "district", world.units.province)
        services.add_task(actor=world.province, item=item, choice=TaskChoice(f"Việc {n}", "commune", "monthly"))
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 28
    with django_assert_max_num_queries(6):
        assert len(selectors.tasks_for(world.units.commune, TODAY)) == 14


@pytest.mark.deep
def test_the_preview_costs_the_same_for_many_tasks(world: World) -> None:
    plan = world.draft()
    client, address = signed_in(world.province), f"/ke-hoach/{plan.uid}/xem-truoc/"
    few = queries(client, address)
    for n in range(15):
        services.add_item(actor=world.province, plan=plan, parent=None, text=f"Việc {n} hằng tháng.")
    assert PlanItem.objects.count() == 20
    assert queries(client, address) == few
    assert client.get(address).content.decode().count("Giao nhiệm vụ này") == 19
