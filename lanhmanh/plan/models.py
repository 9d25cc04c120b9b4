"""A plan, its clauses, the tasks they give, and how far each unit has come."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed
from lanhmanh.plan.rules.suggest import title_of
from lanhmanh.plan.rules.tasks import Recurrence
from lanhmanh.units.models import Level


class Plan(Identified):
    """A unit's plan for some years: imported from a document, or derived from the plan of the unit above."""

    class State(models.TextChoices):
        """A draft is being read and cut to tasks; a confirmed plan is in force and its text frozen."""

        DRAFT = "draft", _("Nháp")
        CONFIRMED = "confirmed", _("Đã xác nhận")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="plans")
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="derived")
    title = models.TextField()
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid unit document parent title first_year last_year state created_at created_by"
        " confirmed_at confirmed_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="plan_years_in_order"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(parent__isnull=False), name="plan_has_an_origin"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(state="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="plan_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["unit", "first_year"], condition=Q(state="confirmed"), name="plan_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        """Return the title with its years."""
        return f"{self.title} ({self.first_year} – {self.last_year})"


class PlanItem(Identified):
    """One clause of a plan; `root` is where its sentence was first written (itself, or above in the line of plans)."""

    class Disposition(models.TextChoices):
        """What a plan does with a clause."""

        OWN = "own", _("Của kế hoạch này")
        INHERITED = "inherited", _("Theo kế hoạch cấp trên")
        ADDED = "added", _("Bổ sung")
        NOT_APPLICABLE = "not_applicable", _("Không áp dụng")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_up")
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="line")
    path = models.CharField(max_length=120)
    label = models.CharField(max_length=30)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    order = models.PositiveIntegerField()
    disposition = models.CharField(max_length=14, choices=Disposition.choices, default=Disposition.OWN)
    reason = models.TextField(blank=True)

    classes = classed(internal="id uid plan parent source root path label heading text order disposition reason")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "path"], name="planitem_path_once"),
            models.UniqueConstraint(fields=["plan", "order"], name="planitem_order_once"),
            models.CheckConstraint(
                condition=Q(disposition__in=["own", "inherited", "added", "not_applicable"]),
                name="planitem_disposition_known",
            ),
            models.CheckConstraint(
                condition=Q(disposition="not_applicable") & ~Q(reason="")
                | ~Q(disposition="not_applicable") & Q(reason=""),
                name="planitem_not_applicable_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(disposition__in=["inherited", "not_applicable"], source__isnull=False)
                | Q(disposition__in=["own", "added"], source__isnull=True),
                name="planitem_taken_from_a_source",
            ),
        ]

    def __str__(self) -> str:
        """Return the path with the first words."""
        return f"{self.path} {self.name}"

    @property
    def name(self) -> str:
        """Return what the clause is called in a list: its heading, else how its sentence begins."""
        return title_of(self.heading or self.text)

    @property
    def depth(self) -> int:
        """Return how many steps below a section the clause stands."""
        return self.path.count(".")


class Task(Identified):
    """Work that a clause gives to a level of units, or to one unit."""

    class State(models.TextChoices):
        """A proposal binds nobody until a person confirms it."""

        PROPOSED = "proposed", _("Đề xuất")
        CONFIRMED = "confirmed", _("Đã giao")
        DROPPED = "dropped", _("Đã bỏ")

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="tasks")
    title = models.TextField()
    responsible_level = models.CharField(max_length=10, choices=Level.choices)
    unit = models.ForeignKey("units.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recurrence = models.CharField(max_length=11, choices=[(r.value, _(r.label)) for r in Recurrence])
    due = models.DateField(null=True, blank=True)
    indicators = models.JSONField(default=list, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    why = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)

    classes = classed(internal="id uid item title responsible_level unit recurrence due indicators evidence why state")

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
