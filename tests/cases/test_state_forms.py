"""The forms of the state as far as cases tell of them: figures that open to cases, names in both languages."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from lanhmanh.cases.figures import fact_count
from lanhmanh.cases.selectors.state_forms import FIGURES, offered, periods, sheet
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.keyring.models import UnitKey
from lanhmanh.law.registers import forms, registers
from lanhmanh.law.statuses import Status
from tests.cases.conftest import House, moment
from tests.factories.cases import make_case, make_episode
from tests.factories.vault import Member, visit

NOVEMBER, DECIDED = parse("202111"), date(2021, 10, 4)
TODAY = date(2021, 12, 20)


@pytest.fixture(autouse=True)
def _no_duty(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def filled(house: House) -> House:
    UnitKey.objects.update(created_at=moment(date(2020, 1, 2)))
    for status, count in (("rehab_home", 2), ("post_rehab", 3), ("rehab_centre", 1)):
        for _each in range(count):
            make_episode(make_case(house.world.commune, DECIDED), status, DECIDED, decided_on=DECIDED)
    make_episode(make_case(house.world.sibling, DECIDED), "rehab_home", DECIDED, decided_on=DECIDED)
    make_episode(make_case(house.world.commune, DECIDED), "rehab_home", DECIDED)
    return house


def in_english(member: Member) -> Client:
    client = visit(member)
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_each_figure_is_the_count_of_the_cases_behind_it(filled: House) -> None:
    found = sheet(filled.supervisor.actor, "01-BCN", filled.world.commune, NOVEMBER)
    told = {line.registers: line.value for line in found.lines if line.told and line.registers}
    assert told == {("01-SCN",): 2, ("02-SCN",): 0, ("03-SCN",): 0, ("04-SCN",): 3}
    assert all(len(line.cases) == line.value and line.more == 0 for line in found.lines if line.told)
    assert (found.days.first, found.days.last, found.due) == (date(2021, 11, 1), date(2021, 11, 30), date(2021, 12, 2))
    behind = fact_count(
        FIGURES["home"], unit_ids=[filled.world.commune.pk], first=found.days.first, last=found.days.last
    )
    assert behind == told["01-SCN",]


def test_a_district_counts_its_communes_and_what_the_union_cannot_tell_stays_open(filled: House) -> None:
    found = sheet(filled.overseer.actor, "03-BCN", filled.world.district, parse("2021S1"))
    assert [line.told for line in found.lines] == [True] * 6 + [False]
    whole = sheet(filled.overseer.actor, "01-BCN", filled.world.district, NOVEMBER)
    assert next(line.value for line in whole.lines if line.registers == ("01-SCN",)) == 3
    with pytest.raises(Refused):
        sheet(filled.overseer.actor, "03-BCN", filled.world.district, NOVEMBER)


def test_a_commune_is_offered_the_month_and_a_district_the_half_too(house: House) -> None:
    assert [(code, last.code) for code, _name, last in offered(house.world.commune, TODAY)] == [("01-BCN", "202111")]
    assert [code for code, _name, _last in offered(house.world.district, TODAY)] == ["01-BCN", "03-BCN"]
    assert [one.code for one in periods("03-BCN", TODAY)] == ["2021S1", "2020", "2019"]
    assert len(periods("01-BCN", TODAY)) == 12


@pytest.mark.once
def test_the_page_says_who_makes_the_form_in_both_languages(filled: House) -> None:
    url = reverse("cases:state_form", args=["01-BCN", filled.world.commune.uid, "202111"])
    vietnamese, english = visit(filled.supervisor).get(url), in_english(filled.supervisor).get(url)
    assert (vietnamese.status_code, english.status_code) == (200, 200)
    form = forms()["01-BCN"]
    for page, at in ((unescape(vietnamese.content.decode()), 0), (unescape(english.content.decode()), 1)):
        assert form.sender[at] in page and form.receiver[at] in page
        assert all(
            (one.name_vi, one.name_en)[at] in page for one in form.groups if one.code not in {"staff", "spending"}
        )
    assert "Hội không phải báo cáo" in vietnamese.content.decode()


@pytest.mark.once
def test_registers_and_statuses_are_named_in_the_language_of_the_reader(filled: House) -> None:
    listed = reverse("cases:registers")
    cases = reverse("cases:list")
    for client, at in ((visit(filled.supervisor), 0), (in_english(filled.supervisor), 1)):
        page = client.get(listed).content.decode()
        assert all((one.name_vi, one.name_en)[at] in page for one in registers().values())
        page = client.get(cases).content.decode()
        assert all((one.name_vi, one.name_en)[at] in page for one in Status)
        register = client.get(reverse("cases:register", args=["04-SCN", filled.world.commune.uid, "2021"]))
        assert (registers()["04-SCN"].name_vi, registers()["04-SCN"].name_en)[at] in register.content.decode()
        assert (Status.POST_REHAB.name_vi, Status.POST_REHAB.name_en)[at] in register.content.decode()


@pytest.mark.once
def test_no_other_form_unit_or_period_has_a_page(filled: House) -> None:
    client, commune = visit(filled.supervisor), filled.world.commune.uid
    wrong = [
        ("02-BCN", commune, "202111"), ("03-BCN", commune, "2021S1"), ("01-BCN", filled.world.sibling.uid, "202111"),
        ("01-BCN", commune, "202112"), ("01-BCN", commune, "2021S1"), ("01-BCN", commune, "x" * 200),
        ("01-BCN", "x", "202111"),
    ]  # fmt: skip
    for args in wrong:
        assert client.get(reverse("cases:state_form", args=args)).status_code == 404, args


def test_a_sheet_costs_as_many_queries_for_many_cases(filled: House, django_assert_max_num_queries: Any) -> None:
    for _each in range(20):
        make_episode(make_case(filled.world.commune, DECIDED), "rehab_home", DECIDED, decided_on=DECIDED)
    with django_assert_max_num_queries(16):
        assert sheet(filled.supervisor.actor, "01-BCN", filled.world.commune, NOVEMBER).lines[0].value == 22
