"""A million cells in a few thousand rows: what reports were approved with, and the sums kept of them, as texts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from lanhmanh.db.models import valid_on
from lanhmanh.db.packing import beside, packed
from lanhmanh.db.prepared import prepared_as_stored
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Report, Rollup, Sealed
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.units.models import Ancestry


@dataclass(frozen=True)
class Term:
    """A form in a period, by the tree of a day."""

    form: Form
    period: Period
    day: date

    @property
    def where(self) -> dict[str, str]:
        """Return what all rows of the term have in common."""
        return {"form": self.form.code, "period": self.period.code}

    @cached_property
    def rows(self) -> str:
        """Return the codes of the rows that are summed up, packed; ratios have no sums."""
        return rows_of(self.form)

    @property
    def approved(self) -> QuerySet[Report]:
        """Return the reports that count."""
        return Report.objects.filter(**self.where, state=State.APPROVED)


def rows_of(form: Form) -> str:
    """Return the codes of a form's rows that are summed up, in order, packed."""
    known = catalogue.load()
    return packed(sorted(code for code in form.rows if not known[code].is_ratio))


def sealed(term: Term) -> dict[int, str]:
    """Return the numbers of the approved reports by unit, beside the rows of the term."""
    return {
        unit_id: numbers if rows == term.rows else packed(beside(term.rows, rows, numbers))
        for unit_id, rows, numbers in _sealed(*term.where.values())
    }


def above(term: Term, unit_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the units above each of these which have an approved report, without those that were not there."""
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id, ancestor_id, depth in _above(*term.where.values(), term.day):
        chain = found[unit_id]
        if depth:
            chain.append(ancestor_id)
    return {unit_id: tuple(sorted(found[unit_id])) for unit_id in unit_ids if unit_id in found}


def kept(term: Term) -> dict[int, tuple[str, ...]]:
    """Return the kept sums by unit: rows, totals, maxima, minima, counts as they are stored."""
    return {row[0]: row[1:] for row in _kept(*term.where.values())}


@prepared_as_stored
def _sealed(form: Any, period: Any) -> QuerySet[Any, Any]:
    rows = Sealed.objects.filter(report__form=form, report__period=period, report__state=State.APPROVED)
    return rows.order_by().values_list("report__unit_id", "rows", "numbers")


@prepared_as_stored
def _above(form: Any, period: Any, day: Any) -> QuerySet[Any, Any]:
    units = Report.objects.filter(form=form, period=period, state=State.APPROVED).values("unit_id")
    rows = Ancestry.objects.filter(valid_on(day), descendant__in=units).order_by()
    return rows.values_list("descendant_id", "ancestor_id", "depth")


@prepared_as_stored
def _kept(form: Any, period: Any) -> QuerySet[Any, Any]:
    rows = Rollup.objects.filter(form=form, period=period).order_by()
    return rows.values_list("unit_id", "rows", "totals", "maxima", "minima", "counts")
