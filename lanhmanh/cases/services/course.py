"""An episode takes its steps and ends; the law of each day says what may be."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import CourseStep, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.rules.course import CLOSED, COMPLETION, DECISION
from lanhmanh.cases.selectors.course import age_of, taken_of
from lanhmanh.cases.services.course_parts import check_day, law_of, leads_to, running, set_status, write_step
from lanhmanh.cases.services.deadlines import drop_all, expected, renew
from lanhmanh.cases.services.standing import hold
from lanhmanh.cases.services.statuses import set_decision
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.law.statuses import Ending, Status, regime

_NO_STAGE = sentence("Không còn giai đoạn nào phải ghi (%(basis)s): xem lại diễn biến.")


@dataclass(frozen=True, slots=True)
class Ended:
    """Hold an episode that ended, the ground, and the statuses to which the law says it may lead."""

    episode: Episode
    ending: Ending
    leads_to: tuple[Status, ...]


@transaction.atomic
def take_step(
    *, actor: Actor, keys: Keys, episode: Episode, step: str, on: date, months: int | None = None, note: str = ""
) -> CourseStep:
    """Take a step of an episode; one taken again or one before puts right what stood there.

    `months` go with a decision. What was just recorded, told again, is that record.

    :raises Refused: the episode is over, the step does not fit, or the law does not allow the decision.
    """
    held = hold(actor, keys, episode.case)
    episode = running(episode)
    check_day(on)
    rules.check_step(taken_of(episode), episode.status, step, on)
    before, term = expected(episode), (episode.decided_on, episode.due_on)
    if step == DECISION:
        set_decision(episode, on, months, age_of(held, on))
    last: CourseStep | None = episode.steps.order_by("-pk").first()
    if last and (last.step, last.on, note.strip()) == (step, on, "") and term == (episode.decided_on, episode.due_on):
        return last
    made = write_step(held, episode, step, on, note)
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
        raise Refused(_NO_STAGE, basis=rules.law_behind(episode.status, on))
    return take_step(actor=actor, keys=keys, episode=episode, step=ahead[0], on=on, note=note)


@transaction.atomic
def end_episode(*, actor: Actor, keys: Keys, episode: Episode, ending: str, on: date, note: str = "") -> Ended:
    """End an episode on a ground of the law, and say what it leads to.

    :raises Refused: the law of the day has no such ground, or what must be done before is not done.
    """
    held = hold(actor, keys, episode.case)
    episode = running(episode)
    check_day(on)
    ground = rules.ending_of(episode.status, ending, on=on, age=age_of(held, on))
    done = rules.effective(taken_of(episode), episode.status, on)
    if on < max([episode.started_on, *done.values()]):
        raise Refused(_("Ngày kết thúc trước một bước đã ghi: xem lại ngày."))
    known = regime(episode.law, episode.status)
    if known is not None:
        rules.check_ending(done, known, ending, on=on, due_on=episode.due_on)
    last = COMPLETION if ending in {"completed", "expiry"} else CLOSED
    write_step(held, episode, last, on, note)
    episode.step, episode.ended_on, episode.ending = last, on, ending
    episode.save(update_fields=["step", "ended_on", "ending"])
    drop_all(episode)
    set_status(held.case, "")
    record(actor=actor, verb="episode.ended", on=episode, unit_id=held.case.unit_id, case=held.case.uid)
    return Ended(episode, ground, leads_to(held, episode))


def _settle(episode: Episode, step: str) -> None:
    """Tie the episode's own row to its steps: a step back before the decision takes the decision back."""
    done = rules.effective(taken_of(episode), episode.status, clock.today())
    episode.step = step
    if DECISION not in done:
        episode.decided_on = episode.due_on = None
        episode.law = law_of(episode.status, episode.started_on, episode.previous)
    episode.save(update_fields=["step", "law", "decided_on", "due_on"])
