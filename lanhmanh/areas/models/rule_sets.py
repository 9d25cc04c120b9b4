"""The rule sets by which areas are classified: those of the state, laid from their files, and those of a unit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed


class RuleSet(Identified):
    """One version of a rule set; `body` holds the rows that `law.classes` reads.

    Without a unit it is the state's, laid from a file. `effective_to` is the last day on which it holds. A published
    version never changes again but by being withdrawn, so an old class is explained by the rule of its day.
    """

    class State(models.TextChoices):
        """A draft is worked on and tried; a published version classifies; one withdrawn classifies nothing more."""

        DRAFT = "draft", _("Nháp")
        PUBLISHED = "published", _("Đã ban hành")
        WITHDRAWN = "withdrawn", _("Đã thu hồi")

    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=400)
    body = models.JSONField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    document_number = models.CharField(max_length=60, blank=True)
    document_dated = models.DateField(null=True, blank=True)
    document_title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    classes = classed(
        public="id uid unit code version title body effective_from effective_to document document_number"
        " document_dated document_title state",
        internal="saved_at saved_by published_at published_by withdrawn_at withdrawn_by withdrawn_why",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", unit__isnull=False, published_at__isnull=True, withdrawn_at__isnull=True)
                | Q(state="published", published_at__isnull=False, withdrawn_at__isnull=True)
                | Q(state="withdrawn", published_at__isnull=False, withdrawn_at__isnull=False),
                name="ruleset_state_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, saved_by__isnull=True, published_by__isnull=True)
                | Q(unit__isnull=False, saved_by__isnull=False, published_at__isnull=True, published_by__isnull=True)
                | Q(unit__isnull=False, saved_by__isnull=False, published_at__isnull=False, published_by__isnull=False),
                name="ruleset_by_somebody_where_it_is_a_units",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="ruleset_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True)
                | Q(state="draft")
                | (~Q(document_number="") & Q(document_dated__isnull=False)),
                name="ruleset_published_with_its_document",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="ruleset_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["unit", "code", "version"], condition=Q(unit__isnull=False), name="ruleset_version_once"
            ),
            models.UniqueConstraint(
                fields=["code", "version"], condition=Q(unit__isnull=True), name="ruleset_state_version_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "code"], condition=Q(state="draft"), name="ruleset_one_draft_at_a_time"
            ),
        ]
