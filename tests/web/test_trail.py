"""Who reads which part of the trail."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.audit.services import SYSTEM, record
from tests.factories import Province, make_actor

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]


def seqs(client: Client, **query: str) -> list[int]:
    return [line.event.seq for line in client.get("/nhat-ky/", query).context["lines"]]


def test_only_the_units_in_reach_the_newest_first(enter: Enter, world: Province) -> None:
    for place in (world.province, world.district, world.commune, world.branch, world.other_commune, None):
        record(actor=SYSTEM, verb="units.loaded", unit_id=place.pk if place else None)
    assert seqs(enter("auditor", world.province)) == [5, 4, 3, 2, 1]
    assert seqs(enter("auditor", world.district)) == [4, 3, 2]
    assert seqs(enter("auditor", world.commune)) == [4, 3]
    assert seqs(enter("auditor", world.other_commune)) == [5]


@pytest.mark.parametrize("role", ["province_leader", "administrator", "district_officer", "police"])
def test_nobody_else(enter: Enter, world: Province, role: str) -> None:
    assert enter(role, world.province).get("/nhat-ky/").status_code == 404


def test_filters(enter: Enter, world: Province) -> None:
    hoa = make_actor("commune_officer", world.commune, "canbo.hoa")
    record(actor=hoa, verb="activity.recorded", unit_id=world.commune.pk, kind="session")
    record(actor=hoa, verb="report.opened", unit_id=world.commune.pk)
    record(actor=SYSTEM, verb="report.opened", unit_id=world.commune.pk)
    client = enter("auditor", world.province)
    assert seqs(client, viec="report.opened") == [3, 2]
    assert seqs(client, ai="canbo.hoa") == [2, 1]
    assert seqs(client, ai="canbo.hoa", viec="report.opened") == [2]
    nothing = client.get("/nhat-ky/", {"ai": "<b>ai đó</b>"}).content.decode()
    assert "Không có sự kiện nào" in nothing
    assert "<b>ai đó" not in nothing
    text = client.get("/nhat-ky/").content.decode()
    assert "Ghi hoạt động" in text
    assert "Phường Trảng Dài" in text
    assert "kind: session" in text


@pytest.mark.deep
def test_pages_that_keep_the_filter(enter: Enter, world: Province) -> None:
    for number in range(120):
        record(actor=SYSTEM, verb="report.saved" if number % 2 else "report.opened", unit_id=world.commune.pk)
    client = enter("auditor", world.province)
    assert seqs(client) == list(range(120, 70, -1))
    assert seqs(client, page="3") == list(range(20, 0, -1))
    assert seqs(client, page="99") == seqs(client, page="3")
    assert seqs(client, page="x") == seqs(client)
    second = client.get("/nhat-ky/", {"viec": "report.saved"}).content.decode()
    assert "viec=report.saved" in second
    assert seqs(client, viec="report.saved", page="2") == list(range(20, 0, -2))


def test_the_query_count_does_not_grow(enter: Enter, world: Province) -> None:
    client = enter("auditor", world.province)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/nhat-ky/").status_code == 200
        return len(captured)

    record(actor=SYSTEM, verb="units.loaded", unit_id=world.commune.pk)
    count()
    before = count()
    for place in (world.province, world.district, world.sibling, world.branch, world.other_commune):
        for _ in range(8):
            record(actor=SYSTEM, verb="units.loaded", unit_id=place.pk)
    assert count() == before
    assert before <= 12


def test_a_long_fact_is_cut(enter: Enter, world: Province) -> None:
    record(actor=SYSTEM, verb="report.saved", unit_id=world.commune.pk, cells={"TT-BUOI": ["x" * 400, None]})
    [line] = enter("auditor", world.province).get("/nhat-ky/").context["lines"]
    assert len(line.facts[0][1]) == 160
