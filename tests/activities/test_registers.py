"""Rows of the registers: added, changed, taken back, erased; their figures; who may do it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.activities.figures import FIGURES
from lanhmanh.activities.figures.registers import NAMES
from lanhmanh.activities.models import REGISTERS, HouseholdCount, HouseholdFact, Named, Team, TeamMember
from lanhmanh.activities.selectors import registers as selectors
from lanhmanh.activities.services import registers as services
from lanhmanh.activities.services.registers import Entry
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from tests.activities.conftest import World
from tests.activities.filled import GOOD, fill, put
from tests.factories import make_actor

FIRST, LAST = date(2021, 10, 1), date(2021, 12, 31)


def figures(*units: Any, first: date = FIRST, last: date = LAST) -> dict[str, Decimal | None]:
    groups = {None: [unit.pk for unit in units]}
    return FIGURES.compute_many(groups=groups, first=first, last=last, names=NAMES)[None]


@pytest.mark.parametrize("slug", REGISTERS)
def test_a_row_is_added_once_changed_taken_back_and_restored(world: World, slug: str) -> None:
    row = put(world, slug)
    again = Entry(row.unit, GOOD[slug], getattr(row, row.parent) if row.parent else None, row.uid)
    assert services.add(actor=world.officer, model=type(row), entry=again) == row
    values = {name: getattr(row, name) for name in row.stated}
    assert {name: values[name] for name in GOOD[slug]} == GOOD[slug]
    changed = services.change(actor=world.officer, row=row, values=values, version=1)
    assert changed.version == 2
    with pytest.raises(services.ChangedMeanwhile):
        services.change(actor=world.officer, row=row, values=values, version=1)
    services.void(actor=world.officer, row=row, reason="ghi trùng")
    with pytest.raises(Refused, match="khôi phục trước"):
        services.change(actor=world.officer, row=row, values=values, version=3)
    assert not selectors.visible(world.officer, type(row)).exists()
    assert list(selectors.visible(world.officer, type(row), void=True)) == [row]
    services.restore(actor=world.officer, row=row)
    assert list(selectors.visible(world.officer, type(row))) == [row]
    verbs = Event.objects.filter(object_uid=row.uid).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == [f"register.{verb}" for verb in ("added", "changed", "voided", "restored")]


@pytest.mark.parametrize("slug", REGISTERS)
def test_strangers_neither_see_nor_change(world: World, stranger: Actor, slug: str) -> None:
    row = put(world, slug)
    with pytest.raises(Http404):
        selectors.get_row(stranger, slug, row.uid)
    parent = getattr(row, row.parent) if row.parent else None
    for deed in (
        lambda: services.add(actor=stranger, model=type(row), entry=Entry(row.unit, GOOD[slug], parent)),
        lambda: services.add_many(actor=stranger, model=type(row), entries=[Entry(row.unit, GOOD[slug], parent)]),
        lambda: services.change(actor=stranger, row=row, values=GOOD[slug], version=1),
        lambda: services.void(actor=stranger, row=row, reason="x"),
        lambda: services.restore(actor=stranger, row=row),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_the_trail_holds_no_names(world: World) -> None:
    made = fill(world)
    for row in made.values():
        if isinstance(row, Named) and row.name:
            services.erase_name(actor=world.officer, row=row)
    told = " ".join(Event.objects.filter(verb__startswith="register.").values_list("facts", flat=True))
    assert "Thử" not in told
    assert "Giấy" not in told


@pytest.mark.parametrize("slug", [slug for slug, model in REGISTERS.items() if issubclass(model, Named)])
def test_an_erased_name_is_gone_and_goes_on_counting(world: World, slug: str) -> None:
    name = {"name": "Trần Xóa Thử"}
    row = put(world, slug, **({**name, "count": 1} if slug == "cam-ket" else name))
    before = figures(world.tree.commune)
    services.erase_name(actor=world.officer, row=row)
    services.erase_name(actor=world.officer, row=row)
    row.refresh_from_db()
    assert (row.name, row.search.count("xoa"), row.erased_by_id) == ("", 0, world.user.pk)
    assert figures(world.tree.commune) == before
    stated = {field: getattr(row, field) for field in row.stated} | {"name": "Trần Xóa Thử"}
    services.change(actor=world.officer, row=row, values=stated, version=row.version)
    row.refresh_from_db()
    assert row.name == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(name="Trần Xóa Thử")


def test_a_household_that_was_not_named_has_no_name_to_erase(world: World) -> None:
    with pytest.raises(Refused, match="không ghi tên"):
        services.erase_name(actor=world.officer, row=put(world, "cam-ket"))


def test_what_belongs_to_a_team_is_of_its_unit_and_younger(world: World) -> None:
    team = put(world, "doi")
    entry = Entry(world.tree.branch, GOOD["thanh-vien"], team)
    with pytest.raises(Refused, match="đơn vị khác"):
        services.add(actor=world.officer, model=TeamMember, entry=entry)
    with pytest.raises(services.Faulty, match="01/03/2021") as refused:
        put(world, "thanh-vien", parent=team, joined_on=date(2021, 2, 28))
    assert refused.value.field == "joined_on"
    services.void(actor=world.officer, row=team, reason="ghi nhầm")
    team.refresh_from_db()
    with pytest.raises(Refused, match="đã hủy"):
        put(world, "viec-doi", parent=team)


@pytest.mark.parametrize("slug", ["ho", "von-vay"])
def test_of_one_day_there_is_one_statement(world: World, slug: str) -> None:
    row = put(world, slug)
    with pytest.raises(services.Faulty, match="đã có số liệu"):
        put(world, slug)
    services.void(actor=world.officer, row=row, reason="ghi nhầm")
    put(world, slug)
    with pytest.raises(services.Faulty, match="đã có số liệu"):
        services.restore(actor=world.officer, row=row)


def test_rows_are_never_deleted_and_stay_with_their_unit(world: World) -> None:
    for row in fill(world).values():
        rows = type(row)._default_manager.filter(pk=row.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(unit=world.tree.branch)


def test_many_are_added_in_few_queries_or_none_at_all(world: World) -> None:
    def entries(count: int, first: int = 0) -> list[Entry]:
        return [
            Entry(world.tree.commune, {**GOOD["cam-ket"], "count": number + 1})
            for number in range(first, first + count)
        ]

    put(world, "doi")  # the first event of a trail founds it
    with CaptureQueriesContext(connection) as few:
        services.add_many(actor=world.officer, model=HouseholdFact, entries=entries(2))
    with CaptureQueriesContext(connection) as many:
        services.add_many(actor=world.officer, model=HouseholdFact, entries=entries(200, 2))
    assert len(many) < len(few) + 10, "only as the database takes them in pieces"
    assert Event.objects.filter(verb="register.added_many").count() == 2
    bad = [*entries(1), Entry(world.tree.commune, {**GOOD["cam-ket"], "count": 0})]
    bad[1] = Entry(world.tree.commune, {**GOOD["cam-ket"], "day": date(2022, 1, 1)})
    with pytest.raises(services.Faulty):
        services.add_many(actor=world.officer, model=HouseholdFact, entries=bad)
    assert HouseholdFact.objects.count() == 202


def test_a_unit_without_registers_has_no_figures_and_one_with_them_has_all(world: World) -> None:
    assert set(figures(world.tree.commune, world.tree.branch).values()) == {None}
    made = fill(world)
    collaborators = put(world, "doi", kind="communication", name="Nhóm truyền thông")
    put(world, "thanh-vien", parent=collaborators)
    put(world, "cam-ket", kind="out_of_poverty", count=2)
    put(world, "dich-vu", kind="job_fair", quantity=1)
    put(world, "dich-vu", kind="cooperative", quantity=2)
    put(world, "von-vay", source="support_fund", outstanding=300_000_400)
    put(world, "von-vay", source="employment_fund", outstanding=100_000_000)
    put(world, "viec-doi", parent=made["doi"], kind="result", times=9)
    found = {name.removeprefix("activities."): value for name, value in figures(world.tree.commune).items()}
    assert found == {
        "teams": 1, "team_members": 1, "team_members_of_union": 1, "team_deeds": 3, "collaborators": 1,
        "people_of_standing": 1, "households": 400, "pledges": 40, "pledges_of_year": 40,
        "households_out_of_poverty": 2, "households_helped_by_members": 5, "poor_households": 30,
        "poor_households_helped": 12, "borrowing_households": 60, "loans": Decimal("1650.500"),
        "loans_policy_bank": Decimal("1250.500"), "loans_support_fund": Decimal("300.000"),
        "loans_other": Decimal("100.000"), "classes": 0, "learners": None, "learners_female": None, "trained": 30,
        "jobs_found": 12, "job_fairs": 1, "cooperatives": 2, "good_producers": 1,
    }  # fmt: skip


def test_stocks_are_as_they_stand_on_the_last_day(world: World) -> None:
    commune, branch = world.tree.commune, world.tree.branch
    team = put(world, "doi")
    left = put(world, "thanh-vien", parent=team, left_on=date(2021, 9, 30))
    put(world, "thanh-vien", parent=team, name="Khác", in_union=False)
    put(world, "ho", day=date(2021, 6, 30), households=390)
    put(world, "ho", day=date(2021, 9, 30), households=400)
    put(world, "ho", unit=branch, day=date(2021, 6, 30), households=50, poor=None, borrowers=None)

    def on(last: date) -> list[Decimal | None]:
        found = figures(commune, branch, first=date(2021, 1, 1), last=last)
        names = ("team_members", "team_members_of_union", "households", "poor_households")
        return [found[f"activities.{name}"] for name in names]

    assert on(date(2021, 2, 28)) == [None, None, None, None]
    assert on(date(2021, 9, 29)) == [2, 1, 440, 30]
    assert on(date(2021, 9, 30)) == [1, 0, 450, 30]
    services.void(actor=world.officer, row=left, reason="nhầm")
    assert on(date(2021, 9, 29)) == [1, 0, 440, 30]


def test_figures_open_to_the_rows_they_are_made_of(world: World, stranger: Actor) -> None:
    fill(world)
    ids = (world.tree.commune.pk, world.tree.branch.pk)
    counts = FIGURES.fact_counts(unit_ids=ids, first=FIRST, last=LAST, names=NAMES)
    for name in NAMES:
        told = {"unit_ids": ids, "first": FIRST, "last": LAST, "limit": 9}
        found = FIGURES.facts(name, actor=world.officer, **told)  # type: ignore[arg-type]
        assert found is not None
        assert len(found) == counts[name], name
        assert FIGURES.facts(name, actor=stranger, **told) is None  # type: ignore[arg-type]


@pytest.mark.deep
def test_figures_take_as_many_queries_for_ten_units_as_for_one(world: World) -> None:
    fill(world)
    groups = {1: [world.tree.commune.pk]}
    with CaptureQueriesContext(connection) as none:
        FIGURES.compute_many(groups={1: [world.tree.sibling.pk]}, first=FIRST, last=LAST, names=NAMES)
    assert len(none) == 1
    with CaptureQueriesContext(connection) as one:
        FIGURES.compute_many(groups=groups, first=FIRST, last=LAST, names=NAMES)
    for number in range(30):
        put(world, "ho", unit=world.tree.branch, day=date(2021, 10, number + 1))
    more = {number: [world.tree.commune.pk, world.tree.branch.pk] for number in range(10)}
    with CaptureQueriesContext(connection) as ten:
        FIGURES.compute_many(groups=more, first=FIRST, last=LAST, names=NAMES)
    assert len(ten) == len(one) <= len(REGISTERS) + 1
    assert HouseholdCount.objects.count() == 31


def test_labels_tell_units_apart(world: World) -> None:
    tree = world.tree
    found = selectors.unit_labels([tree.commune, tree.branch, tree.province], date(2021, 12, 20))
    assert found == {
        tree.commune.pk: "Phường Trảng Dài, Thành phố Biên Hòa",
        tree.branch.pk: "Chi hội khu phố 3, Phường Trảng Dài", tree.province.pk: "Tỉnh Đồng Nai",
    }  # fmt: skip


def test_a_team_ends_with_a_reason(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=put(world, "doi").pk).update(ended_on=date(2021, 6, 1))


def test_who_reaches_down_sees_but_may_not_record(world: World) -> None:
    officer = make_actor("district_officer", world.tree.district)
    row = put(world, "ho")
    assert selectors.get_row(officer, "ho", row.uid) == row
    with pytest.raises(NotAllowed):
        services.void(actor=officer, row=row, reason="x")
