"""Numbers of cases, unit by unit and year by year. A part of the services beside it."""

from django.db.models import F

from lanhmanh.cases.models import Counter
from lanhmanh.units.models import Unit


def next_number(unit: Unit, year: int) -> int:
    """Return the next number of a unit's year; its row stays locked until the transaction ends, so none is skipped."""
    return next_numbers(unit, year, 1)[0]


def hold_numbers(unit: Unit, year: int) -> None:
    """Let nobody else take a number of a unit's year until the transaction ends."""
    Counter.objects.get_or_create(unit=unit, year=year)
    Counter.objects.select_for_update().get(unit=unit, year=year)


def next_numbers(unit: Unit, year: int, count: int) -> range:
    """Return the next so many numbers of a unit's year."""
    Counter.objects.get_or_create(unit=unit, year=year)
    mine = Counter.objects.filter(unit=unit, year=year)
    mine.update(last=F("last") + count)
    last = mine.get().last
    return range(last - count + 1, last + 1)


def hold_unit(unit: Unit) -> None:
    """Let whoever sends the same form twice wait for the first time; what refers to the unit does not wait."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
