"""The tasks that a clause gives, and how far each unit has come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed
from lanhmanh.plan.models.plans import PlanItem
from lanhmanh.plan.rules.tasks import Recurrence
from lanhmanh.units.models import Level


class Task(Identified):
    """Work that a clause gives to a level of units, or to one unit.

    `carried_from` is the task of the plan before an amendment that this one continues.
    """

    class State(models.TextChoices):
        """A proposal binds nobody until a person confirms it."""

        PROPOSED = "proposed", _("Đề xuất")
        CONFIRMED = "confirmed", _("Đã giao")
        DROPPED = "dropped", _("Đã bỏ")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="tasks")
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")
    title = models.TextField()
    responsible_level = models.CharField(max_length=10, choices=Level.choices)
    unit = models.ForeignKey("units.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recurrence = models.CharField(max_length=11, choices=[(r.value, _(r.label)) for r in Recurrence])
    due = models.DateField(null=True, blank=True)
    indicators = models.JSONField(default=list, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    why = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)

    classes = classed(
        internal="id uid item carried_from title responsible_level unit recurrence due indicators evidence why state"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed", "dropped"]), name="task_state_known"
            ),
            models.CheckConstraint(condition=Q(responsible_level__in=Level.values), name="task_level_known"),
            models.CheckConstraint(condition=Q(recurrence__in=list(Recurrence)), name="task_recurrence_known"),
            models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title"),
            models.CheckConstraint(
                condition=Q(recurrence="once") | Q(due__isnull=True), name="task_due_only_when_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", recurrence="once") | Q(due__isnull=False), name="task_once_has_due"
            ),
        ]

    def __str__(self) -> str:
        """Return what is to be done."""
        return self.title


class TaskProgress(Identified):
    """How far one unit has come with one task in one period ("" for a task that is done once)."""

    class State(models.TextChoices):
        """How far it is."""

        DONE = "done", _("Đã xong")
        UNDER_WAY = "under_way", _("Đang làm")
        NOT_DONE = "not_done", _("Chưa làm")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=9, choices=State.choices)
    note = models.TextField(blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid task unit period state note evidence recorded_at recorded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit", "period"], name="taskprogress_once_per_period"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "under_way", "not_done"]), name="taskprogress_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="not_done") | ~Q(note=""), name="taskprogress_not_done_says_why"),
        ]
