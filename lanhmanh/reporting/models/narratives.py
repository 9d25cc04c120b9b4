"""The words of a report, with figures placed by reference."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Frozen, classed


class Narrative(Frozen):
    """One version of what a unit writes in one section of a paper; the highest version is in force.

    `subject` names the paper ("HND-QUY/2021Q4"); a figure stands in the text as its code in braces, never as digits.
    An empty text gives the section back to the product's own words.
    """

    subject = models.CharField(max_length=60)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id subject unit section version text written_at written_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "unit", "section", "version"], name="narrative_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="narrative_version_from_one"),
        ]
