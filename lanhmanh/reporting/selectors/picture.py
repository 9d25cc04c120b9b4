"""A unit's own small picture: a few figures over the periods of a year."""

from decimal import Decimal

from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Coverage
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.calendar import periods_of_year
from lanhmanh.reporting.selectors.kept import NOTHING, kept_by_period


def year_picture(unit_id: int, form: Form, year: int, codes: tuple[str, ...]) -> dict[str, list[Decimal | None]]:
    """Return indicator → what is approved at and below a unit in each period of a year, None where nothing is."""
    periods = [period.code for period in periods_of_year(form, year)]
    known = kept_by_period(form.code, periods, unit_id)
    return {code: [known.get(period, NOTHING).total.get(code) for period in periods] for code in codes}


def coverage_of(unit_id: int, form: Form, period: Period) -> tuple[int, int]:
    """Return how many reports at and below a unit are approved in a period, and how many are expected."""
    row = Coverage.objects.filter(form=form.code, unit_id=unit_id, period=period.code).first()
    return (row.approved, row.expected) if row else (0, 0)
