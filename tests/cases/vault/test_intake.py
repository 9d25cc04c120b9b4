"""A new case: its ground, its number, its tokens, and who may already be on record."""

import json
from datetime import date

import pytest
from django.http import Http404

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Consent, Counter, Opening, Secret, Token, Twin
from lanhmanh.cases.selectors.door import get_case, opened
from lanhmanh.cases.selectors.twins import twins
from lanhmanh.cases.services import Known, open_new_case, settle_twin
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import NO_KEYS, NoKey
from tests.cases.vault.conftest import NOW, House, consent, data, later


def test_a_case_is_recorded_closed_and_left_open_to_who_recorded_it(house: House) -> None:
    case = house.case(id_number="075 090 001 234", phone="0901 234 567")
    assert (str(case), case.age_band, case.sex, case.ground) == ("001/2021", "30-39", "male", "assigned")
    found = opened(house.worker.actor, house.worker.keys, case)
    assert found is not None
    assert found.opening.kind == "ordinary"
    assert found.words()["full_name"] == "Nguyễn Văn Thử"
    assert "notes" not in found.words()
    assert case.assignments.get().user == house.worker.user
    facts = [json.loads(event.facts) for event in Event.objects.filter(object_uid=case.uid, verb="case.recorded")]
    assert facts[0]["fields"] == {"full_name": 1, "birth_date": 1, "ground": 1, "id_number": 1, "phone": 1}
    assert "Nguyễn" not in str(facts)


def test_numbers_run_by_unit_and_year_and_a_refused_case_takes_none(house: House) -> None:
    assert str(house.case()) == "001/2021"
    with pytest.raises(Refused):
        house.case(full_name="")
    with pytest.raises(Known):
        house.case()
    assert str(house.case(full_name="Lê Thị Khác")) == "002/2021"
    assert str(house.case(house.neighbour, full_name="Phạm Văn Kia")) == "001/2021"
    with clock.at(NOW.replace(year=2022)):
        assert str(house.case(full_name="Trần Thị Sau")) == "001/2022"
    assert Counter.objects.count() == 3


def test_the_number_of_a_case_that_left_is_not_given_again(house: House) -> None:
    house.case()
    Case.objects.update(unit=house.world.sibling, number=9)
    assert str(house.case(full_name="Lê Thị Khác")) == "002/2021"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"birth_date": "2010"}, "dưới 12 tuổi"),
        ({"birth_date": "21/12/2009"}, "dưới 12 tuổi"),
        ({"birth_date": "31/02/1990"}, "Gõ ngày/tháng/năm"),
        ({"birth_date": "2022"}, "dưới 12 tuổi|chưa đúng"),
        ({"full_name": "   "}, "họ tên"),
        ({"ground": ""}, "quyết định"),
        ({"kind": "whim"}, "căn cứ"),
        ({"sex": "x"}, "căn cứ"),
        ({"kind": "asked"}, "đồng ý trước"),
        ({"kind": "asked", "agreed": consent(proof=" ")}, "chứng minh"),
        ({"kind": "asked", "agreed": consent(), "birth_date": "2004"}, "người đại diện"),
        ({"notes": "Đang điều trị HIV"}, "64/2006"),
        ({"in_charge": "nobody"}, "không trực tiếp hỗ trợ"),
    ],
)
def test_what_is_missing_or_not_stored_is_refused_and_nothing_is_kept(house: House, changes, sentence: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused, match=sentence):
        house.case(**changes)
    assert not Case.objects.exists()
    assert not Secret.objects.exists()
    assert not Counter.objects.exists()


def test_who_asked_agrees_first_and_a_minors_representative_too(house: House) -> None:
    house.case(kind="asked", agreed=consent(), ground="")
    minor = house.case(
        kind="asked", full_name="Trần Văn Nhỏ", birth_date="01/05/2006", ground="",
        agreed=consent(on=date(2021, 12, 18), representative="Mẹ: bà Trần Thị Lớn"),
    )  # fmt: skip
    first, second = Consent.objects.order_by("pk")
    assert first.purpose == "support"
    assert (second.given_on, minor.age_band) == (date(2021, 12, 18), "12-15")
    key = house.worker.keys.open_box(minor.box)
    assert access.read(box=minor.box, key=key, record=second.uid) == {
        "proof": "Đơn viết tay",
        "representative": "Mẹ: bà Trần Thị Lớn",
    }


def test_the_own_unit_learns_of_its_case_others_only_that_there_may_be_one(house: House) -> None:
    first = house.case(id_number="075090001234")
    with pytest.raises(Known) as caught:
        house.case(full_name="Viết Khác Hẳn", id_number="075-090-001-234")
    assert caught.value.case == first
    assert caught.value.by_number
    with pytest.raises(Known) as caught:
        house.case(full_name="nguyen van thu")
    assert not caught.value.by_number
    assert house.case(namesake=True).number == 2
    with pytest.raises(Known):
        house.case(id_number="075090001234", namesake=True)
    other = house.case(house.neighbour, full_name="Nguyễn Văn Thử", birth_date="1990", id_number="075090001234")
    facts = Event.objects.get(object_uid=other.uid, verb="case.recorded").facts
    assert json.loads(facts)["twins"] == 2
    assert first.uid not in facts
    assert "Trảng Dài" not in facts


def test_who_stands_above_both_sees_the_pair_and_settles_it(house: House) -> None:
    first, second = house.case(), house.case(house.neighbour)
    assert [(row.first, row.second) for row in twins(house.overseer.actor)] == [(first, second)]
    assert [row.first for row in twins(house.province.actor)] == [first]
    beside = house.vault.member("case_overseer", house.world.other_district)
    for member in (house.worker, house.supervisor, house.neighbour, beside):
        assert not twins(member.actor).exists()
        with pytest.raises(Http404):
            settle_twin(actor=member.actor, uid=Twin.objects.get().uid, same=True)
    settle_twin(actor=house.overseer.actor, uid=Twin.objects.get().uid, same=False)
    assert not twins(house.overseer.actor).exists()
    assert Event.objects.filter(verb="twin.settled").count() == 2


def test_a_case_that_is_sealed_does_not_stand_in_the_way(house: House) -> None:
    case = house.case()
    Case.objects.filter(pk=case.pk).update(
        state="sealed",
        closed_on=NOW.date(),
        closing="expiry",
        seal_on=NOW.date(),
        erase_on=NOW.date(),
        sealed_on=NOW.date(),
    )
    assert house.case().number == 2


def test_only_who_works_there_and_holds_a_key_records(house: House) -> None:
    for member in (house.overseer, house.neighbour):
        with pytest.raises(NotAllowed):
            open_new_case(actor=member.actor, keys=member.keys, unit=house.world.commune, data=data())
    with pytest.raises(NoKey):
        open_new_case(actor=house.worker.actor, keys=NO_KEYS, unit=house.world.commune, data=data())
    assert not Token.objects.exists()


def test_a_case_given_to_another_is_not_left_open_to_a_worker(house: House) -> None:
    case = house.case(in_charge=house.colleague.user.uid)
    assert case.assignments.get().user == house.colleague.user
    assert not Opening.objects.exists()
    theirs = house.case(house.supervisor, full_name="Lê Thị Khác", in_charge=house.worker.user.uid)
    assert Opening.objects.get().case == theirs
    assert Opening.objects.get().kind == "supervision"


def test_an_opening_ends_by_itself(house: House) -> None:
    case = house.case()
    with later(3.9):
        assert opened(house.worker.actor, house.worker.keys, get_case(house.worker.actor, case.uid))
    with later(4):
        assert opened(house.worker.actor, house.worker.keys, case) is None
