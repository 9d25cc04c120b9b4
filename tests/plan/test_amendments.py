"""An amendment: its draft, its day, what happens to tasks, progress, activities and the plans below."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lanhmanh import paper
from lanhmanh.accounts.access import NotAllowed
from lanhmanh.activities.models import Group, Kind
from lanhmanh.activities.rules import Attended
from lanhmanh.activities.selectors import done as activities
from lanhmanh.activities.selectors.done import Filters
from lanhmanh.activities.services.done import ActivityData, record_activity
from lanhmanh.audit.models import Event
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import selectors, services
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.rules.chain import Role
from lanhmanh.plan.services import Adapt, Addition, Adopt, Decision, LeaveOut, TaskChoice
from tests.plan.amended import AFTER, CHANGED_ON, REWORDED, amend, amended_document, asked, confirm, reading
from tests.plan.conftest import SEED, TODAY, World, choice_of, item_of, take_all, task_of

BEFORE, DAY = CHANGED_ON.date() - timedelta(days=1), CHANGED_ON.date()


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let the bytes "amended" be the amended plan."""
    reading(monkeypatch, amended=amended_document())
    return world


def told(plan: Plan) -> list[tuple[str, str, str]]:
    """Return kind, path before, path after of every clause."""
    rows = selectors.differences(plan)
    return [
        (row.kind.value, row.before.path if row.before else "", row.after.path if row.after else "") for row in rows
    ]


def amended(world: World, plan: Plan | None = None) -> tuple[Plan, Plan]:
    """Return the plan and the amendment that took its place on CHANGED_ON."""
    plan = plan or world.plan()
    with clock.at(CHANGED_ON):
        new = confirm(world, amend(world, plan))
    plan.refresh_from_db()
    return plan, new


def test_the_draft_tells_every_clause_of_both_sides(world: World) -> None:
    plan = world.plan()
    draft = amend(world, plan)
    assert told(draft) == [
        ("dropped", "I", ""), ("same", "II", "II"), ("reworded", "II.2", "II.1"), ("new", "", "II.2"),
        ("moved", "II.1", "II.3"), ("same", "III", "III"),
    ]  # fmt: skip
    assert (draft.state, draft.amends, draft.first_year, draft.last_year) == ("draft", plan, 2021, 2025)
    roots = {item.path: item.root.path for item in draft.items.select_related("root") if item.root}
    assert roots == {"II": "II", "II.1": "II.2", "II.2": "II.2", "II.3": "II.1", "III": "III"}
    assert item_of(draft, "II.2").root == item_of(draft, "II.2")
    assert selectors.plan_for(world.units.commune, TODAY) == plan
    assert json.loads(Event.objects.get(verb="plan.amended").facts)["reworded"] == 1


def test_tasks_go_with_their_clauses(world: World) -> None:
    draft = amend(world, world.plan())
    tasks = selectors.tasks_of(draft).select_related("carried_from__item")
    assert [(t.item.path, t.carried_from.item.path if t.carried_from else "", t.state) for t in tasks] == [
        ("II.1", "II.2", "proposed"), ("II.2", "", "proposed"), ("II.3", "II.1", "proposed"),
        ("III", "III", "proposed"), ("III", "III", "proposed"),
    ]  # fmt: skip
    assert task_of(draft, "II.2").recurrence == "monthly"


def test_only_a_plan_in_force_is_amended_by_who_edits_it_once_at_a_time(world: World) -> None:
    draft = world.draft()
    with pytest.raises(Refused, match="đã xác nhận"):
        amend(world, draft)
    plan = services.confirm_plan(actor=world.province, plan=draft, choices={})
    with pytest.raises(NotAllowed):
        services.amend_plan(actor=world.district, plan=plan, data=b"amended", name="x.md")
    first = amend(world, plan)
    assert amend(world, plan) == first
    with pytest.raises(Refused, match="Đã có một bản nháp sửa đổi"):
        amend(world, plan, b"other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(
            unit=plan.unit, document=plan.document, amends=plan, title="Hai", first_year=2021, last_year=2025,
            created_at=clock.now(), created_by_id=world.province.user_id,
        )  # fmt: skip


def test_a_file_that_changes_nothing_is_refused_and_not_kept(world: World) -> None:
    plan = world.plan()
    with pytest.raises(Refused, match="giống hệt"):
        amend(world, plan, b"the same text in another file")
    with pytest.raises(Refused, match="đang có hiệu lực"):
        amend(world, plan, b"# plan")
    assert Document.objects.filter(unit=plan.unit, origin="received").count() == 1
    assert not plan.amended_by.exists()


