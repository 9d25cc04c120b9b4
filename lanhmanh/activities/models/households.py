"""Households of members: how many there are, what they signed, who left poverty. No household is marked by a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.registers import (
    KEPT,
    NAMED,
    Kept,
    Named,
    classed,
    counted,
    erased_check,
    known,
    on_day,
)
from lanhmanh.db.models import void_says_why


class HouseholdFactKind(models.TextChoices):
    """What happened to a household."""

    PLEDGE = "pledge", _("Ký cam kết")
    OUT_OF_POVERTY = "out_of_poverty", _("Thoát nghèo có Hội giúp đỡ")


class HouseholdCount(Kept):
    """How many households a unit has on a day, those of the units below it not counted in."""

    slug = "ho"
    stated = ("day", "households", "poor", "near_poor", "helped", "helped_by_members", "borrowers")
    same = ("unit", "day")
    once = True

    day = models.DateField()
    households = models.PositiveIntegerField()
    poor = models.PositiveIntegerField(null=True, blank=True)
    near_poor = models.PositiveIntegerField(null=True, blank=True)
    helped = models.PositiveIntegerField(null=True, blank=True)
    helped_by_members = models.PositiveIntegerField(null=True, blank=True)
    borrowers = models.PositiveIntegerField(null=True, blank=True)

    classes = classed(internal=f"{KEPT} day households poor near_poor helped helped_by_members borrowers")

    class Meta:
        constraints = [
            void_says_why("householdcount_void_says_why"),
            *(counted("householdcount", name) for name in (
                "households", "poor", "near_poor", "helped", "helped_by_members", "borrowers"
            )),
            models.UniqueConstraint(
                fields=["unit", "day"], condition=Q(voided_at__isnull=True), name="householdcount_one_a_day"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return on_day(gettext("Số hộ"), self.day)


class HouseholdFact(Named):
    """So many households that signed, or left poverty, on a day; one household where it is named."""

    slug = "cam-ket"
    stated = ("kind", "day", "year", "count", "name", "note")
    same = ("unit", "kind", "day", "count", "name")

    kind = models.CharField(max_length=14, choices=HouseholdFactKind.choices)
    day = models.DateField()
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=300, blank=True)

    classes = classed(internal=f"{KEPT} {NAMED} kind day year count note", personal="name")

    class Meta:
        constraints = [
            known("householdfact", "kind", HouseholdFactKind),
            counted("householdfact", "count", 1),
            void_says_why("householdfact_void_says_why"),
            erased_check("householdfact", needed=False),
            models.CheckConstraint(condition=Q(name="") | Q(count=1), name="householdfact_named_is_one"),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="householdfact_of_unit")]

    def __str__(self) -> str:
        return on_day(str(HouseholdFactKind(self.kind).label), self.day)
