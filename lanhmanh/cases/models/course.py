"""The course of a case: episodes of a legal status, their steps and deadlines, and the help that was given."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.kernel import clock


class Episode(Identified):
    """One run of a status (`law.statuses`) under one version of the law."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="episodes")
    number = models.PositiveSmallIntegerField()
    # The case under which it was recorded, where that went into another of the same person.
    came_from = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="following")
    status = models.CharField(max_length=40)
    law = models.CharField(max_length=40)
    # How many-th time this person is in this kind of status, as the law counts terms by it.
    times = models.PositiveSmallIntegerField(default=1)
    decided_on = models.DateField(null=True, blank=True)
    started_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    step = models.CharField(max_length=40)
    ended_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    classes = classed(
        internal="id uid case came_from number previous law times decided_on started_on due_on step ended_on ending "
        "created_at",
        sensitive="status",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="episode_numbered_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on=None), name="episode_one_running"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ending="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("started_on")) & ~Q(ending="")),
                name="episode_ended_has_ground",
            ),
            models.CheckConstraint(condition=Q(times__gte=1), name="episode_times_from_one"),
        ]


class CourseStep(Frozen):
    """A step of an episode that was taken; it is never changed, a mistake is followed by the step that was right."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id episode on recorded_at recorded_by", sensitive="step")


class Deadline(models.Model):
    """Something that the law wants done by an instant; the rule is found by `code` under the episode's law."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=60)
    due = models.DateTimeField()
    done_on = models.DateField(null=True, blank=True)
    # The day came and it no longer mattered: the episode ended another way.
    dropped = models.BooleanField(default=False)

    classes = classed(internal="id episode code due done_on dropped")

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(done_on=None, dropped=False), name="deadline_open")]
        constraints = [
            models.UniqueConstraint(fields=["episode", "code", "due"], name="deadline_once"),
            models.CheckConstraint(condition=Q(done_on=None) | Q(dropped=False), name="deadline_done_or_dropped"),
        ]


class MeasureKind(models.TextChoices):
    """What help there is."""

    COUNSELLING = "counselling", _("Tư vấn")
    VISIT = "visit", _("Thăm gặp, động viên")
    TRAINING = "training", _("Học nghề")
    JOB = "job", _("Việc làm")
    LOAN = "loan", _("Vay vốn")
    HEALTH = "health", _("Giới thiệu khám, chữa bệnh")
    SCHOOL = "school", _("Học văn hóa")
    PAPERS = "papers", _("Giấy tờ tùy thân")
    FAMILY = "family", _("Hỗ trợ gia đình")


class Result(models.TextChoices):
    """What came of a measure."""

    PLANNED = "planned", _("Dự định")
    GOING = "going", _("Đang thực hiện")
    DONE = "done", _("Đã xong")
    STOPPED = "stopped", _("Dừng")


class Source(models.TextChoices):
    """Where a loan comes from."""

    POLICY_BANK = "policy_bank", _("Ngân hàng Chính sách xã hội")
    FARMERS_FUND = "farmers_fund", _("Quỹ Hỗ trợ nông dân")
    EMPLOYMENT_FUND = "employment_fund", _("Quỹ quốc gia về việc làm")
    LOCAL = "local", _("Nguồn vốn địa phương")


class Repayment(models.TextChoices):
    """How a loan stands."""

    CURRENT = "current", _("Trong hạn")
    OVERDUE = "overdue", _("Quá hạn")
    REPAID = "repaid", _("Đã trả hết")
    FORGIVEN = "forgiven", _("Được xóa nợ, khoanh nợ")


class Measure(Identified):
    """One piece of help; words about it, and how a loan is paid back, are secrets under its uid."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="measures")
    # The case under which it was recorded, where that went into another of the same person.
    came_from = models.ForeignKey(
        "cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=MeasureKind.choices)
    on = models.DateField()
    next_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=10, choices=Result.choices)
    ended_on = models.DateField(null=True, blank=True)
    amount = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, blank=True)
    void = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid case came_from on next_on result ended_on amount source void recorded_at recorded_by",
        sensitive="kind",
    )

    class Meta:
        indexes = [models.Index(fields=["next_on"], condition=Q(void=False), name="measure_next")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="loan", amount__isnull=False, amount__gt=0) & ~Q(source="")
                | (~Q(kind="loan") & Q(amount=None, source="")),
                name="measure_loan_has_amount_and_source",
            ),
            models.CheckConstraint(condition=Q(next_on=None) | Q(next_on__gte=F("on")), name="measure_next_is_later"),
        ]
