"""Publishing is for overseers, reading for partners of the province; an issue stays as it was."""

from datetime import date, datetime
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.accounts.models import User
from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Publication
from lanhmanh.cases.selectors.published import looked_at, opened, to_publish
from lanhmanh.cases.services.publishing import Seen, look, publish_figures
from lanhmanh.disclosure import MARK
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from tests.cases.publishing.conftest import at, communes, happen
from tests.factories import Province, make_actor, make_user
from tests.factories.cases import make_case

Q1 = parse("2021Q1")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def out(world: Province, overseer: Actor) -> Publication:
    happen(Random(3), communes(world), date(2021, 1, 1), 40)
    with clock.at(at(2021, 4, 5)):
        return publish_figures(actor=overseer, unit=world.province, period=Q1)


def visit(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_an_issue_is_told_in_the_trail_and_never_changes(out: Publication) -> None:
    assert Event.objects.filter(verb="figures.published").count() == 1
    with pytest.raises(TypeError):
        out.save()
    with pytest.raises(TypeError):
        Publication.objects.all().delete()
    for sql in ("UPDATE cases_publication SET issue = 9", "DELETE FROM cases_publication"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_only_who_watches_over_the_cases_publishes_and_only_what_is_over(world: Province, overseer: Actor) -> None:
    with clock.at(at(2021, 4, 5)):
        for role in ("police", "case_supervisor", "province_leader"):
            with pytest.raises(NotAllowed):
                publish_figures(actor=make_actor(role, world.province), unit=world.province, period=Q1)
        for code in ("2021Q2", "202103"):
            with pytest.raises(Refused):
                publish_figures(actor=overseer, unit=world.province, period=parse(code))
        with pytest.raises(Refused):
            publish_figures(actor=overseer, unit=world.commune, period=Q1)
    assert not Publication.objects.exists()


def test_what_changed_since_it_was_looked_at_is_not_published(world: Province, overseer: Actor) -> None:
    with clock.at(at(2021, 4, 5)):
        seal = look(actor=overseer, unit=world.province, period=Q1).seal
        for _ in range(9):
            make_case(world.commune, date(2021, 2, 1))
        with pytest.raises(Seen):
            publish_figures(actor=overseer, unit=world.province, period=Q1, seal=seal)
        seal = look(actor=overseer, unit=world.province, period=Q1).seal
        assert publish_figures(actor=overseer, unit=world.province, period=Q1, seal=seal).issue == 1


def test_the_same_again_is_a_second_issue_that_says_the_same(out: Publication, overseer: Actor) -> None:
    with clock.at(at(2021, 4, 6)):
        again = publish_figures(actor=overseer, unit=out.unit, period=Q1)
    assert (again.number, again.issue, again.cells) == (2, 2, out.cells)


@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize("role", ["police", "social_evils_officer", "auditor", "case_overseer"])
def test_partners_read_the_table_with_its_marks(out: Publication, world: Province, settings: Any, role: str) -> None:
    settings.DEMO = True  # or the second factor would be asked for first
    client = visit(make_user(role, world.province))
    with clock.at(at(2021, 5, 5)):
        page = client.get(reverse("cases:published")).content.decode()
        district = client.get(reverse("cases:publication", args=[out.uid]), {"huyen": world.district.uid})
        xlsx = client.get(reverse("cases:publication_xlsx", args=[out.uid]))
    assert MARK in page
    assert "Huyện Long Thành" in page
    assert "Phường Trảng Dài" not in page
    assert "Phường Trảng Dài" in district.content.decode()
    rows = list(load_workbook(BytesIO(xlsx.content)).active.values)
    assert [row[0] for row in rows[1:4]] == ["Tỉnh Đồng Nai", "Huyện Long Thành", "Xã An Phước"]
    marks = sum(cell == MARK for row in rows[1:] for cell in row)
    assert marks == out.hidden > 0


@pytest.mark.once
def test_strangers_and_wrong_addresses_find_nothing(out: Publication, world: Province) -> None:
    with clock.at(at(2021, 5, 5)):
        assert visit(make_user("branch_head", world.branch)).get(reverse("cases:published")).status_code == 404
        client = visit(make_user("police", world.province))
        for wrong in ("x", "so", "9" * 300):
            assert client.get(reverse("cases:publication", args=[wrong])).status_code == 404
            assert client.get(f"{reverse('cases:published')}?huyen={wrong}").status_code == 404
        assert client.get(reverse("cases:publish", args=["2021Q1"])).status_code == 404


@pytest.mark.once
@pytest.mark.deep
def test_an_overseer_looks_and_then_publishes(world: Province, settings: Any) -> None:
    settings.DEMO = True
    happen(Random(3), communes(world), date(2021, 1, 1), 40)
    client = visit(make_user("case_overseer", world.province))
    with clock.at(at(2021, 4, 5)):
        assert reverse("cases:publish", args=["2021Q1"]) in client.get(reverse("cases:published")).content.decode()
        url = reverse("cases:publish", args=["2021Q1"])
        preview = client.get(url)
        assert preview.status_code == 200
        page = preview.content.decode()
        assert all(name in page for name in ("Tỉnh Đồng Nai", "Huyện Long Thành", MARK)) and "?huyen=" not in page
        assert "sẽ là bản" not in page
        assert client.post(url, {"seal": "khác"}).status_code == 422
        assert client.post(url, {}).status_code == 422
        assert not Publication.objects.exists()
        done = client.post(url, {"seal": preview.context["draft"].seal})
        assert done.status_code == 302
        for wrong in ("2021Q9", "2021Q3", "202103", "2021"):
            assert client.get(reverse("cases:publish", args=[wrong])).status_code == 404
        assert Publication.objects.get().issue == 1
        out = client.get(reverse("cases:published"))
        assert out.context["newest"] is None and "đã công bố 1 lần" in out.content.decode()
        assert "sẽ là bản 2" in client.get(url).content.decode()


@pytest.mark.once
def test_what_is_looked_at_is_what_comes_out(world: Province, overseer: Actor) -> None:
    happen(Random(3), communes(world), date(2021, 1, 1), 40)
    with clock.at(at(2021, 4, 5)):
        seen = looked_at(look(actor=overseer, unit=world.province, period=Q1))
        out = opened(publish_figures(actor=overseer, unit=world.province, period=Q1))
    assert [(row.name, row.printed) for row in seen.rows] == [(row.name, row.printed) for row in out.rows]
    assert (seen.publication.hidden, seen.hides, seen.replaced) == (out.publication.hidden, True, False)


def test_only_periods_at_whose_end_the_unit_was_there_are_offered(world: Province) -> None:
    began = min(world.province.versions.values_list("valid_from", flat=True))
    with clock.at(datetime(began.year + 1, 1, 20, tzinfo=clock.VIETNAM)):
        offered = [one.code for one, _issues in to_publish(world.province)]
    assert offered and all(parse(code).year >= began.year for code in offered)
    with clock.at(datetime(began.year, 1, 20, tzinfo=clock.VIETNAM)):
        assert to_publish(world.province) == []


@pytest.mark.once
def test_reading_costs_the_same_however_much_is_published(
    out: Publication, overseer: Actor, world: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit(make_user("police", world.province))
    with clock.at(at(2021, 5, 5)):
        for _ in range(2):
            publish_figures(actor=overseer, unit=world.province, period=Q1)
        with django_assert_max_num_queries(16):
            client.get(reverse("cases:published"))
