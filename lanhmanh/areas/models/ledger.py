"""The ledger: areas, and the classes they were given, which are only ever added to."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed


class Area(Identified):
    """What is classed: a commune or branch, or an agency or school in one that registered."""

    class Kind(models.TextChoices):
        """What an area is."""

        UNIT = "unit", _("Đơn vị hành chính, chi hội")
        AGENCY = "agency", _("Cơ quan, doanh nghiệp")
        SCHOOL = "school", _("Trường học")

    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.UNIT)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    classes = classed(public="id uid kind unit name registered_on document ended_on ended_why created_at")

    @property
    def subject(self) -> str:
        """Return what a rule set calls this kind of area; `unit` must be there."""
        return self.unit.level if self.kind == Area.Kind.UNIT else self.kind

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(kind="unit"), name="area_one_of_a_unit"),
            models.UniqueConstraint(
                fields=["unit", "name"], condition=~Q(kind="unit") & Q(ended_on=None), name="area_named_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="unit", name="", registered_on=None, document="", ended_on=None)
                | (Q(kind__in=["agency", "school"], registered_on__isnull=False) & ~Q(name="")),
                name="area_registers_under_a_name",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("registered_on")), name="area_ends_after_it_registers"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="") | Q(ended_on__isnull=False) & ~Q(ended_why=""),
                name="area_end_says_why",
            ),
        ]


class How(models.TextChoices):
    """How a class came about."""

    DECIDED = "decided", _("Theo quyết định")
    OVERRIDE = "override", _("Theo quyết định, khác kết quả tính")
    IMPORTED = "imported", _("Nhập từ hồ sơ cũ")
    WITHDRAWN = "withdrawn", _("Thu hồi")
    APPEAL = "appeal", _("Sau khiếu nại, kiến nghị")


class AreaClass(Frozen, Identified):
    """The class of an area for a year under a rule set; what stands is the row that no other replaces.

    The rows of one area, rule set and year make one line: the first replaces none, every later one the one before, so
    that two classes can never hold at one time and none is ever overwritten.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="history")
    rule_set = models.ForeignKey("areas.RuleSet", on_delete=models.PROTECT, related_name="+")
    rule_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    class_code = models.CharField(max_length=40, blank=True)
    recognised = models.BooleanField(null=True)
    how = models.CharField(max_length=9, choices=How.choices)
    assessment = models.ForeignKey(
        "areas.Assessment", null=True, blank=True, on_delete=models.PROTECT, related_name="given"
    )
    decision = models.ForeignKey(
        "areas.ClassDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    dated = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(
        public="id uid area rule_set rule_code year class_code recognised how decision dated basis replaces",
        internal="assessment reason facts recorded_at recorded_by",
    )

    class Meta:
        indexes = [models.Index(fields=["rule_code", "year", "area"], name="areaclass_of_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "rule_code", "year"], condition=Q(replaces=None), name="areaclass_one_line"
            ),
            models.CheckConstraint(
                condition=(
                    Q(how="decided", assessment__isnull=False, decision__isnull=False)
                    | Q(how="imported", assessment=None, decision=None) & ~Q(basis="")
                    | Q(how="override", assessment__isnull=False, decision__isnull=False) & ~Q(reason="")
                    | Q(how__in=["withdrawn", "appeal"], decision__isnull=False, replaces__isnull=False) & ~Q(reason="")
                ),
                name="areaclass_says_how",
            ),
            models.CheckConstraint(
                condition=Q(how="withdrawn", class_code="")
                | ~Q(how="withdrawn") & (~Q(class_code="") | Q(recognised__isnull=False)),
                name="areaclass_says_what",
            ),
        ]
