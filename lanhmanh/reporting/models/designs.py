"""Forms that a province makes itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed


class FormDesign(Identified):
    """One version of a form that a unit asks of those below it; `definition` is what a form's TOML file holds.

    A published version never changes: a change is a new version, and an end is a `FormEnd`.
    """

    class State(models.TextChoices):
        """A draft is worked on and tried; a published version asks for reports."""

        DRAFT = "draft", _("Nháp")
        PUBLISHED = "published", _("Đã ban hành")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    definition = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid unit code version definition state saved_at saved_by published_at published_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True, published_by__isnull=True)
                | Q(state="published", published_at__isnull=False, published_by__isnull=False),
                name="formdesign_published_by_somebody",
            ),
            models.UniqueConstraint(fields=["code", "version"], name="formdesign_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(state="draft"), name="formdesign_one_draft"),
        ]


class FormEnd(Frozen):
    """The last period for which a published version is asked, said after it was published; a later version may begin.

    The end of a version that another follows is not kept: it follows from the beginning of the next.
    """

    design = models.OneToOneField(FormDesign, on_delete=models.PROTECT, related_name="end")
    last_period = models.CharField(max_length=8)
    reason = models.TextField()
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id design last_period reason ended_at ended_by")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="formend_has_reason")]
