"""What is known of a year at and below units, read in one pass for many units and indicators."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Coverage
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.aggregate import Cell
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.targets import Course
from lanhmanh.reporting.selectors.calendar import expected_below, periods_of_year
from lanhmanh.reporting.selectors.kept import kept

Courses = dict[tuple[int, str], Course]


@dataclass(frozen=True)
class _Told:
    """The periods of the year by form, and the cells and counts that are kept, by unit, form and period."""

    periods: dict[str, tuple[Period, ...]]
    cells: dict[tuple[int, str, str], dict[str, Cell]]
    counts: dict[tuple[int, str, str], tuple[int, int]]


def asking(year: int) -> dict[str, Form]:
    """Return, for each indicator that is asked in a year, the form that asks it: no two forms ask the same."""
    return {code: form for form in forms.latest() if periods_of_year(form, year) for code in form.rows}


def courses(codes: Iterable[str], unit_ids: Collection[int], year: int) -> Courses:
    """Return, by unit and form, the year of the forms that ask these indicators.

    Two queries, and one for each period of which nobody has begun a report; however many units lie below.
    """
    known, asked = catalogue.load(), asking(year)
    codes = [code for code in codes if code in asked]
    wanted = {*codes, *(part for code in codes for part in known[code].references)}
    used = {asked[code].code: asked[code] for code in codes}
    told = _told(used, wanted, unit_ids, year)
    return {
        (unit_id, form): Course(
            {period: told.cells.get((unit_id, form, period.code), {}) for period in periods},
            {period: told.counts.get((unit_id, form, period.code), (0, 0)) for period in periods},
        )
        for unit_id in unit_ids
        for form, periods in told.periods.items()
    }


def _told(used: dict[str, Form], wanted: Collection[str], unit_ids: Collection[int], year: int) -> _Told:
    told = _Told({code: periods_of_year(form, year) for code, form in used.items()}, {}, {})
    codes = {period.code for periods in told.periods.values() for period in periods}
    for (form, period, unit_id), sums in kept(used, codes, unit_ids).items():
        told.cells[unit_id, form, period] = sums.cells(wanted)
    for row in Coverage.objects.filter(form__in=used, period__in=codes, unit__in=unit_ids):
        told.counts[row.unit_id, row.form, row.period] = (row.approved, row.expected)
    _fill_up(told, used, unit_ids)
    return told


def _fill_up(told: _Told, used: dict[str, Form], unit_ids: Collection[int]) -> None:
    """Count what is asked in periods of which nothing is kept yet."""
    begun = {(form, period) for _unit, form, period in told.counts}
    for code, form in used.items():
        for period in told.periods[code]:
            if (code, period.code) not in begun:
                for unit_id, expected in expected_below(form, period, unit_ids).items():
                    told.counts[unit_id, code, period.code] = (0, expected)
