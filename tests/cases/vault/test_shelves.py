"""Where cases lie and how they are listed: queries written once say what the models say, and every count is right."""

from datetime import timedelta

import pytest

from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Case, CaseState, Deadline, Twin
from lanhmanh.cases.policies import visible
from lanhmanh.cases.selectors import openings, todo, twins
from lanhmanh.cases.selectors.listing import of_page, rows
from lanhmanh.cases.selectors.search import lying
from lanhmanh.cases.selectors.shelves import Filters, Pages, Shelf, listed, offered_to, shelf
from lanhmanh.cases.services import (
    MeasureData,
    accept_transfer,
    ask_transfer,
    record_measure,
    start_episode,
)
from lanhmanh.cases.services.merging import merge_cases
from lanhmanh.units.models import Level, Unit
from tests.cases.vault.canaries import me
from tests.cases.vault.conftest import NOW, REASON, House
from tests.factories.vault import Member

pytestmark = pytest.mark.both
TODAY = NOW.date()


@pytest.fixture
def full(house: House) -> House:
    """Return a house with a case in each of two communes, one that went into another, and one that is offered."""
    house.case(full_name="Trần Văn Một")
    house.case(house.neighbour, full_name="Trần Văn Hai")
    first, second = (house.case(full_name=name) for name in ("Lê Thị Ba", "Lê Thị Bốn"))
    for case in (first, second):
        house.open(house.supervisor, case)
    merge_cases(**me(house.supervisor), kept=first, other=second, reason=REASON)
    offered = house.case(full_name="Phạm Văn Năm")
    house.open(house.worker, offered)
    ask_transfer(**me(house.worker), case=offered, to_unit=house.world.sibling.uid, words=REASON)
    return house


def people(house: House) -> list[Member]:
    elsewhere = house.vault.member("case_overseer", house.world.other_district)
    return [house.worker, house.supervisor, house.overseer, house.neighbour, house.province, elsewhere]


def whole(found: Shelf) -> bool:
    return len(found.reached()) == Unit.objects.count()


def test_everybody_is_told_the_number_of_the_cases_that_are_listed(full: House) -> None:
    counts, everything = {}, set(Case.objects.values_list("pk", flat=True))
    for member in people(full):
        found = shelf(member.actor)
        for filters in (
            Filters(), Filters(state="open"), Filters(state="closed"), Filters(status="none"),
            Filters(unit=full.world.commune.uid), Filters(unit="x"),
        ):  # fmt: skip
            pages = Pages(found, filters, 2)
            ids = [pk for page in pages for pk in page.object_list]
            assert pages.count == len(ids) == len(set(ids)), (member.user.username, filters)
            assert ids == [case.pk for case in listed(found, filters)]
        assert set(listed(found, Filters())) == set(visible(member.actor))
        assert lying(found, everything) == [case.pk for case in listed(found, Filters())]
        assert lying(found, []) == []
        counts[member.user.username] = Pages(found, Filters(), 2).count
    assert list(counts.values()) == [3, 3, 4, 2, 4, 0]
    assert whole(shelf(full.province.actor))
    assert not whole(shelf(full.overseer.actor))


def test_who_sees_all_units_but_one_is_not_told_of_its_cases(full: House) -> None:
    beyond = Unit.objects.create(level=Level.PROVINCE)
    case = Case.objects.filter(unit=full.world.sibling).get()
    Case.objects.filter(pk=case.pk).update(unit=beyond)
    found = shelf(full.province.actor)
    assert not whole(found)
    assert Pages(found, Filters(), 30).count == 3
    assert lying(found, set(Case.objects.values_list("pk", flat=True))) == [
        case.pk for case in listed(found, Filters())
    ]


def test_what_is_offered_stands_with_the_unit_where_it_lies(full: House) -> None:
    [offer] = todo.offers(full.neighbour.actor)
    assert offered_to(full.neighbour.actor) == {offer.case.pk: full.world.commune.pk}
    assert shelf(full.neighbour.actor).known == {full.world.commune.pk, full.world.sibling.pk}
    for member in (full.worker, full.overseer, full.province):
        assert offered_to(member.actor) == {}
    accept_transfer(**me(full.neighbour), case=offer.case)
    assert offered_to(full.neighbour.actor) == {}


def test_a_case_of_a_page_is_the_case_that_the_model_reads(full: House) -> None:
    case = full.case(full_name="Đỗ Văn Sáu")
    opened = full.open(full.worker, case)
    start_episode(**me(full.worker), case=opened.case, status="rehab_home", on=TODAY)
    visit = MeasureData(kind="visit", on=TODAY, next_on=TODAY + timedelta(days=3), words="Đã gặp")
    record_measure(**me(full.worker), case=opened.case, data=visit)
    ids = {case.pk for case in Case.objects.exclude(state=CaseState.MERGED)}
    page = of_page(ids)
    assert [one.pk for one in page] == [one.pk for one in listed(shelf(full.province.actor), Filters())]
    for one in page:
        known = Case.objects.select_related("box").get(pk=one.pk)
        for field in Case._meta.concrete_fields:
            assert getattr(one, field.attname) == getattr(known, field.attname), field.name
        assert (one.box, one.box.uid, one.box.owner_id) == (known.box, known.box.uid, known.box.owner_id)
        assert one.unit == known.unit
    assert of_page([]) == []
    [row] = [row for row in rows(full.worker.actor, full.worker.keys, page) if row.case == case]
    due = Deadline.objects.filter(episode__case=case, done_on=None, dropped=False).order_by("due").first()
    days = [TODAY + timedelta(days=3), *([due.due.astimezone(NOW.tzinfo).date()] if due else [])]
    assert row.next_on == min(days)
    assert row.name


def test_what_waits_above_the_list_is_what_waits(full: House) -> None:
    case = Case.objects.filter(unit=full.world.commune, state="open").order_by("pk")[0]
    full.open(full.colleague, case)
    for other in Case.objects.exclude(pk=case.pk).exclude(state=CaseState.MERGED).order_by("pk"):
        Twin.objects.create(first=case, second=other)
    for member in (*people(full), full.colleague):
        found = shelf(member.actor)
        waiting = openings.number_to_review(member.actor, found.reached(openings.CHARGE))
        assert waiting == openings.to_review(member.actor).count()
        pairs = twins.newest(found.reached({Permission.CASE_OVERSEE}))
        assert pairs == list(twins.twins(member.actor)[: twins.SHOWN])
    assert openings.to_review(full.overseer.actor).count() == 1
    assert len(twins.newest(shelf(full.province.actor).reached())) == 3