def test_a_file_that_is_a_draft_of_its_own_is_not_taken_for_an_amendment(world: World) -> None:
    plan = world.plan()
    services.import_plan(actor=world.province, unit=world.units.province, data=b"amended", name="x.md")
    with pytest.raises(Refused, match="bản nháp của một kế hoạch khác"):
        amend(world, plan)


def test_a_derived_plan_is_not_amended_by_a_document(world: World) -> None:
    world.plan()
    with pytest.raises(Refused, match="kế hoạch cấp trên"):
        services.amend_plan(actor=world.district, plan=world.derived(), data=b"amended", name="x.md")


def test_confirming_replaces_the_plan_at_a_moment(world: World) -> None:
    plan, new = amended(world)
    assert (plan.state, plan.replaced_at, plan.replaced_by_id) == ("replaced", CHANGED_ON, world.province.user_id)
    assert (new.state, new.confirmed_at) == ("confirmed", CHANGED_ON)
    assert json.loads(Event.objects.get(verb="plan.replaced", object_uid=plan.uid).facts)["by"] == new.uid
    unit = world.units.commune
    assert [selectors.plan_for(unit, day) for day in (date(2021, 1, 1), BEFORE, DAY, date(2025, 12, 31))] == [
        plan, plan, new, new,
    ]  # fmt: skip
    assert [selectors.version_on(plan, day) for day in (BEFORE, DAY)] == [plan, new]
    assert selectors.versions(new) == [new.pk, plan.pk]


def test_two_amendments_on_one_day_leave_one_plan_in_force_on_every_day(world: World) -> None:
    plan, new = amended(world)
    with clock.at(CHANGED_ON + timedelta(hours=2)):
        last = confirm(world, amend(world, new, b"# plan"))  # the very file of the first
    days = [selectors.line_of(world.units.province, day) for day in (BEFORE, DAY, AFTER.date())]
    assert days == [[plan], [last], [last]]
    assert selectors.version_on(plan, DAY) == last
    assert selectors.versions(last) == [last.pk, new.pk, plan.pk]


def test_a_replaced_plan_never_changes_and_gives_no_task(world: World) -> None:
    plan, _new = amended(world)
    with pytest.raises(Refused, match="đã được thay"):
        services.add_task(
            actor=world.province, item=item_of(plan, "II.1"), choice=TaskChoice("Việc", "commune", "yearly")
        )
    with pytest.raises(Refused, match="đã được thay"):
        services.drop_task(actor=world.province, task=task_of(plan, "II.1"))
    with pytest.raises(Refused, match="đã được thay"):
        amend(world, plan, b"again")
    with pytest.raises(Exception, match="never change"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state="confirmed", replaced_at=None, replaced_by=None)


def test_tasks_bind_by_the_plan_of_the_day(world: World) -> None:
    plan, new = amended(world)
    unit = world.units.commune
    before = {row.task.item.plan_id for row in selectors.tasks_for(unit, BEFORE)}
    after = [(row.item_path, row.task.item.plan_id) for row in selectors.tasks_for(unit, AFTER.date())]
    assert before == {plan.pk}
    assert sorted(after) == [("II.1", new.pk), ("II.3", new.pk)]
    assert selectors.binds(task_of(plan, "II.2"), unit, BEFORE)
    assert not selectors.binds(task_of(plan, "II.2"), unit, DAY)


def test_a_reworded_clause_asks_for_its_tasks_and_one_that_ends_stays_readable(world: World) -> None:
    plan = world.plan()
    record(world, task_of(plan, "II.2"), "2021Q2")
    draft = amend(world, plan)
    carried = task_of(draft, "II.1")
    with pytest.raises(Refused, match=r"II\.1 đã sửa lời"):
        confirm(world, draft, {})
    plan.refresh_from_db()
    assert plan.state == "confirmed"
    ended = choice_of(carried)
    with clock.at(CHANGED_ON):
        new = confirm(world, draft, {carried.uid: TaskChoice(ended.title, "commune", "quarterly", chosen=False)})
    states = dict(Task.objects.filter(item__plan=new).values_list("item__path", "state"))
    assert states == {"II.1": "dropped", "II.2": "dropped", "II.3": "confirmed", "III": "confirmed"}
    old = task_of(plan, "II.2")
    assert (old.state, old.progress.count()) == ("confirmed", 1)
    units = selectors.responsible(world.province, plan, [old], selectors.last_day(plan, AFTER.date()))
    assert selectors.counts([old], units, TODAY)[old.pk].said == 1


