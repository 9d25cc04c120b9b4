"""The registers and forms of Circular 05/2011: statuses, windows, due days, groups."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, parse
from lanhmanh.law.calendars import Window
from lanhmanh.law.registers import (
    form_days,
    form_due,
    form_groups,
    forms,
    register_days,
    registers,
    registers_for,
)
from lanhmanh.law.sources import rule_file
from lanhmanh.law.statuses import Status

pytestmark = pytest.mark.pure


def test_the_eight_registers_and_what_they_take() -> None:
    assert {code: [str(one) for one in row.statuses] for code, row in registers().items()} == {
        "01-SCN": ["rehab_home"],
        "02-SCN": ["rehab_community"],
        "03-SCN": ["rehab_compulsory_community"],
        "04-SCN": ["post_rehab"],
        "05-SCN": [
            "rehab_home", "rehab_community", "rehab_compulsory_community", "rehab_centre", "rehab_compulsory",
            "rehab_compulsory_minor",
        ],
        "06-SCN": ["rehab_centre"],
        "07-SCN": ["rehab_compulsory", "rehab_compulsory_minor"],
        "08-SCN": ["post_rehab_centre"],
    }  # fmt: skip
    assert all(one.name_vi and one.name_en and one.source.checked for one in registers().values())
    assert registers()["03-SCN"].source.article == "Sổ 03-SCN"
    assert not any(one.source.note for one in registers().values())
    first = registers()["01-SCN"]
    assert (first.name_vi, first.name_en) == (
        "Sổ cai nghiện tự nguyện tại gia đình", "Register of voluntary rehabilitation at home",
    )  # fmt: skip
    assert register_days(2021) == Window(date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize("status", list(Status))
def test_an_episode_stands_in_one_register_and_when_completed_in_the_fifth_too(status: Status) -> None:
    running = [one.code for one in registers_for(status)]
    done = [one.code for one in registers_for(status, ending="completed")]
    without = status in (Status.MANAGEMENT, Status.SUBSTITUTION, Status.LEAVING)
    assert len(running) == (0 if without else 1)
    assert registers_for(status, ending="prison") == registers_for(status)
    fifth = ["05-SCN"] if status.value.startswith("rehab") else []
    assert sorted(done) == sorted([*running, *fifth])


@pytest.mark.parametrize(
    ("form", "period", "first", "last", "due"),
    [
        ("01-BCN", "202111", date(2021, 11, 1), date(2021, 11, 30), date(2021, 12, 2)),
        ("01-BCN", "202112", date(2021, 12, 1), date(2021, 12, 31), date(2022, 1, 2)),
        ("01-BCN", "202402", date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 2)),
        ("02-BCN", "202106", date(2021, 6, 1), date(2021, 6, 30), date(2021, 7, 2)),
        ("03-BCN", "2021S1", date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 6)),
        ("03-BCN", "2021", date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 6)),
        ("04-BCN", "2021S1", date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 14)),
        ("04-BCN", "2021", date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 14)),
    ],
)
def test_windows_and_due_days(form: str, period: str, first: date, last: date, due: date) -> None:
    assert form_days(form, parse(period)) == Window(first, last)
    assert form_due(form, parse(period)) == due


def test_a_period_that_a_form_has_not_is_refused_with_its_name() -> None:
    for form, period in (("01-BCN", "2021"), ("01-BCN", "2021Q1"), ("03-BCN", "202101"), ("03-BCN", "2021S2")):
        for ask in (form_days, form_due, form_groups):
            with pytest.raises(Refused, match=f"Biểu {form}, Thông tư 05/2011"):
                ask(form, parse(period))
    with pytest.raises(KeyError):
        form_days("05-BCN", parse("2021"))


def test_groups_and_what_only_december_asks_for() -> None:
    def groups(form: str, period: str) -> list[str]:
        return [one.code for one in form_groups(form, parse(period))]

    body = ["home", "community", "compulsory_community", "post_rehab", "support", "relapse"]
    assert groups("01-BCN", "202111") == body
    assert groups("01-BCN", "202112") == [*body, "staff", "spending"]
    assert groups("03-BCN", "2021S1") == [*body, "communes_without"]
    assert groups("03-BCN", "2021") == [*body, "communes_without", "staff", "spending"]
    assert groups("02-BCN", "202101") == [
        "centre_voluntary", "centre_compulsory", "centre_post_rehab", "support", "staff", "spending",
    ]  # fmt: skip
    assert groups("04-BCN", "2021S1") == ["community_block", "centre_block", "staff", "spending"]


def test_forms_carry_names_levels_and_the_end_of_the_district() -> None:
    assert list(forms()) == ["01-BCN", "02-BCN", "03-BCN", "04-BCN"]
    for code, form in forms().items():
        assert (
            form.name_vi != form.name_en
            and form.sender[0] != form.sender[1]
            and all(form.sender)
            and all(form.receiver)
        )
        assert form.source.article == f"Biểu {code}"
        for group in form.groups:
            assert group.name_vi and group.name_en and group.name_vi != group.name_en
            assert set(group.registers) <= set(registers())
    assert [form.held_until for form in forms().values()] == [date(2025, 6, 30), None, date(2025, 6, 30), None]
    assert {one.kinds for one in forms().values()} == {
        frozenset({Kind.MONTH}), frozenset({Kind.HALF, Kind.YEAR}),
    }  # fmt: skip
    used = {group.code for form in forms().values() for group in form.groups}
    assert used == set(rule_file("registers.toml")["groups"])


@given(st.sampled_from(["01-BCN", "02-BCN", "03-BCN", "04-BCN"]), st.integers(2011, 2100), st.integers(1, 12))
def test_a_form_is_due_soon_after_its_window(form: str, year: int, month: int) -> None:
    period = parse(f"{year}{month:02}") if Kind.MONTH in forms()[form].kinds else parse(f"{year}")
    late = (form_due(form, period) - form_days(form, period).last).days
    assert late == forms()[form].before - 1
