"""What partners read of reports: all but the counts of cases, which are published apart and protected."""

from datetime import datetime

import pytest
from django.test import Client

from lanhmanh.accounts.models import User
from lanhmanh.kernel import clock
from lanhmanh.reporting.access import for_reader, form_of, hidden_from
from lanhmanh.reporting.rules import catalogue
from tests.factories import make_actor
from tests.reporting.conftest import FORM, Q1, Line
from tests.reporting.pages.asking import as_, url

HIDDEN = "GD-DUOC"


@pytest.fixture
def police(line: Line) -> Client:
    line.approved(line.world.commune)
    return as_(make_actor("police", line.world.district, "congan.thu"))


def test_indicators_of_cases_and_their_rates_are_hidden_from_who_reads_no_reports(line: Line) -> None:
    hidden = hidden_from(make_actor("police", line.world.district))
    assert {"HT-HOSO", "HT-NAM", "HT-CAITL", "HT-TAI12TL", "VV-LUOT", HIDDEN} <= hidden
    assert {one.code for one in catalogue.load() if (one.figure or "").startswith("cases.")} <= hidden
    assert not hidden & {"TT-BUOI", "CN-VD", "TX-TYLE", "CK-TYLE"}
    for role in ("district_officer", "auditor", "case_overseer", "province_officer"):
        assert hidden_from(make_actor(role, line.world.district)) == frozenset()


def test_every_version_of_a_form_is_cut(line: Line) -> None:
    police, form = make_actor("police", line.world.district), form_of("HND-6THANG")
    cut = for_reader(police, form)
    assert "HT-HOSO" in form.rows
    assert set(form.rows) - set(cut.rows) == set(form.rows) & hidden_from(police)
    assert all(section.rows for section in cut.sections)


@pytest.mark.deep
def test_pages_and_files_show_partners_no_count_of_cases(line: Line, police: Client) -> None:
    unit, period = line.world.district.uid, str(Q1)
    officer = as_(line.filler(line.world.district))
    for name, more in [("consolidation", ()), ("preview", ()), ("exports", ("docx",)), ("exports", ("xlsx",))]:
        address = url(name, FORM.code, period, unit, *more)
        answers = [client.get(address) for client in (officer, police)]
        assert [answer.status_code for answer in answers] == [200, 200], address
    page = f"{url('consolidation', FORM.code, period, unit)}?phan=tat-ca"
    assert catalogue.load()[HIDDEN].name_vi in officer.get(page).content.decode()
    assert catalogue.load()[HIDDEN].name_vi not in police.get(page).content.decode()
    cell = url("cell", FORM.code, period, unit, HIDDEN)
    assert (officer.get(cell).status_code, police.get(cell).status_code) == (200, 404)
    year = police.get(url("year", FORM.code, 2021, unit))
    assert year.status_code == 200 and catalogue.load()[HIDDEN].name_vi not in year.content.decode()
    assert police.get(url("target", 2021, unit, HIDDEN)).status_code == 404
    assert User.objects.filter(username="congan.thu").exists()


@pytest.mark.deep
def test_a_form_of_cases_alone_is_empty_for_partners(line: Line, police: Client) -> None:
    assert for_reader(make_actor("police", line.world.district), form_of("01-BCN")).sections == ()
    officer = as_(line.filler(line.world.district))
    with clock.at(datetime(2022, 3, 1, 9, tzinfo=clock.VIETNAM)):
        for name, more in [("consolidation", ()), ("preview", ()), ("exports", ("docx",)), ("exports", ("xlsx",))]:
            address = url(name, "01-BCN", "202201", line.world.district.uid, *more)
            assert officer.get(address).status_code == 200, address
            answer = police.get(address)
            assert answer.status_code in {200, 404}, address
            assert "BCN-" not in answer.content.decode(errors="ignore")