def record(world: World, task: Task, period: str, state: str = "done") -> None:
    services.record_progress(
        actor=world.commune, task=task, unit=world.units.commune, period=period, state=state, evidence="BB 05"
    )


def test_progress_stays_where_it_is_and_is_the_past_of_the_task_that_goes_on(world: World) -> None:
    plan = world.plan()
    services.record_progress(
        actor=world.district, task=task_of(plan, "III"), unit=world.units.district, period="", state="done"
    )
    record(world, task_of(plan, "II.1"), "2021", "under_way")
    plan, new = amended(world, plan)
    assert set(TaskProgress.objects.values_list("task__item__plan", flat=True)) == {plan.pk}
    day = AFTER.date()
    once = next(r for r in selectors.tasks_for(world.units.district, day) if r.recurrence == "once")
    assert once.done and once.task.item.plan_id == new.pk
    task = task_of(new, "II.3")
    assert selectors.pasts([task])[task.pk] == [task_of(plan, "II.1")]
    (past,) = selectors.progress_of(task, world.units.commune)
    assert past.task_id != task.pk
    units = selectors.responsible(world.province, new, [task], day)
    assert selectors.evidence_of([task], units, day)[0][0] == past
    count = selectors.counts([task], units, day)[task.pk]
    assert (count.done, count.said) == (0, 1)
    with clock.at(AFTER):
        record(world, task, "2021")
    count = selectors.counts([task], units, day)[task.pk]
    assert (count.done, count.said) == (1, 1)
    state = next(r.state for r in selectors.tasks_for(world.units.commune, day) if r.task == task)
    assert state == "done"
    assert TaskProgress.objects.filter(unit=world.units.commune).count() == 2


def test_progress_of_another_rhythm_does_not_count(world: World) -> None:
    plan = world.plan()
    record(world, task_of(plan, "II.2"), "2021Q2")
    draft = amend(world, plan)
    carried = task_of(draft, "II.1")
    monthly = TaskChoice(carried.title, "commune", "monthly")
    with clock.at(datetime(2021, 6, 20, 9, tzinfo=clock.VIETNAM)):
        new = confirm(world, draft, asked(draft) | {carried.uid: monthly})
        (row,) = [r for r in selectors.tasks_for(world.units.commune, TODAY + timedelta(days=4)) if r.task == carried]
    assert (row.state, row.period) == ("", "202106")
    task = task_of(new, "II.1")
    units = selectors.responsible(world.province, new, [task], TODAY)
    assert selectors.counts([task], units, TODAY)[task.pk].said == 0
    assert len(selectors.progress_of(task, world.units.commune)) == 1


def test_what_is_done_to_tasks_meanwhile_reaches_the_draft(world: World) -> None:
    plan = world.plan()
    draft = amend(world, plan)
    given = services.add_task(
        actor=world.province, item=item_of(plan, "II.1"), choice=TaskChoice("Họp Đội", "commune", "monthly")
    )
    services.edit_task(actor=world.province, task=given, choice=TaskChoice("Họp Đội tháng", "commune", "monthly"))
    services.drop_task(actor=world.province, task=task_of(plan, "II.1"))
    with clock.at(CHANGED_ON):
        new = confirm(world, draft)
    titles = [t.title for t in selectors.tasks_of(new) if t.item.path == "II.3"]
    assert titles == ["Họp Đội tháng"]


def test_a_match_is_changed_by_hand_and_both_sides_follow(world: World) -> None:
    plan = world.plan()
    draft = amend(world, plan)
    new, reworded = item_of(draft, "II.2"), item_of(draft, "II.1")
    old = item_of(plan, "II.2")
    services.continue_clause(actor=world.province, item=new, previous=old)
    assert told(draft)[2:4] == [("new", "", "II.1"), ("reworded", "II.2", "II.2")]
    assert item_of(draft, "II.2").root == old.root
    assert item_of(draft, "II.1").root == item_of(draft, "II.1")
    assert task_of(draft, "II.2").carried_from == task_of(plan, "II.2")
    assert task_of(draft, "II.1").carried_from is None
    services.continue_clause(actor=world.province, item=item_of(draft, "II.2"), previous=None)
    assert ("dropped", "II.2", "") in told(draft)
    services.continue_clause(actor=world.province, item=reworded, previous=item_of(plan, "I"))
    assert ("reworded", "I", "II.1") in told(draft)
    with pytest.raises(Refused, match="Mục cũ"):
        services.continue_clause(actor=world.province, item=reworded, previous=new)
    confirm(world, draft)
    with pytest.raises(Refused, match="không sửa"):
        services.continue_clause(actor=world.province, item=reworded, previous=None)


