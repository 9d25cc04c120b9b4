"""Inspections of businesses, what they found, and whether it was put right."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.areas.models.places import VOIDABLE, Business, Voidable, voided
from lanhmanh.db.models import Identified, classed


class By(models.TextChoices):
    """Who looked."""

    TEAM_178 = "team_178", _("Đội kiểm tra liên ngành 178")
    OTHER = "other", _("Đoàn kiểm tra khác")
    REVIEW = "review", _("Rà soát, thống kê (không phải kiểm tra)")


class InspectionState(models.TextChoices):
    """What is stored; how far the corrections are follows from the findings."""

    PLANNED = "planned", _("Dự kiến")
    DONE = "done", _("Đã kiểm tra")
    VOID = "void", _("Đã hủy")


class Inspection(Voidable):
    """One inspection of one business. `unit` is where the business lay on that day; `who` names bodies, no persons."""

    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="inspections")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=10, choices=By.choices)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=InspectionState.choices)
    union_joined = models.BooleanField(default=False)
    who = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    classes = classed(internal=f"{VOIDABLE} business unit by day state union_joined who note")

    class Meta:
        indexes = [
            models.Index(fields=["unit", "day"], name="inspection_of_unit"),
            models.Index(fields=["business", "day"], name="inspection_of_business"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(by__in=By.values), name="inspection_by_known"),
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="inspection_state_known"),
            voided("state"),
        ]

    def __str__(self) -> str:
        """Return who looked."""
        return str(self.get_by_display())


class Finding(Identified):
    """One thing found: what, what was ordered, by when; put right on a day, and seen to be so on another."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    what = models.CharField(max_length=300)
    measure = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True, blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid inspection what measure due corrected_on verified_on verified_at verified_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="finding_says_what"),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_at__isnull=True, verified_by__isnull=True)
                | Q(
                    verified_on__gte=F("corrected_on"), corrected_on__isnull=False, verified_at__isnull=False,
                    verified_by__isnull=False,
                ),
                name="finding_verified_after_corrected",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Return what was found."""
        return self.what


class InspectionPhoto(Identified):
    """A photo of an inspection, re-encoded as JPEG, without metadata; taken off, its bytes are gone too."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photos")
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    classes = classed(internal="id uid inspection width height", personal="content")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="inspectionphoto_has_a_size"),
        ]
