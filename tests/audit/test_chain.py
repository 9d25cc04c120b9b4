"""Every kind of tampering with the trail is found, and the database refuses the plain ones."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.audit.models import Event, Head
from lanhmanh.audit.rules import chain
from lanhmanh.audit.selectors import broken_links
from lanhmanh.audit.services import SYSTEM, record
from lanhmanh.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AT = datetime(2021, 6, 17, 10, tzinfo=clock.VIETNAM)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def five() -> None:
    """Write five events."""
    with clock.at(AT):
        for number in range(1, 6):
            record(actor=SYSTEM, verb="units.loaded", unit_id=number, count=number, name="Trảng Dài")


@pytest.fixture
def unlocked(five: None) -> None:
    """Take the database's own guard away, as who owns the file could."""
    on_table = "" if connection.vendor == "sqlite" else " ON audit_event"
    for name in ("audit_event_no_update", "audit_event_no_delete"):
        sql(f"DROP TRIGGER {name}{on_table}")


def test_an_untouched_trail_is_whole(five: None) -> None:
    assert list(broken_links()) == []
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


def test_an_empty_trail_is_whole() -> None:
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", datetime(2021, 6, 18, 10, tzinfo=clock.VIETNAM)),
        ("actor_id", 7),
        ("actor_name", "người khác"),
        ("verb", "units.branch_created"),
        ("object_type", "units.Unit"),
        ("object_uid", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ("unit_id", 99),
        ("facts", '{"count":4}'),
        ("previous", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_an_edited_event_is_named(unlocked: None, column: str, value: object) -> None:
    sql(f"UPDATE audit_event SET {column} = %s WHERE seq = 3", value)
    found = list(broken_links())
    assert any("số 3 " in line for line in found)
    assert not any("số 1 " in line or "số 2 " in line for line in found)


def test_an_edit_whose_hash_is_made_anew_shows_at_the_next(unlocked: None) -> None:
    event = Event.objects.get(seq=3)
    forged = chain.link(event.previous, 3, event.at, None, event.actor_name, "x.y", "", "", event.unit_id, event.facts)
    sql("UPDATE audit_event SET verb = %s, hash = %s WHERE seq = 3", "x.y", forged)
    assert [line for line in broken_links() if "số 4 " in line]


def test_a_removed_event_is_missed(unlocked: None) -> None:
    sql("DELETE FROM audit_event WHERE seq = 3")
    found = list(broken_links())
    assert "thiếu sự kiện từ số 3 đến số 3" in found[0]
    assert any("số 4 " in line for line in found)


def test_a_removed_first_event_is_missed(unlocked: None) -> None:
    sql("DELETE FROM audit_event WHERE seq = 1")
    assert "thiếu sự kiện từ số 1 đến số 1" in next(broken_links())


def test_a_removed_event_with_the_rest_moved_up_shows(unlocked: None) -> None:
    sql("DELETE FROM audit_event WHERE seq = 3")
    sql("UPDATE audit_event SET seq = 3 WHERE seq = 4")
    sql("UPDATE audit_event SET seq = 4 WHERE seq = 5")
    found = list(broken_links())
    assert any("số 3 " in line for line in found)
    assert "phần cuối bị cắt" in found[-1]


def test_an_inserted_event_shows(five: None) -> None:
    last = Event.objects.get(seq=5)
    digest = chain.link(last.hash, 6, AT, None, "hệ thống", "units.loaded", "", "", 1, "{}")
    Event(
        seq=6, at=AT, actor_name="hệ thống", verb="units.loaded", unit_id=1, facts="{}", previous=last.hash, hash=digest
    ).save(force_insert=True)
    assert "phần cuối" in list(broken_links())[-1]


def test_reordered_events_show(unlocked: None) -> None:
    for before, after in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE audit_event SET seq = %s WHERE seq = %s", after, before)
    assert {line.split("số ")[1].split(" ")[0] for line in broken_links()} >= {"2", "3", "4"}


@pytest.mark.parametrize("left", [4, 1, 0])
def test_a_cut_tail_shows(unlocked: None, left: int) -> None:
    sql("DELETE FROM audit_event WHERE seq > %s", left)
    assert list(broken_links()) == [f"Nhật ký: phần cuối bị cắt; phải có 5 sự kiện, còn đến số {left}"]


def test_a_cut_tail_shows_though_the_head_is_gone(unlocked: None) -> None:
    sql("DELETE FROM audit_head")
    assert list(broken_links())


def test_the_database_refuses_changes(five: None) -> None:
    for statement in ("UPDATE audit_event SET verb = 'x.y' WHERE seq = 2", "DELETE FROM audit_event WHERE seq = 2"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql(statement)
    assert list(broken_links()) == []


def test_the_model_refuses_changes(five: None) -> None:
    event = Event.objects.get(seq=2)
    for change in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(verb="x")):
        with pytest.raises(TypeError):
            change()


def test_an_event_falls_with_its_change(five: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(actor=SYSTEM, verb="units.loaded")
        raise ZeroDivisionError
    assert Head.objects.get().seq == Event.objects.count() == 5
    record(actor=SYSTEM, verb="units.loaded")
    assert list(broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_no_event_without_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(actor=SYSTEM, verb="units.loaded")
    assert not Event.objects.exists()


def test_facts_keep_what_json_does_not_know() -> None:
    event = record(actor=SYSTEM, verb="units.loaded", day=date(2021, 6, 1), amount=Decimal("1.50"), name="Tân Mai")
    assert event.facts == '{"amount":"1.50","day":"2021-06-01","name":"Tân Mai"}'


PARTS = st.tuples(st.text(max_size=8), st.none() | st.integers(0, 9), st.text(max_size=8))


@given(PARTS, PARTS)
def test_links_of_different_events_differ(one: tuple[str, int | None, str], two: tuple[str, int | None, str]) -> None:
    same = chain.link("p", 1, AT, *one) == chain.link("p", 1, AT, *two)
    assert same == (one == two)