def test_an_amendment_keeps_the_first_year_and_holds_this_year(world: World) -> None:
    plan = world.plan()
    draft = amend(world, plan)
    for years in ((2022, 2025), (2020, 2025)):
        with pytest.raises(Refused, match="bắt đầu từ năm 2021"), clock.at(CHANGED_ON):
            services.confirm_plan(actor=world.province, plan=draft, choices=asked(draft), years=years)
    with pytest.raises(Refused, match="còn hiệu lực năm nay"), clock.at(datetime(2023, 5, 1, tzinfo=clock.VIETNAM)):
        services.confirm_plan(actor=world.province, plan=draft, choices=asked(draft), years=(2021, 2022))
    with clock.at(CHANGED_ON):
        new = services.confirm_plan(actor=world.province, plan=draft, choices=asked(draft), years=(2021, 2027))
    assert selectors.plan_for(world.units.commune, date(2027, 5, 1)) == new


def test_a_draft_is_thrown_away_and_the_plan_stays(world: World) -> None:
    plan = world.plan()
    services.discard_plan(actor=world.province, plan=amend(world, plan))
    assert list(Plan.objects.all()) == [plan]
    assert amend(world, plan).state == "draft"
    world.units.district.refresh_from_db()
    derived = services.derive_plan(actor=world.district, unit=world.units.district, parent_plan=plan, decisions={})
    services.discard_plan(actor=world.district, plan=derived)
    assert not Plan.objects.filter(unit=world.units.district).exists()


def test_figures_follow_the_root_of_a_clause_not_its_place(world: World) -> None:
    _plan, new = amended(world)
    found = selectors.by_root(world.units.commune, DAY)
    assert {path: item.path for path, item in found.items()} == {
        "II": "II", "II.1": "II.3", "II.2": "II.1", "III": "III",
    }  # fmt: skip
    assert selectors.root_path(item_of(new, "II.2")) == ""
    assert selectors.by_root(world.units.commune, BEFORE)["II.2"].path == "II.2"


def test_a_clause_cites_what_its_present_sentence_cites(world: World) -> None:
    old, new = amended(world)
    derived = world.derived(parent=new)
    cited = {
        (plan.pk, path): [c.target.number for c in selectors.item_cites(item_of(plan, path))]
        for plan in (old, new, derived)
        for path in ("II.1", "II.2")
    }
    assert {place for place, numbers in cited.items() if numbers == ["1648/QĐ-UBND"]} == {
        (old.pk, "II.2"), (new.pk, "II.1"), (derived.pk, "II.1"),
    }  # fmt: skip


def test_an_activity_counts_for_the_clause_that_goes_on_and_takes_either_version(world: World) -> None:
    plan = world.plan()
    old = activity(world, item_of(plan, "II.1"), TODAY)
    plan, new = amended(world, plan)
    with clock.at(AFTER):
        late = activity(world, item_of(new, "II.3"), date(2021, 10, 1))
        found = activities.visible(world.province, Filters(item=item_of(new, "II.3")))
        assert set(found) == {old, late}
        with pytest.raises(Refused, match="không thuộc kế hoạch"):
            activity(world, item_of(new, "II.2"), date(2021, 10, 1))
        with pytest.raises(Refused, match="không thuộc kế hoạch"):
            activity(world, item_of(plan, "I"), AFTER.date())


def activity(world: World, item: PlanItem, day: date):  # type: ignore[no-untyped-def]
    data = ActivityData(Kind.SESSION, item, day, place="Nhà văn hóa", title="Tuyên truyền",
                        attended=(Attended(Group.MEMBERS, 3, 4),))  # fmt: skip
    return record_activity(actor=world.commune, unit=world.units.commune, data=data)


