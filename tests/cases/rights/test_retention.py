"""Letting go: sealed on its day, erased on its day and never before, and then nowhere to be found."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.cases.models import Case, PersonRequest, Secret, Token
from lanhmanh.cases.policies import way_in
from lanhmanh.cases.services import requests, retention
from lanhmanh.cases.services.requests import Asked
from lanhmanh.cases.services.retention import Done, apply_retention
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring import halves
from lanhmanh.keyring.access import Keys, NoKey
from lanhmanh.web.case_jobs import case_jobs
from tests.cases.rights.world import NOW, TODAY, Rights
from tests.factories import make_actor

SEE = Asked("see", TODAY, "Chính người đó", "Xin xem dữ liệu")
WHY = "Tòa án yêu cầu giữ, văn bản 12/TA"
CLOSED = date(2026, 4, 1)


def closed(rights: Rights, **facts: Any) -> Case:
    return rights.case(state="closed", closed_on=CLOSED, closing="done", **facts)


def hold(rights: Rights, case: Case, until: date, member: Any = None, **changes: Any) -> Any:
    who = member or rights.chief
    told = {"until": until, "ground": "proceedings", "reason": WHY, **changes}
    return retention.put_off(actor=who.actor, keys=who.keys, case=case, **told)


def test_a_closed_case_gets_its_days_is_sealed_and_opens_to_supervision_only(rights: Rights) -> None:
    case = closed(rights)
    assert apply_retention(day=TODAY) == Done(dated=1, sealed=1)
    assert apply_retention(day=TODAY) == Done()
    case.refresh_from_db()
    assert (case.state, case.seal_on, case.sealed_on) == ("sealed", CLOSED, TODAY)
    assert case.erase_on == date(2028, 4, 1)
    assert way_in(rights.worker.actor, case) is None
    assert way_in(rights.chief.actor, case) == "supervision"
    assert not Event.objects.filter(verb="case.erased").exists()


def test_the_days_follow_how_the_last_status_ended(rights: Rights) -> None:
    case = closed(rights)
    case.episodes.create(
        number=1, status="leaving", law="luat-73-2021", started_on=date(2026, 2, 1), step="closed",
        ended_on=CLOSED, ending="wish",
    )  # fmt: skip
    apply_retention(day=CLOSED)
    case.refresh_from_db()
    assert case.erase_on == date(2026, 10, 1)


def test_an_open_case_is_never_touched(rights: Rights) -> None:
    case = rights.case()
    assert not apply_retention(day=date(2099, 1, 1))
    case.refresh_from_db()
    assert case.state == "open"


def test_who_runs_the_server_is_told_that_the_timer_stands_still(rights: Rights) -> None:
    administrator = make_actor("administrator", rights.world.province)

    def told(day: date, who: Any = administrator) -> int:
        titles = [job.title for job in case_jobs(who, day)]
        return titles.count("1 hồ sơ quá ngày niêm phong hoặc xóa danh tính")

    case, tomorrow, at_last = (
        closed(rights, seal_on=TODAY, erase_on=date(2028, 4, 1)),
        TODAY + timedelta(1),
        date(2028, 4, 2),
    )
    assert (told(TODAY), told(tomorrow), told(tomorrow, rights.chief.actor)) == (0, 1, 0)
    apply_retention(day=TODAY)
    assert (told(tomorrow), told(at_last)) == (0, 1)
    requests.receive_request(**rights.opened(rights.chief, case), unit=case.unit, case=case, asked=SEE)
    assert told(at_last) == 0


def test_many_cases_go_in_batches(rights: Rights) -> None:
    for _ in range(5):
        closed(rights)
    assert apply_retention(day=date(2030, 1, 1), batch=2) == Done(dated=5, sealed=5, erased=5)
    assert set(Case.objects.values_list("state", flat=True)) == {"erased"}
    assert not Token.objects.exists()


def test_what_was_erased_is_nowhere_and_a_backup_opens_nothing(
    rights: Rights, django_capture_on_commit_callbacks: Any
) -> None:
    case, other = closed(rights), rights.case()
    rights.opened(rights.worker, other)
    sealed = {bytes(row.content) for row in Secret.objects.filter(box=case.box)}
    kept = {bytes(row.content) for row in Secret.objects.filter(box=other.box)}
    seals = list(case.box.seals.all())
    backup = _bytes()
    assert all(content in backup for content in sealed)
    with django_capture_on_commit_callbacks(execute=True):
        apply_retention(day=date(2028, 4, 1))
    now = _bytes()
    assert not any(content in now for content in sealed)
    assert not any(bytes(seal.sealed) in now for seal in seals)
    assert all(content in now for content in kept)
    assert "Phạm Văn Thử".encode() not in backup + now
    assert not halves.exists(case.box.uid)
    for seal in seals:  # restored from the backup: the member's key is there, the half is not
        seal.pk = None
        seal.save(force_insert=True)
    with pytest.raises(NoKey):
        Keys(rights.chief.keys.member, rights.chief.private).open_box(case.box)
    case.refresh_from_db()
    assert (case.state, case.erased_on) == ("erased", date(2028, 4, 1))
    assert way_in(rights.chief.actor, case) is way_in(rights.above.actor, case) is None


def _bytes() -> bytes:
    """Return what the database holds: the whole file of SQLite with its free pages, every row of PostgreSQL."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM cases_secret")
        rows = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT sealed FROM keyring_boxseal")
        return b"|".join(rows + [bytes(row[0]) for row in cursor.fetchall()])


