"""Requests, consents and sharings as services: each checks the record, each effect comes with its answer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, CaseState, Consent, PersonRequest, Secret, Sharing
from lanhmanh.cases.selectors.door import AtRest, NotOpened, OnlyLooking, require_opened
from lanhmanh.cases.services import consents, requests, sharing
from lanhmanh.cases.services.requests import Asked
from lanhmanh.cases.services.sharing import Groundless, SharingData
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring import halves
from lanhmanh.keyring.access import NoKey
from tests.cases.rights.world import NOW, TODAY, Rights

WHY = "Người đó nói rõ lý do của mình"


def asked(kind: str, **changes: Any) -> Asked:
    return Asked(
        **{"kind": kind, "received_on": TODAY, "who": "Chính người đó", "words": "Xin được giải quyết", **changes}
    )


def receive(rights: Rights, case: Case | None, kind: str, **changes: Any) -> PersonRequest:
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    return requests.receive_request(**who, unit=rights.world.commune, case=case, asked=asked(kind, **changes))


def agree(rights: Rights, case: Case, purpose: str = "support", **changes: Any) -> Consent:
    given = {"given_on": TODAY, "by_representative": False, "proof": "Bản ký lưu trong tủ", **changes}
    who = {"actor": rights.worker.actor, "keys": rights.worker.keys}
    return consents.give_consent(**who, case=case, purpose=purpose, **given)


def hand_over(rights: Rights, case: Case, **changes: Any) -> Sharing:
    data = {"to": "health", "purpose": "health", "fields": ("full_name", "phone"), "ground": "consent",
            "receiver": "Trạm Y tế phường", "basis": "", **changes}  # fmt: skip
    return sharing.share(actor=rights.worker.actor, keys=rights.worker.keys, case=case, data=SharingData(**data))


@pytest.fixture
def case(rights: Rights) -> Case:
    found = rights.case()
    rights.opened(rights.worker, found)
    return found


def verbs() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("verb", flat=True))


def test_a_request_is_registered_with_the_days_of_the_law_and_its_words_are_secrets(rights: Rights, case: Case) -> None:
    made = receive(rights, case, "see", words="Tôi muốn xem CANARY-1")
    assert (made.acknowledge_due, made.answer_due) == (date(2026, 5, 8), date(2026, 5, 16))
    assert made.box_id == case.box_id
    assert rights.worker.keys.open_box(case.box)
    held = require_opened(rights.worker.actor, rights.worker.keys, case)
    assert held.words(made.uid)["words"] == "Tôi muốn xem CANARY-1"
    assert not any(b"CANARY" in bytes(row.content) for row in Secret.objects.all())
    assert "CANARY" not in "".join(Event.objects.values_list("facts", flat=True))


def test_a_request_without_a_case_has_a_box_of_its_own(rights: Rights) -> None:
    made = receive(rights, None, "copy")
    assert made.case is None
    requests.answer_request(
        actor=rights.chief.actor, keys=rights.chief.keys, request=made, outcome="done", reason="Không có hồ sơ nào"
    )
    made.refresh_from_db()
    assert (made.outcome, made.answered_on, made.acknowledged_on) == ("done", TODAY, TODAY)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "nothing"}, {"received_on": TODAY + timedelta(1)}, {"who": " "}, {"words": ""}, {"words": "x" * 2001}],
)
def test_a_faulty_request_is_refused_with_a_sentence(rights: Rights, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        receive(rights, None, **{"kind": "see", **wrong})
    assert not PersonRequest.objects.exists()


def test_who_is_of_another_unit_or_above_registers_and_answers_nothing(rights: Rights, case: Case) -> None:
    made = receive(rights, case, "see")
    for member in (rights.stranger, rights.above):
        who = {"actor": member.actor, "keys": member.keys}
        with pytest.raises(NotAllowed):
            requests.receive_request(**who, unit=rights.world.commune, case=None, asked=asked("see"))
        with pytest.raises(NotAllowed):
            requests.answer_request(**who, request=made, outcome="done")
        with pytest.raises(NotAllowed):
            requests.acknowledge_request(actor=member.actor, request=made)
        with pytest.raises(NotAllowed):
            requests.extend_request(**who, request=made, reason=WHY)


def test_answering_wants_the_case_opened(rights: Rights, case: Case) -> None:
    made = receive(rights, case, "see")
    with pytest.raises(NotOpened):
        requests.answer_request(actor=rights.chief.actor, keys=rights.chief.keys, request=made, outcome="done")


def test_acknowledged_once_extended_once_answered_once(rights: Rights, case: Case) -> None:
    made, who = receive(rights, case, "see"), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    requests.acknowledge_request(actor=rights.worker.actor, request=made)
    with clock.at(NOW + timedelta(days=1)):
        rights.opened(rights.worker, case)
        again = requests.acknowledge_request(actor=rights.worker.actor, request=made)
        assert again.acknowledged_on == TODAY
        with pytest.raises(Refused):
            requests.extend_request(**who, request=made, reason="ngắn")
        longer = requests.extend_request(**who, request=made, reason=WHY)
        assert longer.answer_due == TODAY + timedelta(days=20)
        with pytest.raises(Refused, match="một lần"):
            requests.extend_request(**who, request=made, reason=WHY)
        for outcome in ("refused", "partly"):
            with pytest.raises(Refused, match="lý do"):
                requests.answer_request(**who, request=made, outcome=outcome)
        requests.answer_request(**who, request=made, outcome="refused", reason=WHY)
        with pytest.raises(Refused, match="đã trả lời"):
            requests.answer_request(**who, request=made, outcome="done")
    assert [verb for verb in verbs() if verb.startswith("request.")] == [
        "request.received", "request.acknowledged", "request.extended", "request.answered"
    ]  # fmt: skip


def test_the_extension_ends_with_the_term(rights: Rights, case: Case) -> None:
    made, who = receive(rights, case, "see"), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    for days, fits in ((10, True), (11, False)):
        with clock.at(NOW + timedelta(days=days)), transaction.atomic():
            rights.opened(rights.worker, case)
            if fits:
                assert requests.extend_request(**who, request=made, reason=WHY).extended
                transaction.set_rollback(True)
            else:
                with pytest.raises(Refused, match="quá hạn"):
                    requests.extend_request(**who, request=made, reason=WHY)


@pytest.mark.parametrize("kind", ["restrict", "object"])
def test_a_restricted_case_is_written_only_for_the_person(rights: Rights, case: Case, kind: str) -> None:
    made, who = receive(rights, case, kind), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    agree(rights, case, "health")
    requests.answer_request(**who, request=made, outcome="done")
    case.refresh_from_db()
    assert case.restricted_on == TODAY
    rights.opened(rights.worker, case, "support")
    with pytest.raises(AtRest, match="hạn chế"):
        require_opened(rights.worker.actor, rights.worker.keys, case)
    with pytest.raises(AtRest):
        agree(rights, case)
    with pytest.raises(Groundless, match="hạn chế"):
        hand_over(rights, case)
    basis = "Cấp cứu tại trạm y tế sáng nay"
    assert hand_over(rights, case, ground="emergency", basis=basis).ground == "emergency"
    with pytest.raises(Refused, match="lý do"):
        requests.lift_restriction(**who, case=case, reason="")
    requests.lift_restriction(**who, case=case, reason=WHY)
    case.refresh_from_db()
    assert require_opened(rights.worker.actor, rights.worker.keys, case)
    with pytest.raises(Refused, match="không bị hạn chế"):
        requests.lift_restriction(**who, case=case, reason=WHY)


def test_a_withdrawn_consent_carries_no_further_sharing(rights: Rights) -> None:
    case = rights.case(ground="assigned")
    rights.opened(rights.worker, case)
    agree(rights, case, "support")
    health = agree(rights, case, "health")
    hand_over(rights, case)
    made, who = receive(rights, case, "withdraw"), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    requests.answer_request(**who, request=made, outcome="partly", reason=WHY, purposes=["health"])
    health.refresh_from_db()
    assert health.withdrawn_on == TODAY
    assert Consent.objects.get(purpose="support").withdrawn_on is None
    with pytest.raises(Groundless, match="Chưa có đồng ý"):
        hand_over(rights, case)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN  # the assignment stands whatever the person agrees to


def test_a_case_that_rests_on_consent_ends_with_it(rights: Rights, case: Case) -> None:
    agree(rights, case, "support")
    made, who = receive(rights, case, "withdraw"), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    case.episodes.create(number=1, status="leaving", law="luat-73-2021", started_on=date(2026, 2, 1), step="started")
    requests.answer_request(**who, request=made, outcome="done")
    case.refresh_from_db()
    assert (case.state, case.closed_on, case.closing) == ("closed", TODAY, "wish")
    assert (case.seal_on, case.erase_on) == (TODAY, TODAY + timedelta(days=20))
    assert case.episodes.get().ended_on == TODAY


def test_consents_are_for_one_purpose_proven_and_never_of_a_minor_alone(rights: Rights) -> None:
    case = rights.case(age_band="16-17")
    key = rights.worker.keys.open_box(case.box)
    access.write(box=case.box, key=key, record=case.uid, fields={"birth_date": "2008-05-07"})
    rights.opened(rights.worker, case)
    for wrong in (
        {"purpose": "anything"}, {"proof": ""}, {"given_on": TODAY + timedelta(1)}, {"by_representative": False},
    ):  # fmt: skip
        with pytest.raises(Refused):
            agree(rights, case, **{"by_representative": True, **wrong})
    made = agree(rights, case, by_representative=True)
    with pytest.raises(Refused, match="Đã có đồng ý"):
        agree(rights, case, by_representative=True)
    with clock.at(NOW + timedelta(days=1)):  # eighteen today
        rights.opened(rights.worker, case)
        alone = agree(rights, case, "job", given_on=TODAY + timedelta(1))
    read = {one.uid: access.read(box=case.box, key=key, record=one.uid) for one in (made, alone)}
    assert read[made.uid]["representative"] and "representative" not in read[alone.uid]
    again = consents.withdraw_consent(actor=rights.worker.actor, keys=rights.worker.keys, consent=made)
    assert again.withdrawn_on == TODAY


def test_sharing_is_only_of_chosen_fields_on_a_ground(rights: Rights, case: Case) -> None:
    with pytest.raises(Groundless, match="Chưa có đồng ý còn hiệu lực cho mục đích “Giới thiệu khám, chữa bệnh”"):
        hand_over(rights, case)
    agree(rights, case, "loan")
    with pytest.raises(Groundless):
        hand_over(rights, case)
    agree(rights, case, "health", given_on=TODAY)
    made = hand_over(rights, case, fields=("full_name", "phone", "full_name"))
    assert (made.shared, made.consent.purpose) == (["full_name", "phone"], "health")
    for wrong in (
        {"fields": ()}, {"fields": ("notes",)}, {"ground": ""}, {"ground": "assignment", "basis": "Quyết định 118/QĐ"},
        {"to": "everybody"}, {"purpose": "gossip"}, {"receiver": ""},
    ):  # fmt: skip
        with pytest.raises(Refused):
            hand_over(rights, case, **wrong)
    assert Sharing.objects.count() == 1
    facts = Event.objects.get(verb="sharing.made").facts
    assert "Trạm Y tế" not in facts


def test_the_database_refuses_a_sharing_without_a_standing_consent(rights: Rights, case: Case) -> None:
    other = rights.case()
    consent = agree(rights, case, "health")
    base = {"to": "health", "purpose": "health", "fields": "full_name", "ground": "consent", "by": rights.worker.user}
    for wrong in (
        {"case": case, "consent": None}, {"case": other, "consent": consent}, {"case": case, "ground": ""},
        {"case": case, "consent": consent, "purpose": "loan"}, {"case": case, "consent": consent, "fields": ""},
        {"case": case, "consent": consent, "to": "everybody"},
        {"case": case, "consent": consent, "ground": "emergency"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Sharing.objects.create(**base | wrong)
    Sharing.objects.create(**base, case=case, consent=consent)
    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sharing.objects.create(**base, case=case, consent=consent)
    with pytest.raises(TypeError):
        Sharing.objects.update(to="bank")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sharing.objects.all()._raw_delete("default")


def test_who_looks_from_above_shares_and_records_nothing(rights: Rights, case: Case) -> None:
    rights.opened(rights.above, case)
    who = {"actor": rights.above.actor, "keys": rights.above.keys}
    data = SharingData("health", "health", ("full_name",), "consent", "Trạm Y tế")
    with pytest.raises(OnlyLooking):
        sharing.share(**who, case=case, data=data)
    with pytest.raises(OnlyLooking):
        consents.give_consent(
            **who, case=case, purpose="support", given_on=TODAY, by_representative=False, proof="Bản ký"
        )
    with pytest.raises(OnlyLooking):
        requests.note_copy(**who, case=case, kind="pdf")


def test_an_erasure_is_done_whole_where_nothing_stands_against_it(
    rights: Rights, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    agree(rights, case)
    made, who = receive(rights, case, "erase"), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    with pytest.raises(Refused, match="toàn bộ"):
        requests.answer_request(**who, request=made, outcome="partly", reason=WHY)
    with django_capture_on_commit_callbacks(execute=True):
        requests.answer_request(**who, request=made, outcome="done")
    case.refresh_from_db()
    assert (case.state, case.erased_on, case.erase_on) == ("erased", TODAY, TODAY)
    assert not Secret.objects.filter(box=case.box).exists()
    assert not case.tokens.exists()
    assert not case.attachments.exists()
    assert not halves.exists(case.box.uid)
    with pytest.raises(NoKey):
        rights.chief.keys.open_box(case.box)
    assert (case.sex, case.age_band, case.unit_id) == ("male", "30-39", rights.world.commune.pk)


@pytest.mark.parametrize(("ground", "says"), [("assigned", "phân công"), ("team", "phân công")])
def test_an_assignment_stands_against_an_erasure(rights: Rights, ground: str, says: str) -> None:
    case = rights.case(ground=ground)
    rights.opened(rights.worker, case)
    made, who = receive(rights, case, "erase"), {"actor": rights.worker.actor, "keys": rights.worker.keys}
    with pytest.raises(Refused, match=says):
        requests.answer_request(**who, request=made, outcome="done")
    requests.answer_request(**who, request=made, outcome="refused", reason=WHY)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_the_database_ties_a_request_to_its_days(rights: Rights) -> None:
    made = receive(rights, None, "see")
    for wrong in (
        {"outcome": "done"}, {"answered_on": TODAY}, {"kind": "gossip"}, {"outcome": "lost", "answered_on": TODAY},
        {"answer_due": date(2026, 1, 1)}, {"acknowledged_on": date(2026, 1, 1)},
        {"outcome": "done", "answered_on": date(2026, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonRequest.objects.filter(pk=made.pk).update(**wrong)


def test_a_request_goes_with_its_case(rights: Rights, case: Case) -> None:
    from lanhmanh.cases.selectors.requests import requests_due, visible
    from lanhmanh.keyring.services import hand_over_box

    made = receive(rights, case, "see")
    hand_over_box(keys=rights.worker.keys, box=case.box, owner=rights.world.sibling)
    Case.objects.filter(pk=case.pk).update(unit=rights.world.sibling, number=99)
    assert not visible(rights.worker.actor).exists()
    assert requests_due(rights.stranger.actor) == [made]
    with pytest.raises(NotAllowed):
        requests.acknowledge_request(actor=rights.worker.actor, request=made)
    assert requests.acknowledge_request(actor=rights.stranger.actor, request=made).acknowledged_on == TODAY
