"""Two cases of one person become one: what either holds is in the one that is kept, the other only says where."""

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, CaseState, Outcome, TransferState
from lanhmanh.cases.policies import IN_USE, may_merge
from lanhmanh.cases.rules.course import names
from lanhmanh.cases.rules.merging import Clash, clash
from lanhmanh.cases.selectors.course import running_of
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.merging import runs_of
from lanhmanh.cases.services.finding import index_person
from lanhmanh.cases.services.merging_parts import carry_course, carry_files, carry_rows, carry_twins, carry_words, rest
from lanhmanh.cases.services.standing import hold
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.services import destroy_box
from lanhmanh.law.calendars import local_day

SHORTEST = 15
REASON = sentence("Ghi vì sao biết là một người (ít nhất 15 ký tự), ví dụ: cùng số định danh, người đó xác nhận.")
SAME = sentence("Chọn hai hồ sơ khác nhau.")
ELSEWHERE = sentence(
    "Hai hồ sơ ở hai đơn vị: đề nghị chuyển một hồ sơ sang đơn vị kia trước, tiếp nhận xong thì gộp ở đó."
)
AT_REST = sentence("Hồ sơ %(case)s không gộp được nữa: %(state)s.")
KEEP_OPEN = sentence("Hồ sơ %(case)s đã kết thúc, hồ sơ kia đang hỗ trợ: giữ lại hồ sơ đang hỗ trợ.")
RESTRICTED = sentence(
    "Người trong hồ sơ %(case)s đã yêu cầu hạn chế xử lý: chỉ gộp sau khi bỏ hạn chế theo ý người đó."
)
WAITS = sentence("Hồ sơ %(case)s đang chờ đơn vị khác tiếp nhận: rút lại đề nghị chuyển trước khi gộp.")
ASKED = sentence("Hồ sơ %(case)s có yêu cầu của người được hỗ trợ chưa trả lời: trả lời trước khi gộp.")
SHARED = sentence(
    "Hồ sơ %(case)s có nội dung vừa chia sẻ hôm nay, phiếu còn lập được đến hết ngày: gộp từ ngày mai, hoặc giữ lại "
    "chính hồ sơ đó."
)
TWO_RUN = sentence(
    "Một người không thể ở hai diện cùng lúc: hồ sơ %(kept)s đang là “%(own)s”, hồ sơ %(other)s đang là “%(their)s”. "
    "Ghi kết thúc đợt không còn đúng rồi gộp."
)
RUNS_BESIDE = sentence(
    "Hồ sơ %(other)s đang có đợt “%(their)s”, trùng ngày với một đợt đã kết thúc của hồ sơ %(kept)s: giữ lại hồ sơ "
    "%(other)s."
)


@transaction.atomic
def merge_cases(*, actor: Actor, keys: Keys, kept: Case, other: Case, reason: str) -> Case:
    """Lay a case into another of the same person: closed anew with its key, counted once; the own key is destroyed.

    :raises NotAllowed: the actor does not answer for the cases' unit.
    :raises NotOpened: the actor did not open both.
    :raises Refused: something waits in one of them, their courses cannot be one, or no reason is given.
    :raises Unopened: a row of either was changed, moved or rolled back.
    """
    if not (may_merge(actor, kept) and may_merge(actor, other)):
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))
    why = tidy(reason, REASON, least=SHORTEST, most=1000)
    check_apart(kept, other)
    mine, theirs = _held(actor, keys, kept, other)
    check_merging(mine.case, theirs.case)
    fields = carry_words(mine, theirs)
    mine.write({"merged": why}, record=theirs.case.uid)
    carry_files(mine, theirs)
    carry_course(mine.case, theirs.case)
    carry_rows(mine.case, theirs.case)
    carry_twins(actor, mine.case, theirs.case)
    rest(mine, theirs.case)
    _lay_down(theirs.case, mine.case)
    index_person(keys.index, mine.case, mine.words(), mine.case.unit.uid)
    _told(actor, mine.case, theirs.case, fields)
    return mine.case


def check_apart(kept: Case, other: Case) -> None:
    """Pass where these are two cases of one unit.

    :raises Refused: they are not.
    """
    if kept.pk == other.pk:
        raise Refused(SAME)
    if kept.unit_id != other.unit_id:
        raise Refused(ELSEWHERE)


def check_merging(kept: Case, other: Case) -> None:
    """Pass where nothing stands against laying one case into another.

    :raises Refused: something does; the sentence says what to do first.
    """
    check_apart(kept, other)
    for case in (kept, other):
        _check_still(case)
    if kept.state != CaseState.OPEN and other.state == CaseState.OPEN:
        raise Refused(KEEP_OPEN, case=str(kept))
    if any(local_day(row.at) == clock.today() for row in other.sharings.order_by("-at")[:1]):
        raise Refused(SHARED, case=str(other))
    _check_courses(kept, other)


def _check_still(case: Case) -> None:
    if case.state not in IN_USE:
        raise Refused(AT_REST, case=str(case), state=case.get_state_display())
    if case.restricted_on is not None:
        raise Refused(RESTRICTED, case=str(case))
    if case.transfers.filter(state=TransferState.ASKED).exists():
        raise Refused(WAITS, case=str(case))
    if case.requests.filter(outcome=Outcome.OPEN).exists():
        raise Refused(ASKED, case=str(case))


def _check_courses(kept: Case, other: Case) -> None:
    found = clash(runs_of(kept), runs_of(other))
    if found is None:
        return
    own, their = running_of(kept), running_of(other)
    words = {"kept": str(kept), "other": str(other), "their": names(their.status) if their else ""}
    if found == Clash.TWO_RUN:
        raise Refused(TWO_RUN, own=names(own.status) if own else "", **words)
    raise Refused(RUNS_BESIDE, **words)


def _held(actor: Actor, keys: Keys, kept: Case, other: Case) -> tuple[Opened, Opened]:
    """Return both opened and locked, in an order that no other merging crosses."""
    held = {case.pk: hold(actor, keys, case, closed=True) for case in sorted((kept, other), key=lambda one: one.pk)}
    return held[kept.pk], held[other.pk]


def _lay_down(other: Case, kept: Case) -> None:
    """Let a case that is empty by now say where it went, and those that went into it before say the same."""
    Case.objects.filter(merged_into=other).update(merged_into=kept)
    other.tokens.all().delete()
    other.closed_on, other.closing = other.closed_on or clock.today(), other.closing or "merged"
    other.state, other.status, other.seal_on, other.erase_on = CaseState.MERGED, "", None, None
    other.merged_into, other.merged_on = kept, clock.today()
    other.version += 1
    other.save()
    destroy_box(box=other.box)


def _told(actor: Actor, kept: Case, other: Case, fields: dict[str, list[int]]) -> None:
    facts = {"case": other.uid, "number": str(other), "carried": fields}
    record(actor=actor, verb="case.merged", on=kept, unit_id=kept.unit_id, **facts)
    record(actor=actor, verb="case.merged_away", on=other, unit_id=other.unit_id, case=kept.uid, number=str(kept))
