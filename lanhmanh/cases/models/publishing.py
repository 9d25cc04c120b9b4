"""Figures that were published beyond those entitled to the cases."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.kernel import clock


class Publication(Frozen, Identified):
    """One issue of a period's figures for a province or district; `number` is its place among all of the province.

    `cells` is what readers get: unit → figure → number, null where it is missing, "…" where it is hidden. `kept` is
    what the next issue is protected with: the counts, the sums between them, and which of all that is out are hidden.
    """

    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    period = models.CharField(max_length=6)
    issue = models.PositiveSmallIntegerField()
    tree_day = models.DateField()
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    cells = models.JSONField()
    hidden = models.PositiveIntegerField()
    kept = models.BinaryField()

    classes = classed(
        internal="id uid province unit number period issue tree_day published_at published_by cells hidden",
        sensitive="kept",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "number"], name="publication_one_after_the_other"),
            models.UniqueConstraint(fields=["unit", "period", "issue"], name="publication_issue_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & Q(issue__gte=1), name="publication_counts_from_one"),
        ]
