"""A list of persons becomes cases: all good rows or none, once, with the same rules as a case opened by hand."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.audit.models import Event
from lanhmanh.cases import access
from lanhmanh.cases.models import (
    Assignment,
    Case,
    Consent,
    Counter,
    CourseStep,
    Deadline,
    Episode,
    Secret,
    Token,
    Twin,
)
from lanhmanh.cases.selectors.search import found
from lanhmanh.cases.services import CaseData, open_new_case, start_episode, take_step
from lanhmanh.cases.services import roster as services
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.keyring import halves
from lanhmanh.keyring.models import Box, BoxSeal
from lanhmanh.law.statuses import Status
from tests.cases.conftest import House
from tests.cases.importing.sheets import GOOD, HEAD, book, good, raw
from tests.factories.vault import Member


@pytest.fixture
def me(house: House) -> Member:
    return house.supervisor


def look(house: House, content: bytes, *, member: Member | None = None) -> services.Preview:
    member = member or house.supervisor
    return services.preview(
        actor=member.actor, keys=member.keys, unit=house.world.commune, in_charge=house.worker.user.uid, content=content
    )


def bring(house: House, preview: services.Preview, keep: tuple[int, ...] = ()) -> list[Case]:
    me = house.supervisor
    return services.import_roster(actor=me.actor, keys=me.keys, packet=preview.packet, keep=keep)


def words_of(house: House, case: Case) -> dict[str, str]:
    return access.read(box=case.box, key=house.supervisor.keys.open_box(case.box), record=case.uid)


def faults_of(preview: services.Preview) -> dict[int, list[str]]:
    return {one.row.number: [fault.field for fault in one.row.faults] for one in preview.faulty()}


def test_an_imported_case_is_what_a_case_opened_by_hand_is(house: House) -> None:
    me = house.supervisor
    (mine,) = bring(house, look(house, book([GOOD])))
    texts = {**GOOD, "id_number": "075090009999", "full_name": "Trần Văn Khác"}
    words = {field: texts[field] for field in ("full_name", "birth_date", "id_number", "ground")}
    data = CaseData(ground="assigned", words=words, sex="male", in_charge=house.worker.user.uid)
    by_hand = open_new_case(actor=me.actor, keys=me.keys, unit=house.world.commune, data=data)
    same = ("unit_id", "year", "state", "status", "ground", "sex", "age_band", "opened_on", "version")
    assert [getattr(mine, name) for name in same] == [getattr(by_hand, name) for name in same]
    assert (mine.number, by_hand.number) == (1, 2)
    assert words_of(house, mine) == {
        "full_name": "Trần Văn Bé Thử", "birth_date": "1990-06-24", "id_number": "075090001234",
        "ground": GOOD["ground"],
    }  # fmt: skip
    for model in (Assignment, Consent, Episode):
        assert model.objects.filter(case=mine).count() == model.objects.filter(case=by_hand).count()
    assert found(me.actor, me.keys, "bé thử") == [mine.pk]
    assert found(me.actor, me.keys, "be thu") == [mine.pk]
    assert found(me.actor, me.keys, "075 090 001 234") == [mine.pk]
    assert BoxSeal.objects.filter(box=mine.box).count() == BoxSeal.objects.filter(box=by_hand.box).count()
    assert Event.objects.get(verb="case.imported").unit_id == house.world.commune.pk
    assert Event.objects.filter(verb="case.recorded").count() == 2


def test_a_status_that_runs_begins_as_the_course_begins_it(house: House) -> None:
    running = good(1, status=Status.REHAB_HOME.name_vi, started_on="01/12/2021", decided_on="01/12/2021", months=6)
    seen = look(house, book([running]))
    assert faults_of(seen) == {}, [str(fault.refusal) for one in seen.faulty() for fault in one.row.faults]
    (mine,) = bring(house, seen)
    case = house.case(on=date(2020, 5, 1))
    begun = start_episode(**house.me, case=case, status="rehab_home", on=date(2021, 12, 1))
    by_hand = Episode.objects.get(pk=begun.pk)
    take_step(**house.me, episode=by_hand, step="decision", on=date(2021, 12, 1), months=6)
    by_hand.refresh_from_db()
    episode = Episode.objects.get(case=mine)
    same = ("status", "law", "times", "decided_on", "started_on", "due_on", "step", "ended_on", "number")
    assert [getattr(episode, name) for name in same] == [getattr(by_hand, name) for name in same]
    for model, fields in ((CourseStep, ("step", "on")), (Deadline, ("code", "due", "done_on", "dropped"))):
        mine_rows, others = (
            sorted(model.objects.filter(episode=one).values_list(*fields), key=str) for one in (episode, by_hand)
        )
        assert mine_rows == others
    mine.refresh_from_db()
    case.refresh_from_db()
    assert mine.status == case.status == "rehab_home"


def test_what_the_law_refuses_is_a_fault_with_its_article(house: House) -> None:
    rows = [
        good(1, status=Status.REHAB_COMPULSORY_MINOR.name_vi, started_on="01/12/2021"),
        good(2, status=Status.LEAVING.name_vi, started_on="01/12/2021"),
        good(3, status=Status.REHAB_HOME.name_vi),
        good(4, status=Status.REHAB_HOME.name_vi, started_on="01/12/2022"),
        good(5, started_on="01/12/2021"),
    ]
    seen = look(house, book(rows))
    assert faults_of(seen) == {2: ["status"], 3: ["status"], 4: ["started_on"], 5: ["started_on"], 6: ["status"]}
    reason = seen.faulty()[0].row.faults[0].refusal
    assert "Luật Xử lý vi phạm hành chính" in str(reason)


def test_cells_come_as_excel_leaves_them(house: House) -> None:
    decomposed = "Nguyê\u0303n Thi\u0323 Hoa\u0300"
    rows = [
        good(1, full_name=decomposed, id_number=1090001234, birth_date=33048, phone=912345678),
        good(2, full_name="  Lê\u00a0 Văn\tTám ", id_number=12345678, birth_date=1990),
        good(3, birth_date=datetime(1990, 6, 24), id_number="075.090-00 1299"),  # noqa: DTZ001 - Excel has no zone
        good(4, full_name="=HYPERLINK(1)", birth_date=1990.0),
    ]
    cases = bring(house, look(house, book(rows)))
    told = [words_of(house, case) for case in cases]
    assert told[0]["full_name"] == nfc(decomposed) == "Nguyễn Thị Hoà"
    assert (told[0]["id_number"], told[0]["birth_date"], told[0]["phone"]) == (
        "001090001234",
        "1990-06-24",
        "0912345678",
    )
    assert (told[1]["full_name"], told[1]["id_number"], told[1]["birth_date"]) == ("Lê Văn Tám", "012345678", "1990")
    assert (told[2]["id_number"], told[2]["birth_date"]) == ("075090001299", "1990-06-24")
    assert (told[3]["full_name"], told[3]["birth_date"]) == ("=HYPERLINK(1)", "1990")


def test_faults_name_row_column_and_reason(house: House) -> None:
    rows = [
        good(1),
        good(2, full_name=""),
        {},
        good(3, birth_date="31/02/1990", id_number="7.509E+10"),
        good(4, kind=""),
        good(5, kind="Không rõ"),
        good(6, ground=""),
        good(7, kind="Người được hỗ trợ tự đề nghị"),
        good(8, kind="Người được hỗ trợ tự đề nghị", agreed_on="01/12/2021"),
        good(9, birth_date="2015"),
        good(10, notes="bị HIV"),
        good(11, address="x" * 301),
        good(12, in_charge="Người lạ"),
        good(13, sex="Nam giới"),
        good(14, sex="Nam giới", full_name="", kind=""),
    ]
    assert faults_of(look(house, book(rows))) == {
        3: ["full_name"], 5: ["birth_date", "id_number"], 6: ["kind"], 7: ["kind"], 8: ["ground"], 9: ["agreed_on"],
        10: ["proof"], 11: ["birth_date"], 12: ["notes"], 13: ["address"], 14: ["in_charge"], 15: ["sex"],
        16: ["sex", "full_name", "kind"],
    }  # fmt: skip


def test_a_consent_of_a_row_is_kept_with_its_proof(house: House) -> None:
    row = good(1, kind="Người được hỗ trợ tự đề nghị", ground="", agreed_on="01/12/2021", proof="Đơn viết tay")
    (case,) = bring(house, look(house, book([row])))
    consent = Consent.objects.get(case=case)
    assert consent.given_on == date(2021, 12, 1)
    key = house.supervisor.keys.open_box(case.box)
    assert access.read(box=case.box, key=key, record=consent.uid) == {"proof": "Đơn viết tay"}


def test_doubles_are_left_out_unless_somebody_says_that_it_is_another_person(house: House) -> None:
    (known,) = bring(house, look(house, book([GOOD])))
    rows = [
        GOOD,
        {**GOOD, "id_number": "075090001235"},
        good(1),
        good(1, full_name="Tên Khác"),
        good(2, full_name=good(1)["full_name"]),
    ]
    seen = look(house, book(rows))
    assert [(one.row.number, one.double.by_number, one.double.case, one.double.row) for one in seen.doubles()
            if one.double] == [
        (2, True, known, None), (3, False, known, None), (5, True, None, 4), (6, False, None, 4),
    ]  # fmt: skip
    cases = bring(house, seen, keep=(2, 3, 5, 999))
    assert [words_of(house, case)["id_number"] for case in cases] == ["075090001235", good(1)["id_number"]]
    event = Event.objects.filter(verb="case.imported").latest("seq")
    assert '"left_out":3' in event.facts.replace(" ", "")
    assert '"namesakes":1' in event.facts.replace(" ", "")


def test_other_units_show_only_that_there_may_be_a_case(house: House) -> None:
    stranger = house.stranger
    data = CaseData(ground="assigned", words={**GOOD, "birth_date": "1990-06-24"}, in_charge=stranger.user.uid)
    there = open_new_case(actor=stranger.actor, keys=stranger.keys, unit=house.world.other_commune, data=data)
    seen = look(house, book([GOOD, good(1)]))
    assert (seen.elsewhere(), len(seen.good()), seen.doubles()) == (1, 2, [])
    cases = bring(house, seen)
    twin = Twin.objects.get()
    assert {twin.first_id, twin.second_id} == {there.pk, cases[0].pk}


def test_the_same_answer_sent_twice_counts_once(house: House) -> None:
    seen = look(house, book([good(1), good(2, birth_date="", id_number="")]))
    assert len(bring(house, seen)) == 2
    with pytest.raises(services.Imported):
        bring(house, seen)
    assert Case.objects.count() == 2


def test_what_changed_since_the_look_is_shown_again_before_anything_is_done(house: House) -> None:
    seen = look(house, book([GOOD, good(1)]))
    bring(house, look(house, book([GOOD])))
    with pytest.raises(services.Changed):
        bring(house, seen)
    assert Case.objects.count() == 1
    me = house.supervisor
    again = services.preview_again(actor=me.actor, keys=me.keys, packet=seen.packet)
    assert len(again.doubles()) == 1
    assert len(bring(house, again)) == 1


@pytest.fixture
def _broken_trail(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(**_given: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(services, "record", refuse)
    return


@pytest.mark.usefixtures("_broken_trail")
def test_nothing_is_half_imported(house: House) -> None:
    seen = look(house, book([good(number) for number in range(5)]))
    with pytest.raises(RuntimeError):
        bring(house, seen)
    for model in (Case, Box, BoxSeal, Secret, Token, Assignment, Episode, Counter):
        assert not model.objects.exists(), model
    assert not Event.objects.filter(verb__startswith="case.").exists()


def test_only_who_answers_for_the_unit_brings_a_list_in(house: House) -> None:
    for member in (house.worker, house.stranger, house.overseer):
        with pytest.raises(Refused):
            look(house, book([GOOD]), member=member)
    seen = look(house, book([GOOD]))
    other = house.vault.member("case_supervisor", house.world.commune)
    for packet in (seen.packet, "", "không", seen.packet[:-8], "A" * 400):
        with pytest.raises(Refused):
            services.import_roster(actor=other.actor, keys=other.keys, packet=packet)
    assert not Case.objects.exists()


@pytest.mark.deep
def test_a_hundred_rows_ask_as_often_as_ten(house: House) -> None:
    def asked(first: int, count: int) -> tuple[int, int]:
        content = book([good(first + number) for number in range(count)])
        with CaptureQueriesContext(connection) as looks:
            seen = look(house, content)
        with CaptureQueriesContext(connection) as deeds:
            assert len(bring(house, seen)) == count
        return len(looks), len(deeds)

    asked(0, 2)
    few, many = asked(100, 4), asked(1000, 40)
    assert few[0] == many[0]
    # Rows go in by batches: SQLite takes so many values at once, so batches add up slowly; nothing is asked row by row.
    assert many[1] <= few[1] + (0 if connection.vendor == "postgresql" else 12)
    assert all(halves.exists(uid) for uid in Box.objects.values_list("uid", flat=True))


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ([], "cột"),
        ([["Tên", "Tuổi"], ["A", "B"]], "Họ và tên"),
        ([HEAD], "dòng"),
        ([[*HEAD, "Họ và tên"], ["A"]], "hai lần"),
        ([HEAD, *[["A"]] * 2001], "quá dài"),
        ([HEAD, [""] * 60 + ["x"]], "quá rộng"),
    ],
)
def test_a_list_that_is_none_is_refused_with_what_to_do(house: House, lines: list[list[Any]], word: str) -> None:
    with pytest.raises(Refused) as refusal:
        look(house, raw(lines))
    assert word in str(refusal.value)
