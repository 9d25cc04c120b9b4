"""Values that the facts give for a report's derived indicators."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from lanhmanh.activities.figures import FIGURES as OF_ACTIVITIES
from lanhmanh.areas.figures import FIGURES as OF_AREAS
from lanhmanh.cases import figures as case_figures
from lanhmanh.db.figures import Parts
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.units.models import Ancestry, Level

Derived = dict[str, Decimal | None]
# Cases stand apart: their facts are shown by number only, to who may know of them.
SOURCES: tuple[Parts, ...] = (OF_ACTIVITIES, OF_AREAS)


def figure_names(form: Form) -> dict[str, str]:
    """Return, for every derived row of a form, the name of its figure."""
    known = catalogue.load()
    return {code: name for code in form.rows if (name := known[code].figure)}


@dataclass(frozen=True)
class Where:
    """Whose facts of which days a report speaks of, both days included."""

    unit_ids: tuple[int, ...]
    first: date
    last: date


def where(unit_id: int, form: Form, period: Period) -> Where:
    """Return what a unit reports on: its own facts, for a commune those of its branches too.

    The tree is that of the period's last day.
    """
    days = window(form.calendar, period)
    return Where((unit_id, *_branches([unit_id], days.last)[unit_id]), days.first, days.last)


def derive(unit_id: int, form: Form, period: Period) -> Derived:
    """Return what the facts of a period give for each derived row; None where nothing is known."""
    return derive_many([unit_id], form, period)[unit_id]


def derive_many(unit_ids: Collection[int], form: Form, period: Period) -> dict[int, Derived]:
    """Return what the facts of a period give for each of these units, in the same number of queries as for one."""
    days = window(form.calendar, period)
    branches = _branches(unit_ids, days.last)
    groups = {unit_id: (unit_id, *branches[unit_id]) for unit_id in unit_ids}
    names = figure_names(form)
    asked = set(names.values())
    known: dict[int, Derived] = {unit_id: {} for unit_id in groups}
    for source in SOURCES:
        found = source.compute_many(groups=groups, first=days.first, last=days.last, names=asked)
        known = {unit_id: figures | found[unit_id] for unit_id, figures in known.items()}
    if of_cases := [name for name in names.values() if name in case_figures.NAMES]:
        counted = case_figures.compute_many(groups=groups, first=days.first, last=days.last, names=of_cases)
        known = {unit_id: figures | counted[unit_id] for unit_id, figures in known.items()}
    return {unit_id: {code: figures.get(name) for code, name in names.items()} for unit_id, figures in known.items()}


def counts(form: Form, where: Where, derived: Derived) -> dict[str, int]:
    """Return how many facts each derived row of a form is made of; a figure of cases counts its own records."""
    names = figure_names(form)
    found: dict[str, int] = {}
    for source in SOURCES:
        found |= source.fact_counts(
            unit_ids=where.unit_ids, first=where.first, last=where.last, names=set(names.values())
        )
    of_cases = {code: int(derived.get(code) or 0) for code, name in names.items() if name in case_figures.NAMES}
    known = {code: count for code, count in of_cases.items() if derived.get(code) is not None}
    return {code: found[name] for code, name in names.items() if name in found} | known


def source_of(name: str) -> Parts:
    """Return the figures among which one stands.

    :raises KeyError: no context but cases has it.
    """
    for source in SOURCES:
        if name in source.names:
            return source
    raise KeyError(name)


def _branches(unit_ids: Collection[int], day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for commune_id, branch_id in _below(unit_ids, day):
        found[commune_id].append(branch_id)
    return found


@prepared
def _below(units: Any, day: Any) -> QuerySet[Any, Any]:
    rows = Ancestry.objects.filter(
        valid_on(day), ancestor__in=units, ancestor__level=Level.COMMUNE, descendant__level=Level.BRANCH
    )
    return rows.order_by("descendant_id").values_list("ancestor_id", "descendant_id")
