"""Requests of the person on record: received, acknowledged, extended once, answered, with what the answer entails."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, CaseState, ConsentPurpose, Ground, Outcome, PersonRequest, RequestKind
from lanhmanh.cases.rules.rights import Stands, dues, stands_against_erasure
from lanhmanh.cases.selectors.door import hold_for_person
from lanhmanh.cases.selectors.reach import WORKERS, require_at
from lanhmanh.cases.services.consents import withdraw_all
from lanhmanh.cases.services.numbers import hold_unit
from lanhmanh.cases.services.retention import erase_now, is_held
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import id_of
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.services import make_box
from lanhmanh.units.models import Unit

KIND = sentence("Chọn loại yêu cầu trong danh sách.")
FUTURE = sentence("Ngày nhận chưa đến: xem lại ngày.")
WHO = sentence("Ghi ai yêu cầu, ví dụ họ tên và quan hệ với người được hỗ trợ.")
WORDS = sentence("Ghi nội dung yêu cầu, đúng lời người đó.")
ANSWERED = sentence("Yêu cầu này đã trả lời.")
OUTCOME = sentence("Chọn kết quả trong danh sách.")
REASON = sentence("Nêu lý do (ít nhất 15 ký tự): người yêu cầu có quyền biết vì sao.")
EXTENDED = sentence("Chỉ gia hạn một lần, và yêu cầu này đã gia hạn.")
NOT_EXTENDABLE = sentence("Thời hạn của yêu cầu này không gia hạn được (%(law)s).")
TOO_LATE = sentence("Đã quá hạn trả lời: trả lời ngay, không gia hạn được nữa.")
WHOLE = sentence("Yêu cầu xóa chỉ thực hiện toàn bộ hoặc từ chối, có nêu lý do.")
STANDS = {
    Stands.OPEN: sentence(
        "Chưa xóa được: hồ sơ đang mở theo phân công của Chủ tịch UBND cấp xã, căn cứ này không phụ thuộc đồng ý. Từ "
        "chối, nêu căn cứ đó; danh tính được xóa ngày đã định sau khi hồ sơ kết thúc."
    ),
    Stands.ASSIGNED: sentence(
        "Chưa xóa được: hồ sơ lập theo phân công của Chủ tịch UBND cấp xã còn trong thời gian lưu. Từ chối, nêu căn cứ "
        "đó và ngày xóa đã định."
    ),
    Stands.HELD: sentence("Chưa xóa được: việc xóa đang được hoãn theo căn cứ đã ghi. Từ chối, nêu căn cứ đó."),
}
NOT_RESTRICTED = sentence("Hồ sơ không bị hạn chế xử lý.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a request as it came: from whom, in what words, how to reach who asked."""

    kind: str
    received_on: date
    who: str
    words: str
    contact: str = ""
    # The form that told all this: sent twice it is one request.
    token: str = ""


@transaction.atomic
def receive_request(*, actor: Actor, keys: Keys, unit: Unit, case: Case | None, asked: Asked) -> PersonRequest:
    """Register a request; its words go into the case, or into a box of their own when no case was found.

    The same form sent twice gives the request of the first time.

    :raises Refused: no such kind, a day to come, or words are missing.
    """
    require_at(actor, unit.pk, WORKERS)
    if asked.kind not in RequestKind.values:
        raise Refused(KIND)
    if asked.received_on > clock.today():
        raise Refused(FUTURE)
    words = {"who": tidy(asked.who, WHO, least=2, most=200), "words": tidy(asked.words, WORDS, least=2)}
    words["contact"] = tidy(asked.contact, most=200)
    hold_unit(unit)
    uid = id_of(asked.token, unit.pk, case and case.pk, asked.kind, asked.received_on, sorted(words.items()))
    if before := PersonRequest.objects.filter(uid=uid, unit=unit).first():
        return before
    due = dues(asked.kind, asked.received_on)
    if case is not None:
        held = hold_for_person(actor, keys, case)
        box, key, unit = held.case.box, held.key, held.case.unit
    else:
        box, key = make_box(owner=unit)
    made = PersonRequest.objects.create(
        uid=uid, unit=unit, case=case, box=box, kind=asked.kind, received_on=asked.received_on,
        acknowledge_due=due.acknowledge, answer_due=due.answer,
        recorded_at=clock.now(), recorded_by_id=actor.user_id,
    )  # fmt: skip
    access.write(box=box, key=key, record=made.uid, fields=words)
    _told(actor, "request.received", made, received=made.received_on.isoformat(), due=made.answer_due.isoformat())
    return made


@transaction.atomic
def acknowledge_request(*, actor: Actor, request: PersonRequest) -> PersonRequest:
    """Record that the person was told today that the request arrived. Twice is once."""
    found = _locked(actor, request)
    if found.acknowledged_on is None:
        found.acknowledged_on = clock.today()
        found.save(update_fields=["acknowledged_on"])
        _told(actor, "request.acknowledged", found)
    return found


