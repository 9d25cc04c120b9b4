"""What a manifest keeps of a form and its indicators reads back as it was."""

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.aggregate import cells_of, value
from lanhmanh.reporting.rules.catalogue import Catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.frozen import catalogue_from_json, form_from_json, form_to_json, indicators_to_json

pytestmark = pytest.mark.pure

KNOWN = catalogue.load()
FORMS = sorted(forms.load().values(), key=lambda form: (form.code, form.version))


def _kept(form: Form) -> Form:
    return form_from_json(json.loads(json.dumps(form_to_json(form))))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.version}")
def test_a_form_reads_back_without_its_checks(form: Form) -> None:
    again = _kept(form)
    for name in ("code", "version", "name_vi", "name_en", "calendar", "kind", "rows"):
        assert getattr(again, name) == getattr(form, name)
    assert [(one.path, one.title_vi, one.title_en) for one in again.sections] == [
        (one.path, one.title_vi, one.title_en) for one in form.sections
    ]
    for rule, other in zip(form.levels, again.levels, strict=True):
        assert (other.level, other.working_days_after, other.days_after) == (
            rule.level, rule.working_days_after, rule.days_after,
        )  # fmt: skip
        assert other.source.title == form.code
    assert again.rules == ()
    assert form_to_json(again) == form_to_json(form)


def test_the_day_that_the_law_names_is_kept_and_only_where_it_counts() -> None:
    rule = FORMS[0].levels[0]
    for days in (0, 1, 12):
        form = replace(FORMS[0], levels=(replace(rule, days_after=days),))
        assert len(form_to_json(form)["levels"][0]) == (3 if days else 2)
        assert _kept(form).levels[0].days_after == days


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.version}")
def test_indicators_read_back_with_what_they_name_and_nothing_else(form: Form) -> None:
    again = catalogue_from_json(json.loads(json.dumps(indicators_to_json(form, KNOWN), default=str)))
    codes = [one.code for one in again]
    assert codes[: len(form.rows)] == list(form.rows)
    assert set(codes) == {*form.rows, *(part for code in form.rows for part in KNOWN[code].references)}
    assert all(again[code] == KNOWN[code] for code in codes)


def test_what_is_usual_is_left_out() -> None:
    usual = {field.name: field.default for field in fields(catalogue.Indicator)}
    for row in (row for form in FORMS for row in indicators_to_json(form, KNOWN)):
        assert all(usual[name] != there for name, there in row.items())


def test_what_was_issued_is_made_again_by_its_own_catalogue_and_only_there() -> None:
    ratio = KNOWN["CK-TYLE"]
    other = Catalogue({**KNOWN.indicators, "CK-TYLE": replace(ratio, decimals=0)})
    cells = cells_of({"CK-HO": Decimal(1), "HV-HO": Decimal(3)})
    with catalogue.as_frozen(other):
        assert catalogue.load() is other
        assert value(catalogue.load()["CK-TYLE"], cells) == 33
        with catalogue.as_frozen(KNOWN):
            assert catalogue.load() is KNOWN
        assert catalogue.load() is other
    assert catalogue.load() is KNOWN is catalogue.shipped()
    with pytest.raises(KeyError), catalogue.as_frozen(other):
        catalogue.load()["none"]
    assert catalogue.load() is KNOWN
