"""Two cases of one person side by side, before one goes into the other; and what a case took in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.access import PERSON
from lanhmanh.cases.models import Case, CaseState, Episode, Twin
from lanhmanh.cases.policies import IN_USE, may_merge, visible
from lanhmanh.cases.rules.merging import Run, left_apart, standing, to_keep
from lanhmanh.cases.rules.people import birth_vi
from lanhmanh.cases.selectors.course_timeline import status_name
from lanhmanh.cases.selectors.door import Opened, get_case
from lanhmanh.cases.selectors.naming import FIELDS
from lanhmanh.ui.formats import date_vi


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of both cases, and what stands there afterwards."""

    label: str
    first: str
    second: str
    after: str

    @property
    def differs(self) -> bool:
        """Test whether both say something, and not the same."""
        return bool(self.first and self.second and self.first != self.second)


@dataclass(frozen=True, slots=True)
class Holding:
    """How many things of a kind each case holds."""

    label: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A case that went into this one: its number, when and why, and the runs that are told but do not count."""

    case: Case
    reason: str
    runs: Sequence[str]


def mergeable(actor: Actor, uid: str) -> Case:
    """Return a case that the actor may merge with another.

    :raises Http404: there is none that the actor may know of, or the actor does not answer for its unit.
    """
    case = get_case(actor, uid)
    if not may_merge(actor, case):
        raise Http404("case")
    return case


def pair(actor: Actor, uid: str, other: str) -> tuple[Case, Case]:
    """Return two cases that the actor may merge, the one to be kept first.

    :raises Http404: one of them is not the actor's to merge, or they are the same, or not of one unit.
    """
    first, second = mergeable(actor, uid), mergeable(actor, other)
    if first.pk == second.pk or first.unit_id != second.unit_id:
        raise Http404("pair")
    one, two = ((case.state == CaseState.OPEN, case.opened_on, case.pk) for case in (first, second))
    return (first, second) if to_keep(one, two) == 0 else (second, first)


def numbered(actor: Actor, case: Case, text: str) -> Case | None:
    """Return another case of the same unit by its number, "012/2021"."""
    number, _slash, year = text.replace(" ", "").partition("/")
    if not (number.isdecimal() and year.isdecimal() and len(number) < 9 and len(year) < 5):
        return None
    rows = visible(actor).filter(unit=case.unit_id, state__in=IN_USE, number=int(number), year=int(year))
    return rows.exclude(pk=case.pk).first()


def beside(case: Case) -> list[Case]:
    """Return the cases of the same unit that may be of the same person, unless somebody said that they are not."""
    pairs = Twin.objects.filter(Q(first=case) | Q(second=case)).exclude(same=False).values_list("first", "second")
    others = {pk for found in pairs for pk in found} - {case.pk}
    rows = Case.objects.filter(pk__in=others, unit=case.unit_id, state__in=IN_USE)
    return list(rows.order_by("year", "number"))


def runs_of(case: Case) -> list[Run]:
    """Return the runs of a case, the oldest first."""
    rows = case.episodes.order_by("number")
    return [Run(row.uid, row.status, row.started_on, row.ended_on) for row in rows]


def field_lines(kept: Opened, other: Opened) -> list[FieldLine]:
    """Return the fields of the person in which something will stand."""
    own, theirs = _shown(kept.words()), _shown(other.words())
    after = standing(own, theirs, PERSON)
    lines = [FieldLine(str(FIELDS[name]), own.get(name, ""), theirs.get(name, ""), after[name]) for name in PERSON]
    return [line for line in lines if line.after]


def _shown(words: dict[str, str]) -> dict[str, str]:
    return words | {"birth_date": birth_vi(words.get("birth_date", ""))}


def holdings(kept: Case, other: Case) -> list[Holding]:
    """Return how many things each case holds, of those of which one of them holds any."""
    kinds: Sequence[tuple[str, str]] = (
        (_("Đợt theo diện pháp lý"), "episodes"), (_("Biện pháp hỗ trợ"), "measures"),
        (_("Tệp đính kèm"), "attachments"), (_("Đồng ý"), "consents"), (_("Lần chia sẻ"), "sharings"),
        (_("Yêu cầu của người đó"), "requests"),
    )  # fmt: skip
    found = [Holding(label, getattr(kept, name).count(), getattr(other, name).count()) for label, name in kinds]
    return [one for one in found if one.first or one.second]


def told_twice(kept: Case, other: Case) -> list[str]:
    """Return the runs of the other case that share days with one of the kept case, in words."""
    runs = runs_of(other)
    apart = left_apart(runs_of(kept), runs)
    return [_said(run) for run in runs if run.uid in apart]


def _said(run: Run) -> str:
    last = date_vi(run.ended_on) if run.ended_on else _("đang diễn ra")
    return f"{status_name(run.status)}, {date_vi(run.started_on)} – {last}"


def taken_in(case: Case, found: Opened | None = None) -> list[TakenIn]:
    """Return the cases that went into this one, the latest first; why, only where it is opened."""
    rows = list(case.absorbed.order_by("-merged_on", "-pk"))
    words = found.words_of([row.uid for row in rows]) if found and rows else {}
    apart = Episode.objects.filter(case__in=rows).order_by("number")
    runs: dict[int, list[str]] = {}
    for row in apart:
        runs.setdefault(row.case_id, []).append(_said(Run(row.uid, row.status, row.started_on, row.ended_on)))
    return [TakenIn(row, words.get(row.uid, {}).get("merged", ""), runs.get(row.pk, ())) for row in rows]


def heir(actor: Actor, uid: str) -> Case | None:
    """Return the case into which one went, for who may know of it."""
    gone = Case.objects.filter(uid=uid, state=CaseState.MERGED).values("merged_into")
    rows: QuerySet[Case] = visible(actor).filter(pk__in=gone)
    return rows.first()
