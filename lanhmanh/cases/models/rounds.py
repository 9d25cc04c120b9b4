"""Rounds in which the Union, police and authorities look through the lists together: numbers, never names."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed
from lanhmanh.kernel import clock


class Mistake(models.TextChoices):
    """Why a round is taken back; there are no words in which somebody could be named."""

    TWICE = "twice", _("Ghi trùng")
    NUMBERS = "numbers", _("Số liệu sai")
    DAY = "day", _("Ghi nhầm ngày")
    UNIT = "unit", _("Ghi nhầm đơn vị")
    NOT_HELD = "not_held", _("Đợt rà soát không diễn ra")


class ReviewRound(Identified):
    """One round of a commune. The lists stay with the police; what is kept here is how many and what came of it."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    from_union = models.PositiveSmallIntegerField()
    from_police = models.PositiveSmallIntegerField()
    from_authorities = models.PositiveSmallIntegerField()
    from_others = models.PositiveSmallIntegerField(default=0)
    names_checked = models.PositiveIntegerField(null=True, blank=True)
    changes = models.PositiveIntegerField(null=True, blank=True)
    declared = models.PositiveIntegerField(null=True, blank=True)
    registered = models.PositiveIntegerField(null=True, blank=True)
    families_persuaded = models.PositiveIntegerField(null=True, blank=True)
    void = models.BooleanField(default=False)
    void_reason = models.CharField(max_length=10, choices=Mistake.choices, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid unit on from_union from_police from_authorities from_others names_checked changes declared "
        "registered families_persuaded void void_reason version recorded_at recorded_by"
    )

    class Meta:
        indexes = [models.Index(fields=["unit", "on"], condition=Q(void=False), name="reviewround_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "on"], condition=Q(void=False), name="reviewround_one_a_day"),
            models.CheckConstraint(
                condition=Q(void=False, void_reason="") | Q(void=True, void_reason__in=Mistake.values),
                name="reviewround_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(from_union__gte=1) & (Q(from_police__gte=1) | Q(from_authorities__gte=1)),
                name="reviewround_is_joint",
            ),
            models.CheckConstraint(
                condition=Q(names_checked=None) | Q(changes=None) | Q(changes__lte=F("names_checked")),
                name="reviewround_changes_among_checked",
            ),
        ]