def column_of(world: World, plan: Plan, day: date) -> selectors.Column:
    """Return what the district made of a plan of the province."""
    columns = selectors.coverage(world.province, plan, day).columns
    return next(one for one in columns if one.unit == world.units.district)


def district_with_its_own_plan(world: World) -> tuple[Plan, Plan]:
    """Return the province's plan and that of the district, which leaves II.1 out and adds a clause."""
    plan = world.plan()
    draft = services.derive_plan(
        actor=world.district, unit=world.units.district, parent_plan=plan,
        decisions={item_of(plan, "II.1").uid: LeaveOut("Đã có Đội.")},
        added=[Addition(item_of(plan, "II").uid, "Chi hội họp hằng tháng.")],
    )  # fmt: skip
    return plan, services.confirm_plan(actor=world.district, plan=draft, choices=take_all(draft))


def take_up(world: World, mine: Plan, new: Plan, **changes):  # type: ignore[no-untyped-def]
    fresh = {row.source.uid: Adopt() for row in selectors.carried(mine, new) if row.fresh}
    return services.take_up(
        actor=world.district, plan=mine, amended_parent=new, decisions=fresh | changes.pop("decisions", {}), **changes
    )


def test_a_plan_below_stays_in_force_and_says_that_it_is_behind(world: World) -> None:
    plan, own = district_with_its_own_plan(world)
    assert selectors.outdated(world.units.district, TODAY) is None
    _plan, new = amended(world, plan)
    behind = selectors.outdated(world.units.district, DAY)
    assert behind is not None and (behind.plan, behind.parent, behind.draft) == (own, new, None)
    assert selectors.line_of(world.units.commune, DAY) == [own, new]
    paths = [(t.item.path, t.item.plan_id) for t in selectors.line_tasks(own, DAY)]
    assert ("II.1", new.pk) in paths and all(owner in {own.pk, new.pk} for _path, owner in paths)
    assert {r.item_path for r in selectors.tasks_for(world.units.commune, DAY)} == {"II.1"}
    assert {r.item_path for r in selectors.tasks_for(world.units.branch, DAY)} == {"II.BS1", "II.2"}
    assert column_of(world, new, DAY).plan == own


def test_a_district_takes_the_amendment_up_with_what_it_had_decided(world: World) -> None:
    plan, own = district_with_its_own_plan(world)
    _plan, new = amended(world, plan)
    asked_anew = [row.source.path for row in selectors.carried(own, new) if row.fresh]
    assert asked_anew == ["II.1", "II.2"]
    assert [item.path for item in selectors.left_behind(own, new)] == ["I"]
    with pytest.raises(Refused, match=r"II\.1 đã thay đổi"), clock.at(AFTER):
        services.take_up(actor=world.district, plan=own, amended_parent=new)
    leave = LeaveOut("Không có cơ sở.")
    with clock.at(AFTER):
        draft = take_up(world, own, new, decisions={item_of(new, "II.1").uid: leave})
        assert [(i.path, i.disposition, i.change) for i in selectors.items_of(draft)] == [
            ("II", "inherited", "same"), ("II.1", "not_applicable", "reworded"), ("II.2", "inherited", "new"),
            ("II.3", "not_applicable", "moved"), ("II.BS1", "added", "same"), ("III", "inherited", "same"),
        ]  # fmt: skip
        assert item_of(draft, "II.3").reason == "Đã có Đội."
        assert selectors.plan_for(world.units.commune, AFTER.date()) == own
        taken = services.confirm_plan(actor=world.district, plan=draft, choices={})
        assert selectors.outdated(world.units.district, AFTER.date()) is None
    own.refresh_from_db()
    assert (own.state, taken.parent) == ("replaced", new)
    (task,) = selectors.tasks_of(taken)
    assert (task.state, task.carried_from) == ("confirmed", task_of(own, "II.BS1"))
    mine = column_of(world, new, AFTER.date())
    assert (mine.plan, mine.tally.left_out) == (taken, 2)
    bound = {r.task.item.path for r in selectors.tasks_for(world.units.commune, AFTER.date())}
    assert "II.1" not in bound and "II.3" not in bound


