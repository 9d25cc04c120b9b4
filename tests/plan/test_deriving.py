"""Adapted clauses, plans of communes, coverage: at three tiers and, since July 2025, at two."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.coverage import Made, Standing
from lanhmanh.plan.services import Adapt, Addition, Adopt, LeaveOut, TaskChoice
from lanhmanh.units.models import Ancestry, UnitVersion
from tests.factories import Province, make_actor, make_unit
from tests.plan.conftest import TODAY, World, item_of, task_of
from tests.plan.test_pages import queries, signed_in

OWN_WORDS = "Rà soát các cơ sở hằng tháng, nhất là nhà trọ, theo Quyết định số 1648/QĐ-UBND ngày 31/5/2019."


def two_tiers(units: Province) -> None:
    """Take the districts out of the tree on 01/07/2025, as the reform did."""
    day = date(2025, 7, 1)
    communes = (units.commune, units.sibling, units.other_commune)
    districts = (units.district, units.other_district)
    UnitVersion.objects.filter(unit__in=districts).update(valid_to=day)
    Ancestry.objects.filter(ancestor__in=districts).update(valid_to=day)
    Ancestry.objects.filter(descendant__in=districts).update(valid_to=day)
    Ancestry.objects.filter(ancestor=units.province, descendant__in=[*communes, units.branch]).update(valid_to=day)
    for unit in communes:
        old = UnitVersion.objects.get(unit=unit)
        UnitVersion.objects.filter(pk=old.pk).update(valid_to=day)
        UnitVersion.objects.create(
            unit=unit, valid_from=day, name=old.name, kind=old.kind, code=old.code, parent=units.province,
            sort=old.sort, search=old.search,
        )  # fmt: skip
        Ancestry.objects.create(ancestor=units.province, descendant=unit, depth=1, valid_from=day)
    Ancestry.objects.create(ancestor=units.province, descendant=units.branch, depth=2, valid_from=day)


def test_an_adapted_clause_keeps_its_source_its_root_and_the_tasks_of_both(world: World) -> None:
    parent = world.plan()
    source = item_of(parent, "II.2")
    plan = world.derived({source.uid: Adapt(OWN_WORDS, "Nhiều nhà trọ.")})
    item = item_of(plan, "II.2")
    assert (item.disposition, item.source, item.root) == ("adapted", source, source)
    assert (item.text, item.reason) == (OWN_WORDS, "Nhiều nhà trọ.")
    assert "II.2" in {row.item_path for row in selectors.tasks_for(world.units.commune, TODAY)}
    assert [task.item.plan_id for task in selectors.line_tasks(plan, TODAY).filter(item__root=source)] == [parent.pk]
    assert selectors.by_root(world.units.branch, TODAY)["II.2"] == item
    services.drop_task(actor=world.province, task=task_of(parent, "II.2"))
    assert "II.2" not in {row.item_path for row in selectors.tasks_for(world.units.commune, TODAY)}


def test_a_draft_is_decided_again_until_it_is_confirmed(world: World) -> None:
    parent = world.plan()
    two, one, whole = (item_of(parent, path) for path in ("II.2", "II.1", "II"))
    plan = services.derive_plan(
        actor=world.district, unit=world.units.district, parent_plan=parent,
        decisions={whole.uid: LeaveOut("Chưa làm.")}, added=[Addition(whole.uid, "Việc riêng hằng tháng.")],
    )  # fmt: skip

    def dispositions() -> list[str]:
        return list(plan.items.order_by("order").values_list("disposition", flat=True))

    kinds = dispositions()
    assert kinds == ["inherited", "not_applicable", "not_applicable", "not_applicable", "added", "inherited"]
    services.decide_clauses(actor=world.district, plan=plan, decisions={whole.uid: Adopt(), two.uid: Adapt(OWN_WORDS)})
    assert dispositions() == ["inherited", "inherited", "inherited", "adapted", "added", "inherited"]
    services.decide_clauses(actor=world.district, plan=plan, decisions={one.uid: LeaveOut("Đã có Đội.")})
    assert item_of(plan, "II.2").text == OWN_WORDS  # what is not named stays as decided
    services.decide_clauses(actor=world.district, plan=plan, decisions={two.uid: Adopt()})
    assert (item_of(plan, "II.2").text, item_of(plan, "II.2").reason) == (two.text, "")
    facts = [str(event.facts) for event in Event.objects.filter(verb="plan.decided").order_by("seq")]
    assert len(facts) == 3 and "II.2" in facts[2]
    services.confirm_plan(actor=world.district, plan=plan, choices={})
    with pytest.raises(Refused, match="không sửa"):
        services.decide_clauses(actor=world.district, plan=plan, decisions={})


def test_a_plan_that_was_not_derived_has_nothing_to_decide(world: World) -> None:
    with pytest.raises(Refused, match="không lập từ"):
        services.decide_clauses(actor=world.province, plan=world.draft(), decisions={})


def test_three_tiers_hold_together(world: World) -> None:
    top = world.plan()
    units = world.units
    district = services.derive_plan(
        actor=world.district, unit=units.district, parent_plan=top,
        decisions={item_of(top, "II.2").uid: Adapt(OWN_WORDS)}, added=[Addition("", "Chi hội họp hằng tháng.")],
    )  # fmt: skip
    with pytest.raises(Refused, match="gần nhất"):
        world.made(world.commune, units.commune, district)
    services.confirm_plan(actor=world.district, plan=district, choices={})
    district.refresh_from_db()
    with pytest.raises(Refused, match="gần nhất"):
        world.made(world.commune, units.commune, top)  # the district's plan is nearer
    services.add_task(
        actor=world.district, item=item_of(district, "BS1"), choice=TaskChoice("Họp", "branch", "monthly")
    )
    commune = world.made(world.commune, units.commune, district, {item_of(district, "II.1").uid: "Đã có Đội."})
    assert [plan.pk for plan in selectors.line_of(units.branch, TODAY)] == [commune.pk, district.pk, top.pk]
    assert item_of(commune, "II.2").root == item_of(top, "II.2")
    assert (item_of(commune, "II.2").text, item_of(commune, "II.2").disposition) == (OWN_WORDS, "inherited")
    assert item_of(commune, "BS1").root == item_of(district, "BS1")
    roots = selectors.by_root(units.branch, TODAY)
    assert roots["II.2"].plan_id == commune.pk and "II.1" not in roots
    assert [row.item_path for row in selectors.tasks_for(units.commune, TODAY)] == ["II.2"]
    assert [row.item_path for row in selectors.tasks_for(units.sibling, TODAY)] == ["II.2", "II.1"]
    assert [row.item_path for row in selectors.tasks_for(units.branch, TODAY)] == ["BS1"]
    # Progress of the province's tasks leaves out the commune where one does not apply.
    tasks = [task_of(top, "II.1"), task_of(top, "II.2")]
    bound = selectors.responsible(world.province, top, tasks, TODAY)
    assert bound[tasks[0].pk] == {units.sibling.pk, units.other_commune.pk}
    assert bound[tasks[1].pk] == {units.commune.pk, units.sibling.pk, units.other_commune.pk}
    shown = {(task.item.path, task.item.plan_id) for task in selectors.line_tasks(commune, TODAY)}
    assert shown == {("II.2", top.pk), ("III", top.pk), ("BS1", district.pk)}


def test_two_tiers_hold_together(world: World) -> None:
    top = world.plan()
    district = world.derived({item_of(top, "II.2").uid: Adapt(OWN_WORDS)})
    services.add_task(
        actor=world.district, item=item_of(district, "II.2"), choice=TaskChoice("Kiểm tra", "commune", "monthly")
    )
    old = world.made(world.commune, world.units.commune, district)
    two_tiers(world.units)
    day = date(2025, 8, 1)
    with clock.at(datetime(2025, 8, 1, 9, tzinfo=clock.VIETNAM)):
        new = world.made(world.sibling, world.units.sibling, top)  # no district stands between any more
    assert [plan.pk for plan in selectors.line_of(world.units.commune, day)] == [old.pk, top.pk]
    assert "Kiểm tra" not in {row.title for row in selectors.tasks_for(world.units.commune, day)}
    assert "Kiểm tra" not in {task.title for task in selectors.line_tasks(old, day)}
    assert "Kiểm tra" in {task.title for task in selectors.line_tasks(old, TODAY)}
    assert item_of(old, "II.2").root == item_of(new, "II.2").root == item_of(top, "II.2")
    found = {column.name: column.standing for column in selectors.coverage(world.province, top, day).columns}
    assert found == {
        "Phường Tân Phong": Standing.DERIVED, "Phường Trảng Dài": Standing.RELATED, "Xã An Phước": Standing.NONE,
    }  # fmt: skip
    before = selectors.coverage(world.province, top, TODAY).columns
    assert [column.name for column in before] == ["Thành phố Biên Hòa", "Huyện Long Thành"]  # who has a plan first


def test_coverage_tells_what_every_unit_made_of_every_clause(world: World) -> None:
    top = world.plan()
    left = {item_of(top, "II.1").uid: LeaveOut("Đã có Đội."), item_of(top, "II.2").uid: Adapt(OWN_WORDS)}
    district = world.derived(left)
    world.made(world.commune, world.units.commune, district)
    matrix = selectors.coverage(world.province, top, TODAY)
    assert [row.item.path for row in matrix.rows] == ["I", "II.1", "II.2", "III"]  # II is only a heading
    bien_hoa, long_thanh = matrix.columns
    assert (long_thanh.standing, bien_hoa.standing) == (Standing.NONE, Standing.DERIVED)
    assert (bien_hoa.tally.adopted, bien_hoa.tally.adapted, bien_hoa.tally.left_out) == (2, 1, 1)
    assert (bien_hoa.lower, bien_hoa.lower_of, long_thanh.lower, long_thanh.lower_of) == (1, 2, 0, 1)
    cell = matrix.rows[1].cells[0]
    assert cell.made == Made.LEFT_OUT and cell.item is not None and cell.item.reason == "Đã có Đội."
    assert (matrix.tally.missing, matrix.tally.of, matrix.made) == (4, 8, 1)
    only = selectors.coverage(world.province, top, TODAY, "II")
    assert [row.item.path for row in only.rows] == ["II.1", "II.2"]
    below = selectors.coverage(world.district, district, TODAY)
    assert [(c.name, c.standing) for c in below.columns] == [
        ("Phường Trảng Dài", Standing.DERIVED), ("Phường Tân Phong", Standing.NONE),
    ]  # fmt: skip
    assert [row.item.path for row in below.rows] == ["I", "II.2", "III"]  # the district itself leaves II.1 out


def test_drafts_replaced_plans_and_other_years_are_told_apart(world: World) -> None:
    top = world.plan()
    draft = services.derive_plan(actor=world.district, unit=world.units.district, parent_plan=top, decisions={})

    def standing() -> Standing:
        return selectors.coverage(world.province, top, TODAY).columns[1].standing

    assert standing() == Standing.DRAFT
    services.confirm_plan(actor=world.district, plan=draft, choices={}, years=(2026, 2030))
    assert standing() == Standing.OTHER_YEARS
    Plan.objects.filter(pk=draft.pk).update(
        state="replaced", replaced_at=clock.now(), replaced_by_id=world.district.user_id
    )
    again = Plan.objects.create(
        unit=world.units.district, parent=top, title="Cũ", first_year=2021, last_year=2025,
        created_at=clock.now(), created_by_id=world.district.user_id,
    )  # fmt: skip
    PlanItem.objects.create(plan=again, path="A", label="A", text="Việc riêng", order=1, disposition="added")
    services.confirm_plan(actor=world.district, plan=again, choices={})
    Plan.objects.filter(pk=again.pk).update(
        state="replaced", replaced_at=clock.now(), replaced_by_id=world.district.user_id
    )
    assert standing() == Standing.REPLACED


def test_coverage_shows_only_plans_that_the_reader_may_read(world: World) -> None:
    top = world.plan()
    world.derived()
    assert [c.name for c in selectors.coverage(world.commune, top, TODAY).columns] == ["Thành phố Biên Hòa"]
    assert selectors.coverage(world.other, top, TODAY).made == 0
    page = signed_in(world.branch).get(f"/ke-hoach/{top.uid}/bao-phu/")
    assert page.status_code == 200


@pytest.mark.deep
def test_coverage_costs_the_same_for_many_units(world: World) -> None:
    top = world.plan()
    district = world.derived()
    client = signed_in(world.province)
    address = f"/ke-hoach/{top.uid}/bao-phu/"
    few = queries(client, address)
    with CaptureQueriesContext(connection) as context:
        selectors.coverage(world.province, top, TODAY)
    assert len(context) <= 8
    for n in range(12):
        unit = make_unit(f"Huyện Thử {n}", "district", world.units.province)
        make_unit(f"Xã Thử {n}", "commune", unit)
        if n < 3:
            world.made(make_actor("district_officer", unit), unit, top, {item_of(top, "II.1").uid: "Không có."})
    assert queries(client, address) == few
    assert district.items.count() == 5


@pytest.mark.deep
def test_the_matrix_page_shows_words_reasons_totals_and_hatches(world: World) -> None:
    top = world.plan()
    plan = world.derived({item_of(top, "II.1").uid: "Đã có Đội.", item_of(top, "II.2").uid: Adapt(OWN_WORDS)})
    client = signed_in(world.province)
    page = client.get(f"/ke-hoach/{top.uid}/bao-phu/").content.decode()
    assert "Đã có Đội." in page and f"/ke-hoach/muc/{item_of(plan, 'II.2').uid}/" in page
    assert "2/4" in page and "4/8" in page and "chưa lập kế hoạch" in page and "1/2 thực hiện" in page
    part = client.get(f"/ke-hoach/{top.uid}/bao-phu/?phan=II").content.decode()
    assert "1/2" in part and "2/4" in part
    for odd in ("?phan=lạ", "?phan=II&phan=III"):
        assert client.get(f"/ke-hoach/{top.uid}/bao-phu/{odd}").status_code == 200
    book = load_workbook(BytesIO(client.get(f"/ke-hoach/{top.uid}/bao-phu/xlsx/").content))
    rows = list(book.worksheets[0].values)
    assert rows[0][:4] == ("Mục", "Nội dung", "Thành phố Biên Hòa", "Huyện Long Thành")
    assert rows[2][0] == "II.1" and rows[2][2:] == ("Không áp dụng", "Thiếu", 0, 0, 1, 1)
    assert ("II.1", "Đã có Đội.") in [(line[0], line[2]) for line in book.worksheets[2].values]


def test_the_matrix_of_a_commune_or_a_draft_says_so(world: World) -> None:
    top = world.plan()
    own = world.made(world.commune, world.units.commune, top)
    page = signed_in(world.commune).get(f"/ke-hoach/{own.uid}/bao-phu/").content.decode()
    assert "Chi hội không lập kế hoạch riêng" in page
    draft = services.derive_plan(actor=world.other, unit=world.units.other_district, parent_plan=top, decisions={})
    assert signed_in(world.other).get(f"/ke-hoach/{draft.uid}/bao-phu/").status_code == 404


@pytest.mark.deep
def test_a_commune_adapts_on_a_phone_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lanhmanh.plan.views.deriving.PER_PAGE", 3)
    top = world.plan()
    client, address = signed_in(world.commune), f"/ke-hoach/{top.uid}/lap/"
    one, two = item_of(top, "II.1"), item_of(top, "II.2")
    first = client.get(address).content.decode()
    assert f"d-{one.uid}" in first and f"d-{two.uid}" not in first and "own-text" not in first
    data = {f"{item.uid}-decision": "inherit" for item in selectors.items_of(top)[:3]}
    unchanged = data | {f"{one.uid}-decision": "adapt", f"{one.uid}-text": one.text}
    refused = client.post(address, unchanged)
    assert refused.status_code == 422 and "chưa khác" in refused.content.decode()
    answer = client.post(address, unchanged | {f"{one.uid}-text": "Lời của phường."})
    plan = Plan.objects.get(unit=world.units.commune)
    assert answer["Location"] == f"/ke-hoach/{plan.uid}/lua-chon/?page=2"
    assert item_of(plan, "II.1").text == "Lời của phường."
    rest = {f"{two.uid}-decision": "leave", f"{two.uid}-reason": "Không có cơ sở.", "own-text": "Việc riêng."}
    rest |= {f"{item_of(top, 'III').uid}-decision": "inherit"}
    answer = client.post(answer["Location"], rest)
    assert answer["Location"] == f"/ke-hoach/{plan.uid}/xem-truoc/"
    preview = client.get(answer["Location"]).content.decode()
    assert "Lời của phường." in preview and f"/ke-hoach/{plan.uid}/lua-chon/" in preview
    again = client.get(f"/ke-hoach/{plan.uid}/lua-chon/").content.decode()
    assert "Lời của phường." in again and one.text in again  # the sentence above stays beside our own
    for odd in ("?page=lạ", "?page=999", "?page=-1"):
        assert client.get(f"/ke-hoach/{plan.uid}/lua-chon/{odd}").status_code == 200


def test_a_clause_under_one_left_out_is_not_asked_again(world: World) -> None:
    top = world.plan()
    plan = services.derive_plan(
        actor=world.district, unit=world.units.district, parent_plan=top,
        decisions={item_of(top, "II").uid: LeaveOut("Chưa làm.")},
    )  # fmt: skip
    client, address = signed_in(world.district), f"/ke-hoach/{plan.uid}/lua-chon/"
    page = client.get(address).content.decode()
    assert f"{item_of(top, 'II').uid}-decision" in page and f"{item_of(top, 'II.1').uid}-decision" not in page
    data = {f"{item_of(top, path).uid}-decision": "inherit" for path in ("I", "II", "III")}
    client.post(address, data)
    assert item_of(plan, "II.1").disposition == "inherited"
    assert signed_in(world.province).get(address).status_code == 404
    services.confirm_plan(actor=world.district, plan=plan, choices={})
    assert client.get(address).status_code == 404


@pytest.mark.deep
def test_the_item_page_shows_both_sentences_and_what_differs(world: World) -> None:
    top = world.plan()
    source = item_of(top, "II.2")
    district = world.derived({source.uid: Adapt(OWN_WORDS, "Nhiều nhà trọ.")})
    commune = world.made(world.commune, world.units.commune, district)
    client = signed_in(world.commune)
    for plan in (district, commune):  # a commune that takes the district's words over sees whence they differ
        page = client.get(f"/ke-hoach/muc/{item_of(plan, 'II.2').uid}/").content.decode()
        assert source.text in page and OWN_WORDS in page
        assert "<del>" in page and "<ins>" in page and "nhất là nhà trọ" in page
        assert f"/ke-hoach/muc/{source.uid}/" in page
    above = signed_in(world.province).get(f"/ke-hoach/muc/{source.uid}/").content.decode()
    assert "Nhiều nhà trọ." in above and "1 đơn vị thực hiện nguyên văn" in above and "<ins>" not in above
    beside = signed_in(world.other).get(f"/ke-hoach/muc/{source.uid}/").content.decode()
    assert "Nhiều nhà trọ." not in beside


@pytest.mark.deep
def test_the_item_page_costs_the_same_for_many_plans_below(world: World) -> None:
    top = world.plan()
    world.derived()
    client, address = signed_in(world.province), f"/ke-hoach/muc/{item_of(top, 'II.2').uid}/"
    few = queries(client, address)
    for n in range(6):
        unit = make_unit(f"Huyện Thử {n}", "district", world.units.province)
        world.made(make_actor("district_officer", unit), unit, top)
    assert queries(client, address) == few
