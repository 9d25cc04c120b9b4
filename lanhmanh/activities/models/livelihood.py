"""What helps people to live better: classes, loans by source, jobs, services, farmers honoured. Amounts in đồng."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.registers import (
    KEPT,
    NAMED,
    Kept,
    Named,
    classed,
    counted,
    erased_check,
    in_order,
    known,
    on_day,
)
from lanhmanh.db.models import void_says_why


class ClassKind(models.TextChoices):
    """What a class teaches."""

    VOCATIONAL = "vocational", _("Lớp dạy nghề")
    TECHNICAL = "technical", _("Lớp chuyển giao kỹ thuật")


class LoanSource(models.TextChoices):
    """Whose money is lent."""

    POLICY_BANK = "policy_bank", _("Ngân hàng Chính sách xã hội")
    SUPPORT_FUND = "support_fund", _("Quỹ Hỗ trợ nông dân")
    EMPLOYMENT_FUND = "employment_fund", _("Quỹ quốc gia về việc làm")
    OTHER = "other", _("Nguồn khác")


class ServiceKind(models.TextChoices):
    """What was arranged for farmers; the unit of the quantity stands in the name."""

    JOBS = "jobs", _("Có việc làm sau học nghề (người)")
    JOB_FAIR = "job_fair", _("Phiên, ngày hội việc làm (cuộc)")
    COOPERATIVE = "cooperative", _("Tổ hợp tác, hợp tác xã mới (mô hình)")
    SUPPLY = "supply", _("Cung ứng vật tư, giống, máy trả chậm (lượt)")
    ADVICE = "advice", _("Tư vấn kỹ thuật, pháp lý (lượt)")
    MARKET = "market", _("Giúp tiêu thụ nông sản (lượt)")


class AwardLevel(models.TextChoices):
    """Who recognised a good producer."""

    COMMUNE = "commune", _("Cấp xã")
    DISTRICT = "district", _("Cấp huyện")
    PROVINCE = "province", _("Cấp tỉnh")
    CENTRAL = "central", _("Cấp trung ương")


class VocationalClass(Kept):
    """A class, from the day on which it opened; who learned counts when it ends."""

    slug, dated = "lop-nghe", "started_on"
    stated = ("kind", "title", "started_on", "ended_on", "place", "learners", "female", "cost", "funder", "note")
    same = ("unit", "title", "started_on")

    kind = models.CharField(max_length=10, choices=ClassKind.choices)
    title = models.CharField(max_length=200)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    learners = models.PositiveIntegerField(null=True, blank=True)
    female = models.PositiveIntegerField(null=True, blank=True)
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    funder = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    classes = classed(
        internal=f"{KEPT} kind title started_on ended_on place learners female cost funder note"
    )  # fmt: skip

    class Meta:
        constraints = [
            known("vocationalclass", "kind", ClassKind),
            in_order("vocationalclass", "started_on", "ended_on"),
            void_says_why("vocationalclass_void_says_why"),
            *(counted("vocationalclass", name) for name in ("learners", "female", "cost")),
            models.CheckConstraint(
                condition=Q(female__isnull=True) | Q(female__lte=models.F("learners")),
                name="vocationalclass_women_are_learners",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LoanBalance(Kept):
    """How much of one source is lent in a unit on a day, and to how many households."""

    slug = "von-vay"
    stated = ("source", "day", "outstanding", "households", "lent", "overdue", "note")
    same = ("unit", "source", "day")
    once = True

    source = models.CharField(max_length=15, choices=LoanSource.choices)
    day = models.DateField()
    outstanding = models.PositiveBigIntegerField()
    households = models.PositiveIntegerField(null=True, blank=True)
    lent = models.PositiveBigIntegerField(null=True, blank=True)
    overdue = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    classes = classed(internal=f"{KEPT} source day outstanding households lent overdue note")

    class Meta:
        constraints = [
            known("loanbalance", "source", LoanSource),
            void_says_why("loanbalance_void_says_why"),
            *(counted("loanbalance", name) for name in ("outstanding", "households", "lent", "overdue")),
            models.CheckConstraint(
                condition=Q(overdue__isnull=True) | Q(overdue__lte=models.F("outstanding")),
                name="loanbalance_overdue_is_part",
            ),
            models.UniqueConstraint(
                fields=["unit", "source", "day"], condition=Q(voided_at__isnull=True), name="loanbalance_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return on_day(str(LoanSource(self.source).label), self.day)


class FarmService(Kept):
    """What was arranged for farmers on a day."""

    slug = "dich-vu"
    stated = ("kind", "day", "title", "quantity", "households", "amount", "note")
    same = ("unit", "kind", "day", "title", "quantity")

    kind = models.CharField(max_length=11, choices=ServiceKind.choices)
    day = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    households = models.PositiveIntegerField(null=True, blank=True)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    classes = classed(internal=f"{KEPT} kind day title quantity households amount note")

    class Meta:
        constraints = [
            known("farmservice", "kind", ServiceKind),
            void_says_why("farmservice_void_says_why"),
            counted("farmservice", "quantity", 1),
            *(counted("farmservice", name) for name in ("households", "amount")),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="farmservice_of_unit")]

    def __str__(self) -> str:
        return self.title or on_day(str(ServiceKind(self.kind).label), self.day)


class GoodProducer(Named):
    """A household, or so many, honoured as good at producing and trading; how many others they helped."""

    slug, dated = "san-xuat-gioi", "awarded_on"
    stated = ("name", "count", "level", "awarded_on", "decision", "trade", "helped", "help")
    same = ("unit", "level", "awarded_on", "count", "name")

    count = models.PositiveIntegerField(default=1)
    level = models.CharField(max_length=8, choices=AwardLevel.choices)
    awarded_on = models.DateField()
    decision = models.CharField(max_length=100, blank=True)
    trade = models.CharField(max_length=200, blank=True)
    helped = models.PositiveIntegerField(null=True, blank=True)
    help = models.CharField(max_length=300, blank=True)

    classes = classed(
        internal=f"{KEPT} {NAMED} count level awarded_on decision trade helped help", personal="name"
    )  # fmt: skip

    class Meta:
        constraints = [
            known("goodproducer", "level", AwardLevel),
            void_says_why("goodproducer_void_says_why"),
            erased_check("goodproducer", needed=False),
            counted("goodproducer", "count", 1),
            counted("goodproducer", "helped"),
            models.CheckConstraint(condition=Q(name="") | Q(count=1), name="goodproducer_named_is_one"),
        ]
        indexes = [models.Index(fields=["unit", "awarded_on"], name="goodproducer_of_unit")]

    def __str__(self) -> str:
        return on_day(str(AwardLevel(self.level).label), self.awarded_on)
