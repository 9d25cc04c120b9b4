"""What areas are to become: target classes, plans of change with their steps, and a province's own days."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed


class TargetClass(Frozen):
    """The class that an area is to have in a year; set again, the later row holds."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="targets")
    rule_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    class_code = models.CharField(max_length=40, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(public="id area rule_code year class_code", internal="set_at set_by")

    class Meta:
        indexes = [models.Index(fields=["rule_code", "area", "year"], name="targetclass_of_area")]


class ChangePlan(Identified):
    """A plan to lead an area to a better class ('chuyển hóa địa bàn'): from, to, by when, step by step."""

    class State(models.TextChoices):
        """Where the plan stands."""

        DRAFT = "draft", _("Đang soạn")
        ISSUED = "issued", _("Đang thực hiện")
        ENDED = "ended", _("Đã kết thúc")

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="change_plans")
    rule_code = models.CharField(max_length=40)
    from_class = models.CharField(max_length=40)
    to_class = models.CharField(max_length=40)
    to_year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    ending = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid area rule_code from_class to_class to_year number issued_on state ending recorded_at "
        "recorded_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "rule_code"], condition=~Q(state="ended"), name="changeplan_one_runs"
            ),
            models.CheckConstraint(condition=~Q(from_class=F("to_class")), name="changeplan_leads_elsewhere"),
            models.CheckConstraint(
                condition=Q(state="draft", issued_on=None, ending="")
                | Q(state="issued", issued_on__isnull=False, ending="")
                | Q(state="ended", issued_on__isnull=False) & ~Q(ending=""),
                name="changeplan_state_has_facts",
            ),
        ]


class ChangeStep(Identified):
    """One piece of work of a plan of change: what, who, by when, what came of it."""

    plan = models.ForeignKey(ChangePlan, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=200)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    classes = classed(internal="id uid plan what who due done_on outcome")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None, outcome="") | Q(done_on__isnull=False) & ~Q(outcome=""),
                name="changestep_done_has_outcome",
            )
        ]


class CourseDay(Frozen):
    """A province's own day for a step of the course under a rule set; set again, the later row holds."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    rule_code = models.CharField(max_length=40)
    step = models.CharField(max_length=8)
    years = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(public="id unit rule_code step years month day basis", internal="set_at set_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    years__lte=1, month__range=(1, 12), day__range=(1, 31), step__in=["score", "appraise", "decide"]
                ),
                name="courseday_is_a_day",
            )
        ]
