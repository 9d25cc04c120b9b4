"""One report as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import Http404

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.figures import done as activity_figures
from lanhmanh.activities.models import Activity
from lanhmanh.cases import figures as case_figures
from lanhmanh.db.figures import Fact
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import Window
from lanhmanh.reporting import figures
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Decision, Report, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form, Section
from lanhmanh.reporting.rules.states import OPEN, Shown, State
from lanhmanh.reporting.rules.validation import Problem
from lanhmanh.reporting.selectors.calendar import term
from lanhmanh.reporting.selectors.returns import Round, cells_with_history, open_among, round_of
from lanhmanh.reporting.selectors.values import Values, previous_values, problems_of, values_of
from lanhmanh.units.models import UnitVersion
from lanhmanh.units.selectors import ancestors, version_of


@dataclass(frozen=True)
class Row:
    """One indicator: the period before, what the facts give, what is reported.

    `fact_count` is None where the value does not come from facts. `derived` is what they gave when the report was
    sent, `facts_now` what they give today.
    """

    number: int
    indicator: Indicator
    previous: Decimal | None
    derived: Decimal | None
    facts_now: Decimal | None
    fact_count: int | None
    value: Decimal | None
    note: str
    problems: tuple[Problem, ...]

    @property
    def is_typed(self) -> bool:
        """Test whether a person answers for the value: it is no ratio."""
        return not self.indicator.is_ratio

    @property
    def differs(self) -> bool:
        """Test whether something else than what the facts give is reported."""
        return self.derived is not None and self.value != self.derived

    @property
    def facts_moved(self) -> bool:
        """Test whether facts were recorded, changed or voided since, so that they give another value now."""
        return self.fact_count is not None and self.facts_now != self.derived

    @property
    def change(self) -> Decimal | None:
        """Return the difference from the period before, None where either is missing."""
        return None if self.value is None or self.previous is None else self.value - self.previous


@dataclass(frozen=True)
class SectionView:
    """The rows that belong to one item of the plan."""

    section: Section
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Step:
    """A decision as the page tells it."""

    kind: str
    label: str
    at: datetime
    by: str
    comment: str


@dataclass(frozen=True)
class Version:
    """One version of the report."""

    uid: str
    version: int
    state: Shown
    reason: str


@dataclass(frozen=True)
class FactsView:
    """What stands behind one cell: how many facts, and, for who may see them there, which activities, cases, others."""

    indicator: Indicator
    count: int
    facts: tuple[Activity, ...] | None
    cases: tuple[case_figures.Counted, ...] | None = None
    others: tuple[Fact, ...] | None = None

    @property
    def shown(self) -> int:
        """Return how many facts are shown."""
        return len(self.facts or self.cases or self.others or ())

    @property
    def of_activities(self) -> bool:
        """Test whether activities are behind it."""
        return self.indicator.figure in activity_figures.NAMES

    @property
    def of_cases(self) -> bool:
        """Test whether cases are behind it, not activities."""
        return (self.indicator.figure or "").startswith("cases.")


@dataclass(frozen=True)
class ReportPage:
    """A report with all that its page shows; `may_…` tell which steps the reader can take now.

    `opened` holds the cells that a return left open, None where all are; `storied` those that have a history.
    """

    report: Report
    form: Form
    period: Period
    unit_name: str
    parent_name: str
    window: Window
    due: date
    shown: Shown
    is_late: bool
    sections: tuple[SectionView, ...]
    problems: tuple[Problem, ...]
    history: tuple[Step, ...]
    versions: tuple[Version, ...]
    round: Round
    opened: frozenset[str] | None
    storied: frozenset[str]
    may_fill: bool
    may_submit: bool
    may_review: bool
    may_correct: bool

    @property
    def filled(self) -> int:
        """Return how many rows have a value, ratios aside."""
        return sum(row.value is not None for row in self._typed())

    @property
    def asked(self) -> int:
        """Return how many rows there are, ratios aside."""
        return len(self._typed())

    @property
    def row_of(self) -> Mapping[str, Row]:
        """Return the rows by indicator code."""
        return {row.indicator.code: row for section in self.sections for row in section.rows}

    def _typed(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows if row.is_typed]


def get_report(actor: Actor, uid: str) -> Report:
    """Return a report that the actor may see.

    :raises Http404: there is none.
    """
    seen = Report.objects.filter(uid=uid, unit__in=units_for(actor, Permission.REPORT_VIEW))
    report = seen.select_related("unit", "submitted_by", "returned_by", "approved_by").first()
    if report is None:
        raise Http404("report")
    return report


def report_page(actor: Actor, uid: str) -> ReportPage:
    """Return a report with everything that its page shows, in a fixed number of queries.

    While it is open, derived values are those of this moment, and a value that nobody typed over shows with them.

    :raises Http404: there is none that the actor may see.
    """
    report = get_report(actor, uid)
    form, period = form_of(report.form, report.form_version), parse(report.period)
    when = term(form, period, report.unit.level)
    facts = figures.derive(report.unit_id, form, period)
    rows = _current(report, facts)
    previous = previous_values(report)
    problems = problems_of(report, rows, previous) if State(report.state) in OPEN else []
    unit, parent = _names(report, when.days.last)
    present = round_of(report, values_of(rows))
    sent = report.submitted_at
    return ReportPage(
        report=report,
        form=form,
        period=period,
        unit_name=unit.name if unit else "",
        parent_name=parent.name if parent else "",
        window=when.days,
        due=when.due,
        shown=when.shown(report.state, clock.today()),
        is_late=(sent.astimezone(clock.VIETNAM).date() if sent else clock.today()) > when.due,
        sections=_sections(
            form, rows, previous, problems, facts=facts, counts=_fact_counts(report, form, period, facts)
        ),
        problems=tuple(problems),
        history=_history(report),
        versions=_versions(report),
        round=present,
        opened=open_among(report, present.reasons, [problem.indicator for problem in problems if problem.indicator]),
        storied=cells_with_history(report),
        **_steps(actor, report),
    )


def report_facts(actor: Actor, report: Report, code: str, limit: int = 50) -> FactsView:
    """Return the newest facts behind a derived cell; only their number for who may not see them there.

    :raises Http404: the report has no such derived row.
    """
    form, period = form_of(report.form, report.form_version), parse(report.period)
    name = figures.figure_names(form).get(code)
    if name is None:
        raise Http404("figure")
    where = asdict(figures.where(report.unit_id, form, period))
    if name.startswith("cases."):
        cases = case_figures.cases_behind(name, actor=actor, **where)
        count = case_figures.fact_count(name, **where)
        return FactsView(catalogue.load()[code], count, None, cases and cases[:limit])
    if name not in activity_figures.NAMES:
        source = figures.source_of(name)
        count = source.fact_counts(names=[name], **where)[name]
        others = source.facts(name, actor=actor, limit=limit, **where)
        return FactsView(catalogue.load()[code], count, None, others=None if others is None else tuple(others))
    found = activity_figures.activities(name, **where)
    seen = can(actor, Permission.ACTIVITY_VIEW, report.unit_id)
    return FactsView(catalogue.load()[code], found.count(), tuple(found[:limit]) if seen else None)


def _current(report: Report, facts: Values) -> list[Value]:
    rows = list(report.values.all())
    if State(report.state) in OPEN:
        for row in rows:
            now = facts.get(row.indicator)
            row.value, row.derived = (now if row.value == row.derived else row.value), now
    return rows


def _fact_counts(report: Report, form: Form, period: Period, facts: Values) -> dict[str, int]:
    return figures.counts(form, figures.where(report.unit_id, form, period), dict(facts))


def _sections(
    form: Form,
    rows: Sequence[Value],
    previous: Values,
    problems: Sequence[Problem],
    *,
    facts: Values,
    counts: Mapping[str, int],
) -> tuple[SectionView, ...]:
    known, values, cells = catalogue.load(), values_of(rows), {row.indicator: row for row in rows}
    number = {code: place for place, code in enumerate(form.rows, start=1)}

    def row(code: str) -> Row:
        cell = cells.get(code)
        return Row(
            number=number[code],
            indicator=known[code],
            previous=previous.get(code),
            derived=cell.derived if cell else None,
            facts_now=facts.get(code),
            fact_count=counts.get(code),
            value=values.get(code),
            note=cell.note if cell else "",
            problems=tuple(problem for problem in problems if problem.indicator == code),
        )

    return tuple(SectionView(section, tuple(map(row, section.rows))) for section in form.sections)


def _names(report: Report, day: date) -> tuple[UnitVersion | None, UnitVersion | None]:
    above = ancestors(report.unit, day)
    return version_of(report.unit, day), above[0] if above else None


def _history(report: Report) -> tuple[Step, ...]:
    rows = Decision.objects.filter(report=report).select_related("by").order_by("pk")
    return tuple(
        Step(row.kind, str(Decision.Kind(row.kind).label), row.at, row.by.full_name, row.comment) for row in rows
    )


def _versions(report: Report) -> tuple[Version, ...]:
    rows = Report.objects.filter(form=report.form, period=report.period, unit=report.unit_id).order_by("version")
    return tuple(Version(row.uid, row.version, Shown(row.state), row.reason) for row in rows)


def _steps(actor: Actor, report: Report) -> dict[str, bool]:
    state, unit_id = State(report.state), report.unit_id
    sent = Decision.objects.filter(report=report, kind=Decision.Kind.SUBMITTED, by=actor.user_id)
    newer = Report.objects.filter(
        form=report.form, period=report.period, unit=unit_id, version__gt=report.version
    )  # fmt: skip
    fill = can(actor, Permission.REPORT_FILL, unit_id)
    return {
        "may_fill": state in OPEN and fill,
        "may_submit": state in OPEN and can(actor, Permission.REPORT_SUBMIT, unit_id),
        "may_review": state is State.SUBMITTED and can(actor, Permission.REPORT_REVIEW, unit_id) and not sent.exists(),
        "may_correct": state is State.APPROVED and fill and not newer.exists(),
    }
