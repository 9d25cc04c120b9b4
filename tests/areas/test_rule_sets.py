"""Rule sets as kept versions: laid from files, found by day, never changed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lanhmanh.areas import services
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.selectors import rule_set_on, rule_sets_on
from lanhmanh.audit.services import SYSTEM
from lanhmanh.law.classes import shipped
from tests.factories import Province


def test_the_states_rule_sets_are_laid_once(world: Province) -> None:
    laid = services.lay_shipped(actor=SYSTEM)
    assert {one.code for one in laid} == {one.code for one in shipped() if not one.template}
    assert services.lay_shipped(actor=SYSTEM) == []


def test_the_rule_set_of_a_day_is_found(world: Province) -> None:
    services.lay_shipped(actor=SYSTEM)
    assert rule_set_on(world.commune, "QD3122", date(2021, 6, 1)).value.class_of("I").needs == 1
    assert {one.code for one in rule_sets_on(world.commune, date(2026, 1, 1))} == {"QD28", "QD28-TINH"}
    with pytest.raises(RuleSet.DoesNotExist):
        rule_set_on(world.commune, "QD28", date(2025, 8, 23))


def test_a_published_version_neither_changes_nor_goes(world: Province) -> None:
    services.lay_shipped(actor=SYSTEM)
    rows = RuleSet.objects.filter(code="QD28")
    for change in ({"title": "khác"}, {"state": "draft"}, {"effective_to": date(2030, 1, 1)}, {"body": {}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
