"""Reading a form: every fault that would let two rows tell different stories is found, whatever the words."""

import re
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest

from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules import forms
from lanhmanh.reporting.rules.forms import FormError, get, parse
from lanhmanh.reporting.rules.validation import check

pytestmark = pytest.mark.pure
KNOWN = catalogues.load()
TEXT = files("lanhmanh.reporting").joinpath("data", "forms", "half-yearly.toml").read_text(encoding="utf-8")


def test_what_is_no_toml_is_refused_as_a_form() -> None:
    for text in ("code =", "code = 1\ncode = 2", "[[section]\n"):
        with pytest.raises(FormError):
            parse(text, KNOWN)


def test_a_part_needs_its_whole_and_all_its_siblings_beside_it() -> None:
    for code in ("HT-HOSO", "HT-NU", "VV-DUNO", "VV-DUNOKHAC"):
        assert f'"{code}", ' in TEXT
        with pytest.raises(FormError, match=re.escape(KNOWN[code].name_vi)):
            parse(TEXT.replace(f'"{code}", ', "", 1), KNOWN)


def test_a_ratio_needs_the_rules_that_keep_its_two_figures_together() -> None:
    for rule in ("TOGETHER", "WHOLE"):
        assert f'"{rule}", ' in TEXT
        with pytest.raises(FormError) as refusal:
            parse(TEXT.replace(f'"{rule}", ', "", 1), KNOWN)
        assert {fault.place for fault in refusal.value.faults} == {f"rule:{rule}"}


def test_every_fault_is_named() -> None:
    with pytest.raises(FormError) as refusal:
        parse(TEXT.replace('"TG-PHANHOI"', '"LA-MOT"').replace('"TG-GIATRI"', '"LA-HAI"'), KNOWN)
    told = str(refusal.value).splitlines()
    assert [sum(code in line for line in told) for code in ("LA-MOT", "LA-HAI")] == [1, 1]


def test_what_is_refused_is_told_with_the_form_and_its_version_one_fault_a_line() -> None:
    with pytest.raises(FormError) as refusal:
        parse(TEXT.replace('"TG-PHANHOI"', '"LA-MOT"').replace('"TG-GIATRI"', '"LA-HAI"'), KNOWN)
    assert len(refusal.value.faults) > 1
    assert str(refusal.value) == "\n".join(f"HND-6THANG v1: {fault}" for fault in refusal.value.faults)


def test_a_form_that_is_not_there_is_named_with_the_version_that_was_asked_for() -> None:
    for version, named in ((None, "“X”"), (2, "“X” bản 2")):
        with pytest.raises(Refused) as refusal:
            get("X", version)
        assert str(refusal.value) == f"Không có biểu mẫu {named}: chọn biểu mẫu khác."


def test_of_several_versions_the_latest_is_given_and_any_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    form = get("HND-6THANG")
    versions = {**forms.load(), **{(form.code, number): replace(form, version=number) for number in (2, 3)}}
    monkeypatch.setattr(forms, "load", lambda: versions)
    assert [get(form.code, number).version for number in (None, 1, 2, 3)] == [3, 1, 2, 3]
    assert [one.version for one in forms.latest() if one.code == form.code] == [3]
    with pytest.raises(Refused, match="bản 4"):
        get(form.code, 4)
    with pytest.raises(Refused) as refusal:
        get("X")
    assert "bản" not in str(refusal.value)


def test_what_is_read_once_stays_as_it_is() -> None:
    for form in forms.latest():
        assert hash(form)
        assert all(isinstance(section.rows, tuple) for section in form.sections)


@pytest.mark.parametrize(("before", "now"), [("0.1", "0.9"), ("0.9", "0.1")])
def test_a_jump_that_names_no_least_size_is_looked_at_from_the_smallest_on(before: str, now: str) -> None:
    own = "\n".join(
        [
            '[[rule]]\ncode = "LEAP"\ncheck = "jump"\nseverity = "warning"\ntimes = 5',
            'indicators = ["VV-DUNO"]\nsentence_vi = "{name}"\nsentence_en = "{name}"\n',
        ]
    )
    form = parse(f"{TEXT}\n{own}", KNOWN)
    figures = [{"VV-DUNO": Decimal(number), "VV-HO": Decimal(1)} for number in (now, before)]
    assert [problem.code for problem in check(form, *figures)] == ["LEAP"]
