"""Who was reminded of what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from lanhmanh.db.models import Frozen, Identified, classed


class Reminder(Frozen, Identified):
    """That a unit was reminded of a report that it had not sent; the system itself sends nothing."""

    class How(models.TextChoices):
        """The ways in which offices remind each other."""

        PHONE = "phone", pgettext_lazy("reminder", "Điện thoại")
        MESSAGE = "message", pgettext_lazy("reminder", "Zalo, tin nhắn")
        MEETING = "meeting", pgettext_lazy("reminder", "Họp, giao ban")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    how = models.CharField(max_length=7, choices=How.choices)
    day = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid unit form period how day note noted_at noted_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=["phone", "message", "meeting"]), name="reminder_how_known"),
        ]
        indexes = [models.Index(fields=["form", "period", "unit"], name="reminder_by_report")]
