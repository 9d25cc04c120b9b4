"""What a province decides and is asked to look at again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed


class ClassDecision(Frozen, Identified):
    """A numbered document by which classes of a year are given or withdrawn; its list are the classes that name it."""

    class Kind(models.TextChoices):
        """What is decided."""

        CLASSES = "classes", _("Xếp loại, công nhận")
        WITHDRAWAL = "withdrawal", _("Thu hồi")
        APPEAL = "appeal", _("Xếp lại sau khiếu nại, kiến nghị")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    rule_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(public="id uid kind unit rule_code year document", internal="decided_at decided_by")


class Appeal(Identified):
    """What an area says against its class, and the answer; another class comes only by a decision of its own."""

    class State(models.TextChoices):
        """What became of it."""

        LODGED = "lodged", _("Chờ trả lời")
        KEPT = "kept", _("Giữ nguyên")
        CHANGED = "changed", _("Xếp lại")

    given = models.ForeignKey("areas.AreaClass", on_delete=models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=7, choices=State.choices, default=State.LODGED)
    words = models.TextField()
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.OneToOneField(
        "areas.AreaClass", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_appeal"
    )

    classes = classed(internal="id uid given state words lodged_at lodged_by answer answered_at answered_by outcome")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["given"], condition=Q(state="lodged"), name="appeal_one_open"),
            models.CheckConstraint(condition=~Q(words=""), name="appeal_has_words"),
            models.CheckConstraint(
                condition=(
                    Q(state="lodged", answered_at=None, answered_by=None, answer="", outcome=None)
                    | Q(state="kept", answered_at__isnull=False, answered_by__isnull=False, outcome=None)
                    & ~Q(answer="")
                    | Q(state="changed", answered_at__isnull=False, answered_by__isnull=False, outcome__isnull=False)
                    & ~Q(answer="")
                ),
                name="appeal_state_has_facts",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("lodged_by")), name="appeal_other_answers"
            ),
        ]
