"""What the person on record may ask, what was agreed to, to whom it went, and what went wrong."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed
from lanhmanh.kernel import clock


class Consent(Identified):
    """The person agreed to one purpose on a day; how that can be proven is a secret under its uid."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    given_on = models.DateField()
    # For a minor the representative agrees, and from seven years on the child too.
    by_representative = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid case purpose given_on by_representative withdrawn_on recorded_at recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")), name="consent_withdrawn_later"
            )
        ]


class Sharing(Identified):
    """Something of a case went to an agency, on a consent or on another legal ground (`law.personal_data`)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="sharings")
    to = models.CharField(max_length=30)
    purpose = models.CharField(max_length=40)
    fields = models.CharField(max_length=300)
    ground = models.CharField(max_length=40)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="sharings")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid case to purpose fields ground consent at by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground="consent", consent__isnull=False) | (~Q(ground="consent") & Q(consent=None)),
                name="sharing_rests_on_a_ground",
            )
        ]


class RequestKind(models.TextChoices):
    """What a person may ask (Decree 356/2025, article 5)."""

    SEE = "see", _("Xem dữ liệu")
    CORRECT = "correct", _("Sửa dữ liệu")
    COPY = "copy", _("Nhận bản sao")
    RESTRICT = "restrict", _("Hạn chế xử lý")
    OBJECT = "object", _("Phản đối xử lý")
    WITHDRAW = "withdraw", _("Rút lại đồng ý")
    ERASE = "erase", _("Xóa dữ liệu")


class Outcome(models.TextChoices):
    """What became of a request."""

    OPEN = "open", _("Đang giải quyết")
    DONE = "done", _("Đã thực hiện")
    PARTLY = "partly", _("Thực hiện một phần")
    REFUSED = "refused", _("Từ chối, có nêu lý do")


class PersonRequest(Identified):
    """A request of the person on record; who asked, and how, are secrets of the case or of a box of its own."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    box = models.ForeignKey("keyring.Box", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    received_on = models.DateField()
    acknowledge_due = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    answer_due = models.DateField()
    extended = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    answered_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid unit case box kind received_on acknowledge_due acknowledged_on answer_due extended outcome "
        "answered_on recorded_at recorded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", answered_on=None)
                | (~Q(outcome="open") & Q(answered_on__gte=F("received_on"))),
                name="personrequest_answered_has_day",
            )
        ]


class Breach(Identified):
    """Data was or may have been seen by somebody who must not; the clock runs from the detection."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    detected = models.DateTimeField()
    notify_due = models.DateTimeField()
    notified = models.DateTimeField(null=True, blank=True)
    # How many people it touches; None while it is not known.
    people = models.PositiveIntegerField(null=True, blank=True)
    what = models.TextField(max_length=2000)
    done = models.TextField(max_length=2000, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid unit detected notify_due notified people what done closed_on recorded_at recorded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(notify_due__gt=F("detected")), name="breach_clock_runs"),
            models.CheckConstraint(
                condition=Q(notified=None) | Q(notified__gte=F("detected")), name="breach_notified_later"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | (Q(notified__isnull=False) & ~Q(done="")),
                name="breach_closed_was_notified",
            ),
        ]
