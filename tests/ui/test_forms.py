"""Fields read what people type and show it back as they typed it."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from lanhmanh.ui.forms import DateField, FigureField, Form


class Sample(Form):
    day = DateField(required=False)
    native = DateField(native=True, required=False)
    people = FigureField(max_value=1000, required=False)
    share = FigureField(places=2, required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)


def test_good_values_become_dates_and_figures() -> None:
    with override("vi"):
        form = Sample({"day": "24/6/2021", "native": "2021-06-24", "people": "1.000", "share": "88,6"})
        assert form.is_valid()
    assert form.cleaned_data["day"] == form.cleaned_data["native"] == date(2021, 6, 24)
    assert form.cleaned_data["people"] == 1000
    assert form.cleaned_data["share"] == Decimal("88.6")


@pytest.mark.parametrize(
    ("data", "field", "word"),
    [
        ({"day": "31/02/2021"}, "day", "31/02/2021"),
        ({"people": "1001"}, "people", "lớn hơn 1.000"),
        ({"people": "-1"}, "people", "nhỏ hơn 0"),
        ({"people": "3,5"}, "people", "số nguyên"),
        ({"share": "1,2345"}, "share", "2 chữ số"),
    ],
)
def test_wrong_values_are_named_and_kept_as_typed(data: dict[str, str], field: str, word: str) -> None:
    with override("vi"):
        form = Sample(data)
        assert word in form.errors[field][0]
        assert f'value="{data[field]}"' in str(form[field])


def test_initial_values_are_written_as_people_write_them() -> None:
    with override("vi"):
        form = Sample(initial={"day": date(2021, 6, 24), "native": date(2021, 6, 24), "people": 1000})
        assert 'value="24/06/2021"' in str(form["day"])
        assert 'value="2021-06-24"' in str(form["native"])
        assert 'value="1.000"' in str(form["people"])


def test_missing_is_none_and_not_zero() -> None:
    form = Sample({})
    assert form.is_valid()
    assert form.cleaned_data["people"] is None
    assert form.cleaned_data["day"] is None


def test_only_another_value_counts_as_changed() -> None:
    initial = {"day": date(2021, 6, 24), "people": 1000}
    with override("vi"):
        assert Sample({"day": "24/06/2021", "people": "1 000"}, initial=initial).changed_data == []
        assert Sample({"day": "25/06/2021", "people": "x"}, initial=initial).changed_data == ["day", "people"]


def test_what_is_required_is_asked_for_in_our_words() -> None:
    class Strict(Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "A")])
        people = FigureField()

    with override("vi"):
        assert Strict({}).errors == {
            "name": ["Điền ô này."],
            "kind": ["Chọn một mục."],
            "people": ["Nhập số. Nếu không có, nhập 0."],
        }
