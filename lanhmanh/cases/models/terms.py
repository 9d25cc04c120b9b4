"""For how long a province keeps what is at rest."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Frozen, Identified, classed
from lanhmanh.kernel import clock


class RetentionTerm(Frozen, Identified):
    """A province's own term for one kind of end (`law.personal_data`), from a day on; the newest counts."""

    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    seal_days = models.PositiveSmallIntegerField()
    erase_months = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    # The paper of the province that sets it.
    title = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid province code seal_days erase_months effective_from title recorded_at recorded_by"
    )

    class Meta:
        indexes = [models.Index(fields=["province", "effective_from"], name="retention_of_province")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seal_days__lte=365) & Q(erase_months__gte=1) & Q(erase_months__lte=120),
                name="retention_within_reason",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(code=""), name="retention_by_a_paper"),
        ]
