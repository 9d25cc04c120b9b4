"""Two cases of one person become one: nothing is lost, nothing stays behind, nothing counts twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import roles
from lanhmanh.audit.models import Event
from lanhmanh.cases import access
from lanhmanh.cases.figures import compute
from lanhmanh.cases.models import (
    Assignment,
    Attachment,
    Case,
    Consent,
    Episode,
    Opening,
    PersonRequest,
    Secret,
    Token,
    Transfer,
    Twin,
    of_person,
)
from lanhmanh.cases.policies import may_merge, visible
from lanhmanh.cases.selectors.attachments import file_of
from lanhmanh.cases.selectors.door import NotOpened, Opened
from lanhmanh.cases.selectors.merging import beside, heir, taken_in
from lanhmanh.cases.services import (
    MeasureData,
    accept_transfer,
    add_attachment,
    ask_transfer,
    change_person,
    end_episode,
    open_case,
    record_measure,
    search_cases,
    start_episode,
)
from lanhmanh.cases.services.consents import give_consent, withdraw_consent
from lanhmanh.cases.services.merging import merge_cases
from lanhmanh.cases.services.requests import Asked, answer_request, receive_request
from lanhmanh.cases.services.retention import erase_now, is_held, put_off
from lanhmanh.cases.services.sharing import SharingData, share
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring import halves
from lanhmanh.keyring.access import NoKey
from lanhmanh.keyring.models import UnitKey
from tests.accounts.test_access import reaches
from tests.cases.vault.canaries import Canaries, everything, filled, lived, me
from tests.cases.vault.conftest import NOW, House
from tests.factories import make_actor
from tests.factories.vault import visit

WHY = "Cùng số định danh, người đó xác nhận là một người"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    """Let whoever answers for cases in without a code."""
    settings.DEMO = True


@pytest.fixture
def tomorrow(house: House) -> Iterator[House]:
    """Hold the clock on the next day, on which what was shared yesterday is printed no more."""
    with clock.at(NOW + timedelta(days=1)):
        yield house


def opened(house: House, *cases: Case, by: Any = None) -> list[Opened]:
    who = by or house.supervisor
    reason = "Xem hai hồ sơ có phải của một người"
    return [
        open_case(
            actor=who.actor, keys=who.keys, case=Case.objects.get(pk=one.pk), purpose="support", reason=reason
        ) for one in cases
    ]  # fmt: skip


def two(house: House, **other: str) -> tuple[Case, Case]:
    """Return two cases of the commune, both opened by whoever answers for them."""
    kept = house.case(full_name="Nguyễn Văn Thử", birth_date="1990", id_number="075090001234")
    gone = house.case(**{"full_name": "Nguyễn Văn Thảo", "birth_date": "1990", "phone": "0909123456", **other})
    opened(house, kept, gone)
    return kept, gone


def merged(house: House, kept: Case, other: Case, reason: str = WHY) -> Case:
    merge_cases(**me(house.supervisor), kept=kept, other=other, reason=reason)
    other.refresh_from_db()
    return Case.objects.get(pk=kept.pk)


def refused(house: House, kept: Case, other: Case) -> str:
    with pytest.raises(Refused) as told, transaction.atomic():
        merged(house, kept, other)
    assert Case.objects.filter(pk__in=(kept.pk, other.pk)).exclude(state="merged").count() == 2
    return str(told.value)


def texts(found: Opened, record: str = "") -> set[str]:
    rows = Secret.objects.filter(box=found.case.box, **({"record": record} if record else {}))
    keyed = {"box": found.case.box, "key": found.key}
    return {
        text for one in set(rows.values_list("record", flat=True))
        for told in access.told(**keyed, record=one).values() for text in told
    }  # fmt: skip


def contents(found: Opened) -> set[bytes]:
    return {file_of(found, row)[2] for row in Attachment.objects.filter(case=found.case)}


@pytest.mark.deep
def test_nothing_of_either_is_lost_and_nothing_of_one_is_readable_elsewhere(
    tomorrow: House, django_capture_on_commit_callbacks: Any
) -> None:
    house, canary = tomorrow, Canaries()
    with clock.at(NOW):
        cases = [filled(house, canary), filled(house, canary)]
        for case in cases:
            lived(house, case, canary)
    before = opened(house, *cases)
    words, files = [texts(one) for one in before], [contents(one) for one in before]
    rows = [
        {model: set(model.objects.filter(case=one.case).values_list("pk", flat=True)) for model in CARRIED}
        for one in before
    ]
    with django_capture_on_commit_callbacks(execute=True):
        kept = merged(house, *cases)
    [after] = opened(house, kept)
    assert words[0] | words[1] <= texts(after)
    assert files[0] | files[1] == contents(after)
    for model in CARRIED:
        assert rows[0][model] | rows[1][model] <= set(
            model.objects.filter(of_person(kept)).values_list("pk", flat=True)
        )
    gone = Case.objects.select_related("box").get(pk=cases[1].pk)
    assert not Secret.objects.filter(box=gone.box).exists() and not Token.objects.filter(case=gone).exists()
    assert not halves.exists(gone.box.uid) and not gone.box.seals.exists()
    with pytest.raises(NoKey):
        house.supervisor.keys.open_box(gone.box)
    assert not canary.found(everything())


CARRIED = (Attachment, Episode, Consent, PersonRequest, Opening, Transfer)


def test_what_differs_becomes_an_earlier_version_and_a_name_is_found_again(house: House) -> None:
    kept, gone = two(house, id_number="272333444")
    after = opened(house, merged(house, kept, gone))[0]
    assert after.words()["full_name"] == "Nguyễn Văn Thử"
    assert [text for _number, text in after.versions_of("id_number")] == ["075090001234", "272333444", "075090001234"]
    assert after.words()["phone"] == "0909123456"
    chief = house.supervisor
    hits = search_cases(actor=chief.actor, keys=chief.keys, words="Thảo").cases
    assert [one.pk for one in hits] == [kept.pk]


def test_two_names_written_otherwise_are_both_found(house: House) -> None:
    kept, gone = two(house, full_name="Trần Thị Hoa")
    after = opened(house, merged(house, kept, gone))[0]
    assert after.words()["other_names"] == "Trần Thị Hoa"
    hits = search_cases(**me(house.supervisor), words="Trần Thị Hoa").cases
    assert [one.pk for one in hits] == [kept.pk]


def test_the_address_leads_on_for_who_may_know_and_to_nothing_for_strangers(house: House) -> None:
    kept, gone = two(house)
    merged(house, kept, gone)
    answer = visit(house.worker).get(f"/ho-so/{gone.uid}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ho-so/{kept.uid}/")
    stranger = visit(house.neighbour)
    found, none = stranger.get(f"/ho-so/{gone.uid}/"), stranger.get("/ho-so/01ARZ3NDEKTSV4RRFFQ69G5FAV/")
    assert (found.status_code, none.status_code) == (404, 404)
    assert heir(house.neighbour.actor, gone.uid) is None
    for tail in ("sua/", "chuyen/", "phan-cong/", "viec/", "gop/", f"gop/{kept.uid}/"):
        assert visit(house.supervisor).get(f"/ho-so/{gone.uid}/{tail}").status_code == 404, tail
    assert not visible(house.supervisor.actor).filter(pk=gone.pk).exists()


def test_both_trails_tell_of_it_without_a_word(house: House) -> None:
    kept, gone = two(house)
    merged(house, kept, gone)
    told = {row.verb: row for row in Event.objects.filter(verb__startswith="case.merged")}
    assert told["case.merged"].object_uid == kept.uid and told["case.merged_away"].object_uid == gone.uid
    assert not any(word in row.facts for row in told.values() for word in (WHY, "Thảo", "0909"))


def test_the_reason_stands_in_the_kept_case(house: House) -> None:
    kept, gone = two(house)
    [one] = taken_in(Case.objects.get(pk=kept.pk), opened(house, merged(house, kept, gone))[0])
    assert (one.case.pk, one.reason, one.runs) == (gone.pk, WHY, ())
    third = house.case(full_name="Lê Văn Khác")
    opened(house, third)
    assert "15" in refused_reason(house, kept, third)


def refused_reason(house: House, kept: Case, other: Case) -> str:
    with pytest.raises(Refused) as told, transaction.atomic():
        merged(house, kept, other, "ngắn")
    return str(told.value)


def test_a_case_that_took_one_in_may_go_into_a_third_and_all_lead_there(house: House) -> None:
    first, second = two(house)
    third = house.case(full_name="Lê Văn Khác")
    opened(house, third)
    merged(house, first, second)
    last = merged(house, third, first)
    assert set(last.absorbed.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert len(taken_in(last)) == 2
    assert heir(house.worker.actor, second.uid) == last


def test_the_database_keeps_merged_cases_where_they_went(house: House) -> None:
    kept, gone = two(house)
    third = house.case(full_name="Lê Văn Khác")
    merged(house, kept, gone)
    today = {"closed_on": TODAY, "closing": "merged", "merged_on": TODAY}
    for pk, change in (
        (gone.pk, {"state": "open", "closed_on": None, "closing": "", "merged_into": None, "merged_on": None}),
        (gone.pk, {"merged_into": None}),
        (third.pk, {"state": "merged", **today}),
        (third.pk, {"merged_into": kept.pk}),
        (third.pk, {"state": "merged", "merged_into": third.pk, **today}),
        (third.pk, {"state": "merged", "merged_into": gone.pk, **today}),
        (kept.pk, {"state": "merged", "merged_into": third.pk, **today}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.filter(pk=pk).update(**change)


@pytest.mark.once
def test_only_who_answers_for_the_unit_may_merge(house: House) -> None:
    case = house.case()
    for role in roles():
        for home in ("commune", "district", "province", "sibling"):
            scopes = roles()[role].grants.get(P.CASE_SUPERVISE, ())
            allowed = any(reaches(scope, home, "commune") for scope in scopes)
            assert may_merge(make_actor(role, getattr(house.world, home)), case) is allowed, (role, home)


def test_a_worker_merges_nothing_nor_does_who_did_not_open_both(house: House) -> None:
    kept, gone = house.case(), house.case(full_name="Lê Văn Khác")
    opened(house, kept, gone, by=house.worker)
    with pytest.raises(NotAllowed):
        merge_cases(**me(house.worker), kept=kept, other=gone, reason=WHY)
    opened(house, kept)
    with pytest.raises(NotOpened):
        merge_cases(**me(house.supervisor), kept=kept, other=gone, reason=WHY)


def test_what_waits_in_either_is_settled_first(house: House) -> None:
    kept, gone = two(house)
    with pytest.raises(Refused, match="hai hồ sơ khác nhau"):
        merged(house, kept, kept)
    asked = receive_request(
        **me(house.supervisor), unit=gone.unit, case=gone, asked=Asked("see", TODAY, "Chính người đó", "Xin xem")
    )
    assert "chưa trả lời" in refused(house, kept, gone) and "chưa trả lời" in refused(house, gone, kept)
    answer_request(**me(house.supervisor), request=asked, outcome="done")
    handed = SharingData("health", "health", ("full_name",), "assignment", "Bác sĩ Bình", "QĐ 118/QĐ-UBND ngày 1/6")
    share(**me(house.supervisor), case=gone, data=handed)
    assert "chia sẻ hôm nay" in refused(house, kept, gone)
    ask_transfer(**me(house.supervisor), case=kept, to_unit=house.world.sibling.uid, words="Chuyển chỗ ở sang bên")
    assert "rút lại đề nghị" in refused(house, gone, kept)
    Transfer.objects.filter(case=kept).update(state="taken_back", decided_at=NOW, decided_by=house.worker.user)
    Case.objects.filter(pk=kept.pk).update(restricted_on=TODAY)
    with pytest.raises(Refused, match="hạn chế"):
        merged(house, gone, kept)
    Case.objects.filter(pk=kept.pk).update(restricted_on=None)
    Case.objects.filter(pk=kept.pk).update(state="closed", closed_on=TODAY, closing="done")
    assert "giữ lại hồ sơ đang hỗ trợ" in refused(house, kept, gone)
    assert merged(house, gone, kept).state == "open"


def test_a_case_of_another_unit_comes_by_transfer_first(house: House) -> None:
    kept, far = house.case(), house.case(by=house.neighbour)
    opened(house, kept)
    opened(house, far, by=house.neighbour)
    with pytest.raises(NotAllowed):
        merged(house, kept, far)
    ask_transfer(**me(house.neighbour), case=far, to_unit=kept.unit.uid, words="Người này đã có hồ sơ ở phường bên")
    near = accept_transfer(**me(house.supervisor), case=far)
    assert beside(near) == [kept]
    opened(house, near)
    merged(house, kept, near)
    assert Twin.objects.get().same is True
    assert beside(Case.objects.get(pk=kept.pk)) == []


def course(house: House, case: Case, *runs: tuple[str, date, date | None]) -> None:
    """Let a case go through statuses as they are given."""
    Case.objects.filter(pk=case.pk).update(ground="asked")
    for status, first, last in runs:
        episode = start_episode(**me(house.supervisor), case=case, status=status, on=first, anew=True)
        if last:
            end_episode(**me(house.supervisor), episode=episode, ending="wish", on=last)


def test_runs_are_laid_in_their_order_and_one_told_twice_counts_once(house: House) -> None:
    kept, gone = two(house)
    Case.objects.filter(pk__in=(kept.pk, gone.pk)).update(opened_on=date(2021, 1, 1))
    first, second, third = date(2021, 2, 1), date(2021, 5, 1), date(2021, 9, 1)
    course(house, kept, ("leaving", first, second), ("leaving", third, None))
    course(house, gone, ("leaving", second, date(2021, 7, 1)), ("leaving", date(2021, 10, 1), None))
    case = merged(house, kept, gone)
    rows = list(case.episodes.order_by("number").values_list("number", "started_on", "came_from"))
    assert rows == [(1, first, None), (2, second, gone.pk), (3, third, None)]
    assert case.status == "leaving"
    behind = Episode.objects.get(case=gone)
    assert behind.ended_on == TODAY and not behind.deadlines.filter(done_on=None, dropped=False).exists()
    assert len(taken_in(case)[0].runs) == 1
    page = visit(house.supervisor)
    opened(house, case)
    assert page.get(f"/ho-so/{case.uid}/").status_code == 200


def test_two_statuses_at_once_are_refused_with_the_way(house: House) -> None:
    kept, gone = two(house)
    course(house, kept, ("leaving", TODAY, None))
    course(house, gone, ("rehab_home", TODAY, None))
    assert "hai diện cùng lúc" in refused(house, kept, gone)


def test_the_person_is_counted_once_and_what_was_done_where_it_was_done(house: House) -> None:
    with clock.at(NOW - timedelta(days=100)):
        kept, far = house.case(), house.case(by=house.neighbour)
        opened(house, far, by=house.neighbour)
        day = clock.today()
        record_measure(**me(house.neighbour), case=far, data=MeasureData(kind="visit", on=day))
        ask_transfer(**me(house.neighbour), case=far, to_unit=kept.unit.uid, words="Người này đã có hồ sơ ở bên")
    past = {"first": date(2021, 9, 1), "last": date(2021, 9, 30)}
    now = {"first": date(2021, 12, 1), "last": date(2021, 12, 31)}
    with clock.at(NOW - timedelta(days=1)):
        near = accept_transfer(**me(house.supervisor), case=far)
    opened(house, kept, near)
    UnitKey.objects.update(created_at=NOW - timedelta(days=200))
    here, there = [kept.unit_id], [house.world.sibling.pk]
    assert compute(unit_ids=here, **now)["cases.open"] == 2
    merged(house, kept, near)
    assert compute(unit_ids=here, **now)["cases.open"] == 1
    assert compute(unit_ids=here + there, **past)["cases.opened_ever"] == 1
    assert compute(unit_ids=there, **past)["cases.visit_times"] == 1, "who went there counts it"
    assert compute(unit_ids=here, **past)["cases.visit_times"] == 0
    assert compute(unit_ids=here, first=date(2021, 9, 1), last=date(2021, 12, 31))["cases.visit_times"] == 1


@pytest.mark.deep
def test_consents_sharings_and_what_was_put_off_hold_on(tomorrow: House) -> None:
    house = tomorrow
    with clock.at(NOW):
        kept, gone = two(house)
        for case in (kept, gone):
            agreed = {"purpose": "health", "given_on": TODAY, "by_representative": False, "proof": "Giấy đồng ý"}
            give_consent(**me(house.supervisor), case=case, **agreed)
        shared = share(
            **me(house.supervisor), case=gone,
            data=SharingData("health", "health", ("full_name",), "consent", "Bác sĩ Bình"),
        )  # fmt: skip
        for case in (kept, gone):
            days = {"seal_on": TODAY + timedelta(days=30), "erase_on": TODAY + timedelta(days=60)}
            Case.objects.filter(pk=case.pk).update(state="closed", closed_on=TODAY, closing="done", **days)
        until = TODAY + timedelta(days=900)
        put_off(
            **me(house.supervisor), case=gone, until=until, ground="complaint", reason="Đang giải quyết khiếu nại"
        )  # fmt: skip
    opened(house, kept, gone)
    case = merged(house, kept, gone)
    assert is_held(case) and case.erase_on is not None and case.erase_on >= until
    assert case.consents.filter(withdrawn_on=None).count() == 2
    client = visit(house.supervisor)
    for tail in ("", "dong-y/", "chia-se/", f"chia-se/{shared.uid}/", "lich-su/phone/"):
        assert client.get(f"/ho-so/{case.uid}/{tail}").status_code == 200, tail
    [found] = opened(house, case)
    withdraw_consent(**me(house.supervisor), consent=found.case.consents.filter(came_from=gone).get())
    assert not case.consents.filter(withdrawn_on=None).exists()


def test_who_worked_on_either_works_on_the_kept_one(house: House) -> None:
    kept, gone = two(house)
    Assignment.objects.filter(case=gone).update(user=house.colleague.user)
    case = merged(house, kept, gone)
    at_work = Assignment.objects.filter(case=case, valid_to=None).values_list("user_id", flat=True)
    assert set(at_work) == {house.worker.user.pk, house.colleague.user.pk}
    assert not Assignment.objects.filter(case=gone, valid_to=None).exists()


def test_erasing_the_kept_case_erases_what_it_took_in(house: House) -> None:
    kept, gone = two(house)
    add_attachment(**me(house.supervisor), case=gone, name="giay.txt", content=b"noi dung")
    case = merged(house, kept, gone)
    with transaction.atomic():
        erase_now(actor=house.supervisor.actor, case=case)
    assert not Secret.objects.filter(box__in=(kept.box, gone.box)).exists()
    assert not Attachment.objects.filter(case__in=(kept, gone)).exists()


@pytest.mark.deep
def test_the_pages_show_masked_names_until_both_are_open_and_merge(house: House) -> None:
    kept, gone = house.case(), house.case(full_name="Lê Văn Khác", phone="0909123456")
    client, address = visit(house.supervisor), f"/ho-so/{gone.uid}/gop/{kept.uid}/"
    chosen = client.post(f"/ho-so/{gone.uid}/gop/", {"number": str(kept)})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, address)
    for wrong in ("", "9/9", "x", "0" * 21, "1/2021/3", str(gone), "٣/2021"):
        assert client.post(f"/ho-so/{gone.uid}/gop/", {"number": wrong}).status_code == 422, wrong
    shut = client.get(address).content.decode()
    assert "0909123456" not in shut and "N. V. T." in shut and 'name="reason"' not in shut
    opened(house, kept, gone)
    assert "0909123456" in client.get(address).content.decode()
    assert client.post(address, {"keep": gone.uid, "reason": "ngắn"}).status_code == 422
    done = client.post(address, {"keep": gone.uid, "reason": WHY})
    assert (done.status_code, done.headers["Location"]) == (302, f"/ho-so/{gone.uid}/")
    kept.refresh_from_db()
    assert kept.merged_into_id == gone.pk
    assert str(kept) in client.get(f"/ho-so/{gone.uid}/").content.decode()


@pytest.mark.deep
def test_a_number_that_another_case_bears_leads_to_merging(house: House) -> None:
    kept, gone = two(house)
    client, told = visit(house.supervisor), {"full_name": "Nguyễn Văn Thảo", "birth_date": "1990", "sex": "male"}
    told |= {"id_number": "075090001234", "ground": "QĐ 118/QĐ-UBND", "version": "1"}
    page = client.post(f"/ho-so/{gone.uid}/sua/", told)
    assert page.status_code == 422
    assert f"/ho-so/{gone.uid}/gop/{kept.uid}/" in page.content.decode()


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(5))
def test_whatever_two_cases_hold_is_in_the_kept_one(tomorrow: House, seed: int) -> None:
    house, draw = tomorrow, Random(seed)
    with clock.at(NOW):
        cases = [house.case(full_name=f"Người {seed} {name}") for name in "AB"]
        opened(house, *cases)
        for case in cases:
            for number in range(draw.randrange(6)):
                lived_at_random(house, case, draw, f"{case.pk}-{number}")
    before = opened(house, *cases)
    words, files = [texts(one) for one in before], [contents(one) for one in before]
    counts = [(one.case.measures.count(), one.case.consents.count()) for one in before]
    draw.shuffle(cases)
    kept = merged(house, *cases)
    [after] = opened(house, kept)
    assert words[0] | words[1] <= texts(after)
    assert files[0] | files[1] == contents(after)
    assert (kept.measures.count(), kept.consents.count()) == tuple(map(sum, zip(*counts, strict=True)))
    assert kept.episodes.filter(ended_on=None).count() <= 1
    numbers = list(kept.episodes.order_by("started_on").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def lived_at_random(house: House, case: Case, draw: Random, word: str) -> None:
    """Let something happen in a case, with words that occur nowhere else."""
    who = me(house.supervisor)
    match draw.randrange(5):
        case 0:
            record_measure(**who, case=case, data=MeasureData(kind="visit", on=TODAY, words=f"thăm {word}"))
        case 1:
            add_attachment(**who, case=case, name=f"tep-{word}.txt", content=word.encode())
        case 2:
            told = {"notes": f"ghi {word}", "full_name": f"Tên {word}"}
            version = Case.objects.get(pk=case.pk).version
            change_person(**who, case=case, words=told, sex="male", version=version)
        case 3:
            purpose = draw.choice(("health", "job"))
            if not case.consents.filter(purpose=purpose).exists():
                agreed = {"given_on": TODAY, "by_representative": False, "proof": f"giấy {word}"}
                give_consent(**who, case=case, purpose=purpose, **agreed)
        case 4 if not case.episodes.exists():
            loan = MeasureData(
                "loan", TODAY, "going", amount=5, source="local", repayment="overdue", words=f"vay {word}"
            )
            record_measure(**who, case=case, data=loan)
            start_episode(**who, case=case, status="rehab_home", on=TODAY, note=f"đợt {word}")
