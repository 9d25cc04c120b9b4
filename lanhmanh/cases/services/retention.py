"""Letting go: a closed case is sealed on its day, and on a later day its identity is destroyed for good."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import SYSTEM, record, record_many
from lanhmanh.audit.services import Actor as Doer
from lanhmanh.cases import access
from lanhmanh.cases.models import (
    Attachment,
    Case,
    CaseState,
    Deadline,
    Episode,
    Hold,
    Outcome,
    PersonRequest,
    Postponement,
    Secret,
    Token,
    of_person,
)
from lanhmanh.cases.rules.rights import dues
from lanhmanh.cases.selectors.terms import kept
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.models import Box
from lanhmanh.keyring.services import destroy_box

BATCH = 200
LONGEST_HOLD = timedelta(days=5 * 366)
WITHDRAWN = "wish"
GROUND = sentence("Chọn căn cứ hoãn trong danh sách.")
REASON = sentence("Nêu lý do hoãn (ít nhất 15 ký tự), ví dụ số, ngày của văn bản yêu cầu.")
NOT_LATER = sentence("Ngày mới phải sau ngày xóa đang định (%(day)s).")
TOO_LATE = sentence("Mỗi lần hoãn không quá 5 năm: chọn ngày gần hơn, hoãn tiếp khi cần.")
NOT_AT_REST = sentence("Chỉ hoãn xóa danh tính của hồ sơ đã kết thúc và đã định ngày.")


@dataclass(frozen=True, slots=True)
class Done:
    """Hold how many cases were given their days, sealed, erased, and how many requests without a case were erased."""

    dated: int = 0
    sealed: int = 0
    erased: int = 0
    requests: int = 0

    def __bool__(self) -> bool:
        """Test whether anything was done."""
        return any((self.dated, self.sealed, self.erased, self.requests))

    def __add__(self, more: "Done") -> "Done":
        """Return the sums."""
        return Done(
            self.dated + more.dated, self.sealed + more.sealed, self.erased + more.erased, self.requests + more.requests
        )


def apply_retention(*, actor: Doer = SYSTEM, day: date, batch: int = BATCH) -> Done:
    """Seal and erase what is due on a day, in transactions of `batch` cases; again on the same day does nothing."""
    done = Done()
    while step := _step(actor=actor, day=day, batch=batch):
        done += step
    return done


@transaction.atomic
def _step(*, actor: Doer, day: date, batch: int) -> Done:
    """Take the next cases of each kind through their day."""
    undated = list(_closed().filter(seal_on=None)[:batch])
    for case in undated:
        date_rest(case)
    due = list(_closed().filter(seal_on__lte=day)[:batch])
    for case in due:
        case.state, case.sealed_on = CaseState.SEALED, day
        case.save(update_fields=["state", "sealed_on"])
    gone = list(erasable(day).select_for_update(of=("self",)).select_related("box")[:batch])
    for case in gone:
        _erase(case, day)
    strays = list(answered_without_case(day)[:batch])
    for one in strays:
        _empty(one.box)
    record_many(actor=actor, verb="case.sealed", told=[(case, case.unit_id, {}) for case in due])
    record_many(actor=actor, verb="case.erased", told=[(case, case.unit_id, {}) for case in gone])
    record_many(actor=actor, verb="request.erased", told=[(one, one.unit_id, {}) for one in strays])
    return Done(len(undated), len(due), len(gone), len(strays))


def erasable(day: date) -> QuerySet[Case]:
    """Return the sealed cases whose day of erasure came, unless it was put off or the person waits for an answer."""
    waits = PersonRequest.objects.filter(case=OuterRef("pk"), outcome=Outcome.OPEN)
    held = Postponement.objects.filter(of_person(OuterRef("pk")), until__gt=day)
    return Case.objects.filter(~Exists(waits), ~Exists(held), state=CaseState.SEALED, erase_on__lte=day).order_by("pk")


def answered_without_case(day: date) -> QuerySet[PersonRequest]:
    """Return the answered requests in a box of their own that have been kept for as long as a closed case is."""
    long_ago = [
        one for one in _strays() if one.answered_on and kept(one.unit_id, "", "", one.answered_on).erase_on <= day
    ]
    return PersonRequest.objects.filter(pk__in=[one.pk for one in long_ago]).select_related("box").order_by("pk")


def date_rest(case: Case) -> None:
    """Give a closed case the days on which it is sealed and erased, by how its last status ended; it is locked."""
    assert case.closed_on is not None  # noqa: S101 - a closed case has its day
    last = case.episodes.exclude(ended_on=None).order_by("number").last()
    told = (last.status, last.ending) if last else ("", case.closing)
    days = kept(case.unit_id, *told, case.closed_on)
    case.seal_on, case.erase_on = days.seal_on, days.erase_on
    case.save(update_fields=["seal_on", "erase_on"])


@transaction.atomic
def put_off(*, actor: Actor, keys: Keys, case: Case, until: date, ground: str, reason: str) -> Postponement:
    """Put the erasure of a case off to a later day, on a ground and for a reason that stay on record.

    :raises Refused: no such ground, no reason, no later day, or the case is not at rest.
    :raises NotAllowed: the actor is not in charge of cases at this unit.
    """
    require(actor, Permission.CASE_SUPERVISE, case.unit_id)
    found = Case.objects.select_for_update(of=("self",)).select_related("box").get(pk=case.pk)
    if found.state not in {CaseState.CLOSED, CaseState.SEALED} or found.erase_on is None:
        raise Refused(NOT_AT_REST)
    if ground not in Hold.values:
        raise Refused(GROUND)
    if until <= max(found.erase_on, clock.today()):
        raise Refused(NOT_LATER, day=f"{found.erase_on:%d/%m/%Y}")
    if until - clock.today() > LONGEST_HOLD:
        raise Refused(TOO_LATE)
    words, key = tidy(reason, REASON, least=15), keys.open_box(found.box)
    made = Postponement.objects.create(
        case=found, before=found.erase_on, until=until, recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
    )  # fmt: skip
    access.write(box=found.box, key=key, record=made.uid, fields={"reason": words, "ground": ground})
    found.erase_on = until
    found.save(update_fields=["erase_on"])
    facts = {"before": made.before.isoformat(), "until": until.isoformat()}
    record(actor=actor, verb="case.erasure_put_off", on=found, unit_id=found.unit_id, **facts)
    return made


def is_held(case: Case) -> bool:
    """Test whether the erasure of a case was put off beyond today."""
    return Postponement.objects.filter(of_person(case), until__gt=clock.today()).exists()


def end_by_withdrawal(*, actor: Actor, case: Case) -> None:
    """Close a case that rests on nothing but a consent that was withdrawn; part of a service, the case is locked.

    It is sealed at once. Nothing else lets it be kept, so it is erased as if that had been asked today.
    """
    today = clock.today()
    if case.state == CaseState.OPEN:
        for episode in Episode.objects.filter(case=case, ended_on=None):
            episode.ended_on, episode.ending = max(today, episode.started_on), WITHDRAWN
            episode.save(update_fields=["ended_on", "ending"])
            Deadline.objects.filter(episode=episode, done_on=None).update(dropped=True)
        case.state, case.closed_on, case.closing, case.status = CaseState.CLOSED, today, WITHDRAWN, ""
        record(actor=actor, verb="case.ended_by_withdrawal", on=case, unit_id=case.unit_id)
    if case.state == CaseState.CLOSED:
        case.seal_on = min(case.seal_on or today, today)
    case.erase_on = min(case.erase_on or date.max, dues("erase", today).answer)
    case.save(update_fields=["state", "closed_on", "closing", "status", "seal_on", "erase_on"])


def erase_now(*, actor: Actor, case: Case) -> None:
    """Erase the identity of a case today, because the person asked; part of a service, the case is locked."""
    today = clock.today()
    end_by_withdrawal(actor=actor, case=case)
    if case.state == CaseState.CLOSED:
        case.state, case.sealed_on = CaseState.SEALED, today
    case.erase_on = today
    case.save(update_fields=["state", "sealed_on", "erase_on"])
    _erase(case, today)
    record(actor=actor, verb="case.erased", on=case, unit_id=case.unit_id)


def _closed() -> QuerySet[Case]:
    return Case.objects.select_for_update().filter(state=CaseState.CLOSED).order_by("pk")


def _strays() -> QuerySet[PersonRequest]:
    rows = PersonRequest.objects.filter(case=None, box__destroyed_on=None).exclude(outcome=Outcome.OPEN)
    return rows.order_by("pk")


def _erase(case: Case, day: date) -> None:
    Token.objects.filter(case=case).delete()
    Attachment.objects.filter(case=case).delete()
    _empty(case.box)
    case.state, case.status, case.erased_on = CaseState.ERASED, "", day
    case.save(update_fields=["state", "status", "erased_on"])


def _empty(box: Box) -> None:
    """Destroy a box's key and what it closed: what a backup still holds can be opened by nobody."""
    Secret.objects.filter(box=box).delete()
    destroy_box(box=box)
