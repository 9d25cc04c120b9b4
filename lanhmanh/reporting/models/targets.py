"""What is aimed at."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.reporting.models.figure import Figure


class Target(Frozen, Identified):
    """What a unit with all below it is to reach on an indicator in a year; the highest version is in force.

    `reason` says why a later version changed, `gap` why the targets one step below do not add up to this one.
    """

    indicator = models.CharField(max_length=20)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    value = Figure()
    reason = models.TextField(blank=True)
    gap = models.TextField(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid indicator unit year version value reason gap set_at set_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "year", "version"], name="target_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")), name="target_change_has_reason"
            ),
        ]
