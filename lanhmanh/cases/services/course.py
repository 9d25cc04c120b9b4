"""The course of a case: episodes begin, take steps, end; a case is closed, and begins anew."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, CaseState, CourseStep, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.rules.course import CLOSED, COMPLETION, DECISION
from lanhmanh.cases.selectors.course import age_of, past_of, running_of, taken_of
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.services.deadlines import drop_all, expected, renew
from lanhmanh.cases.services.standing import hold
from lanhmanh.cases.services.statuses import check_first, check_known, follows_rehab, set_decision
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.law.personal_data import retention
from lanhmanh.law.statuses import Ending, Status, regime, transition, version_on

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Ended:
    """Hold an episode that ended, the ground, and the statuses to which the law says it may lead."""

    episode: Episode
    ending: Ending
    leads_to: tuple[Status, ...]


@transaction.atomic
def start_episode(
    *,
    actor: Actor,
    keys: Keys,
    case: Case,
    status: str,
    on: date,
    anew: bool = False,
    times: int | None = None,
    note: str = "",
) -> Episode:
    """Begin an episode of a status; a case at rest is worked on again.

    After an ending that leads somewhere the status must be one of those; `anew` says that the new course stands on a
    ground of its own. `times` counts rehab that was before the Union knew of it.

    :raises Refused: another episode runs, or the law of the day does not allow it; the article stands in the sentence.
    """
    held = hold(actor, keys, case, closed=True)
    _past_day(on)
    previous = _before(held.case, status, on)
    _check_start(held, previous, status, on, anew=anew)
    made = Episode.objects.create(
        case=held.case, number=held.case.episodes.count() + 1, previous=previous, status=status,
        law=_law(status, on, previous), times=_times(held.case, status, on, times), started_on=on, step="intake",
    )  # fmt: skip
    if held.case.state == CaseState.CLOSED:
        _reopen(actor, held.case)
    _set_status(held.case, status)
    record(actor=actor, verb="episode.started", on=made, unit_id=held.case.unit_id, case=held.case.uid)
    _write_step(held, made, "intake", on, note)
    renew(made)
    return made


@transaction.atomic
def take_step(
    *, actor: Actor, keys: Keys, episode: Episode, step: str, on: date, months: int | None = None, note: str = ""
) -> CourseStep:
    """Take a step of an episode; one taken again or one before puts right what stood there.

    `months` go with a decision.

    :raises Refused: the episode is over, the step does not fit, or the law does not allow the decision.
    """
    held = hold(actor, keys, episode.case)
    episode = _running(episode)
    _past_day(on)
    if on < episode.started_on and step != DECISION:
        raise Refused(_("Ngày của bước này trước ngày bắt đầu đợt hỗ trợ: xem lại ngày."))
    rules.check_step(taken_of(episode), episode.status, step, on)
    before = expected(episode)
    if step == DECISION:
        set_decision(episode, on, months, age_of(held, on))
    made = _write_step(held, episode, step, on, note)
    _settle(episode, step)
    renew(episode, before)
    record(actor=actor, verb="episode.stepped", on=episode, unit_id=held.case.unit_id, case=held.case.uid)
    return made


@transaction.atomic
def complete_stage(*, actor: Actor, keys: Keys, episode: Episode, on: date, note: str = "") -> CourseStep:
    """Complete the next stage of a rehab.

    :raises Refused: no stage is left, or the stages before and the decision are not there.
    """
    done = rules.effective(taken_of(episode), episode.status, on)
    ahead = [one for one in rules.order(episode.status, on) if one.startswith("stage_") and one not in done]
    if not ahead:
        raise Refused(_("Không còn giai đoạn nào phải ghi: xem lại diễn biến."))
    return take_step(actor=actor, keys=keys, episode=episode, step=ahead[0], on=on, note=note)


@transaction.atomic
def end_episode(*, actor: Actor, keys: Keys, episode: Episode, ending: str, on: date, note: str = "") -> Ended:
    """End an episode on a ground of the law, and say what it leads to.

    :raises Refused: the law of the day has no such ground, or what must be done before is not done.
    """
    held = hold(actor, keys, episode.case)
    episode = _running(episode)
    _past_day(on)
    ground = rules.ending_of(episode.status, ending, on=on, age=age_of(held, on))
    done = rules.effective(taken_of(episode), episode.status, on)
    if on < max([episode.started_on, *done.values()]):
        raise Refused(_("Ngày kết thúc trước một bước đã ghi: xem lại ngày."))
    known = regime(episode.law, episode.status)
    if known is not None:
        rules.check_ending(done, known, ending, on=on, due_on=episode.due_on)
    last = COMPLETION if ending in {"completed", "expiry"} else CLOSED
    _write_step(held, episode, last, on, note)
    episode.step, episode.ended_on, episode.ending = last, on, ending
    episode.save(update_fields=["step", "ended_on", "ending"])
    drop_all(episode)
    _set_status(held.case, "")
    record(actor=actor, verb="episode.ended", on=episode, unit_id=held.case.unit_id, case=held.case.uid)
    return Ended(episode, ground, leads_to(held, episode))


@transaction.atomic
def close_case(*, actor: Actor, keys: Keys, case: Case, reason: str, on: date | None = None, note: str = "") -> Case:
    """Close a case: from now on it is only kept, until the days on which it is sealed and its identity erased.

    :raises Refused: an episode still runs, or there is no such reason.
    """
    held = hold(actor, keys, case)
    case, day = held.case, on or clock.today()
    _past_day(day)
    if reason not in CLOSINGS:
        raise Refused(_("Chọn lý do kết thúc hồ sơ trong danh sách."))
    if running_of(case) is not None:
        raise Refused(_("Một đợt hỗ trợ đang diễn ra: kết thúc đợt đó trước khi kết thúc hồ sơ."))
    last = past_of(case).last()
    if day < max(case.opened_on, last.ended_on if last and last.ended_on else case.opened_on):
        raise Refused(_("Ngày kết thúc trước một việc đã ghi: xem lại ngày."))
    kept = retention(last.status if last else "", last.ending if last else reason, day)
    case.state, case.closed_on, case.closing = CaseState.CLOSED, day, reason
    case.seal_on, case.erase_on = kept.seal_on, kept.erase_on
    case.save(update_fields=["state", "closed_on", "closing", "seal_on", "erase_on"])
    _note(held, case.uid, "closing", note)
    record(actor=actor, verb="case.closed", on=case, unit_id=case.unit_id)
    return case


# Why a case is closed; the words stand beside it in the form.
CLOSINGS = ("done", "wish", "moved", "death", "missing", "prison", "mistake")


def leads_to(held: Opened, episode: Episode) -> tuple[Status, ...]:
    """Return the statuses that may follow an episode that ended, by its ground and the person's age."""
    if episode.ended_on is None:
        return ()
    age = age_of(held, episode.ended_on)
    ground = rules.ending_of(episode.status, episode.ending, on=episode.ended_on, age=age)
    law = version_on(episode.ended_on)
    found = ((one, regime(law.code, one)) for one in ground.leads_to)
    return tuple(one for one, known in found if known is not None and known.admits(age))


