"""Reading the course of a case: its episodes, what counts of their steps, how old the person is by the opened case."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, CourseStep, Deadline, Episode
from lanhmanh.cases.policies import visible
from lanhmanh.cases.rules.course import Taken, age_on
from lanhmanh.cases.rules.people import born
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses import LawVersion, versions
from lanhmanh.law.statuses.tables import version_file
from lanhmanh.law.statuses.versions import cited


def episodes_of(case: Case) -> list[Episode]:
    """Return the episodes of a case with steps and deadlines, oldest first, in three queries."""
    steps = CourseStep.objects.select_related("recorded_by").order_by("pk")
    rows = case.episodes.select_related("previous").order_by("number")
    return list(
        rows.prefetch_related(Prefetch("steps", steps), Prefetch("deadlines", Deadline.objects.order_by("due")))
    )


def past_of(case: Case) -> QuerySet[Episode]:
    """Return the episodes of a case that ended, oldest first."""
    return case.episodes.filter(ended_on__isnull=False).order_by("number")


def running_of(case: Case) -> Episode | None:
    """Return the episode of a case that runs, None where none does."""
    return case.episodes.filter(ended_on=None).select_related("previous", "case").first()


def taken_of(episode: Episode) -> list[Taken]:
    """Return the steps of an episode as they were recorded."""
    return [Taken(row.step, row.on) for row in sorted(episode.steps.all(), key=lambda row: row.pk)]


def age_of(opened: Opened, on: date) -> int | None:
    """Return how old the person of an opened case is on a day, None where neither birth date nor band tells."""
    case = opened.case
    return age_on(on, born(opened.words().get("birth_date", "")), case.age_band, case.opened_on)


def get_episode(actor: Actor, case: Case, uid: str) -> Episode:
    """Return an episode of a case that the actor may know of.

    :raises Http404: there is none.
    """
    rows = Episode.objects.filter(case=case, case__in=visible(actor), uid=uid)
    found = rows.select_related("previous", "case__box", "case__unit").first()
    if found is None:
        raise Http404("episode")
    return found


def get_deadline(actor: Actor, case: Case, pk: int) -> Deadline:
    """Return a deadline of a case that the actor may know of.

    :raises Http404: there is none.
    """
    rows = Deadline.objects.filter(episode__case=case, episode__case__in=visible(actor), pk=pk)
    found = rows.select_related("episode__case__box", "episode__case__unit").first()
    if found is None:
        raise Http404("deadline")
    return found


def rule_of(deadline: Deadline, episode: Episode) -> tuple[tuple[str, str], Source]:
    """Return the names of a deadline and where it stands: in the law of its episode, else in the first that has it."""
    for law in _from(episode.law):
        for row in version_file(law.code).get("deadlines", ()):
            if row["code"] == deadline.code and episode.status in row["of"]:
                return (row["name"][0], row["name"][1]), cited(row["source"])
    return (deadline.code, deadline.code), Source(deadline.code)


def _from(code: str) -> Iterable[LawVersion]:
    return sorted(versions(), key=lambda one: one.code != code)
