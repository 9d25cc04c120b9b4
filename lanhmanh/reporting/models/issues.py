"""What went out as a document, what it was made of, and what changed under it since."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed


class Issue(Frozen, Identified):
    """A consolidation that went out as a document; the manifest holds all that it was made of.

    `replaces` is the issue that this one takes the place of, after corrections.
    """

    form = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    manifest = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    classes = classed(internal="id uid form period unit document manifest issued_at issued_by replaces")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="issue_replaced_once"
            ),
        ]


class IssuePart(Frozen):
    """An approved report that an issue was made of, of its own period or of an earlier one of the year."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="parts")
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id issue report")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "report"], name="issuepart_once")]


class Wake(Frozen):
    """What an approval did to an issue that had gone out before: its figures are no longer those in force.

    `cells` lists the changed cells of the report as [indicator, before, after], missing as null.
    """

    class Kind(models.TextChoices):
        """A report that the issue was made of was corrected, or one that it lacked came in."""

        CORRECTED = "corrected", _("Đính chính")
        ARRIVED = "arrived", _("Duyệt sau khi ban hành")

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="wakes")
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    cells = models.JSONField()
    found_at = models.DateTimeField()
    found_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id issue report kind cells found_at found_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "report"], name="wake_once"),
            models.CheckConstraint(condition=Q(kind__in=["corrected", "arrived"]), name="wake_kind_known"),
        ]


class ReviewIssue(Frozen, Identified):
    """A review of a plan, at half-term or at its end, that went out as a document."""

    class Kind(models.TextChoices):
        """Half-way, or at the end of the plan's years."""

        HALF = "half", _("Sơ kết")
        FINAL = "final", _("Tổng kết")

    plan = models.ForeignKey("plan.Plan", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    manifest = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid plan unit kind first_day last_day document manifest issued_at issued_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["half", "final"]), name="reviewissue_kind_known"),
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="reviewissue_days_in_order"),
        ]
