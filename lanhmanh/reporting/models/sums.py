"""The sums and counts that are kept beside the reports."""

from django.db import models
from django.db.models import F, Q

from lanhmanh.db.models import classed
from lanhmanh.reporting.models.figure import Figure


class Rollup(models.Model):
    """What is known of one indicator at and below a unit in a period: the combined cell of approved reports."""

    form = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=20)
    total = Figure(null=True)
    maximum = Figure(null=True)
    minimum = Figure(null=True)
    count = models.PositiveIntegerField(default=0)

    classes = classed(internal="id form period unit indicator total maximum minimum count")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "period", "unit", "indicator"], name="rollup_once"),
            models.CheckConstraint(
                condition=Q(count=0, total__isnull=True, maximum__isnull=True, minimum__isnull=True)
                | Q(count__gt=0, total__isnull=False, maximum__isnull=False, minimum__isnull=False),
                name="rollup_missing_is_not_zero",
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
