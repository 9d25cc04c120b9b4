"""What the services of a course share: the rows of a step, of an episode under the hand, of the case's status."""

from datetime import date

from django.utils.translation import gettext as _

from lanhmanh.cases.models import Case, CourseStep, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import age_of
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.services.standing import check_runs
from lanhmanh.cases.services.statuses import follows_rehab
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.statuses import Status, regime, version_on

LONGEST_NOTE = 500


def leads_to(held: Opened, episode: Episode) -> tuple[Status, ...]:
    """Return the statuses that may follow an episode that ended, by its ground and the person's age."""
    if episode.ended_on is None:
        return ()
    age = age_of(held, episode.ended_on)
    ground = rules.ending_of(episode.status, episode.ending, on=episode.ended_on, age=age)
    law = version_on(episode.ended_on)
    found = ((one, regime(law.code, one)) for one in ground.leads_to)
    return tuple(one for one, known in found if known is not None and known.admits(age))


def law_of(status: str, on: date, previous: Episode | None) -> str:
    """Return the version of the law: of the day, and of the completion for what comes after rehab."""
    completed = previous.ended_on if previous is not None and follows_rehab(status, previous) else None
    return version_on(completed or on).code


def running(episode: Episode) -> Episode:
    found = Episode.objects.select_for_update(of=("self",)).select_related("previous", "case").get(pk=episode.pk)
    check_runs(found)
    return found


def set_status(case: Case, status: str) -> None:
    case.status = status
    case.save(update_fields=["status"])


def write_step(held: Opened, episode: Episode, step: str, on: date, note: str) -> CourseStep:
    made = CourseStep.objects.create(episode=episode, step=step, on=on, recorded_by_id=held.opening.user_id)
    write_note(held, episode.uid, f"step-{made.pk}", note)
    return made


def write_note(held: Opened, record_uid: str, field: str, note: str) -> None:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Ghi chú quá dài: không quá 500 ký tự."))
    if note:
        held.write({field: note}, record=record_uid)


def check_day(on: date) -> None:
    if on > clock.today():
        raise Refused(_("Ngày này chưa đến: chỉ ghi việc đã có."))
