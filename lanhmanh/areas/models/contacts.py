"""Where a tip goes: the bodies that take one, as the province states them. No tip and no word of one is kept."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Recorded, classed, void_says_why


class TipContact(Recorded):
    """One body that takes tips from a unit and those below it; `checked_on` is empty until somebody rang the number."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=60)
    hours = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    classes = classed(
        public="id uid unit name phone hours address source checked_on",
        internal="recorded_at recorded_by voided_at voided_by void_reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "phone"], condition=Q(voided_at=None), name="tipcontact_once"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone=""), name="tipcontact_says_who_and_number"),
            void_says_why("tipcontact_void_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Return the body's name."""
        return self.name
