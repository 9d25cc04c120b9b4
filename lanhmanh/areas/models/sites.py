"""Supervision visits to sites with precursors and chemicals, quantities, and signs of leakage."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.areas.models.places import VOIDABLE, Site, Voidable, voided
from lanhmanh.db.models import classed


class Kept(models.TextChoices):
    """A record counts until it is taken back."""

    RECORDED = "recorded", _("Đã ghi")
    VOID = "void", _("Đã hủy")


class Measure(models.TextChoices):
    """Units in which a substance is weighed or counted."""

    KG = "kg", _("kg")
    GRAM = "g", _("g")
    LITRE = "l", _("lít")
    MILLILITRE = "ml", _("ml")
    TON = "t", _("tấn")
    PIECE = "piece", _("viên, ống, lọ")


class Visit(Voidable):
    """One supervision visit; `unit` is where the site lay on that day, `advice` what was recommended after it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=8, choices=Kept.choices, default=Kept.RECORDED)
    union_joined = models.BooleanField(default=False)
    who = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    advice = models.CharField(max_length=500, blank=True)

    classes = classed(internal=f"{VOIDABLE} site unit day state union_joined who note advice")

    class Meta:
        indexes = [
            models.Index(fields=["unit", "day"], name="visit_of_unit"),
            models.Index(fields=["site", "day"], name="visit_of_site"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Kept.values), name="visit_state_known"), voided("state"),
        ]  # fmt: skip


def _amount() -> Any:
    return models.DecimalField(max_digits=13, decimal_places=3, null=True, blank=True)


def _counted(name: str) -> models.CheckConstraint:
    condition = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return models.CheckConstraint(condition=condition, name=f"stockline_{name}_counted")


class StockLine(models.Model):
    """One substance on a visit: the papers' movements and last stock, and what was found."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="stocks")
    substance = models.CharField(max_length=120)
    measure = models.CharField(max_length=5, choices=Measure.choices)
    opening = _amount()
    came_in = _amount()
    went_out = _amount()
    on_paper = _amount()
    found = _amount()

    classes = classed(internal="id visit substance measure opening came_in went_out on_paper found")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "substance", "measure"], name="stockline_once"),
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="stockline_measure_known"),
            models.CheckConstraint(
                condition=Q(opening__isnull=False) | Q(came_in__isnull=False) | Q(went_out__isnull=False)
                | Q(on_paper__isnull=False) | Q(found__isnull=False),
                name="stockline_says_something",
            ),
            *(_counted(name) for name in ("opening", "came_in", "went_out", "on_paper", "found")),
        ]  # fmt: skip


class Leakage(Voidable):
    """A sign that something is missing: seen when, passed on to whom, answered when. It names no person."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="leakages")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField()
    what = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=Kept.choices, default=Kept.RECORDED)
    forwarded_to = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey("units.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    forwarded_on = models.DateField(null=True, blank=True)
    answer_due = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    classes = classed(
        internal=f"{VOIDABLE} site unit found_on what state forwarded_to agency forwarded_on answer_due answered_on"
        " answer"
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "forwarded_on"], name="leakage_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Kept.values), name="leakage_state_known"),
            voided("state"),
            models.CheckConstraint(
                condition=Q(forwarded_on__isnull=True, forwarded_to="", answer_due__isnull=True, agency__isnull=True)
                | (Q(forwarded_on__gte=F("found_on")) & ~Q(forwarded_to="")),
                name="leakage_forwarded_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(forwarded_on__isnull=False, answered_on__gte=F("forwarded_on")) & ~Q(answer="")),
                name="leakage_answered_after_forwarded",
            ),
        ]

    def __str__(self) -> str:
        """Return what was seen."""
        return self.what
