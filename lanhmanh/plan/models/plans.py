"""A plan and its clauses."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed
from lanhmanh.plan.rules.suggest import title_of


class Plan(Identified):
    """A unit's plan for some years: imported from a document, or derived from the plan of the unit above."""

    class State(models.TextChoices):
        """A draft is being read and cut to tasks; a confirmed plan is in force and its text frozen.

        A replaced one was in force until its amendment was confirmed.
        """

        DRAFT = "draft", _("Nháp")
        CONFIRMED = "confirmed", _("Đã xác nhận")
        REPLACED = "replaced", _("Đã thay thế")

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="plans")
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="plans"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="derived")
    amends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by")
    title = models.TextField()
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid unit document parent amends title first_year last_year state created_at created_by"
        " confirmed_at confirmed_by replaced_at replaced_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="plan_years_in_order"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(parent__isnull=False), name="plan_has_an_origin"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(state__in=["confirmed", "replaced"], confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="plan_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_at__isnull=False, replaced_by__isnull=False)
                | (~Q(state="replaced") & Q(replaced_at__isnull=True, replaced_by__isnull=True)),
                name="plan_replaced_by_somebody",
            ),
            models.UniqueConstraint(fields=["amends"], condition=Q(amends__isnull=False), name="plan_one_amendment"),
            models.UniqueConstraint(
                fields=["unit", "first_year"], condition=Q(state="confirmed"), name="plan_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        """Return the title with its years."""
        return f"{self.title} ({self.first_year} – {self.last_year})"


class PlanItem(Identified):
    """One clause of a plan; `root` is where its sentence was first written (itself, or above in the line of plans).

    In an amendment `previous` is the clause of the plan before that this one continues, and `change` says how.
    """

    class Disposition(models.TextChoices):
        """What a plan does with a clause."""

        OWN = "own", _("Của kế hoạch này")
        INHERITED = "inherited", _("Theo kế hoạch cấp trên")
        ADAPTED = "adapted", _("Điều chỉnh cho phù hợp")
        ADDED = "added", _("Bổ sung")
        NOT_APPLICABLE = "not_applicable", _("Không áp dụng")

    class Change(models.TextChoices):
        """How a clause of an amendment differs from the plan before."""

        SAME = "same", _("Giữ nguyên")
        MOVED = "moved", _("Chuyển chỗ")
        REWORDED = "reworded", _("Sửa lời")
        NEW = "new", _("Mới")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_up")
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="line")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by")
    change = models.CharField(max_length=8, choices=Change.choices, blank=True)
    path = models.CharField(max_length=120)
    label = models.CharField(max_length=30)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    order = models.PositiveIntegerField()
    disposition = models.CharField(max_length=14, choices=Disposition.choices, default=Disposition.OWN)
    reason = models.TextField(blank=True)

    classes = classed(
        internal="id uid plan parent source root previous change path label heading text order disposition reason"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "path"], name="planitem_path_once"),
            models.UniqueConstraint(fields=["plan", "order"], name="planitem_order_once"),
            models.CheckConstraint(
                condition=Q(disposition__in=["own", "inherited", "adapted", "added", "not_applicable"]),
                name="planitem_disposition_known",
            ),
            models.CheckConstraint(
                condition=Q(disposition="not_applicable") & ~Q(reason="")
                | Q(disposition="adapted") & ~Q(text="")
                | Q(disposition__in=["own", "inherited", "added"], reason=""),
                name="planitem_not_applicable_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(disposition__in=["inherited", "adapted", "not_applicable"], source__isnull=False)
                | Q(disposition__in=["own", "added"], source__isnull=True),
                name="planitem_taken_from_a_source",
            ),
            models.CheckConstraint(
                condition=Q(change__in=["", "new"], previous__isnull=True)
                | Q(change__in=["same", "moved", "reworded"], previous__isnull=False),
                name="planitem_change_has_a_previous",
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
