"""The review of a plan as a whole: its clauses in order, and what is missing in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.models import Citation, Document
from lanhmanh.law.calendars import Window, window
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.selectors import coverage, items_of, root_path
from lanhmanh.reporting.selectors.consolidations import MissingUnit
from lanhmanh.reporting.selectors.reviews import figures, work
from lanhmanh.reporting.selectors.reviews.figures import FigureLine, FormLine, UnitLine
from lanhmanh.reporting.selectors.reviews.work import Deeds, Proof, TaskLine
from lanhmanh.units.models import Level
from lanhmanh.units.selectors import ancestors, version_of

HEADS = 15  # indicators of the table by unit: the first known one of each clause


@dataclass(frozen=True)
class ItemReview:
    """What became of one clause."""

    item: PlanItem
    tasks: tuple[TaskLine, ...]
    deeds: Deeds
    figures: tuple[FigureLine, ...]
    proofs: tuple[Proof, ...]

    @property
    def applies(self) -> bool:
        """Test whether the plan takes the clause up."""
        return self.item.disposition != PlanItem.Disposition.NOT_APPLICABLE

    @property
    def lacks_task(self) -> bool:
        """Test whether nobody was given anything to do for it."""
        return self.applies and not self.tasks

    @property
    def unsaid(self) -> tuple[TaskLine, ...]:
        """Return the tasks of which no unit said anything."""
        return tuple(line for line in self.tasks if line.of and line.silent == line.of)

    @property
    def unknown(self) -> tuple[FigureLine, ...]:
        """Return the indicators that a form asked for and of which there is no figure."""
        return tuple(line for line in self.figures if line.asked and line.whole is None)


@dataclass(frozen=True)
class Review:
    """A plan between two days. `others` are indicators of clauses that the plan does not have.

    `bases` are the documents that the plan itself names as its grounds; `derived` counts the units one step below that
    made a plan of their own, and all of them.
    """

    plan: Plan
    unit_name: str
    parent_name: str
    days: Window
    years: tuple[int, ...]
    items: tuple[ItemReview, ...]
    others: tuple[FigureLine, ...]
    forms: tuple[FormLine, ...]
    silent: tuple[MissingUnit, ...]
    asked: int
    derived: tuple[int, int]
    heads: tuple[FigureLine, ...]
    units: tuple[UnitLine, ...]
    bases: tuple[Document, ...]

    @property
    def figures(self) -> tuple[FigureLine, ...]:
        """Return every indicator, in the order of the clauses."""
        return (*(line for one in self.items for line in one.figures), *self.others)

    @property
    def expected(self) -> int:
        """Return how many reports are due in these days."""
        return sum(line.expected for line in self.forms)

    @property
    def approved(self) -> int:
        """Return how many of them are approved."""
        return sum(line.approved for line in self.forms)

    @property
    def aimless(self) -> tuple[tuple[FigureLine, int], ...]:
        """Return the targets of these years that have no figure to stand against."""
        found = ((line, year) for line in self.figures for year in sorted(line.targets))
        return tuple((line, year) for line, year in found if line.by_year.get(year) is None)


def review_of(actor: Actor, plan: Plan, days: Window) -> Review:
    """Return what became of a plan between two days, at its unit and below; the same queries for any number of units.

    :raises Http404: the actor may not see figures there, the plan binds nobody, or its unit was not there.
    """
    version = version_of(plan.unit, days.last)
    if version is None or plan.state == Plan.State.DRAFT or not can(actor, Permission.FIGURES_VIEW, plan.unit_id):
        raise Http404("review")
    clauses = list(items_of(plan))
    years = tuple(range(plan.first_year, min(plan.last_year, max(days.last.year, plan.first_year)) + 1))
    lines, silent, asked = figures.with_reports(figures.forms_within(actor, plan.unit, days), plan.unit, days)
    known = figures.figures_of(lines, plan.unit, years)
    items, others = _items(actor, plan, clauses, known, days)
    heads = [line for one in items if (line := _first(one))][:HEADS]
    above = ancestors(plan.unit, days.last)
    made = coverage(actor, plan, days.last) if plan.unit.level == Level.PROVINCE else None
    return Review(
        plan=plan,
        unit_name=version.name,
        parent_name=above[0].name if above else "",
        days=days,
        years=years,
        items=items,
        others=others,
        forms=tuple(lines),
        silent=tuple(silent),
        asked=asked,
        derived=(made.made, len(made.columns)) if made else (0, 0),
        heads=tuple(heads),
        units=tuple(figures.by_unit(lines, plan.unit, days, [line.indicator.code for line in heads])),
        bases=_bases(plan),
    )


def _bases(plan: Plan) -> tuple[Document, ...]:
    """Return the numbered documents that the plan cites before its first clause, in one query."""
    if plan.document_id is None:
        return ()
    rows = Citation.objects.filter(source_id=plan.document_id, path="").exclude(target__number="")
    return tuple(row.target for row in rows.select_related("target").order_by("pk"))


def _first(one: ItemReview) -> FigureLine | None:
    """Return the first indicator of a clause that has a figure and is no part of another."""
    return next((line for line in one.figures if line.whole is not None and not line.indicator.part_of), None)


def _items(
    actor: Actor, plan: Plan, clauses: Sequence[PlanItem], known: Sequence[FigureLine], days: Window
) -> tuple[tuple[ItemReview, ...], tuple[FigureLine, ...]]:
    roots = work.roots_of(plan, clauses)
    tasks = work.tasks_by_item(actor, plan, roots, days)
    deeds = work.deeds_by_item(plan, roots, days)
    proofs = work.proofs_by_item(tasks, plan, days)
    paths = {root_path(item): item.pk for item in clauses}
    mine: dict[int, list[FigureLine]] = {}
    others = []
    for line in known:
        clause = paths.get(line.indicator.plan_path)
        if clause is None:
            others.append(line)
        else:
            mine.setdefault(clause, []).append(line)
    found = (
        ItemReview(
            item,
            tuple(tasks.get(item.pk, ())),
            deeds.get(item.pk, Deeds()),
            tuple(mine.get(item.pk, ())),
            tuple(proofs.get(item.pk, ())),
        )
        for item in clauses
    )
    return tuple(one for one in found if one.item.text or one.tasks or one.deeds.total or one.figures), tuple(others)


def whole_until(review: Review) -> date | None:
    """Return the last day up to which enough reports are there, where later periods have few; None if none has."""
    thin = [one for line in review.forms for one in line.thin]
    if not thin:
        return None
    ends = [window(line.form.calendar, one).last for line in review.forms for one in line.periods if one not in thin]
    return max(ends, default=None)


def last_day(plan: Plan, today: date) -> date:
    """Return the last day that a review can reach: today, or the end of the plan."""
    return min(today, date(plan.last_year, 12, 31))
