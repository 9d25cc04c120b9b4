"""Reports of units, their cells, and the history of their decisions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.reporting.models.figure import Figure
from lanhmanh.reporting.rules.states import LABELS, Shown, State

_STATES = [(state.value, LABELS[Shown(state.value)][0]) for state in State]
_APPROVED = [State.APPROVED.value, State.SUPERSEDED.value]


class Report(Identified):
    """One version of what a unit reports on a form for a period.

    `form` and `period` are codes; the form's rows are those of `form_version`. `digest` covers the values as approved.
    """

    form = models.CharField(max_length=20)
    form_version = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=_STATES, default=State.DRAFT.value)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    return_comment = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    classes = classed(
        internal="id uid form form_version period unit version reason state opened_at opened_by saved_at saved_by"
        " submitted_at submitted_by returned_at returned_by return_comment approved_at approved_by digest"
    )

    @property
    def identity(self) -> tuple[str | int, ...]:
        """Return what the seal of an approval names: form, period, unit and version."""
        return self.form, self.form_version, self.period, self.unit.uid, self.version

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at__isnull=True, submitted_by__isnull=True)
                | (~Q(state=State.DRAFT) & Q(submitted_at__isnull=False, submitted_by__isnull=False)),
                name="report_sent_has_sender",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.RETURNED, returned_at__isnull=False, returned_by__isnull=False)
                & ~Q(return_comment=""))
                | (~Q(state=State.RETURNED)
                & Q(returned_at__isnull=True, returned_by__isnull=True, return_comment="")),
                name="report_returned_has_reason",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=_APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                & ~Q(digest=""))
                | (~Q(state__in=_APPROVED) & Q(approved_at__isnull=True, approved_by__isnull=True, digest="")),
                name="report_approved_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="report_submitter_never_approves",
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
                name="report_correction_has_reason",
            ),
            models.UniqueConstraint(fields=["form", "period", "unit", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["form", "period", "unit"], condition=~Q(state__in=_APPROVED), name="report_one_open"
            ),
            models.UniqueConstraint(
                fields=["form", "period", "unit"], condition=Q(state=State.APPROVED), name="report_one_approved"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "unit"], name="report_by_state")]


class Value(models.Model):
    """One cell of a report: what is reported (None: missing, never zero) and what the facts gave."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="values")
    indicator = models.CharField(max_length=20)
    value = Figure(null=True)
    derived = Figure(null=True)
    note = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id report indicator value derived note saved_at saved_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "indicator"], name="value_once")]


class Sealed(Frozen):
    """The numbers of a report as they were approved, in one row, from which sums are made.

    `rows` are the codes of its cells in order, `numbers` the ten-thousandths beside them, null where nothing is known:
    lists in JSON. A report cannot be approved without; `verify` compares them with the cells.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="sealed")
    rows = models.TextField()
    numbers = models.TextField()

    classes = classed(internal="id report rows numbers")


class Decision(Frozen):
    """One step in the life of a report, as its page tells it."""

    class Kind(models.TextChoices):
        """What was decided."""

        SUBMITTED = "submitted", pgettext_lazy("decision", "Nộp")
        RETURNED = "returned", pgettext_lazy("decision", "Trả lại")
        APPROVED = "approved", pgettext_lazy("decision", "Duyệt")
        CORRECTED = "corrected", pgettext_lazy("decision", "Mở bản đính chính")
        SUPERSEDED = "superseded", pgettext_lazy("decision", "Được thay bằng bản mới")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)

    classes = classed(internal="id report kind at by comment")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["submitted", "returned", "approved", "corrected", "superseded"]),
                name="decision_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "corrected"]) | ~Q(comment=""), name="decision_has_reason"
            ),
        ]


class Remark(Frozen):
    """What was said of one cell when the report was sent back; a return without remarks is of the whole report."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="remarks")
    indicator = models.CharField(max_length=20)
    reason = models.TextField()

    classes = classed(internal="id decision indicator reason")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "indicator"], name="remark_once_a_cell"),
            models.CheckConstraint(condition=~Q(reason=""), name="remark_has_reason"),
        ]


class Change(Frozen):
    """One change of a cell while its report was open; `round` counts how often the report had been sent before."""

    class Origin(models.TextChoices):
        """Where the new value comes from."""

        TYPED = "typed", _("nhập tay")
        FACTS = "facts", _("theo hoạt động đã ghi")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="changes")
    indicator = models.CharField(max_length=20)
    round = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=5, choices=Origin.choices)
    before = Figure(null=True)
    after = Figure(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id report indicator round origin before after note at by")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(origin__in=["typed", "facts"]), name="change_origin_known")]
