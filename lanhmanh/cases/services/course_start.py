"""An episode begins: lawfully, after the one before; with what it began is put right."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, CaseState, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import age_of, past_of
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.services.course_parts import check_day, law_of, leads_to, running, set_status, write_step
from lanhmanh.cases.services.deadlines import expected, renew
from lanhmanh.cases.services.standing import check_none_runs, hold
from lanhmanh.cases.services.statuses import check_known
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.law.statuses import Status, transition
from lanhmanh.law.statuses.terms import basis

_AFTER = sentence("Sau khi kết thúc vì “%(ending)s” chỉ có thể là %(possible)s (%(basis)s).")


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
    check_day(on)
    previous = _before(held.case, status, on)
    _check_start(held, previous, status, on, anew=anew)
    made = Episode.objects.create(
        case=held.case, number=held.case.episodes.count() + 1, previous=previous, status=status,
        law=law_of(status, on, previous), times=_times(held.case, status, on, times), started_on=on, step="intake",
    )  # fmt: skip
    if held.case.state == CaseState.CLOSED:
        _reopen(actor, held.case)
    set_status(held.case, status)
    record(actor=actor, verb="episode.started", on=made, unit_id=held.case.unit_id, case=held.case.uid)
    write_step(held, made, "intake", on, note)
    renew(made)
    return made


@transaction.atomic
def correct_start(
    *,
    actor: Actor,
    keys: Keys,
    episode: Episode,
    status: str,
    on: date,
    anew: bool = False,
    times: int | None = None,
    note: str = "",
) -> Episode:
    """Put right with what an episode began; the steps after it no longer count and are recorded again.

    :raises Refused: the episode is over, or the law of the day does not allow it.
    """
    held = hold(actor, keys, episode.case)
    episode = running(episode)
    check_day(on)
    previous, before = episode.previous, expected(episode)
    if previous is not None and previous.ended_on is not None and on < previous.ended_on:
        raise Refused(_("Ngày bắt đầu trước ngày kết thúc của đợt trước: xem lại ngày."))
    _check_start(held, previous, status, on, anew=anew)
    episode.status, episode.started_on, episode.step = status, on, "intake"
    episode.law, episode.times = law_of(status, on, previous), _times(held.case, status, on, times)
    episode.decided_on = episode.due_on = None
    episode.save()
    write_step(held, episode, "intake", on, note)
    renew(episode, before)
    set_status(held.case, status)
    record(actor=actor, verb="episode.corrected", on=episode, unit_id=held.case.unit_id, case=held.case.uid)
    return episode


def _check_start(held: Opened, previous: Episode | None, status: str, on: date, *, anew: bool) -> None:
    """Pass when the law allows the status on the day, from where the person stands."""
    check_known(held.case, status, on)
    age = age_of(held, on)
    follows = previous if previous is not None and not anew else None
    if follows is None:
        transition(None, status, on=on, age=age)
        return
    possible = leads_to(held, follows)
    transition(follows.status, status, on=on, age=age)
    if possible and Status(status) not in possible:
        names = ", ".join(f"“{one.name_vi}”" for one in possible), ", ".join(f"“{one.name_en}”" for one in possible)
        ground = rules.ending_of(follows.status, follows.ending, on=follows.ended_on or on, age=age)
        raise Refused(_AFTER, ending=(ground.name_vi, ground.name_en), possible=names, basis=basis(ground.source))


def _before(case: Case, status: str, on: date) -> Episode | None:
    """Return the episode that went before.

    :raises Refused: one still runs, or the day is before its end.
    """
    check_none_runs(case, on)
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


def _reopen(actor: Actor, case: Case) -> None:
    case.state, case.closed_on, case.closing, case.seal_on, case.erase_on = CaseState.OPEN, None, "", None, None
    case.save(update_fields=["state", "closed_on", "closing", "seal_on", "erase_on"])
    record(actor=actor, verb="case.reopened", on=case, unit_id=case.unit_id)