def _check_start(held: Opened, previous: Episode | None, status: str, on: date, *, anew: bool) -> None:
    """Pass when the law allows the status on the day, from where the person stands."""
    check_known(held.case, status)
    age = age_of(held, on)
    follows = previous if previous is not None and not anew else None
    if follows is None:
        check_first(held.case, status, on, age)
        return
    possible = leads_to(held, follows)
    transition(follows.status, status, on=on, age=age)
    if possible and Status(status) not in possible:
        names = ", ".join(f"“{one.name_vi}”" for one in possible), ", ".join(f"“{one.name_en}”" for one in possible)
        ground = rules.ending_of(follows.status, follows.ending, on=follows.ended_on or on, age=age)
        raise Refused(
            _AFTER, ending=(ground.name_vi, ground.name_en), possible=names, basis=rules.article(ground.source)
        )


_AFTER = sentence("Sau khi kết thúc vì “%(ending)s” chỉ có thể là %(possible)s (%(basis)s).")


def _before(case: Case, status: str, on: date) -> Episode | None:
    """Return the episode that went before.

    :raises Refused: one still runs, or the day is before its end.
    """
    if running_of(case) is not None:
        raise Refused(_("Một đợt hỗ trợ đang diễn ra: kết thúc đợt đó trước khi mở đợt mới."))
    last = past_of(case).last()
    if last is not None and last.ended_on is not None and on < last.ended_on:
        raise Refused(_("Ngày bắt đầu trước ngày kết thúc của đợt trước: xem lại ngày."))
    return last


def _times(case: Case, status: str, on: date, told: int | None) -> int:
    before = list(past_of(case).values_list("status", "ending", "times"))
    counted = rules.times_of(status, before, on=on)
    if told is not None and not counted <= told <= 20:
        raise Refused(_("Hồ sơ đã ghi %(times)d lần: ghi từ số đó trở lên, không quá 20.") % {"times": counted})
    return told or counted


def _law(status: str, on: date, previous: Episode | None) -> str:
    """Return the version of the law: of the day, and of the completion for what comes after rehab."""
    completed = previous.ended_on if previous is not None and follows_rehab(status, previous) else None
    return version_on(completed or on).code


def _settle(episode: Episode, step: str) -> None:
    """Tie the episode's own row to its steps: a step back before the decision takes the decision back."""
    done = rules.effective(taken_of(episode), episode.status, clock.today())
    episode.step = step
    if DECISION not in done:
        episode.decided_on = episode.due_on = None
        episode.law = _law(episode.status, episode.started_on, episode.previous)
    episode.save(update_fields=["step", "law", "decided_on", "due_on"])


def _running(episode: Episode) -> Episode:
    found = Episode.objects.select_for_update(of=("self",)).select_related("previous", "case").get(pk=episode.pk)
    if found.ended_on is not None:
        raise Refused(_("Đợt hỗ trợ này đã kết thúc: không ghi thêm bước được."))
    return found


def _reopen(actor: Actor, case: Case) -> None:
    case.state, case.closed_on, case.closing, case.seal_on, case.erase_on = CaseState.OPEN, None, "", None, None
    case.save(update_fields=["state", "closed_on", "closing", "seal_on", "erase_on"])
    record(actor=actor, verb="case.reopened", on=case, unit_id=case.unit_id)


def _set_status(case: Case, status: str) -> None:
    case.status = status
    case.save(update_fields=["status"])


def _write_step(held: Opened, episode: Episode, step: str, on: date, note: str) -> CourseStep:
    made = CourseStep.objects.create(episode=episode, step=step, on=on, recorded_by_id=held.opening.user_id)
    _note(held, episode.uid, f"step-{made.pk}", note)
    return made


def _note(held: Opened, record_uid: str, field: str, note: str) -> None:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Ghi chú quá dài: không quá 500 ký tự."))
    if note:
        held.write({field: note}, record=record_uid)


def _past_day(on: date) -> None:
    if on > clock.today():
        raise Refused(_("Ngày này chưa đến: chỉ ghi việc đã có."))
