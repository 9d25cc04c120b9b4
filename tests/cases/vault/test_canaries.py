"""A thousand strings in every confidential field: none is found again in what the server keeps, says or logs."""

import logging
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, Opening
from lanhmanh.cases.services import (
    Agreed,
    add_attachment,
    ask_transfer,
    change_person,
    open_new_case,
    read_attachment,
    refuse_transfer,
    review_opening,
)
from tests.cases.vault.conftest import House, data, later
from tests.cases.vault.test_deeds import me
from tests.factories.vault import visit

pytestmark = pytest.mark.again

CASES, EACH = 51, 20


class Canaries:
    """Hand out strings that occur nowhere else, with marks, and remember them."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.numbers = count(10_000)

    def __call__(self, *, digits: bool = False) -> str:
        number = next(self.numbers)
        self.out.append(f"0999{number}000" if digits else f"Quỳnh{number}xếp")
        return self.out[-1]

    def words(self) -> str:
        return f"{self()} ở nơi không ai biết"

    def traces(self) -> Iterator[bytes]:
        """Yield each string in every spelling in which it could lie somewhere."""
        for text in self.out:
            yield text.encode()
            yield text.encode("utf-16-le")
            yield text.encode().hex().encode()
            yield ascii(text)[1:-1].encode()


def everything() -> bytes:
    """Return all that the database holds."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).encode()


@pytest.mark.slow
def test_no_string_of_a_case_is_found_again(house: House, settings, caplog) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO, canary = True, Canaries()
    caplog.set_level(logging.DEBUG)
    cases = [_filled(house, canary) for _turn in range(CASES)]
    assert len(set(canary.out)) == CASES * EACH > 1_000
    _walked(house, cases[0], canary)
    stored = everything() + b"".join(path.read_bytes() for path in _files()) + caplog.text.encode()
    stored += "\n".join(Event.objects.values_list("facts", flat=True)).encode()
    assert cases[0].uid.encode() in stored
    assert b"case.searched" in stored
    assert [trace for trace in canary.traces() if trace in stored] == []


def _filled(house: House, canary: Canaries) -> Case:
    words = {name: canary() for name in ("full_name", "other_names", "address", "relatives", "notes")}
    numbers = {name: canary(digits=True) for name in ("id_number", "phone")}
    agreed = Agreed(date(2021, 12, 20), canary(), canary())
    told = data(kind="asked", birth_date="2005", ground=canary(), agreed=agreed, **words, **numbers)
    case = open_new_case(actor=house.worker.actor, keys=house.worker.keys, unit=house.world.commune, data=told)
    new = {"phone": canary(digits=True), "address": canary(), "notes": canary()}
    change_person(**me(house.worker), case=case, words=new, sex="female", version=1)
    house.open(house.colleague, case, canary.words())
    review = {"justified": False, "words": canary()}
    review_opening(**me(house.supervisor), opening=Opening.objects.get(case=case, kind="break_glass"), **review)
    house.open(house.overseer, case, canary.words())
    name, content = f"{canary()}.txt", canary().encode()
    file = add_attachment(**me(house.worker), case=case, name=name, content=content)
    assert read_attachment(**me(house.worker), case=case, uid=file.uid)[2] == content
    ask_transfer(**me(house.worker), case=case, to_unit=house.world.sibling.uid, words=canary.words())
    refuse_transfer(**me(house.neighbour), case=case, words=canary.words())
    return case


def _walked(house: House, case: Case, canary: Canaries) -> None:
    """Go through the pages, so that sessions, messages and logs have had their chance."""
    client, name = visit(house.worker), canary.out[0]
    assert name in client.get(f"/ho-so/{case.uid}/").content.decode()
    assert case.uid in client.post("/ho-so/tim/", {"words": name}).content.decode()
    assert client.post("/ho-so/moi/", {"full_name": name, "notes": canary.out[4]}).status_code == 422
    assert client.get(f"/ho-so/{case.uid}/lich-su/notes/").status_code == 200
    with later(5):
        assert name not in visit(house.worker).get(f"/ho-so/{case.uid}/").content.decode()


def _files() -> list[Path]:
    return [path for path in Path(django_settings.VAULT_HALVES).rglob("*") if path.is_file()]
