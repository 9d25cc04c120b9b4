"""Places and the bodies that work in them, each with the dates for which it holds.

A unit's identity is its row, never its code: codes are reused (26014 was Tân Tiến, then Tân Mai).
`valid_to` is the first day on which a row no longer holds.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed, dates_in_order


class Level(models.TextChoices):
    """The steps of the tree."""

    PROVINCE = "province", _("Tỉnh")
    DISTRICT = "district", _("Huyện")
    COMMUNE = "commune", _("Xã")
    BRANCH = "branch", _("Chi hội")


class Unit(Identified):
    """A province, district, commune or branch through all its names, codes and parents."""

    level = models.CharField(max_length=10, choices=Level.choices)

    classes = classed(public="id uid level")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(level__in=Level.values), name="unit_level_known")]


class UnitVersion(models.Model):
    """What a unit is called, coded and under, between two dates."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=20, blank=True, db_index=True)
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="child_versions")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    sort = models.CharField(max_length=260, db_index=True)
    search = models.CharField(max_length=120, db_index=True)

    classes = classed(
        public="id unit valid_from valid_to name kind code parent latitude longitude area_km2 sort search"
    )

    class Meta:
        constraints = [
            dates_in_order("unitversion_dates_in_order"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unitversion_one_per_day"),
        ]


class Ancestry(models.Model):
    """Who stands under whom, how many steps down, between two dates (depth 0 is the unit itself)."""

    ancestor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    descendant = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    classes = classed(public="id ancestor descendant depth valid_from valid_to")

    class Meta:
        constraints = [dates_in_order("ancestry_dates_in_order")]
        indexes = [
            models.Index(fields=["ancestor", "depth", "descendant"], name="ancestry_down"),
            models.Index(fields=["descendant", "depth", "ancestor"], name="ancestry_up"),
        ]


class Succession(models.Model):
    """What became of a unit in a reform: the whole of it, or a part, went to another."""

    class Extent(models.TextChoices):
        """How much went over."""

        WHOLE = "whole", _("Toàn bộ")
        PART = "part", _("Một phần")

    source = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    target = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    extent = models.CharField(max_length=5, choices=Extent.choices)
    people = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    classes = classed(public="id source target on extent people basis")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "on"], name="succession_once")]


class Agency(Identified):
    """A partner body beside the Union at a unit: police, social-evils sub-department, committee, Front."""

    class Kind(models.TextChoices):
        """The partners named by the plan."""

        POLICE = "police", _("Công an")
        SOCIAL_EVILS = "social_evils", _("Chi cục Phòng, chống tệ nạn xã hội")
        COMMITTEE = "committee", _("Ủy ban nhân dân")
        FRONT = "front", _("Mặt trận Tổ quốc")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agencies")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    classes = classed(public="id uid unit kind name valid_from valid_to")

    class Meta:
        constraints = [
            dates_in_order("agency_dates_in_order"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["police", "social_evils", "committee", "front"]), name="agency_kind_known"
            ),
        ]
