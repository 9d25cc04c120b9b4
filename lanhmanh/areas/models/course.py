"""The course of a year: what an area says of itself, with evidence, what was said to it, what was decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.areas.rules.course import State
from lanhmanh.db.models import Frozen, Identified, classed

STATES = [
    (State.DRAFT, _("Đang tự chấm")),
    (State.SUBMITTED, _("Chờ thẩm định")),
    (State.RETURNED, _("Trả lại")),
    (State.APPRAISED, _("Chờ quyết định")),
    (State.DECIDED, _("Đã quyết định")),
    (State.WITHDRAWN, _("Đã thu hồi")),
]
_SENT = Q(submitted_at__isnull=False, submitted_by__isnull=False)
_APPRAISED = Q(appraised_at__isnull=False, appraised_by__isnull=False)
_DECIDED = Q(decided_at__isnull=False, decided_by__isnull=False)


def _others(one: str, other: str) -> Q:
    """Return the condition that two hands are not of one person."""
    return Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)})


class Assessment(Identified):
    """One area's year under a rule set: three people at least have a hand in it, and never one of them twice.

    A withdrawn class may be followed by another assessment of its year, which says why (`again`); one is open at most.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="assessments")
    rule_set = models.ForeignKey("areas.RuleSet", on_delete=models.PROTECT, related_name="+")
    rule_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=STATES, default=State.DRAFT)
    explanation = models.TextField(blank=True)
    again = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appraised_at = models.DateTimeField(null=True, blank=True)
    appraised_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    return_comment = models.TextField(blank=True)

    classes = classed(
        internal="id uid area rule_set rule_code year state explanation again version started_at started_by "
        "submitted_at submitted_by appraised_at appraised_by decided_at decided_by return_comment"
    )

    class Meta:
        indexes = [models.Index(fields=["rule_code", "year", "state"], name="assessment_of_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "rule_code", "year"], condition=~Q(state="withdrawn"), name="assessment_one_a_year"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="draft", submitted_at=None, submitted_by=None, appraised_at=None, appraised_by=None)
                    | Q(state="returned", appraised_at=None, appraised_by=None, decided_at=None) & ~Q(return_comment="")
                    | Q(state="submitted", appraised_at=None, appraised_by=None, decided_at=None) & _SENT
                    | Q(state="appraised", decided_at=None, decided_by=None) & _SENT & _APPRAISED
                    | Q(state__in=["decided", "withdrawn"]) & _SENT & _APPRAISED & _DECIDED
                ),
                name="assessment_state_has_facts",
            ),
            models.CheckConstraint(
                condition=_others("submitted_by", "appraised_by"), name="assessment_other_appraiser"
            ),
            models.CheckConstraint(condition=_others("submitted_by", "decided_by"), name="assessment_other_decider"),
            models.CheckConstraint(condition=_others("appraised_by", "decided_by"), name="assessment_third_decider"),
        ]


class StatedFact(models.Model):
    """One figure or answer that an area states of itself, and where it is from; None: not known."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    answer = models.BooleanField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    classes = classed(internal="id assessment key value answer source")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "key"], name="statedfact_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(answer=None), name="statedfact_of_one_kind"),
        ]


class Evidence(Identified):
    """A file or photo that shows a fact (`key`), or the whole where `key` is empty."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=40, blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid assessment key file added_at added_by")


class Submission(Frozen, Identified):
    """What was sent, as it then was: facts, evidence, result and explanation; a later one stands beside it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    evidence = models.JSONField()
    evidence_count = models.PositiveSmallIntegerField()
    class_code = models.CharField(max_length=40, blank=True)
    explanation = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid assessment number facts evidence evidence_count class_code explanation submitted_at "
        "submitted_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_number_once"),
            models.CheckConstraint(condition=Q(evidence_count__gte=1), name="submission_has_evidence"),
        ]


class Appraisal(Frozen, Identified):
    """What one body says of a submission, criterion by criterion, and the class that follows."""

    class Conclusion(models.TextChoices):
        """What comes of it."""

        AGREED = "agreed", _("Đã thẩm định")
        RETURNED = "returned", _("Trả lại")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="appraisals")
    conclusion = models.CharField(max_length=8, choices=Conclusion.choices)
    role = models.CharField(max_length=40)
    comment = models.TextField(blank=True)
    facts = models.JSONField(null=True, blank=True)
    class_code = models.CharField(max_length=40, blank=True)
    appraised_at = models.DateTimeField()
    appraised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid submission conclusion role comment facts class_code appraised_at appraised_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion="agreed", facts__isnull=False)
                | Q(conclusion="returned", facts__isnull=True, class_code="") & ~Q(comment=""),
                name="appraisal_concludes",
            )
        ]


class AppraisedFact(Frozen):
    """What an appraiser says of one fact: agreed, or another value and why."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=40)
    agreed = models.BooleanField()
    value = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    answer = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    classes = classed(internal="id appraisal key agreed value answer why")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "key"], name="appraisedfact_once"),
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(why=""), name="appraisedfact_other_has_reason"),
            models.CheckConstraint(condition=Q(value=None) | Q(answer=None), name="appraisedfact_of_one_kind"),
        ]