def test_a_unit_may_think_again_about_its_own_plan(world: World) -> None:
    plan, own = district_with_its_own_plan(world)
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        take_up(world, own, plan)
    adapted = Adapt("Rà soát các cơ sở lưu trú hằng quý.")
    draft = take_up(
        world, own, plan,
        decisions={item_of(plan, "II.1").uid: Adopt(), item_of(plan, "II.2").uid: adapted},
        own={item_of(own, "II.BS1").uid: ""},
        added=[Addition("", "Tổng kết hằng năm.")],
    )  # fmt: skip
    assert told(draft)[1:] == [
        ("same", "II", "II"), ("same", "II.1", "II.1"), ("reworded", "II.2", "II.2"), ("dropped", "II.BS1", ""),
        ("same", "III", "III"), ("new", "", "BS1"),
    ]  # fmt: skip
    assert [row.turned for row in selectors.differences(draft)][2]
    with pytest.raises(Refused, match="Đã có một bản nháp"):
        take_up(world, own, plan)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (LeaveOut(" "), "ghi lý do"),
        (Adapt(" "), "ghi lời"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(world: World, decision: Decision, words: str) -> None:
    plan, own = district_with_its_own_plan(world)
    with pytest.raises(Refused, match=words):
        take_up(world, own, plan, decisions={item_of(plan, "III").uid: decision})
    assert own.amended_by.count() == 0


def test_only_the_unit_itself_takes_up_from_the_version_in_force(world: World) -> None:
    plan, own = district_with_its_own_plan(world)
    _plan, new = amended(world, plan)
    with pytest.raises(NotAllowed):
        services.take_up(actor=world.other, plan=own, amended_parent=new)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        services.take_up(actor=world.district, plan=own, amended_parent=plan)
    with pytest.raises(Refused, match="không lập từ"):
        services.take_up(actor=world.province, plan=new, amended_parent=new)


def test_the_tasks_that_a_change_touches(world: World) -> None:
    plan = world.plan()
    record(world, task_of(plan, "II.2"), "2021Q1")
    record(world, task_of(plan, "II.2"), "2021Q2")
    draft = amend(world, plan)
    rows = selectors.differences(draft)
    seen = selectors.touched(world.province, rows, TODAY)
    by_path = {row.item.path: seen.get(row.item.pk, []) for row in rows if row.after}
    (one,) = by_path["II.1"]
    assert (one.before, one.after, one.said) == (task_of(plan, "II.2"), task_of(draft, "II.1"), 1)
    (new,) = by_path["II.2"]
    assert (new.before, new.said) == (None, 0)
    others = selectors.touched(world.other, rows, TODAY)
    assert [t.said for found in others.values() for t in found if t.before == one.before] == [0]


@pytest.mark.skipif(not SEED.exists(), reason="the real plan is not beside this checkout")
def test_the_real_plan_is_amended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from lanhmanh.paper.read import read

    monkeypatch.setattr(paper, "read", read)
    text = SEED.read_text()
    plan = services.import_plan(actor=world.province, unit=world.units.province, data=SEED.read_bytes(), name=SEED.name)
    services.confirm_plan(actor=world.province, plan=plan, choices=take_all(plan))
    changed = text.replace("Định kỳ báo cáo kết quả", "Hằng tháng báo cáo kết quả").replace(
        "4. Phối hợp các ban, ngành trong công tác quản lý",
        "4. Lập nhóm Zalo của ấp.\n\n5. Phối hợp các ban, ngành trong việc quản lý",
    ).replace("5. Tổ chức tốt dịch vụ", "6. Tổ chức tốt dịch vụ")  # fmt: skip
    draft = services.amend_plan(actor=world.province, plan=plan, data=changed.encode(), name="sua-doi.txt")
    assert [row for row in told(draft) if row[0] != "same"] == [
        ("new", "", "III.4"), ("reworded", "III.4", "III.5"), ("moved", "III.5", "III.6"), ("reworded", "IV", "IV"),
    ]  # fmt: skip
    services.confirm_plan(actor=world.province, plan=draft, choices=asked(draft))
    assert REWORDED not in changed
    assert selectors.by_root(world.units.commune, TODAY)["III.5"].path == "III.6"


def test_an_amendment_stands_in_the_chain_under_what_the_plan_carried_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wording = "Căn cứ Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021 của Ban Chủ nhiệm Chương trình 2, Hội sửa đổi như sau:"
    reading(monkeypatch, amended=replace(amended_document(), preamble=(wording,)))
    _before, new = amended(world)
    roles = {one.document.number: one.role for one in selectors.chain_of(world.province, new, DAY).bases}
    assert roles["41/KH-BCNCT2"] is Role.CARRIED_OUT
