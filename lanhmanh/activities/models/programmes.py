"""Which programmes an activity serves, and who registered for one in a year with what result."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.done import Activity
from lanhmanh.activities.models.kept import KEPT, Kept, choices_of
from lanhmanh.activities.rules.programmes import Outcome, Who
from lanhmanh.db.models import classed, void_says_why

WHO = {Who.UNIT: _("Cả đơn vị"), Who.AGENCY: _("Cơ quan, đơn vị, doanh nghiệp"), Who.SCHOOL: _("Trường học")}
OUTCOMES = {
    Outcome.ACHIEVED: _("Đạt"),
    Outcome.NOT_ACHIEVED: _("Không đạt"),
    Outcome.WITHDRAWN: _("Rút đăng ký"),
}


class ActivityProgramme(models.Model):
    """An activity serves a programme; it may serve several, and stays one activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="programmes")
    programme = models.CharField(max_length=12)

    classes = classed(internal="id activity programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "programme"], name="activityprogramme_once")]
        indexes = [models.Index(fields=["programme"], name="activityprogramme_of")]


class Registration(Kept):
    """A unit, or an agency or school in it, registers for a programme in a year; the result comes later.

    `body` is the name of the agency or school, empty where the unit as a whole registers; `key` is its folded form.
    """

    programme = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="registrations")
    who = models.CharField(max_length=6, choices=choices_of(WHO))
    body = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200, blank=True, editable=False)
    registered_on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, choices=choices_of(OUTCOMES), blank=True)
    result_on = models.DateField(null=True, blank=True)
    result_document = models.CharField(max_length=200, blank=True)

    classes = classed(
        internal=f"{KEPT} programme year unit who body key registered_on document outcome result_on result_document"
    )

    class Meta:
        constraints = [
            void_says_why("registration_void_says_why"),
            models.UniqueConstraint(
                fields=["programme", "year", "unit", "who", "key"], condition=Q(voided_at__isnull=True),
                name="registration_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(who="unit", body="") | Q(who__in=["agency", "school"]) & ~Q(body=""),
                name="registration_says_who",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", result_on__isnull=True, result_document="")
                | Q(outcome__in=[one.value for one in Outcome], result_on__isnull=False)
                & Q(result_on__gte=F("registered_on")),
                name="registration_result_says_when",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "year"], name="registration_of_unit")]
