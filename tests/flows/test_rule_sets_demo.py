"""The demonstration's own rule set: the plan's four classes from 2017 on, said to be synthetic."""

from datetime import date
from types import SimpleNamespace

from lanhmanh.accounts.access import actor_for
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.selectors import rule_set_on
from lanhmanh.flows.demo import rule_sets
from lanhmanh.law.classes import classify, gaps
from tests.factories import Province, make_user


def test_the_province_classifies_by_thresholds_of_its_own_from_2017_on(world: Province) -> None:
    users = {
        "canbo.tinh": make_user("province_officer", world.province, "canbo.tinh"),
        "lanhdao.tinh": make_user("province_leader", world.province, "lanhdao.tinh"),
    }
    built = SimpleNamespace(province=world.province, actor=lambda name: actor_for(users[name], date(2021, 6, 1)))
    rule_sets.make(built)  # type: ignore[arg-type]
    one = rule_set_on(world.commune, rule_sets.CODE, date(2017, 1, 1))
    assert one.row.document_number and gaps(one.value) == () and not one.value.checked
    assert "SYNTHETIC" in str(one.value.notes)
    given = [
        classify(one.value, {"addicts": people, "users": 0, "offenders": 0, "spots": 0}).class_code
        for people in (30, 29, 12, 11, 1, 0)
    ]
    assert given == ["TRONG-DIEM", "NHIEU", "NHIEU", "IT", "IT", "KHONG"]
    assert RuleSet.objects.get(unit=world.province, state="draft").version == 2
