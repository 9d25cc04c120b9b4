"""Reading sets of questions and what was counted; a share stands beside its base, or not at all."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Quiz, QuizResult, QuizVersion
from lanhmanh.activities.rules.quizzes import Compared, Question, compared
from lanhmanh.activities.rules.quizzes import Count as Counted
from lanhmanh.activities.selectors.reach import in_province


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a version's questions with what was counted over the results that the reader sees."""

    version: QuizVersion
    questions: list[tuple[Question, Compared]]
    together: Compared
    results: list[QuizResult]


def quizzes(actor: Actor) -> QuerySet[Quiz]:
    """Return the sets of the actor's province that are in use, each with `counted`, the number of its results."""
    rows = Quiz.objects.filter(unit__in=in_province(actor), voided_at__isnull=True)
    counted = Count("versions__results", filter=Q(versions__results__voided_at__isnull=True))
    return rows.annotate(counted=counted).order_by("title", "pk")


def get_quiz(actor: Actor, uid: str, permission: Permission | None = None) -> Quiz:
    """Return a set with its versions, the latest first: of the province, or at whose unit a permission is held.

    :raises Http404: there is none.
    """
    where = units_for(actor, permission) if permission else in_province(actor)
    versions = Prefetch("versions", QuizVersion.objects.order_by("-number"))
    found = Quiz.objects.filter(uid=uid, unit__in=where).prefetch_related(versions).first()
    if found is None:
        raise Http404("quiz")
    return found


def get_result(actor: Actor, uid: str) -> QuizResult:
    """Return a result that the actor may take back.

    :raises Http404: there is none.
    """
    rows = QuizResult.objects.select_related("version__quiz", "unit")
    found = rows.filter(uid=uid, voided_at__isnull=True, unit__in=units_for(actor, Permission.ACTIVITY_RECORD)).first()
    if found is None:
        raise Http404("result")
    return found


def asked(actor: Actor, version: QuizVersion) -> Asked:
    """Return what was counted of a version where the actor sees the work."""
    rows = QuizResult.objects.filter(version=version, voided_at__isnull=True)
    seen = list(
        rows.filter(unit__in=units_for(actor, Permission.ACTIVITY_VIEW)).order_by("-day", "-pk").select_related("unit")
    )
    each, together = compared([(side_of(row, "before"), side_of(row, "after")) for row in seen])
    questions = [Question(one["text"], tuple(one["answers"]), one["right"]) for one in version.questions]
    return Asked(version, list(zip(questions, each, strict=True)), together, seen)


def side_of(row: QuizResult, side: str) -> Counted | None:
    """Return what was counted on one side of a result, None where nothing was."""
    people = getattr(row, f"{side}_people")
    if people is None:
        return None
    return Counted(people, tuple(getattr(row, f"{side}_{number}") for number in range(1, 6)))
