"""The history of classes from Excel and back: right rows in, wrong ones with their reasons, none overwritten."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.forms.history import body_kind_of, kind_of, old_bodies, old_of
from lanhmanh.areas.models import Area, AreaClass, How
from lanhmanh.areas.selectors.history_bodies import body_history, judge_bodies, places_of
from lanhmanh.areas.selectors.history_list import judge, place_of
from lanhmanh.areas.selectors.registers import registered_in
from lanhmanh.areas.selectors.table import history_rows
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import lists
from tests.areas.conftest import SignIn
from tests.factories.areas import BODIES as RULES
from tests.factories.areas import CODE, FEW, FREE, KEY, REACHED, Bodies, Ledger

pytestmark = pytest.mark.django_db
GOOD = {
    "code": "25993", "name": "Phường Trảng Dài", "year": 2020, "class": FEW, "recognised": True, "basis": "QĐ 12",
    "dated": date(2021, 1, 15),
}  # fmt: skip


def sent(ledger: Ledger, *rows: Mapping[str, Any]) -> list[lists.Row]:
    kind = kind_of(ledger.world.province, CODE)
    return lists.read(kind, lists.export(kind, rows, date(2021, 12, 20)))


def bring(ledger: Ledger, rows: list[lists.Row]) -> int:
    province = ledger.world.province
    places = dict(place_of(province, CODE, rows))
    return import_classes(actor=ledger.officer, province=province, code=CODE, rows=old_of(rows, places))


def test_a_good_row_enters_the_ledger_once(ledger: Ledger) -> None:
    rows = sent(ledger, GOOD)
    assert not judge(ledger.world.province, CODE, rows)[2].faults
    assert bring(ledger, rows) == 1
    given = AreaClass.objects.get()
    assert (given.how, given.class_code, given.year, given.recognised) == (How.IMPORTED, FEW, 2020, True)
    assert given.uid == rows[0].uid
    again = sent(ledger, GOOD)
    assert judge(ledger.world.province, CODE, again)[2].double
    assert bring(ledger, again) == 0


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        ({"code": "99999"}, "code", "không có địa bàn nào mang mã này"),
        ({"year": 2031, "dated": None}, "year", "chưa hết kỳ"),
        ({"year": 2012}, "year", "không có bộ tiêu chí này"),
        ({"dated": date(2019, 12, 1)}, "dated", "không thể có trước số liệu"),
        ({"dated": date(2022, 1, 1)}, "dated", "chưa đến"),
    ],
)
def test_a_wrong_row_says_why(ledger: Ledger, change: Mapping[str, Any], key: str, says: str) -> None:
    verdict = judge(ledger.world.province, CODE, sent(ledger, {**GOOD, **change}))[2]
    assert [(one.key, says in str(one.refusal)) for one in verdict.faults] == [(key, True)]


def test_another_class_for_the_same_year_is_never_taken(ledger: Ledger) -> None:
    bring(ledger, sent(ledger, GOOD))
    other = sent(ledger, {**GOOD, "class": KEY})
    assert "không ghi đè" in str(judge(ledger.world.province, CODE, other)[2].faults[0].refusal)
    with pytest.raises(Refused, match="không dòng nào được ghi đè"):
        bring(ledger, other)
    twice = [Old(ledger.world.sibling.pk, 2020, code, "QĐ") for code in (FEW, KEY)]
    with pytest.raises(Refused, match="hai loại của cùng một năm"):
        import_classes(actor=ledger.officer, province=ledger.world.province, code=CODE, rows=twice)
    assert AreaClass.objects.count() == 1


def test_what_goes_out_comes_in_again_as_it_was(ledger: Ledger) -> None:
    bring(ledger, sent(ledger, GOOD))
    out = history_rows(CODE, [ledger.world.commune.pk])
    assert {**out[0], "code": "25993", "name": "Phường Trảng Dài"} == {**GOOD, "unit_id": ledger.world.commune.pk}


def test_only_who_keeps_the_rules_brings_history_in(ledger: Ledger) -> None:
    row = Old(ledger.world.commune.pk, 2020, FEW, "QĐ")
    for actor in (ledger.scorer, ledger.district, ledger.police):
        with pytest.raises(NotAllowed):
            import_classes(actor=actor, province=ledger.world.province, code=CODE, rows=[row])


OLD_BODY = {
    "code": "25993", "unit_name": "Phường Trảng Dài", "kind": "school", "name": "Trường THCS Trảng Dài", "year": 2019,
    "class": FREE, "recognised": True, "basis": "QĐ 88", "dated": date(2020, 1, 15),
}  # fmt: skip


def body_rows(bodies: Bodies, *rows: Mapping[str, Any]) -> list[lists.Row]:
    kind = body_kind_of(bodies.world.province, RULES)
    return lists.read(kind, lists.export(kind, rows, date(2021, 12, 20)))


def bring_bodies(bodies: Bodies, rows: list[lists.Row]) -> int:
    province = bodies.world.province
    told = old_bodies(rows, places_of(province, RULES, rows))
    return import_classes(actor=bodies.officer, province=province, code=RULES, rows=told)


@pytest.fixture
def long_ago(bodies: Bodies) -> Bodies:
    Area.objects.filter(pk=bodies.school.pk).update(registered_on=date(2018, 9, 5))
    return bodies


def test_old_results_of_schools_and_branches_come_in_once_and_go_out_the_same(long_ago: Bodies) -> None:
    bodies, province = long_ago, long_ago.world.province
    branch = {**OLD_BODY, "kind": "branch", "name": "Chi hội khu phố 3", "class": REACHED, "recognised": False}
    rows = body_rows(bodies, OLD_BODY, branch)
    assert not any(one.faults or one.double for one in judge_bodies(province, RULES, rows).values())
    assert bring_bodies(bodies, rows) == 2
    school, other = AreaClass.objects.order_by("pk")
    assert (school.area, school.how, school.class_code, school.recognised) == (bodies.school, How.IMPORTED, FREE, True)
    assert (other.area.unit, other.class_code) == (bodies.world.branch, REACHED)
    assert bring_bodies(bodies, rows) == 0
    assert [one.double for one in judge_bodies(province, RULES, rows).values()] == ["đã có trong sổ"] * 2
    gone_out = body_rows(bodies, *body_history(RULES, registered_in(bodies.officer, province)))
    assert [row.values for row in gone_out] == [row.values for row in rows]


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        ({"code": "99999"}, "code", "không có địa bàn nào mang mã này"),
        ({"name": "Trường khác"}, "name", "không có nơi nào đăng ký tên này"),
        ({"year": 2017, "dated": None}, "name", "không có nơi nào đăng ký tên này"),
        ({"kind": "branch"}, "name", "không có chi hội mang tên này"),
        ({"dated": date(2018, 12, 1)}, "dated", "không thể có trước số liệu"),
    ],
)
def test_a_wrong_row_of_a_body_says_why(long_ago: Bodies, change: Mapping[str, Any], key: str, says: str) -> None:
    rows = body_rows(long_ago, {**OLD_BODY, **change})
    verdict = judge_bodies(long_ago.world.province, RULES, rows)[2]
    assert [(one.key, says in str(one.refusal)) for one in verdict.faults] == [(key, True)]


def test_another_result_is_not_taken_and_rules_of_communes_are_none_of_schools(long_ago: Bodies) -> None:
    bodies, province = long_ago, long_ago.world.province
    bring_bodies(bodies, body_rows(bodies, OLD_BODY))
    other = body_rows(bodies, {**OLD_BODY, "class": REACHED})
    assert "không ghi đè" in str(judge_bodies(province, RULES, other)[2].faults[0].refusal)
    with pytest.raises(Refused, match="không dòng nào được ghi đè"):
        bring_bodies(bodies, other)
    wrong_rules = Old(bodies.world.commune.pk, 2020, FEW, "QĐ", area_id=bodies.school.pk)
    with pytest.raises(Refused, match="không dùng cho loại địa bàn"):
        import_classes(actor=bodies.officer, province=province, code=CODE, rows=[wrong_rules])
    elsewhere = Old(bodies.world.sibling.pk, 2020, FREE, "QĐ", area_id=bodies.school.pk)
    with pytest.raises(Refused, match="không đăng ký ở đơn vị"):
        import_classes(actor=bodies.officer, province=province, code=RULES, rows=[elsewhere])


def test_the_page_brings_old_results_in_for_the_province_alone(long_ago: Bodies, sign_in: SignIn) -> None:
    bodies, kind = long_ago, body_kind_of(long_ago.world.province, RULES)
    url = reverse("areas:import_bodies", args=[RULES])
    assert sign_in(bodies.scorer).get(url).status_code == 404
    client = sign_in(bodies.officer)
    assert url in client.get(reverse("areas:registered")).text
    file = SimpleUploadedFile("cu.xlsx", lists.export(kind, [OLD_BODY], date(2021, 12, 20)))
    client.post(url, {"packet": client.post(url, {"file": file}).context["packet"], "deed": "take"})
    assert AreaClass.objects.get().area == bodies.school
    out = client.get(reverse("areas:bodies_out"), {"bo": RULES})
    assert len(lists.read(kind, out.content)) == 1
    assert client.get(reverse("areas:import_bodies", args=[CODE])).status_code == 404
