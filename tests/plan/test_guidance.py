"""Guidance sent down: who receives it, who takes note, who sees that; the chain of documents."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.accounts.models import User
from lanhmanh.audit.models import Event
from lanhmanh.documents.models import Citation, Document, Rendition
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.plan import selectors, services
from lanhmanh.plan.models import Acknowledgement, Guidance, Plan
from lanhmanh.plan.rules.chain import Role
from lanhmanh.plan.rules.guidance import Heed
from lanhmanh.plan.services import Adapt
from lanhmanh.web.agenda import agenda
from tests.factories import make_actor, make_unit
from tests.plan.conftest import TODAY, World, item_of
from tests.plan.test_deriving import OWN_WORDS, two_tiers
from tests.plan.test_pages import queries, signed_in

DUE = date(2021, 6, 30)


def send(
    world: World, plan: Plan, levels: tuple[str, ...] = ("district", "commune", "branch"), **more: Any
) -> Guidance:
    facts: dict[str, Any] = {"title": "Cách rà soát", "text": "Làm theo mẫu.", "due": DUE, "levels": levels}
    return services.send_guidance(actor=world.province, unit=world.units.province, plan=plan, **facts | more)


def at(day: date) -> Any:
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.VIETNAM))


def board_of(actor: Actor, guidance: Guidance, day: date = TODAY) -> selectors.Board:
    return selectors.board(actor, guidance, selectors.home_unit(actor), day)


# Sending and taking note


@pytest.mark.deep
def test_guidance_reaches_the_units_of_the_chosen_levels_and_waits_on_today(world: World) -> None:
    plan = world.plan()
    guidance = send(world, plan, ("commune", "branch"), item=item_of(plan, "II.2"))
    for actor, unit, waits in (
        (world.commune, world.units.commune, 1),
        (world.branch, world.units.branch, 1),
        (world.district, world.units.district, 0),
        (world.province, world.units.province, 0),
    ):
        assert len(selectors.pending(actor, unit, TODAY)) == waits
        jobs = [job for job in agenda(actor, TODAY).week + agenda(actor, TODAY).overdue if "Cách rà soát" in job.title]
        later = agenda(actor, TODAY).later
        assert not jobs and (later >= 1 if waits else True)  # due in 13 days: counted, not yet shown
    [job] = [job for job in agenda(world.commune, date(2021, 6, 28)).week if job.url.endswith(f"{guidance.uid}/")]
    assert (job.due, job.clause, job.note) == (DUE, "II.2", "Tỉnh Đồng Nai")
    services.acknowledge(actor=world.commune, guidance=guidance, unit=world.units.commune)
    assert selectors.pending(world.commune, world.units.commune, TODAY) == []
    assert selectors.pending(world.branch, world.units.branch, date(2026, 1, 1)) == []  # the plan is over
    facts = str(Event.objects.get(verb="guidance.sent").facts)
    assert '"units":4' in facts.replace(" ", "") and "II.2" in facts


def test_a_note_is_taken_once_by_whom_it_was_sent_to(world: World) -> None:
    guidance = send(world, world.plan(), ("branch",))
    units = world.units
    with pytest.raises(NotAllowed):
        services.acknowledge(actor=world.sibling, guidance=guidance, unit=units.branch)
    with pytest.raises(Refused, match="không gửi cho"):
        services.acknowledge(actor=world.commune, guidance=guidance, unit=units.commune)
    with pytest.raises(Refused, match="tổ hội"):
        services.acknowledge(actor=world.branch, guidance=guidance, unit=units.branch, groups=501)
    first = services.acknowledge(actor=world.branch, guidance=guidance, unit=units.branch, groups=4, note=" Đã họp ")
    again = services.acknowledge(actor=world.branch, guidance=guidance, unit=units.branch, groups=9)
    assert (again.pk, again.groups, again.note) == (first.pk, 4, "Đã họp")
    assert Event.objects.filter(verb="guidance.acknowledged").count() == 1
    to_communes = send(world, Plan.objects.get(), ("commune",))
    with pytest.raises(Refused, match="tổ hội"):
        services.acknowledge(actor=world.commune, guidance=to_communes, unit=units.commune, groups=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "tên và nội dung"),
        ({"text": "\n"}, "tên và nội dung"),
        ({"levels": ()}, "ít nhất một cấp"),
        ({"levels": ("province",)}, "ít nhất một cấp"),
        ({"levels": ("commune", "lạ")}, "ít nhất một cấp"),
        ({"due": date(2021, 6, 16)}, "đã qua"),
    ],
)
def test_guidance_that_is_not_complete_is_refused(world: World, change: dict[str, Any], words: str) -> None:
    plan = world.plan()
    with pytest.raises(Refused, match=words):
        send(world, plan, **change)
    assert not Guidance.objects.exists()


def test_guidance_goes_with_a_plan_in_force_of_the_own_line_its_clauses_and_the_own_register(world: World) -> None:
    draft = world.draft()
    with pytest.raises(Refused, match="đang có hiệu lực"):
        send(world, draft)
    plan = services.confirm_plan(actor=world.province, plan=draft, choices={})
    derived = world.derived({item_of(plan, "II.1").uid: "Đã có Đội."}, parent=plan)
    with pytest.raises(Refused, match="đang có hiệu lực"):
        send(world, derived)  # a plan of a unit below
    with pytest.raises(Refused, match="một mục có áp dụng"):
        send(world, plan, item=item_of(derived, "II.2"))
    with pytest.raises(Refused, match="một mục có áp dụng"):
        services.send_guidance(
            actor=world.district, unit=world.units.district, plan=derived, levels=["commune"], title="A", text="B",
            item=item_of(derived, "II.1"),
        )  # fmt: skip
    with pytest.raises(Refused, match="sổ của đơn vị"):
        services.send_guidance(
            actor=world.district, unit=world.units.district, plan=plan, levels=["commune"], title="A", text="B",
            document=plan.document,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.send_guidance(
            actor=world.branch, unit=world.units.branch, plan=plan, levels=["branch"], title="A", text="B"
        )


def test_a_form_sent_twice_sends_once_and_a_used_token_is_not_taken_over(world: World) -> None:
    plan, token = world.plan(), new_id()
    assert send(world, plan, token=token) == send(world, plan, token=token)
    assert (Guidance.objects.count(), Event.objects.filter(verb="guidance.sent").count()) == (1, 1)
    with pytest.raises(Refused, match="đã được dùng"):
        services.send_guidance(
            actor=world.district, unit=world.units.district, plan=plan, levels=["commune"], title="A", text="B",
            token=token,
        )  # fmt: skip


def test_guidance_and_notes_never_change(world: World) -> None:
    guidance = send(world, world.plan(), ("branch",))
    services.acknowledge(actor=world.branch, guidance=guidance, unit=world.units.branch)
    for table in ("plan_guidance", "plan_acknowledgement"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match=r"append-only|never"), transaction.atomic():
                connection.cursor().execute(statement)


# Who sees what


@pytest.mark.deep
def test_a_commune_sees_what_was_sent_to_it_or_through_it_and_strangers_nothing(world: World) -> None:
    plan = world.plan()
    everybody, districts, branches = send(world, plan), send(world, plan, ("district",)), send(world, plan, ("branch",))
    own = services.send_guidance(
        actor=world.district, unit=world.units.district, plan=plan, levels=["commune"], title="Riêng", text="Việc"
    )
    names = {everybody.pk: "all", districts.pk: "districts", branches.pk: "branches", own.pk: "own"}
    seen = {
        "province": (world.province, {"all", "districts", "branches", "own"}),
        "district": (world.district, {"all", "districts", "branches", "own"}),
        "commune": (world.commune, {"all", "branches", "own"}),
        "branch": (world.branch, {"all", "branches"}),
        "other": (world.other, {"all", "districts", "branches"}),
        "auditor": (make_actor("auditor", world.units.province), {"all", "districts", "branches", "own"}),
        "police": (make_actor("police", world.units.district), set()),
    }
    for name, (actor, expected) in seen.items():
        assert {names[one.pk] for one in selectors.of_plan(actor, plan)} == expected, name
        for guidance in (everybody, districts, branches, own):
            status = 200 if names[guidance.pk] in expected else 404
            assert signed_in(actor).get(f"/ke-hoach/huong-dan/{guidance.uid}/").status_code == status, name


def test_the_sender_counts_by_district_and_opens_down(world: World) -> None:
    plan = world.plan()
    guidance = send(world, plan, ("commune", "branch"))
    services.acknowledge(actor=world.branch, guidance=guidance, unit=world.units.branch, groups=3)
    with at(date(2021, 7, 2)):
        services.acknowledge(actor=world.commune, guidance=guidance, unit=world.units.commune)
    board = board_of(world.province, guidance, date(2021, 7, 5))
    # Nobody works in An Phước: it counts in the total and is named apart, and is not late.
    assert [(g.name, g.count.noted, g.count.of) for g in board.groups] == [
        ("Huyện Long Thành", 0, 1), ("Thành phố Biên Hòa", 2, 3),
    ]  # fmt: skip
    assert (board.count.no_account, board.count.overdue, board.count.waiting) == (1, 1, 0)
    rows = {one.name: (one.heed, one.late) for one in board.groups[1].recipients}
    assert rows == {
        "Phường Tân Phong": (Heed.OVERDUE, 0), "Phường Trảng Dài": (Heed.NOTED, 2),
        "Chi hội khu phố 3": (Heed.NOTED, 0),
    }  # fmt: skip
    middle = board_of(world.district, guidance)
    assert [(g.name, g.count.noted, g.count.of) for g in middle.groups] == [
        ("Phường Tân Phong", 0, 1), ("Phường Trảng Dài", 2, 2),
    ]  # fmt: skip
    assert board_of(world.branch, guidance).count.of == 0
    counts = [selectors.noted_counts(a, [guidance], selectors.home_unit(a))[guidance.pk] for a in
              (world.province, world.district, world.commune, world.branch)]  # fmt: skip
    assert counts == [(2, 4), (2, 3), (1, 1), (0, 0)]
    User.objects.filter(username="canbo.tanphong").update(is_active=False)
    assert board_of(world.province, guidance, date(2021, 7, 5)).count.no_account == 2


def test_recipients_are_those_of_the_day_of_sending(world: World) -> None:
    plan = world.plan()
    guidance = send(world, plan, ("district", "commune"), due=None)
    new = make_unit("Xã Mới", "commune", world.units.district, since=date(2022, 1, 1))
    two_tiers(world.units)
    day = date(2025, 8, 1)
    board = board_of(world.province, guidance, day)
    assert board.count.of == 5 and board.count.ended == 2  # the districts are no more; nobody new was added
    assert selectors.pending(make_actor("commune_officer", new), new, day) == []
    with at(day):
        later = send(world, plan, ("commune",), due=None)
        assert list(selectors.levels_below(world.units.province, day)) == ["commune", "branch"]
        assert {g.name for g in board_of(world.province, later, day).groups} == {
            "Phường Tân Phong", "Phường Trảng Dài", "Xã An Phước",
        }  # fmt: skip
        assert [one.pk for one in selectors.pending(world.commune, world.units.commune, day)] == [
            guidance.pk, later.pk,
        ]  # fmt: skip


# Pages


def filled(**change: Any) -> dict[str, Any]:
    return {
        "title": "Cách làm",
        "text": "Nội dung",
        "levels": ["commune"],
        "token": new_id(),
        "due": "30/06/2021",
    } | change


@pytest.mark.deep
def test_guidance_is_looked_at_before_it_is_sent(world: World) -> None:
    plan = world.plan()
    client, address = signed_in(world.province), f"/ke-hoach/{plan.uid}/huong-dan/gui/"
    form = client.get(f"{address}?muc={item_of(plan, 'II.2').uid}").content.decode()
    assert "(3)" in form and "selected>II.2" in form.replace('" selected', '" selected')
    wrong = client.post(address, filled(levels=[], title="", due="31/02/2021"))
    assert wrong.status_code == 422 and "Chọn ít nhất một cấp nhận." in wrong.content.decode()
    past = client.post(address, filled(due="01/06/2021", gui="1"))
    assert past.status_code == 422 and "đã qua" in past.content.decode()
    data = filled(item=item_of(plan, "II.2").uid)
    shown = client.post(address, data).content.decode()
    assert "Sẽ đến 3 đơn vị" in shown and not Guidance.objects.exists()
    again = client.post(address, data | {"lai": "1"})
    assert (
        again.status_code == 200 and "Nội dung</textarea>" in again.content.decode() and not Guidance.objects.exists()
    )
    sent = client.post(address, data | {"gui": "1"})
    twice = client.post(address, data | {"gui": "1"})
    guidance = Guidance.objects.get()
    assert sent["Location"] == twice["Location"] == f"/ke-hoach/huong-dan/{guidance.uid}/"
    assert "0 trên 3 đơn vị" in client.get(sent["Location"]).content.decode()
    for odd in (
        filled(token="x"),
        filled(item="lạ"),
        filled(document="lạ"),
        filled(levels=["nation"]),
        filled(text="x" * 9000),
    ):
        assert client.post(address, odd | {"gui": "1"}).status_code == 422
    for closed in (world.branch, world.sibling):
        assert signed_in(closed).get(address).status_code in {200 if closed is world.sibling else 404, 404}


@pytest.mark.deep
def test_a_branch_head_takes_note_on_the_page(world: World) -> None:
    plan = world.plan()
    guidance = send(world, plan, ("branch",))
    client, address = signed_in(world.branch), f"/ke-hoach/huong-dan/{guidance.uid}/"
    page = client.get(address).content.decode()
    assert "bao nhiêu tổ hội" in page and "Làm theo mẫu." in page
    refused = client.post(f"{address}xac-nhan/", {"groups": "rất nhiều", "note": ""})
    assert refused.status_code == 422 and not Acknowledgement.objects.exists()
    assert client.post(f"{address}xac-nhan/", {"groups": "4", "note": "Đã họp"}).status_code == 302
    assert client.post(f"{address}xac-nhan/", {"groups": "5"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Đã phổ biến đến 4 tổ hội." in page and "xac-nhan" not in page
    board = signed_in(world.province).get(address).content.decode()
    assert "1 trên 1 đơn vị" in board and "Đã họp" in board and "4 tổ hội" in board
    assert "Chuyển xuống bên dưới" not in page
    for actor in (world.province, world.commune, world.sibling):
        assert signed_in(actor).post(f"{address}xac-nhan/", {}).status_code == 404


@pytest.mark.deep
def test_a_district_passes_guidance_on_and_both_show_as_one_line(world: World) -> None:
    plan = world.plan()
    first = send(world, plan, ("district",), item=item_of(plan, "II.2"))
    client, address = signed_in(world.district), f"/ke-hoach/{plan.uid}/huong-dan/gui/?tu={first.uid}"
    assert "Chuyển hướng dẫn của Tỉnh Đồng Nai" in client.get(address).content.decode()
    data = filled(item=item_of(plan, "II.2").uid, title="Chuyển: cách rà soát", gui="1")
    client.post(address, data)
    passed = Guidance.objects.get(unit=world.units.district)
    assert [one.pk for one in selectors.same_matter(world.district, passed)] == [first.pk, passed.pk]
    assert selectors.same_matter(world.commune, passed) == []  # the commune was not sent the first
    item = client.get(f"/ke-hoach/muc/{item_of(plan, 'II.2').uid}/").content.decode()
    assert "Chuyển: cách rà soát" in item and "Cách rà soát" in item
    page = signed_in(world.district).get(f"/ke-hoach/{plan.uid}/huong-dan/").content.decode()
    assert "Nhận từ cấp trên" in page and "Đơn vị đã gửi" in page and "0/2 đã xác nhận" in page
    assert client.get(f"/ke-hoach/{plan.uid}/huong-dan/gui/?tu=lạ").status_code == 404


def test_the_document_that_goes_along_can_be_read_by_who_receives_it(world: World) -> None:
    plan = world.plan()
    guidance = send(world, plan, ("commune",), document=plan.document)
    form = Rendition.objects.filter(document=plan.document)[0].format
    address = f"/ke-hoach/huong-dan/{guidance.uid}/van-ban/{form}/"
    answer = signed_in(world.commune).get(address)
    assert answer.status_code == 200 and answer.content and "attachment" in answer["Content-Disposition"]
    assert address in signed_in(world.commune).get(f"/ke-hoach/huong-dan/{guidance.uid}/").content.decode()
    assert signed_in(world.commune).get(f"/ke-hoach/huong-dan/{guidance.uid}/van-ban/exe/").status_code == 404
    assert signed_in(world.branch).get(address).status_code == 404


@pytest.mark.deep
def test_pages_of_guidance_cost_the_same_for_many_units_and_notes(world: World) -> None:
    plan = world.plan()
    guidance = send(world, plan, item=item_of(plan, "II.2"))
    addresses = (
        f"/ke-hoach/huong-dan/{guidance.uid}/",
        f"/ke-hoach/{plan.uid}/huong-dan/",
        f"/ke-hoach/{plan.uid}/chuoi/",
    )
    client = signed_in(world.province)
    few = [queries(client, address) for address in addresses]
    assert max(few) <= 30
    for n in range(8):
        unit = make_unit(f"Huyện Thử {n}", "district", world.units.province)
        actor = make_actor("district_officer", unit)
        services.acknowledge(actor=actor, guidance=send(world, plan, item=item_of(plan, "II.2")), unit=unit)
        services.acknowledge(actor=actor, guidance=guidance, unit=unit)
    assert [queries(client, address) for address in addresses] == few
    waiting = signed_in(world.commune)
    assert waiting.get("/").status_code == 200


@pytest.mark.deep
def test_the_chain_runs_from_the_programme_to_the_plans_of_communes(world: World) -> None:
    top = world.plan()
    district = world.derived({item_of(top, "II.2").uid: Adapt(OWN_WORDS)})
    commune = world.made(world.commune, world.units.commune, district)
    first = Document.objects.get(number="41/KH-BCNCT2")
    Citation.objects.create(source=first, target=Document.objects.get(number="1648/QĐ-UBND"))
    page = signed_in(world.province).get(f"/ke-hoach/{top.uid}/chuoi/").content.decode()
    assert "41/KH-BCNCT2" in page and "văn bản mà kế hoạch thực hiện" in page and "văn bản này căn cứ:" in page
    assert f"/van-ban/{first.uid}/" in page and f"/ke-hoach/muc/{item_of(top, 'II.2').uid}/" in page
    assert f"/ke-hoach/{district.uid}/" in page and f"/ke-hoach/{commune.uid}/" in page
    assert "4 nguyên văn · 1 điều chỉnh · 0 không áp dụng · 0 bổ sung" in page
    own = signed_in(world.commune).get(f"/ke-hoach/{commune.uid}/chuoi/").content.decode()
    assert f"/ke-hoach/{district.uid}/" in own and f"/ke-hoach/{top.uid}/" in own and "41/KH-BCNCT2" in own
    assert f"/van-ban/{first.uid}/" not in own  # the province's register is closed to a commune
    beside = signed_in(world.other).get(f"/ke-hoach/{top.uid}/chuoi/").content.decode()
    assert f"/ke-hoach/{district.uid}/" not in beside
    found = selectors.chain_of(world.province, top, TODAY)
    assert [(basis.document.number, basis.role) for basis in found.bases] == [
        ("41/KH-BCNCT2", Role.CARRIED_OUT), ("1648/QĐ-UBND", None),
    ]  # fmt: skip
    assert [node.unit_name for node in found.below[0].below] == ["Phường Trảng Dài"]


def test_a_draft_has_a_chain_for_its_editors_only(world: World) -> None:
    top = world.plan()
    draft = services.derive_plan(actor=world.district, unit=world.units.district, parent_plan=top, decisions={})
    assert signed_in(world.district).get(f"/ke-hoach/{draft.uid}/chuoi/").status_code == 200
    assert signed_in(world.province).get(f"/ke-hoach/{draft.uid}/chuoi/").status_code == 404
    assert (
        f"/ke-hoach/{draft.uid}/xem-truoc/"
        in signed_in(world.district).get(f"/ke-hoach/{top.uid}/chuoi/").content.decode()
    )


@pytest.mark.deep
def test_a_clause_leads_to_its_activities_and_figures_and_they_lead_back(world: World) -> None:
    from lanhmanh.activities.services.done import record_activity
    from tests.web.conftest import session

    top = world.plan()
    district = world.derived({item_of(top, "II.1").uid: Adapt("Vận động thêm công nhân nhà trọ.")})
    clause = item_of(district, "II.1")
    activity = record_activity(actor=world.commune, unit=world.units.commune, data=session(clause))
    client = signed_in(world.province)
    page = client.get(f"/ke-hoach/muc/{clause.uid}/").content.decode()
    listed = f"/hoat-dong/?item={clause.uid}"
    assert listed in page and "/bao-cao/muc/II.1/" in page
    rows = client.get(listed).content.decode()  # a clause of a district's plan, asked for at the province
    assert f"/hoat-dong/{activity.uid}/" in rows and f"/ke-hoach/muc/{clause.uid}/" in rows
    other = client.get(f"/hoat-dong/?item={item_of(top, 'II.2').uid}").content.decode()
    assert f"/hoat-dong/{activity.uid}/" not in other
    above = client.get(f"/hoat-dong/?item={item_of(top, 'II.1').uid}").content.decode()
    assert f"/hoat-dong/{activity.uid}/" in above
    assert f"/ke-hoach/muc/{clause.uid}/" in client.get(f"/hoat-dong/{activity.uid}/").content.decode()
    for odd in ("?item=lạ", f"?item={clause.uid}&item=x"):
        assert client.get(f"/hoat-dong/{odd}").status_code == 200
