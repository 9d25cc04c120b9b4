"""Import, confirm, derive; give tasks; record progress; and what the database refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from lanhmanh import paper
from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.documents.models import Document
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.plan import selectors, services
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.services import Addition, LeaveOut, TaskChoice
from tests.plan.conftest import SEED, TODAY, World, choice_of, item_of, take_all, task_of

pytestmark = pytest.mark.both


def refused_by_database(statement: str, *params: int) -> None:
    with pytest.raises(Exception, match=r"never|not confirmed|constraint"), transaction.atomic():
        connection.cursor().execute(statement, params)


def test_import_makes_a_draft_with_clauses_and_proposals(world: World) -> None:
    plan = world.draft()
    assert (plan.state, plan.first_year, plan.last_year) == ("draft", 2021, 2025)
    assert list(selectors.items_of(plan).values_list("path", "parent__path")) == [
        ("I", None), ("II", None), ("II.1", "II"), ("II.2", "II"), ("III", None),
    ]  # fmt: skip
    assert all(item.root_id == item.pk for item in plan.items.all())
    tasks = selectors.tasks_of(plan)
    assert {task.state for task in tasks} == {"proposed"}
    assert [(t.item.path, t.responsible_level, t.recurrence) for t in tasks] == [
        ("II.1", "commune", "continuous"), ("II.2", "commune", "quarterly"),
        ("III", "district", "once"), ("III", "district", "quarterly"),
    ]  # fmt: skip


def test_import_registers_the_document_and_what_it_cites(world: World) -> None:
    plan = world.draft()
    assert plan.document is not None
    cites = plan.document.citations.order_by("pk").values_list("target__number", "path")
    assert list(cites) == [("41/KH-BCNCT2", ""), ("1648/QĐ-UBND", "II.2")]
    assert [c.target.number for c in selectors.item_cites(item_of(plan, "II.2"))] == ["1648/QĐ-UBND"]


def test_the_same_file_opens_the_same_draft_and_never_a_second_plan(world: World) -> None:
    first = world.draft()
    assert world.draft() == first
    services.confirm_plan(actor=world.province, plan=first, choices={})
    with pytest.raises(Refused, match="đã được nhập"):
        world.draft()
    assert Document.objects.filter(origin="received").count() == 1


def test_only_editors_import(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.import_plan(actor=world.branch, unit=world.units.branch, data=b"x", name="x.md")
    with pytest.raises(NotAllowed):
        services.import_plan(actor=world.district, unit=world.units.province, data=b"x", name="x.md")
    assert not Plan.objects.exists()


def test_what_is_no_plan_is_refused_and_nothing_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="20 MB"):
        services.import_plan(
            actor=world.province, unit=world.units.province, data=b"x" * (20 * 1024 * 1024 + 1), name="to.md"
        )
    monkeypatch.setattr(paper, "read", lambda data, name="": OfficialDocument(title="Trống"))
    with pytest.raises(Refused, match="đề mục"):
        world.draft()
    assert not Document.objects.exists()


def test_confirm_binds_the_chosen_and_drops_the_rest(world: World) -> None:
    plan = world.draft()
    chosen = task_of(plan, "II.2")
    edited = TaskChoice("Rà soát cơ sở", "commune", "monthly", indicators=["KT-COSO"], evidence="Biên bản")
    services.confirm_plan(actor=world.province, plan=plan, choices={chosen.uid: edited}, title="Kế hoạch 2021 – 2025")
    plan.refresh_from_db()
    chosen.refresh_from_db()
    assert (plan.state, plan.title, plan.confirmed_by_id) == (
        "confirmed",
        "Kế hoạch 2021 – 2025",
        world.province.user_id,
    )
    assert (chosen.state, chosen.recurrence, chosen.indicators) == ("confirmed", "monthly", ["KT-COSO"])
    assert set(Task.objects.exclude(pk=chosen.pk).values_list("state", flat=True)) == {"dropped"}
    assert Event.objects.filter(verb="plan.confirmed", object_uid=plan.uid).exists()


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (TaskChoice("Việc", "district", "once"), "chọn hạn"),
        (TaskChoice("  ", "district", "yearly"), "chưa có tên"),
        (TaskChoice("Việc", "nation", "yearly"), "Cấp thực hiện"),
        (TaskChoice("Việc", "commune", "yearly", indicators=["chữ thường"]), "Mã chỉ tiêu"),
        (TaskChoice("Việc", "commune", "yearly", indicators=["TT-BUOII"]), "Gần nhất: TT-BUOI \\(Buổi tuyên truyền"),
        (TaskChoice("Việc", "commune", "yearly", indicators=["ZZZZZZZZ"]), "Không có chỉ tiêu mã “ZZZZZZZZ”"),
    ],
)
def test_an_incomplete_task_stops_the_confirmation(world: World, choice: TaskChoice, words: str) -> None:
    plan = world.draft()
    with pytest.raises(Refused, match=words):
        services.confirm_plan(actor=world.province, plan=plan, choices={task_of(plan, "III").uid: choice})
    plan.refresh_from_db()
    assert plan.state == "draft"
    assert set(Task.objects.values_list("state", flat=True)) == {"proposed"}


def test_two_plans_of_a_unit_do_not_overlap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.plan()
    second = services.import_plan(actor=world.province, unit=world.units.province, data=b"other", name="b.md")
    with pytest.raises(Refused, match="đã có kế hoạch"):
        services.confirm_plan(actor=world.province, plan=second, choices={}, years=(2025, 2030))
    services.confirm_plan(actor=world.province, plan=second, choices={}, years=(2026, 2030))
    assert selectors.plan_for(world.units.commune, date(2027, 1, 1)) == second


def test_a_confirmed_plan_is_frozen_in_the_services_and_in_the_database(world: World) -> None:
    plan = world.plan()
    with pytest.raises(Refused, match="không sửa"):
        services.add_item(actor=world.province, plan=plan, parent=None, text="Thêm")
    with pytest.raises(Refused, match="không sửa"):
        services.discard_plan(actor=world.province, plan=plan)
    refused_by_database("UPDATE plan_planitem SET text = 'khác' WHERE plan_id = %s", plan.pk)
    refused_by_database("DELETE FROM plan_planitem WHERE plan_id = %s", plan.pk)
    refused_by_database("UPDATE plan_plan SET title = 'khác' WHERE id = %s", plan.pk)
    with pytest.raises(Exception, match="never change"), transaction.atomic():
        PlanItem.objects.create(plan=plan, path="V", label="V", text="Thêm", order=9000)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Plan, {"state": "confirmed"}),
        (Plan, {"first_year": 2030}),
        (Plan, {"document": None}),
        (PlanItem, {"disposition": "not_applicable"}),
        (PlanItem, {"reason": "vì thế"}),
        (PlanItem, {"disposition": "inherited"}),
        (PlanItem, {"disposition": "lạ"}),
        (Task, {"state": "lạ"}),
        (Task, {"title": ""}),
        (Task, {"recurrence": "lạ"}),
        (Task, {"recurrence": "yearly", "due": date(2021, 5, 1)}),
        (Task, {"recurrence": "once", "due": None, "state": "confirmed"}),
    ],
)
def test_constraints_tie_state_to_facts(world: World, model: type[Plan], change: dict[str, object]) -> None:
    world.draft()
    row = model.objects.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**change)


def test_discarding_leaves_only_the_document(world: World) -> None:
    services.discard_plan(actor=world.province, plan=world.draft())
    assert (Plan.objects.count(), PlanItem.objects.count(), Task.objects.count()) == (0, 0, 0)
    assert Document.objects.filter(origin="received").count() == 1
    assert world.draft().state == "draft"


def test_a_derived_plan_takes_up_leaves_out_and_adds(world: World) -> None:
    parent = world.plan()
    left, under = item_of(parent, "II"), item_of(parent, "III")
    plan = services.derive_plan(
        actor=world.district,
        unit=world.units.district,
        parent_plan=parent,
        decisions={left.uid: LeaveOut("Không có cơ sở nào trên địa bàn.")},
        added=[Addition(under.uid, "Chi hội họp hằng tháng."), Addition("", "Tổng kết mỗi năm.")],
    )
    rows = {item.path: item for item in selectors.items_of(plan)}
    assert list(rows) == ["I", "II", "II.1", "II.2", "III", "III.BS1", "BS1"]
    assert {rows[p].disposition for p in ("II", "II.1", "II.2")} == {"not_applicable"}
    assert rows["II.1"].reason == "Không có cơ sở nào trên địa bàn."
    assert rows["III"].root == under and rows["III"].source == under
    assert rows["III.BS1"].root == rows["III.BS1"] and rows["III.BS1"].parent == rows["III"]
    assert [(t.item.path, t.responsible_level, t.recurrence) for t in selectors.tasks_of(plan)] == [
        ("III.BS1", "branch", "monthly"), ("BS1", "commune", "yearly"),
    ]  # fmt: skip
    services.confirm_plan(actor=world.district, plan=plan, choices=take_all(plan))
    (mine, other) = selectors.coverage(world.province, parent, TODAY).columns
    assert (mine.plan, mine.tally.adopted, mine.tally.left_out, mine.added) == (plan, 2, 2, 2)  # II is but a heading
    assert (other.plan, other.tally.missing) == (None, 4)


def test_a_plan_is_derived_once_from_one_in_force_above(world: World) -> None:
    draft = world.draft()

    def derive(actor: object, unit: object) -> Plan:
        return services.derive_plan(actor=actor, unit=unit, parent_plan=draft, decisions={})  # type: ignore[arg-type]

    with pytest.raises(Refused, match="đã xác nhận"):
        derive(world.district, world.units.district)
    services.confirm_plan(actor=world.province, plan=draft, choices={})
    draft.refresh_from_db()
    with pytest.raises(NotAllowed):
        derive(world.branch, world.units.branch)
    with pytest.raises(Refused, match="cấp trên"):
        derive(world.province, world.units.province)
    derive(world.district, world.units.district)
    with pytest.raises(Refused, match="đã lập"):
        derive(world.district, world.units.district)


def test_the_nearest_plan_holds_and_roots_stay(world: World) -> None:
    parent = world.plan()
    assert selectors.plan_for(world.units.commune, TODAY) == parent
    derived = world.derived({item_of(parent, "II.2").uid: "Không có cơ sở."})
    assert selectors.plan_for(world.units.branch, TODAY) == derived
    assert selectors.plan_for(world.units.other_commune, TODAY) == parent
    assert selectors.plan_for(world.units.commune, date(2020, 12, 31)) is None
    found = selectors.items_for(world.units.commune, TODAY)
    assert [(selectors.root_path(i), i.depth) for i in found] == [("I", 0), ("II", 0), ("II.1", 1), ("III", 0)]
    assert selectors.by_root(world.units.commune, TODAY)["II.1"].plan_id == derived.pk


def test_what_a_district_left_out_binds_nobody_below_it(world: World) -> None:
    parent = world.plan()
    world.derived({item_of(parent, "II.2").uid: "Không có cơ sở."})
    paths = {row.item_path for row in selectors.tasks_for(world.units.commune, TODAY)}
    elsewhere = {row.item_path for row in selectors.tasks_for(world.units.other_commune, TODAY)}
    assert (paths, elsewhere) == ({"II.1"}, {"II.1", "II.2"})
    with pytest.raises(Refused, match="không giao"):
        services.record_progress(
            actor=world.commune, task=task_of(parent, "II.2"), unit=world.units.commune, period="2021Q2", state="done"
        )


def test_tasks_for_today_are_by_due_day_with_what_was_recorded(world: World) -> None:
    plan = world.plan()
    rows = selectors.tasks_for(world.units.district, TODAY)
    assert [(r.item_path, r.due, r.state, r.period) for r in rows] == [
        ("III", date(2021, 4, 30), "", ""), ("III", date(2021, 6, 30), "", "2021Q2"),
    ]  # fmt: skip
    services.record_progress(
        actor=world.district, task=task_of(plan, "III"), unit=world.units.district, period="", state="done"
    )
    assert [r.done for r in selectors.tasks_for(world.units.district, TODAY)] == [True, False]
    assert [r.done for r in selectors.tasks_for(world.units.other_district, TODAY)] == [False, False]


def test_progress_recorded_again_takes_the_place_and_the_trail_keeps_both(world: World) -> None:
    plan = world.plan()
    task, unit = task_of(plan, "II.2"), world.units.commune
    services.record_progress(actor=world.commune, task=task, unit=unit, period="2021Q2", state="under_way")
    services.record_progress(
        actor=world.commune, task=task, unit=unit, period="2021Q2", state="done", evidence="BB 02", note="xong"
    )
    (row,) = TaskProgress.objects.all()
    assert (row.state, row.evidence) == ("done", "BB 02")
    facts = list(Event.objects.filter(verb="progress.recorded").order_by("seq").values_list("facts", flat=True))
    assert len(facts) == 2 and "under_way" in str(facts[0]) and "xong" not in str(facts[1])


@pytest.mark.parametrize(
    ("period", "state", "note", "words"),
    [
        ("2021Q3", "done", "", "Kỳ"),
        ("202106", "done", "", "Kỳ"),
        ("", "done", "", "Kỳ"),
        ("2021Q2", "lạ", "", "Chọn tiến độ"),
        ("2021Q2", "not_done", " ", "lý do"),
    ],
)
def test_progress_that_does_not_fit_is_refused(world: World, period: str, state: str, note: str, words: str) -> None:
    task = task_of(world.plan(), "II.2")
    with pytest.raises(Refused, match=words):
        services.record_progress(
            actor=world.commune, task=task, unit=world.units.commune, period=period, state=state, note=note
        )
    assert not TaskProgress.objects.exists()


def test_nobody_records_for_another_unit(world: World) -> None:
    task = task_of(world.plan(), "II.2")
    for actor in (world.province, world.district, world.sibling, world.other):
        with pytest.raises(NotAllowed):
            services.record_progress(actor=actor, task=task, unit=world.units.commune, period="2021Q2", state="done")


def test_the_database_takes_no_progress_of_a_task_that_does_not_bind(world: World) -> None:
    task = task_of(world.draft(), "II.2")
    with pytest.raises(Exception, match="not confirmed"), transaction.atomic():
        TaskProgress.objects.create(
            task=task, unit=world.units.commune, period="2021Q2", state="done",
            recorded_at="2021-06-17T10:00+07:00", recorded_by_id=world.commune.user_id,
        )  # fmt: skip


def test_counts_hold_only_what_the_reader_may_see(world: World) -> None:
    plan = world.plan()
    tasks = [task_of(plan, "II.2")]
    for actor, unit in ((world.commune, world.units.commune),):
        services.record_progress(actor=actor, task=tasks[0], unit=unit, period="2021Q2", state="done")
    expected = {world.province: (1, 3), world.district: (1, 2), world.commune: (1, 1), world.sibling: (0, 1)}
    for actor, (done, of) in expected.items():
        units = selectors.responsible(actor, plan, tasks, TODAY)
        count = selectors.counts(tasks, units, TODAY)[tasks[0].pk]
        assert (count.done, count.of) == (done, of)
    units = selectors.responsible(world.province, plan, tasks, TODAY)
    rows = selectors.progress_by_unit(plan.unit, tasks, units, TODAY)
    assert {r.name: (r.count.done, r.count.of) for r in rows} == {
        "Thành phố Biên Hòa": (1, 2),
        "Huyện Long Thành": (0, 1),
    }


def test_counts_leave_out_districts_where_it_does_not_apply(world: World) -> None:
    plan = world.plan()
    world.derived({item_of(plan, "II.2").uid: "Không có cơ sở."})
    tasks = [task_of(plan, "II.2")]
    units = selectors.responsible(world.province, plan, tasks, TODAY)
    assert units[tasks[0].pk] == {world.units.other_commune.pk}


def test_a_derived_plan_shows_the_tasks_that_come_from_above(world: World) -> None:
    plan = world.plan()
    derived = world.derived({item_of(plan, "II.1").uid: "Đã có Đội."})
    own = services.add_task(
        actor=world.district, item=item_of(derived, "II.2"), choice=TaskChoice("Kiểm tra", "district", "yearly")
    )
    tasks = list(selectors.line_tasks(derived, TODAY))
    assert [(task.item.path, task.item.plan_id) for task in tasks] == [
        ("II.2", plan.pk), ("II.2", derived.pk), ("III", plan.pk), ("III", plan.pk),
    ]  # fmt: skip
    units = selectors.responsible(world.province, derived, tasks, TODAY)
    assert units[task_of(plan, "II.2").pk] == {world.units.commune.pk, world.units.sibling.pk}
    assert units[own.pk] == {world.units.district.pk}


def test_tasks_are_added_changed_and_taken_back(world: World) -> None:
    plan = world.plan()
    choice = TaskChoice("Họp Đội", "commune", "monthly", unit=world.units.sibling)
    task = services.add_task(actor=world.province, item=item_of(plan, "II.1"), choice=choice)
    assert selectors.binds(task, world.units.sibling, TODAY)
    assert not selectors.binds(task, world.units.commune, TODAY)
    services.record_progress(actor=world.sibling, task=task, unit=world.units.sibling, period="202106", state="done")
    with pytest.raises(Refused, match="kỳ lặp lại"):
        services.edit_task(actor=world.province, task=task, choice=TaskChoice("Họp", "commune", "yearly"))
    services.edit_task(actor=world.province, task=task, choice=TaskChoice("Họp Đội tháng", "commune", "monthly"))
    services.drop_task(actor=world.province, task=task)
    with pytest.raises(Refused, match="đã bỏ"):
        services.confirm_task(actor=world.province, task=task)
    assert not selectors.binds(task, world.units.sibling, TODAY)
    assert TaskProgress.objects.count() == 1


def test_a_task_goes_only_to_units_below_and_from_editors(world: World) -> None:
    plan = world.plan()
    derived = world.derived()
    with pytest.raises(Refused, match="phải thuộc"):
        services.add_task(
            actor=world.district, item=item_of(derived, "II.1"),
            choice=TaskChoice("Việc", "commune", "yearly", unit=world.units.other_commune),
        )  # fmt: skip
    with pytest.raises(Refused, match="Cấp thực hiện"):
        services.add_task(
            actor=world.district, item=item_of(derived, "II.1"), choice=TaskChoice("Việc", "province", "yearly")
        )
    with pytest.raises(NotAllowed):
        services.edit_task(actor=world.district, task=task_of(plan, "II.1"), choice=choice_of(task_of(plan, "II.1")))


def test_a_proposed_task_can_be_confirmed_alone(world: World) -> None:
    task = task_of(world.draft(), "II.1")
    services.confirm_task(actor=world.province, task=task)
    task.refresh_from_db()
    assert task.state == "confirmed"


@pytest.mark.skipif(not SEED.exists(), reason="the real plan is not beside this checkout")
def test_the_real_plan_is_imported_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from lanhmanh.paper.read import read

    monkeypatch.setattr(paper, "read", read)
    plan = services.import_plan(actor=world.province, unit=world.units.province, data=SEED.read_bytes(), name=SEED.name)
    under = plan.items.filter(parent__path="II").order_by("order").values_list("path", flat=True)
    assert list(under) == [f"II.{n}" for n in range(1, 7)]
    assert plan.items.filter(parent__path="III").count() == 5
    assert plan.items.filter(parent__path="I.1").count() == 3
    assert (plan.first_year, plan.last_year) == (2021, 2025)
    assert plan.document is not None and plan.document.citations.count() == 3
    assert [c.target.number for c in selectors.item_cites(item_of(plan, "II.5"))] == ["1648/QĐ-UBND"]
    services.confirm_plan(actor=world.province, plan=plan, choices=take_all(plan))
    assert len(selectors.tasks_for(world.units.commune, TODAY)) == 10
    assert [r.item_path for r in selectors.tasks_for(world.units.branch, TODAY)] == ["II.2"]
