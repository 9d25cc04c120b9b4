"""Write five questions; count, of nobody by name, how many knew the answers before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Quiz, QuizResult, QuizVersion
from lanhmanh.activities.rules import quizzes as rules
from lanhmanh.activities.rules.quizzes import Count, Question
from lanhmanh.activities.rules.stated import past, text_of
from lanhmanh.activities.services.keeping import locked, made_by, require_all, sent_before, take_back, tell_many
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class ResultData:
    """Hold what was counted on a day: before, after, or both."""

    version: QuizVersion
    day: date
    before: Count | None
    after: Count | None
    group: str = ""
    token: str = field(default_factory=new_id)
    uid: str = field(default_factory=new_id)


@transaction.atomic
def write_quiz(*, actor: Actor, unit: Unit, title: str, questions: Sequence[Question], token: str = "") -> Quiz:
    """Write a set of five questions; the same form sent twice gives the set of the first time.

    :raises NotAllowed: the actor may not record for this unit.
    :raises Misstated: there are not five sound questions.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(Quiz, actor, unit, token):
        return known
    checked = rules.check_questions(questions)
    quiz = Quiz(unit=unit, title=text_of("title", title, 200, needed=True), token=token or new_id(), **made_by(actor))
    quiz.save()
    _add_version(actor, quiz, 1, checked)
    return quiz


@transaction.atomic
def rewrite_quiz(*, actor: Actor, quiz: Quiz, title: str, questions: Sequence[Question]) -> Quiz:
    """Write the questions anew: a next version, while results of the one before stay with what was asked then.

    :raises Misstated: there are not five sound questions.
    """
    quiz = locked(actor, quiz)
    checked = rules.check_questions(questions)
    quiz.title = text_of("title", title, 200, needed=True)
    quiz.save(update_fields=["title"])
    last = quiz.versions.order_by("-number")[0]
    if questions_of(last) != checked:
        _add_version(actor, quiz, last.number + 1, checked)
    return quiz


@transaction.atomic
def void_quiz(*, actor: Actor, quiz: Quiz, reason: str) -> None:
    """Take a set of questions out of use; its results stay.

    :raises Refused: no reason is given.
    """
    take_back(actor, locked(actor, quiz), reason, verb="quiz.voided")


@transaction.atomic
def record_result(*, actor: Actor, unit: Unit, data: ResultData) -> QuizResult:
    """Keep what was counted; the same form sent twice counts once.

    :raises NotAllowed: the actor may not record for this unit.
    :raises Misstated: something counted cannot be.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(QuizResult, actor, unit, data.token):
        return known
    result = _result(unit, data, actor)
    result.save()
    facts = {"quiz": data.version.quiz.uid, "before": result.before_people, "after": result.after_people}
    audit.record(actor=actor, verb="quiz.counted", on=result, unit_id=unit.pk, **facts)
    return result


@transaction.atomic
def record_results(*, actor: Actor, rows: Sequence[tuple[Unit, ResultData]]) -> list[QuizResult]:
    """Keep many results, with one event; all or none."""
    require_all(actor, [unit for unit, _data in rows])
    made = [_result(unit, data, actor) for unit, data in rows]
    QuizResult.objects.bulk_create(made, batch_size=500)
    tell_many(actor, verb="quiz.counted_many", units=[unit for unit, _data in rows])
    return made


@transaction.atomic
def void_result(*, actor: Actor, result: QuizResult, reason: str) -> None:
    """Take a result back.

    :raises Refused: no reason is given.
    """
    take_back(actor, locked(actor, result), reason, verb="quiz.count_voided")


def questions_of(version: QuizVersion) -> tuple[Question, ...]:
    """Return the questions of a version."""
    return tuple(Question(row["text"], tuple(row["answers"]), row["right"]) for row in version.questions)


def _add_version(actor: Actor, quiz: Quiz, number: int, questions: Sequence[Question]) -> QuizVersion:
    rows = [{"text": one.text, "answers": list(one.answers), "right": one.right} for one in questions]
    version: QuizVersion = QuizVersion.objects.create(
        quiz=quiz, number=number, questions=rows, written_at=clock.now(), written_by_id=actor.user_id
    )
    audit.record(actor=actor, verb="quiz.written", on=quiz, unit_id=quiz.unit_id, number=number)
    return version


def _result(unit: Unit, data: ResultData, actor: Actor) -> QuizResult:
    past("day", data.day, clock.today())
    rules.check_counts(data.before, data.after)
    sides: dict[str, Any] = {}
    for side, count in (("before", data.before), ("after", data.after)):
        if count:
            checked = rules.count_of(side, count.people, count.right)
            assert checked is not None  # noqa: S101 - it has a number
            sides[f"{side}_people"] = checked.people
            sides |= {f"{side}_{place}": right for place, right in enumerate(checked.right, 1)}
    group = text_of("group", data.group, 120)
    return QuizResult(
        uid=data.uid,
        unit=unit,
        version=data.version,
        day=data.day,
        group=group,
        token=data.token,
        **sides,
        **made_by(actor),
    )
