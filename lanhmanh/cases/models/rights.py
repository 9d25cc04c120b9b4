"""What the person on record may ask, what was agreed to, to whom it went, how long it is kept, and what went wrong."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.kernel import clock


class ConsentPurpose(models.TextChoices):
    """For what a person agrees that data is used; one consent holds for one purpose."""

    SUPPORT = "support", _("Lập hồ sơ và hỗ trợ")
    COORDINATION = "coordination", _("Phối hợp quản lý, giúp đỡ tại xã")
    HEALTH = "health", _("Giới thiệu khám, chữa bệnh")
    TRAINING = "training", _("Giới thiệu học nghề")
    JOB = "job", _("Giới thiệu việc làm")
    LOAN = "loan", _("Giới thiệu vay vốn")
    SCHOOL = "school", _("Giới thiệu đi học")
    PAPERS = "papers", _("Làm giấy tờ tùy thân")
    FAMILY = "family", _("Liên hệ với gia đình")


class Recipient(models.TextChoices):
    """To whom something of a case may go."""

    POLICE = "police", _("Công an")
    PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
    HEALTH = "health", _("Cơ sở y tế")
    LABOUR = "labour", _("Cơ quan lao động, nội vụ")
    SCHOOL = "school", _("Trường học, cơ sở dạy nghề")
    BANK = "bank", _("Ngân hàng Chính sách xã hội, quỹ cho vay")
    FRONT = "front", _("Mặt trận Tổ quốc, đoàn thể khác")
    COURT = "court", _("Tòa án, Viện kiểm sát")


class Consent(Identified):
    """The person agreed to one purpose on a day; how that can be proven is a secret under its uid.

    So is the representative: for a minor the representative agrees, and from seven years on the child too.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="consents")
    # The case under which it was recorded, where that went into another of the same person.
    came_from = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=40, choices=ConsentPurpose.choices)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid case came_from purpose given_on withdrawn_on recorded_at recorded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose"], condition=Q(withdrawn_on=None, came_from=None), name="consent_one_standing"
            ),
            models.CheckConstraint(condition=Q(purpose__in=ConsentPurpose.values), name="consent_purpose_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")), name="consent_withdrawn_later"
            ),
        ]


class Sharing(Identified, Frozen):
    """Something of a case went to an agency, on a consent or on another legal ground (`law.personal_data`)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="sharings")
    to = models.CharField(max_length=30, choices=Recipient.choices)
    purpose = models.CharField(max_length=40, choices=ConsentPurpose.choices)
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
            ),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(fields=""), name="sharing_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(to__in=Recipient.values, purpose__in=ConsentPurpose.values),
                name="sharing_goes_to_an_agency",
            ),
        ]

    @property
    def shared(self) -> list[str]:
        """Return the codes of the fields that were handed over."""
        return self.fields.split()


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
        indexes = [models.Index(fields=["answer_due"], condition=Q(outcome="open"), name="personrequest_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", answered_on=None)
                | (~Q(outcome="open") & Q(answered_on__isnull=False, answered_on__gte=F("received_on"))),
                name="personrequest_answered_has_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values, outcome__in=Outcome.values), name="personrequest_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(acknowledge_due__gte=F("received_on"), answer_due__gte=F("received_on")),
                name="personrequest_due_later",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on=None) | Q(acknowledged_on__gte=F("received_on")),
                name="personrequest_acknowledged_later",
            ),
        ]

    @property
    def holder_id(self) -> int:
        """Return the unit that answers: where the case is now, else where the request came in."""
        return self.case.unit_id if self.case else self.unit_id


class Hold(models.TextChoices):
    """Why an identity is kept beyond its day."""

    PROCEEDINGS = "proceedings", _("Cơ quan tiến hành tố tụng yêu cầu giữ")
    COMPLAINT = "complaint", _("Đang giải quyết khiếu nại, tố cáo")
    INSPECTION = "inspection", _("Đang thanh tra, kiểm tra, kiểm toán")
    PERSON = "person", _("Chính người đó đề nghị giữ để bảo vệ quyền lợi của mình")


class Postponement(Identified, Frozen):
    """The erasure of a case was put off to a later day; the ground and the words are secrets under its uid."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="postponements")
    before = models.DateField()
    until = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid case before until recorded_at recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="postponement_is_later"),
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
    # It turned out that nothing was seen by anybody: closed without a notice, what was found stands in `done`.
    unfounded = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid unit detected notify_due notified people what done unfounded closed_on version recorded_at "
        "recorded_by"
    )

    class Meta:
        indexes = [models.Index(fields=["notify_due"], condition=Q(closed_on=None), name="breach_running")]
        constraints = [
            models.CheckConstraint(condition=Q(notify_due__gt=F("detected")), name="breach_clock_runs"),
            models.CheckConstraint(condition=~Q(what=""), name="breach_says_what"),
            models.CheckConstraint(
                condition=Q(notified=None) | Q(notified__gte=F("detected")), name="breach_notified_later"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, unfounded=False)
                | (Q(closed_on__isnull=False) & ~Q(done="") & (Q(notified__isnull=False) | Q(unfounded=True))),
                name="breach_closed_was_notified",
            ),
        ]
