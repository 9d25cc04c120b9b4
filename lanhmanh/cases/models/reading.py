"""Who may work on a case, and who opened it for what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed, dates_in_order
from lanhmanh.kernel import clock


class Purpose(models.TextChoices):
    """For what a case is opened; there is no other."""

    SUPPORT = "support", _("Trực tiếp hỗ trợ, thăm gặp")
    PAPERS = "papers", _("Lập giấy tờ, thủ tục")
    REVIEW = "review", _("Kiểm tra, hướng dẫn nghiệp vụ")
    REQUEST = "request", _("Giải quyết yêu cầu của chính người đó")
    HANDOVER = "handover", _("Bàn giao, tiếp nhận")


class OpeningKind(models.TextChoices):
    """By what right a case is opened."""

    ORDINARY = "ordinary", _("Người được giao")
    SUPERVISION = "supervision", _("Phụ trách cấp xã")
    OVERSIGHT = "oversight", _("Cấp trên, có nêu lý do")
    BREAK_GLASS = "break_glass", _("Mở khẩn cấp")


class Opening(Identified):
    """Somebody saw who the case is about, for a purpose, until an hour; the words of a reason are secrets."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="openings")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=OpeningKind.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    justified = models.BooleanField(null=True, blank=True)

    classes = classed(internal="id uid case user kind purpose at until reviewed_by reviewed_at justified")

    class Meta:
        indexes = [
            models.Index(fields=["user", "case", "until"], name="opening_of_user"),
            models.Index(fields=["kind", "reviewed_at"], name="opening_to_review"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="opening_ends"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, justified=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, justified__isnull=False),
                name="opening_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")), name="opening_not_reviewed_by_oneself"
            ),
        ]


class Assignment(Identified):
    """The member who works on a case between two dates (`valid_to` is the first day without)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    classes = classed(internal="id uid case user valid_from valid_to")

    class Meta:
        constraints = [
            dates_in_order("assignment_dates_in_order"),
            models.UniqueConstraint(fields=["case", "user"], condition=Q(valid_to=None), name="assignment_once"),
        ]


class TransferState(models.TextChoices):
    """How the handing over of a case stands."""

    ASKED = "asked", _("Chờ tiếp nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    REFUSED = "refused", _("Không tiếp nhận")
    TAKEN_BACK = "taken_back", _("Đã rút lại")


class Transfer(Identified):
    """A unit asks another to take a case over; until then it stays where it is."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid case from_unit to_unit state asked_at asked_by decided_at decided_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="transfer_one_waiting"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None, decided_by=None)
                | (~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="transfer_decided_whole",
            ),
        ]
