"""Of two cases it is settled above that they are of one person: both units learn of it, no more than they need."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, Transfer, Twin
from lanhmanh.cases.selectors.agenda import held_cases
from lanhmanh.cases.selectors.overseen import settled_above
from lanhmanh.cases.selectors.settled import goes_to, settled_for, settled_of
from lanhmanh.cases.selectors.twins import twins
from lanhmanh.cases.services import accept_transfer, ask_transfer, close_case, refuse_transfer, settle_twin
from lanhmanh.cases.services.merging import merge_cases
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.web.agenda import agenda
from lanhmanh.web.case_jobs import case_jobs
from tests.cases.vault.canaries import me
from tests.cases.vault.conftest import NOW, House
from tests.factories.vault import Member, visit

TODAY = NOW.date()
NUMBER = "075090001234"
WORDS = "Cấp trên kết luận phường giúp tiếp người này"
WHY = "Cấp trên kết luận là một người, người đó xác nhận"


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    """Let whoever answers for cases in without a code."""
    settings.DEMO = True


def pair(house: House) -> tuple[Case, Case]:
    """Return a case of the commune and one of its neighbour, of one person."""
    return house.case(id_number=NUMBER), house.case(house.neighbour, full_name="Người Viết Khác", id_number=NUMBER)


def settle(house: House, keep: Case | None, *, same: bool = True) -> Twin:
    """Settle the only pair, some hours after both cases were last open."""
    with clock.at(NOW + timedelta(hours=5)):
        uid = Twin.objects.latest("pk").uid
        return settle_twin(actor=house.overseer.actor, uid=uid, same=same, keep=keep.uid if keep else "")


def steps(member: Member, hours: float = 6) -> list[tuple[str, str]]:
    with clock.at(NOW + timedelta(hours=hours)):
        found = settled_for(member.actor, held_cases(member.actor, clock.today()))
    return [(one.step.value, str(one.case)) for one in found]


def handed_over(house: House, case: Case, hours: float = 6) -> Case:
    """Let the neighbour hand its case over to the commune, which takes it."""
    with clock.at(NOW + timedelta(hours=hours)):
        house.open(house.neighbour, case)
        ask_transfer(**me(house.neighbour), case=case, to_unit=house.world.commune.uid, words=WORDS)
        return accept_transfer(**me(house.supervisor), case=case)


def test_both_units_learn_of_it_and_each_what_it_does(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    assert steps(house.worker) == steps(house.supervisor) == [("await", str(mine))]
    assert steps(house.neighbour) == [("hand_over", str(theirs))]
    assert steps(house.colleague) == steps(house.overseer) == []
    assert goes_to(theirs) == mine and goes_to(mine) is None
    facts = {
        row.object_uid: json.loads(row.facts) for row in Event.objects.filter(verb="twin.settled")
    }  # fmt: skip
    assert facts == {mine.uid: {"same": True, "kept": True}, theirs.uid: {"same": True, "kept": False}}


def test_it_was_read_once_the_case_was_opened_and_what_is_to_do_stays(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    with clock.at(NOW + timedelta(hours=6)):
        house.open(house.worker, mine)
        house.open(house.neighbour, theirs)
    assert steps(house.worker, 7) == []
    assert steps(house.supervisor, 7) == [("await", str(mine))]
    assert steps(house.neighbour, 7) == [("hand_over", str(theirs))]


def test_what_is_offered_waits_for_the_other_unit_and_comes_back_if_it_is_not_taken(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    with clock.at(NOW + timedelta(hours=6)):
        house.open(house.neighbour, theirs)
        ask_transfer(**me(house.neighbour), case=theirs, to_unit=house.world.commune.uid, words=WORDS)
        assert steps(house.neighbour) == steps(house.worker) == []
        refuse_transfer(**me(house.supervisor), case=theirs, words="Chưa có người giúp ở phường")
    assert steps(house.neighbour) == [("hand_over", str(theirs))]


def test_both_in_one_unit_are_merged_and_nothing_is_left_to_say(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    theirs = handed_over(house, theirs)
    assert steps(house.supervisor, 7) == [("merge", str(mine))]
    assert steps(house.worker, 7) == steps(house.neighbour, 7) == []
    with clock.at(NOW + timedelta(hours=7)):
        for case in (mine, theirs):
            house.open(house.supervisor, case)
        merge_cases(**me(house.supervisor), kept=mine, other=theirs, reason=WHY)
    assert steps(house.supervisor, 8) == []
    assert settled_of(Case.objects.get(pk=mine.pk)) == []


def test_one_at_rest_is_handed_over_too_where_it_was_settled(house: House) -> None:
    mine, theirs = pair(house)
    house.open(house.neighbour, theirs)
    close_case(**me(house.neighbour), case=theirs, reason="done", on=TODAY)
    theirs.refresh_from_db()
    with pytest.raises(Refused), transaction.atomic():
        ask_transfer(**me(house.neighbour), case=theirs, to_unit=house.world.commune.uid, words=WORDS)
    settle(house, mine)
    assert handed_over(house, theirs).unit == house.world.commune
    assert Case.objects.get(pk=theirs.pk).state == "closed"


def test_one_of_two_units_has_to_go_on_and_it_can_be_settled_otherwise(house: House) -> None:
    mine, theirs = pair(house)
    for wrong in (None, house.case(full_name="Lê Thị Khác")):
        with pytest.raises(Refused, match="Chọn đơn vị"), transaction.atomic():
            settle(house, wrong)
    settle(house, mine)
    settle(house, mine)
    assert Event.objects.filter(verb="twin.settled").count() == 2
    settle(house, theirs)
    assert steps(house.worker) == [("hand_over", str(mine))]
    assert settled_above(house.overseer.actor, mine) == list(Twin.objects.all())
    assert settled_above(house.worker.actor, mine) == []
    settle(house, None, same=False)
    assert steps(house.worker) == steps(house.neighbour) == []
    assert not twins(house.overseer.actor).exists()


def test_the_database_keeps_one_of_two_of_one_person(house: House) -> None:
    mine, theirs = pair(house)
    third = house.case(full_name="Lê Thị Khác")
    twin = Twin.objects.get()
    told = {"settled_at": NOW, "settled_by": house.overseer.user}
    for wrong in ({"same": False, "kept": mine, **told}, {"same": True, "kept": third, **told}, {"kept": mine}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Twin.objects.filter(pk=twin.pk).update(**wrong)
    assert Twin.objects.filter(pk=twin.pk).update(same=True, kept=theirs, **told)


def test_what_was_settled_of_a_third_case_goes_on_with_the_one_that_is_kept(house: House) -> None:
    mine, theirs = pair(house)
    other = house.case(house.supervisor, full_name="Người Viết Khác Nữa", birth_date="1991")
    Twin.objects.filter(first=mine).update(first=theirs, second=other)
    settle(house, other)
    with clock.at(NOW + timedelta(hours=6)):
        for case in (mine, other):
            house.open(house.supervisor, case)
        merge_cases(**me(house.supervisor), kept=mine, other=other, reason=WHY)
    moved = Twin.objects.get(first=mine, second=theirs)
    assert (moved.same, moved.kept) == (True, mine)
    assert steps(house.neighbour, 7) == [("hand_over", str(theirs))]


def test_who_stands_above_both_is_asked_on_the_page_of_the_day(house: House) -> None:
    mine, _theirs = pair(house)
    for member in (house.overseer, house.province):
        assert "1 cặp hồ sơ có thể của một người" in [job.title for job in case_jobs(member.actor, TODAY)]
    for member in (house.worker, house.supervisor, house.neighbour):
        assert "cặp hồ sơ" not in str(case_jobs(member.actor, TODAY))
    settle(house, mine)
    assert "cặp hồ sơ" not in str(case_jobs(house.overseer.actor, TODAY))


@pytest.mark.deep
def test_the_page_of_the_day_tells_neither_name_nor_unit(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    with clock.at(NOW + timedelta(hours=6)):
        for member, case in ((house.worker, mine), (house.neighbour, theirs)):
            told = str(agenda(member.actor, clock.today()))
            assert f"Hồ sơ {case}: cấp trên kết luận đơn vị khác cũng giúp người này" in told
            for hidden in ("Thử", "Viết Khác", "Trảng Dài", "Tân Phong", NUMBER):
                assert hidden not in told


@pytest.mark.deep
def test_the_opened_case_says_where_to_and_the_form_has_it_chosen(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    with clock.at(NOW + timedelta(hours=6)):
        house.open(house.neighbour, theirs)
        house.open(house.worker, mine)
        neighbour, worker = visit(house.neighbour), visit(house.worker)
        page = neighbour.get(f"/ho-so/{theirs.uid}/").content.decode()
        assert "Trảng Dài cũng có hồ sơ của người này" in page
        assert mine.uid not in page
        assert (
            f'value="{house.world.commune.uid}" selected'
            in neighbour.get(f"/ho-so/{theirs.uid}/chuyen/").content.decode()
        )
        page = worker.get(f"/ho-so/{mine.uid}/").content.decode()
        assert "một đơn vị khác cũng có hồ sơ của người này" in page
        assert "Tân Phong" not in page and theirs.uid not in page


@pytest.mark.deep
def test_the_page_asks_who_goes_on_and_takes_nothing_else(house: House) -> None:
    mine, theirs = pair(house)
    address = f"/ho-so/trung/{Twin.objects.get().uid}/"
    with clock.at(NOW + timedelta(hours=5)):
        client = visit(house.overseer)
        page = client.get(address).content.decode()
        assert f"Một người: Phường Trảng Dài giúp tiếp (hồ sơ {mine})" in page
        assert "Văn Thử" not in page and NUMBER not in page
        for wrong in ({}, {"answer": "yes"}, {"answer": "x" * 9999}, {"answer": "\x00"}, {"answer": ["no", "zz"]}):
            assert client.post(address, wrong).status_code == 422, wrong
        assert Twin.objects.get().same is None
        assert client.post(address, {"answer": theirs.uid}).status_code == 302
        assert client.post(address, {"answer": theirs.uid}).status_code == 302
        assert Twin.objects.get().kept == theirs
        assert f'value="{theirs.uid}" id="id_answer_1" checked' in client.get(address).content.decode().replace(
            f'value="{theirs.uid}" required', f'value="{theirs.uid}"'
        )
        for stranger in (house.worker, house.supervisor, house.neighbour):
            assert visit(stranger).get(address).status_code == 404
            assert visit(stranger).post(address, {"answer": "no"}).status_code == 404
        house.open(house.overseer, mine)
        assert address in client.get(f"/ho-so/{mine.uid}/").content.decode()


def test_as_many_queries_for_many_pairs(house: House, django_assert_num_queries: Any) -> None:
    mine, _theirs = pair(house)
    settle(house, mine)
    cases = held_cases(house.supervisor.actor, TODAY)
    with django_assert_num_queries(3):
        assert len(settled_for(house.supervisor.actor, cases)) == 1
    for number in range(4):
        words = {"full_name": f"Người Thứ {number}", "id_number": f"07509000200{number}"}
        kept = house.case(**words)
        house.case(house.neighbour, **words)
        settle(house, kept)
    with django_assert_num_queries(3):
        assert len(settled_for(house.supervisor.actor, cases)) == 5


def test_nobody_settles_what_went_into_another(house: House) -> None:
    mine, theirs = pair(house)
    settle(house, mine)
    theirs = handed_over(house, theirs)
    with clock.at(NOW + timedelta(hours=7)):
        for case in (mine, theirs):
            house.open(house.supervisor, case)
        merge_cases(**me(house.supervisor), kept=mine, other=theirs, reason=WHY)
    with pytest.raises(Http404):
        settle(house, None, same=False)
    assert Transfer.objects.get().state == "accepted"
