"""What a review was made of, written down: so that it can be asked what changed since, and its figures made again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.frozen import definitions_to_json
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import asked_below
from lanhmanh.reporting.selectors.reviews.figures import FigureLine, last_known
from lanhmanh.reporting.selectors.reviews.whole import Review
from lanhmanh.units.models import Unit

FORMAT = 2  # format 1 named the reports, not what was reckoned from them


def manifest_of(review: Review, narrative: Mapping[str, str]) -> dict[str, Any]:
    """Return what a review was made of: days, plan, words, every report with its version, and the figures.

    `sources` tells from which forms each indicator was taken, `last_known` the last period known of what keeps its
    last value: both decide whether a later correction changes the review.
    """
    days, unit = review.days, review.plan.unit
    shown = [line for line in review.figures if line.form]
    return {
        "format": FORMAT,
        "plan": review.plan.uid,
        "first_day": days.first.isoformat(),
        "last_day": days.last.isoformat(),
        "forms": [[line.form.code, line.form.version, [one.code for one in line.periods]] for line in review.forms],
        "reports": approved_in([(line.form, line.periods) for line in review.forms], unit),
        "narrative": dict(narrative),
        "sources": _sources(shown),
        "last_known": last_known(review.forms, unit),
        "figures": [[line.indicator.code, line.form, *values_of(line)] for line in shown],
        "indicators": definitions_to_json([line.indicator.code for line in shown], catalogue.load()),
    }


def approved_in(forms: Iterable[tuple[Form, Iterable[Period]]], unit: Unit) -> list[list[Any]]:
    """Return uid and version of the approved reports of these periods, at and below a unit."""
    rows = Report.objects.filter(reports_within(forms, unit), state=State.APPROVED).order_by("uid")
    return [[uid, version] for uid, version in rows.values_list("uid", "version")]


def reports_within(forms: Iterable[tuple[Form, Iterable[Period]]], unit: Unit) -> Q:
    """Return the condition that a report is of one of these periods, at or below a unit by the tree of its last day."""
    below = (
        (form.code, one.code, asked_below(form.at(one), window(form.calendar, one).last))
        for form, periods in forms
        for one in periods
    )
    mine = (
        Q(form=code, period=period, unit__in=lines.filter(ancestor=unit).values("descendant_id"))
        for code, period, lines in below
    )
    return reduce(or_, mine, Q(pk__in=()))


def values_of(line: FigureLine) -> tuple[str | None, dict[str, str | None]]:
    """Return the figure over all and by year, as a manifest keeps them."""
    return text_of(line.whole), {str(year): text_of(value) for year, value in sorted(line.by_year.items())}


def _sources(shown: Sequence[FigureLine]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in shown:
        one = line.indicator
        for code in one.references if one.is_ratio else (one.code,):
            found[code].add(line.form)
    return {code: sorted(forms) for code, forms in sorted(found.items())}
