"""The sums and counts that are kept beside the reports."""

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length, Replace
from django.db.models.lookups import Exact

from lanhmanh.db.models import classed


def _as_many(first: str, *others: str) -> Q:
    """Return the condition that packed columns hold as many entries: neither codes nor numbers have commas."""
    first_length, *lengths = (Length(name) - Length(Replace(name, Value(","), Value(""))) for name in (first, *others))
    return reduce(and_, (Q(Exact(first_length, length)) for length in lengths))


class Rollup(models.Model):
    """What is known at and below a unit in a period: the cells of approved reports combined, all of them in one row.

    Lists in JSON: `rows` the codes of the form's rows, beside each its total, largest and least in ten-thousandths,
    null where nothing is known, and of how many values it is made. There is none where no report is approved.
    """

    form = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    rows = models.TextField()
    totals = models.TextField()
    maxima = models.TextField()
    minima = models.TextField()
    counts = models.TextField()

    classes = classed(internal="id form period unit rows totals maxima minima counts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "period", "unit"], name="sums_once"),
            models.CheckConstraint(
                condition=_as_many("rows", "totals", "maxima", "minima", "counts"), name="sums_whole"
            ),
        ]


class Coverage(models.Model):
    """How many reports are due at and below a unit in a period, and how many of them are approved."""

    form = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField()
    approved = models.PositiveIntegerField(default=0)

    classes = classed(internal="id form period unit expected approved")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "period", "unit"], name="coverage_once"),
            models.CheckConstraint(condition=Q(approved__lte=F("expected")), name="coverage_within_expected"),
        ]
