"""Guidance that a unit sends down with a plan, and who has taken note of it."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.plan.models.plans import Plan, PlanItem


class Guidance(Frozen, Identified):
    """What a unit asks all units of some levels below it to heed; of a clause, or of the plan as a whole.

    It is addressed to the units that stood below on the day of sending; `due` is the day by which they take note.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="guidance")
    item = models.ForeignKey(PlanItem, null=True, on_delete=models.PROTECT, related_name="guidance")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    levels = models.JSONField()
    due = models.DateField(null=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid plan item unit document title text levels due sent_at sent_by")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="guidance_says_something")]


class Acknowledgement(Frozen):
    """A unit has taken note of guidance; `groups` is how many groups (tổ hội) it told, None where it has none."""

    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="acknowledgements")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id guidance unit groups note noted_at noted_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guidance", "unit"], name="acknowledgement_once")]
