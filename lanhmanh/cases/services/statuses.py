"""What the law says to a status that begins and to its decision. A part of the services of the course."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record_many
from lanhmanh.cases.models import Case, CourseStep, Deadline, Episode, Ground
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.rules.course import DECISION, Taken
from lanhmanh.cases.services.deadlines import expected_after
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.statuses import Status, regime_of, term_of, transition, version_on
from lanhmanh.law.statuses.terms import basis

INTAKE = "intake"
_NONE_SUCH = sentence("Pháp luật của ngày này không có hình thức này (%(basis)s): chọn hình thức trong danh sách.")
_ASSIGNED = sentence("Chỉ hỗ trợ hoàn lương người tự đề nghị (%(basis)s): căn cứ của hồ sơ này là phân công.")


@dataclass(frozen=True, slots=True)
class Beginning:
    """A status in which a person is already when the case is opened; `months` go with the decision."""

    status: str
    on: date
    decided_on: date | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """An episode and the steps that were taken, checked against the law and not kept yet."""

    episode: Episode
    taken: list[Taken] = field(default_factory=list)


def check_first(case: Case, status: str, on: date, age: int | None) -> None:
    """Pass when a status may begin on a day that follows on no other.

    :raises Refused: the law of the day does not know it, or it is not for this age or this ground.
    """
    check_known(case, status, on)
    transition(None, status, on=on, age=age)


def check_known(case: Case, status: str, on: date) -> None:
    """Pass when there is such a status, and the case's ground allows it.

    :raises Refused: it does not; what the law of the day says of it stands in the sentence.
    """
    if status not in set(Status):
        raise Refused(_NONE_SUCH, basis=basis(version_on(on).source))
    if Status(status) == Status.LEAVING and case.ground != Ground.ASKED:
        raise Refused(_ASSIGNED, basis=basis(regime_of(status, decided_on=on).source))


def follows_rehab(status: str, previous: Episode | None) -> bool:
    """Test whether a status comes after a rehab that was completed."""
    return previous is not None and Status(status) in rules.AFTER_REHAB and previous.ending == "completed"


def set_decision(episode: Episode, on: date, months: int | None, age: int | None) -> None:
    """Set the law, the decision's day and the end of the term.

    After rehab the term runs from the completion, else from the decision.

    :raises Refused: the law does not allow the decision, or leaves a choice of months and none was made.
    """
    previous = episode.previous if follows_rehab(episode.status, episode.previous) else None
    counts = Status(episode.status) in rules.AFTER_REHAB
    completed = (previous.ended_on if previous else episode.started_on) if counts else None
    term = term_of(
        episode.status, decided_on=on, age=age, times=episode.times,
        after=previous.status if previous else None, completed_on=completed,
    )  # fmt: skip
    episode.law, episode.decided_on = term.version, on
    episode.due_on = rules.due_day(term, completed or on, months)


def begun(case: Case, beginning: Beginning, age_on: Callable[[date], int | None]) -> Begun:
    """Return the first episode of a new case as the law allows it.

    :raises Refused: it does not; the article stands in the sentence.
    """
    one = beginning
    check_first(case, one.status, one.on, age_on(one.on))
    episode = Episode(case=case, number=1, status=one.status, started_on=one.on, step=INTAKE)
    episode.law = version_on(one.on).code
    # A decision may lie before the day on which what it decides begins; whoever takes the person in heard of it then.
    taken = [Taken(INTAKE, min(one.on, one.decided_on or one.on))]
    if one.decided_on is not None:
        rules.check_step(taken, one.status, DECISION, one.decided_on)
        set_decision(episode, one.decided_on, one.months, age_on(one.decided_on))
        taken.append(Taken(DECISION, one.decided_on))
        episode.step = DECISION
    return Begun(episode, taken)


def file_episodes(*, actor: Actor, found: Sequence[Begun]) -> None:
    """Keep the first episodes of new cases with steps, deadlines and statuses, in a fixed number of queries."""
    Episode.objects.bulk_create([one.episode for one in found])
    CourseStep.objects.bulk_create(
        [
            CourseStep(episode=one.episode, step=step.step, on=step.on, recorded_by_id=actor.user_id)
            for one in found
            for step in one.taken
        ]
    )
    Deadline.objects.bulk_create(
        [
            Deadline(episode=one.episode, code=code, due=due, done_on=done_on)
            for one in found
            for (code, due), done_on in expected_after(one.episode, one.taken).items()
        ]
    )
    for status in sorted({one.episode.status for one in found}):
        cases = [one.episode.case_id for one in found if one.episode.status == status]
        Case.objects.filter(pk__in=cases).update(status=status)
    told = [(one.episode, one.episode.case.unit_id, {"case": one.episode.case.uid}) for one in found]
    record_many(actor=actor, verb="episode.started", told=told)
