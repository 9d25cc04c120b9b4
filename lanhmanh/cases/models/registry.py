"""Numbers of cases, and cases that may be of one person."""

from django.db import models
from django.db.models import F, Q

from lanhmanh.db.models import Identified, classed
from lanhmanh.kernel import clock


class Counter(models.Model):
    """The last number given by a unit in a year; locked while the next is given. A number is given once."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    classes = classed(internal="id unit year last")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="casecounter_one_a_year")]


class Twin(Identified):
    """Two cases that may be of one person. Neither unit is told of the other; who stands above both settles it.

    Are they of one person, one of them is `kept`: its unit goes on, the other hands its case over to be merged.
    """

    first = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField(default=clock.today)
    same = models.BooleanField(null=True, blank=True)
    kept = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid first second found_on same kept settled_at settled_by")

    class Meta:
        indexes = [models.Index(fields=["settled_at"], name="twin_settled")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twin_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="twin_in_order"),
            models.CheckConstraint(
                condition=Q(same=None, settled_at=None, settled_by=None)
                | Q(same__isnull=False, settled_at__isnull=False, settled_by__isnull=False),
                name="twin_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(kept=None) | Q(same__isnull=False, same=True) & (Q(kept=F("first")) | Q(kept=F("second"))),
                name="twin_kept_is_one_of_one_person",
            ),
        ]
