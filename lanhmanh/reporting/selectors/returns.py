"""Cells that were sent back, what became of them, and the history of a cell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q

from lanhmanh.reporting.models import Change, Decision, Remark, Report, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.rules.ties import open_cells
from lanhmanh.reporting.selectors.values import held_by, problems_of


@dataclass(frozen=True)
class Turn:
    """One entry in the history of a cell: a change with `before` and `after`, a return with its reason, or the
    approval of a correction with what was in force before.
    """

    version: int
    at: datetime
    by: str
    origin: str
    before: Decimal | None
    after: Decimal | None
    text: str

    @property
    def is_correction(self) -> bool:
        """Test whether a correction of the cell came into force here."""
        return self.origin == "corrected"

    @property
    def is_return(self) -> bool:
        """Test whether the cell was sent back here."""
        return self.origin == "returned"


@dataclass(frozen=True)
class Round:
    """What the last return asked for, and the values, before the present round, of the cells changed in it."""

    reasons: Mapping[str, str]
    before: Mapping[str, Decimal | None]

    def unasked(self) -> list[str]:
        """Return the changed cells that nobody asked to change; none where nothing single was asked for."""
        return [code for code in self.before if code not in self.reasons] if self.reasons else []

    def untouched(self) -> list[str]:
        """Return the cells that were asked for and stand as before, ratios aside: they follow their parts."""
        known = catalogue.load()
        return [code for code in self.reasons if code not in self.before and not known[code].is_ratio]


def round_of(report: Report, values: Mapping[str, Decimal | None]) -> Round:
    """Return the round that a report is in: since it was last sent, for a sent one since the sending before."""
    sent = Decision.objects.filter(report=report, kind=Decision.Kind.SUBMITTED).count()
    here = sent if State(report.state) in {State.DRAFT, State.RETURNED} else sent - 1
    if here < 1 and report.version == 1:
        return Round({}, {})
    first: dict[str, Decimal | None] = {}
    for change in Change.objects.filter(report=report, round=here).order_by("pk"):
        first.setdefault(change.indicator, change.before)
    return Round(_reasons(report), {code: old for code, old in first.items() if values.get(code) != old})


def open_cells_of(report: Report) -> frozenset[str] | None:
    """Return the cells that the last return left open; None where all are."""
    if State(report.state) is not State.RETURNED:
        return None
    reasons = _reasons(report)
    if not reasons:
        return None
    troubled = [problem.indicator for problem in problems_of(report, held_by(report)) if problem.indicator]
    return open_cells(reasons, troubled, catalogue.load())


def open_among(report: Report, reasons: Collection[str], troubled: Collection[str]) -> frozenset[str] | None:
    """Return what `open_cells_of` does, from what is known already."""
    if State(report.state) is not State.RETURNED or not reasons:
        return None
    return open_cells(reasons, troubled, catalogue.load())


def cells_with_history(report: Report) -> frozenset[str]:
    """Return the cells that were ever changed or sent back, in any version."""
    versions = _versions(report)
    changed = Change.objects.filter(report__in=versions).order_by().values_list("indicator", flat=True)
    asked = Remark.objects.filter(decision__report__in=versions).order_by().values_list("indicator", flat=True)
    return frozenset(changed.union(asked))


def cell_history(report: Report, code: str) -> list[Turn]:
    """Return everything that happened to a cell in all versions of the report, the newest first."""
    versions = _versions(report)
    changes = Change.objects.filter(report__in=versions, indicator=code).select_related("by", "report")
    asked = Remark.objects.filter(decision__report__in=versions, indicator=code).select_related(
        "decision__by", "decision__report"
    )
    turns = [
        Turn(one.report.version, one.at, one.by.full_name, one.origin, one.before, one.after, one.note)
        for one in changes.order_by("pk")
    ]
    turns += _corrected(versions, code)
    turns += [
        Turn(step.report.version, step.at, step.by.full_name, "returned", None, None, one.reason)
        for one in asked.order_by("pk")
        for step in [one.decision]
    ]
    return sorted(turns, key=lambda turn: (turn.version, turn.at))[::-1]


def _corrected(versions: Collection[int], code: str) -> list[Turn]:
    """Return when corrections of the cell came into force: from what to what, who approved them, and why."""
    sealed = Report.objects.filter(pk__in=versions, state__in=[State.APPROVED, State.SUPERSEDED])
    rows = list(sealed.select_related("approved_by").order_by("version"))
    values = dict(Value.objects.filter(report__in=rows, indicator=code).values_list("report", "value"))
    return [
        Turn(new.version, new.approved_at, new.approved_by.full_name, "corrected", values.get(old.pk),
             values.get(new.pk), new.reason)
        for old, new in pairwise(rows)
        if values.get(old.pk) != values.get(new.pk) and new.approved_at and new.approved_by
    ]  # fmt: skip


def _versions(report: Report) -> Collection[int]:
    same = Q(form=report.form, period=report.period, unit=report.unit_id)
    return list(Report.objects.filter(same).values_list("pk", flat=True))


def _reasons(report: Report) -> dict[str, str]:
    last = Decision.objects.filter(report=report, kind=Decision.Kind.RETURNED).order_by("-pk").first()
    rows = Remark.objects.filter(decision=last).order_by("pk") if last else ()
    return {row.indicator: row.reason for row in rows}
