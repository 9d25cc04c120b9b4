"""The list and the search ask as often for many cases as for few."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.cases.models import Case
from tests.cases.conftest import House
from tests.cases.importing.sheets import book, good
from tests.cases.importing.test_import import bring, look
from tests.factories.vault import visit

WORDS = ("Trần Văn Thử", "tran van thu", "075090000101")


@pytest.fixture(autouse=True)
def _no_duty(settings: Any) -> None:
    settings.DEMO = True


def asked(client: Client) -> list[int]:
    counts = []
    with CaptureQueriesContext(connection) as told:
        assert client.get("/ho-so/").status_code == 200
    counts.append(len(told))
    for words in WORDS:
        with CaptureQueriesContext(connection) as told:
            answer = client.post("/ho-so/tim/", {"words": words})
        assert answer.context["count"] >= 1, words
        counts.append(len(told))
    return counts


@pytest.mark.deep
def test_lists_and_searches_ask_as_often_for_ten_times_the_cases(house: House) -> None:
    readers = [
        visit(house.supervisor),
        visit(house.worker),
        visit(house.vault.member("case_overseer", house.world.district)),
    ]
    for client in readers:
        client.get("/ho-so/")
    bring(house, look(house, book([good(number) for number in range(101, 104)])))
    few = [asked(client) for client in readers]
    bring(house, look(house, book([good(number) for number in range(104, 131)])))
    assert Case.objects.count() == 30
    assert [asked(client) for client in readers] == few
