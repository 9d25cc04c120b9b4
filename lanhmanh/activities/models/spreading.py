"""Models and clubs: what one is, what it brought, who judged it, who took it up and with what result."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.kept import KEPT, Kept, choices_of
from lanhmanh.activities.rules.spreading import Stage, Step
from lanhmanh.db.decimals import Figure
from lanhmanh.db.models import Frozen, Identified, classed, void_says_why

STAGES = {
    Stage.DRAFT: _("Chưa đề xuất"),
    Stage.PROPOSED: _("Chờ đánh giá"),
    Stage.WORTH: _("Đáng nhân rộng"),
    Stage.NOT_YET: _("Chưa nhân rộng"),
}
STEPS = {Step.PLANNED: _("Chuẩn bị"), Step.RUNNING: _("Đang làm"), Step.ENDED: _("Đã kết thúc")}


class PracticeKind(models.TextChoices):
    """A way of doing things, or a group that meets."""

    MODEL = "model", _("Mô hình")
    CLUB = "club", _("Câu lạc bộ")


class Practice(Kept):
    """A model (*mô hình*) or club of a unit. Its words change only while nobody has to judge them or has."""

    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="practices")
    kind = models.CharField(max_length=5, choices=PracticeKind.choices)
    name = models.CharField(max_length=200)
    aim = models.TextField(blank=True)
    how = models.TextField(blank=True)
    plan_item = models.ForeignKey("plan.PlanItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cost = models.PositiveBigIntegerField(null=True, blank=True)
    cost_note = models.CharField(max_length=300, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    search = models.TextField(editable=False)
    stage = models.CharField(max_length=8, choices=choices_of(STAGES), default=Stage.DRAFT.value)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judgement = models.TextField(blank=True)

    classes = classed(
        internal=f"{KEPT} version unit kind name aim how plan_item cost cost_note started_on ended_on search stage"
        " proposed_at proposed_by judged_at judged_by judgement"
    )

    class Meta:
        constraints = [
            void_says_why("practice_void_says_why"),
            models.CheckConstraint(condition=Q(kind__in=PracticeKind.values), name="practice_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="practice_named"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="practice_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(stage="draft", proposed_at__isnull=True, proposed_by__isnull=True, judged_at__isnull=True)
                | Q(stage="proposed", proposed_at__isnull=False, proposed_by__isnull=False, judged_at__isnull=True)
                | Q(stage__in=["worth", "not_yet"], proposed_by__isnull=False, judged_at__isnull=False),
                name="practice_stage_says_when",
            ),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, judged_by__isnull=True, judgement="")
                | Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(judgement=""),
                name="practice_judged_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("proposed_by")), name="practice_judge_is_another"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(stage__in=["draft", "not_yet"]), name="practice_judged_stays"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "started_on"], name="practice_of_unit"),
            models.Index(fields=["stage", "judged_at"], name="practice_stage"),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Judgement(Frozen):
    """One judgement of a model that was proposed; a later one does not overwrite it."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="judgements")
    worth = models.BooleanField()
    reason = models.TextField()
    proposer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id practice worth reason proposer judged_at judged_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(judged_by=F("proposer")), name="judgement_by_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_says_why"),
        ]


class Adoption(Kept):
    """A unit takes a model up: it plans to, it does, it ends with what came of it."""

    class Outcome(models.TextChoices):
        """What became of it in the end."""

        KEPT = "kept", _("Có kết quả, tiếp tục duy trì")
        STOPPED = "stopped", _("Thôi không làm nữa")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="adoptions")
    step = models.CharField(max_length=7, choices=choices_of(STEPS), default=Step.PLANNED.value)
    adapted = models.TextField(blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    result = models.TextField(blank=True)

    classes = classed(internal=f"{KEPT} practice unit step adapted started_on ended_on outcome result")

    class Meta:
        constraints = [
            void_says_why("adoption_void_says_why"),
            models.UniqueConstraint(
                fields=["practice", "unit"], condition=Q(voided_at__isnull=True), name="adoption_once_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(step="planned", started_on__isnull=True, ended_on__isnull=True, outcome="", result="")
                | Q(step="running", started_on__isnull=False, ended_on__isnull=True, outcome="", result="")
                | Q(step="ended", started_on__isnull=False, ended_on__isnull=False, ended_on__gte=F("started_on"))
                & Q(outcome__in=["kept", "stopped"])
                & ~Q(result=""),
                name="adoption_step_says_when",
            ),
        ]
        indexes = [models.Index(fields=["unit", "started_on"], name="adoption_of_unit")]


class Result(Identified):
    """What a model changed where it began or was taken up: a figure before and after; null is not measured."""

    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="results")
    adoption = models.ForeignKey(Adoption, null=True, blank=True, on_delete=models.CASCADE, related_name="results")
    measure = models.CharField(max_length=160)
    measured_in = models.CharField(max_length=40)
    before = Figure(null=True, blank=True)
    after = Figure(null=True, blank=True)
    before_on = models.DateField(null=True, blank=True)
    after_on = models.DateField(null=True, blank=True)

    classes = classed(internal="id uid practice adoption measure measured_in before after before_on after_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(practice__isnull=False, adoption__isnull=True)
                | Q(practice__isnull=True, adoption__isnull=False),
                name="result_of_one",
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="result_says_something"
            ),
            models.CheckConstraint(condition=~Q(measure="") & ~Q(measured_in=""), name="result_says_what"),
        ]


class Headcount(models.Model):
    """How many people belonged to a model or club on a day."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="headcounts")
    day = models.DateField()
    people = models.PositiveIntegerField()

    classes = classed(internal="id practice day people")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "day"], name="headcount_once_a_day"),
            models.CheckConstraint(condition=Q(people__gte=0), name="headcount_counted"),
        ]


class PracticeFile(Identified):
    """A document or photo of a model; taken off, its bytes are gone too."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid practice name media_type size width height added_at added_by", personal="content"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(width__isnull=True, height__isnull=True) | Q(width__gte=1, height__gte=1),
                name="practicefile_photo_has_a_size",
            ),
        ]

    @property
    def is_photo(self) -> bool:
        """Test whether it can be shown on the page."""
        return self.width is not None