def test_the_database_erases_nothing_early_and_brings_nothing_back(rights: Rights) -> None:
    case = closed(rights)
    for wrong in (
        {"state": "erased", "sealed_on": TODAY, "erased_on": TODAY, "seal_on": CLOSED},
        {"state": "erased", "sealed_on": TODAY, "seal_on": CLOSED, "erase_on": TODAY, "erased_on": CLOSED},
        {"state": "sealed", "sealed_on": None, "seal_on": CLOSED}, {"state": "sealed", "sealed_on": TODAY},
        {"state": "sealed", "sealed_on": CLOSED, "seal_on": TODAY},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**wrong)
    apply_retention(day=date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="sealed", erased_on=None)


def test_an_erasure_waits_for_the_answer_to_the_person(rights: Rights) -> None:
    case = closed(rights)
    rights.opened(rights.worker, case)
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    asked = Asked("copy", TODAY, "Chính người đó", "Xin bản sao")
    made = requests.receive_request(**who, unit=rights.world.commune, case=case, asked=asked)
    assert apply_retention(day=date(2030, 1, 1)) == Done(dated=1, sealed=1)
    rights.opened(rights.chief, case)
    requests.answer_request(
        actor=rights.chief.actor, keys=rights.chief.keys, request=made, outcome="done", reason="Đã trao"
    )
    assert apply_retention(day=date(2030, 1, 1)) == Done(erased=1)


def test_the_words_of_a_request_without_a_case_go_too(rights: Rights) -> None:
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    asked = Asked("see", TODAY, "Một người", "Có hồ sơ của tôi không")
    made = requests.receive_request(**who, unit=rights.world.commune, case=None, asked=asked)
    assert not apply_retention(day=date(2035, 1, 1))
    requests.answer_request(**who, request=made, outcome="done", reason="Không có")
    assert not apply_retention(day=date(2028, 5, 5))
    assert apply_retention(day=date(2028, 5, 6)) == Done(requests=1)
    assert not apply_retention(day=date(2028, 5, 6))
    assert PersonRequest.objects.get().answered_on == TODAY
    assert not Secret.objects.filter(box=made.box).exists()


def test_an_erasure_is_put_off_on_a_ground_by_who_is_in_charge(rights: Rights) -> None:
    case = closed(rights)
    with pytest.raises(Refused, match="đã định ngày"):
        hold(rights, case, date(2029, 1, 1))
    apply_retention(day=TODAY)
    for member in (rights.worker, rights.above, rights.stranger):
        with pytest.raises(NotAllowed):
            hold(rights, case, date(2029, 1, 1), member)
    for wrong in (
        {"until": date(2028, 4, 1)}, {"until": date(2026, 1, 1)}, {"until": date(2040, 1, 1)},
        {"ground": "liking"}, {"reason": "ngắn"},
    ):  # fmt: skip
        with pytest.raises(Refused):
            hold(rights, case, **{"until": date(2029, 1, 1), **wrong})
    hold(rights, case, date(2029, 1, 1))
    assert apply_retention(day=date(2028, 12, 31)) == Done()
    assert apply_retention(day=date(2029, 1, 1)) == Done(erased=1)
    assert WHY not in "".join(Event.objects.values_list("facts", flat=True))


def test_a_hold_stands_against_an_erasure_at_the_persons_wish(rights: Rights) -> None:
    case = closed(rights)
    retention.apply_retention(day=CLOSED)
    hold(rights, case, date(2029, 1, 1))
    case.refresh_from_db()
    assert requests.against_erasure(case) == "held"


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("pass"), st.integers(1, 500)),
        st.tuples(st.just("run"), st.just(0)),
        st.tuples(st.just("hold"), st.integers(1, 700)),
        st.tuples(st.just("ask"), st.sampled_from([0, 1])),
    ),
    max_size=8,
)


@pytest.mark.deep
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, ground=st.sampled_from(["asked", "assigned"]))
def test_whatever_happens_state_and_facts_agree(rights: Rights, deeds: list[tuple[str, int]], ground: str) -> None:
    with transaction.atomic():
        case, day = closed(rights, ground=ground), TODAY
        was_erased = False
        for deed, amount in deeds:
            case.refresh_from_db()
            promised = case.erase_on
            day = day + timedelta(days=amount) if deed == "pass" else day
            with clock.at(NOW + (day - TODAY)):
                _do(rights, case, deed, amount, day)
            case.refresh_from_db()
            assert not was_erased or case.state == "erased"
            if case.state == "erased" and not was_erased:
                assert case.erased_on == day
                assert case.erase_on is not None
                assert case.erased_on >= case.erase_on
                assert deed == "ask" or promised is None or promised <= day
            was_erased = case.state == "erased"
            assert Secret.objects.filter(box=case.box).exists() != was_erased
            assert (case.box.seals.count() == 0) == was_erased
        transaction.set_rollback(True)


def _do(rights: Rights, case: Case, deed: str, amount: int, day: date) -> None:
    if deed == "run":
        apply_retention(day=day)
    elif deed == "hold" and case.erase_on and case.state != "erased":
        until = max(case.erase_on, day) + timedelta(days=amount)
        if until - day <= retention.LONGEST_HOLD:
            hold(rights, case, until)
    elif deed == "ask" and case.state != "erased":
        _ask(rights, case, day, grant=bool(amount))


def _ask(rights: Rights, case: Case, day: date, *, grant: bool) -> None:
    who = rights.opened(rights.chief, case)
    asked = Asked("erase", day, "Chính người đó", "Xin xóa")
    made = requests.receive_request(**who, unit=rights.world.commune, case=case, asked=asked)
    if grant and requests.against_erasure(case) is None:
        requests.answer_request(**who, request=made, outcome="done")
    else:
        requests.answer_request(**who, request=made, outcome="refused", reason=WHY)