@transaction.atomic
def extend_request(*, actor: Actor, keys: Keys, request: PersonRequest, reason: str) -> PersonRequest:
    """Extend the time to answer, once and by as much again, for a reason that the person is told.

    :raises Refused: it was extended, the time is over or cannot be extended, or no reason is given.
    """
    found = _locked(actor, request)
    _require_open(found)
    due = dues(found.kind, found.received_on)
    if found.extended:
        raise Refused(EXTENDED)
    if not due.extendable:
        raise Refused(NOT_EXTENDABLE, law=due.source.title)
    if clock.today() > found.answer_due:
        raise Refused(TOO_LATE)
    _write(actor, keys, found, {"extension": tidy(reason, REASON, least=15)})
    found.extended, found.answer_due = True, dues(found.kind, found.received_on, extended=True).answer
    found.save(update_fields=["extended", "answer_due"])
    _told(actor, "request.extended", found, due=found.answer_due.isoformat())
    return found


@transaction.atomic
def answer_request(
    *, actor: Actor, keys: Keys, request: PersonRequest, outcome: str, reason: str = "", purposes: Collection[str] = ()
) -> PersonRequest:
    """Answer a request; what was granted takes effect in the same transaction.

    `purposes` names the consents that are withdrawn, all of them where none is named.

    :raises Refused: no such outcome, no reason where one is due, or a legal ground stands against an erasure.
    """
    found = _locked(actor, request)
    _require_open(found)
    _check_outcome(found, outcome)
    least = 1 if outcome == Outcome.DONE else 15
    words = tidy(reason, "" if outcome == Outcome.DONE else REASON, least=least)
    _write(actor, keys, found, {"answer": words})
    today = clock.today()
    found.outcome, found.answered_on = outcome, today
    found.acknowledged_on = found.acknowledged_on or today
    found.save(update_fields=["outcome", "answered_on", "acknowledged_on"])
    if found.case and outcome in {Outcome.DONE, Outcome.PARTLY}:
        _take_effect(actor, found, found.case, purposes)
    _told(actor, "request.answered", found, outcome=outcome)
    return found


@transaction.atomic
def lift_restriction(*, actor: Actor, keys: Keys, case: Case, reason: str) -> Case:
    """Let a case be worked on again, because the person wishes so or the matter was settled.

    :raises Refused: it is not restricted, or no reason is given.
    """
    held = hold_for_person(actor, keys, case)
    found = Case.objects.select_for_update().get(pk=case.pk)
    if found.restricted_on is None:
        raise Refused(NOT_RESTRICTED)
    held.write({"unrestricted": tidy(reason, REASON, least=15)}, record=found.uid)
    found.restricted_on = None
    found.save(update_fields=["restricted_on"])
    record(actor=actor, verb="case.unrestricted", on=found, unit_id=found.unit_id)
    return found


@transaction.atomic
def note_copy(*, actor: Actor, keys: Keys, case: Case, kind: str) -> None:
    """Put on record that a copy of everything about the person was made as a file; it is kept nowhere here."""
    hold_for_person(actor, keys, case)
    record(actor=actor, verb="case.copied", on=case, unit_id=case.unit_id, kind=kind)


def against_erasure(case: Case) -> Stands | None:
    """Return the ground that stands against erasing a case at the person's wish."""
    return stands_against_erasure(
        is_open=case.state == CaseState.OPEN, assigned=case.ground in {Ground.ASSIGNED, Ground.TEAM}, held=is_held(case)
    )


def _check_outcome(found: PersonRequest, outcome: str) -> None:
    if outcome not in {Outcome.DONE, Outcome.PARTLY, Outcome.REFUSED}:
        raise Refused(OUTCOME)
    if found.kind != RequestKind.ERASE or outcome == Outcome.REFUSED:
        return
    if outcome == Outcome.PARTLY:
        raise Refused(WHOLE)
    if found.case and (stands := against_erasure(found.case)):
        raise Refused(STANDS[stands])


def _take_effect(actor: Actor, found: PersonRequest, about: Case, purposes: Collection[str]) -> None:
    case = Case.objects.select_for_update(of=("self",)).select_related("box").get(pk=about.pk)
    match found.kind:
        case RequestKind.RESTRICT | RequestKind.OBJECT if case.restricted_on is None:
            case.restricted_on = clock.today()
            case.save(update_fields=["restricted_on"])
            record(actor=actor, verb="case.restricted", on=case, unit_id=case.unit_id)
        case RequestKind.WITHDRAW:
            withdraw_all(actor=actor, case=case, purposes=purposes or ConsentPurpose.values)
        case RequestKind.ERASE:
            withdraw_all(actor=actor, case=case, purposes=ConsentPurpose.values)
            case.refresh_from_db()
            erase_now(actor=actor, case=case)


def _write(actor: Actor, keys: Keys, found: PersonRequest, words: dict[str, str]) -> None:
    """Keep words with the request: through the opened case, or the box of its own."""
    if found.case is not None:
        hold_for_person(actor, keys, found.case).write(words, record=found.uid)
    else:
        access.write(box=found.box, key=keys.open_box(found.box), record=found.uid, fields=words)


def _locked(actor: Actor, request: PersonRequest) -> PersonRequest:
    rows = PersonRequest.objects.select_for_update(of=("self",)).select_related("case__box", "case__unit", "box")
    found = rows.get(pk=request.pk)
    require_at(actor, found.holder_id, WORKERS)
    return found


def _require_open(found: PersonRequest) -> None:
    if found.outcome != Outcome.OPEN:
        raise Refused(ANSWERED)


def _told(actor: Actor, verb: str, found: PersonRequest, **facts: str) -> None:
    case = found.case.uid if found.case else ""
    record(actor=actor, verb=verb, on=found, unit_id=found.holder_id, kind=found.kind, case=case, **facts)
