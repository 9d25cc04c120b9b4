"""The history of classes from Excel and back: right rows in, wrong ones with their reasons, none overwritten."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.forms.history import kind_of, old_of
from lanhmanh.areas.models import AreaClass, How
from lanhmanh.areas.selectors.history_list import judge, place_of
from lanhmanh.areas.selectors.table import history_rows
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import lists
from tests.factories.areas import CODE, FEW, KEY, Ledger

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
