"""What records of the movement share: who recorded them, and how one is taken back."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Identified
from lanhmanh.kernel.ids import new_id

KEPT = "id uid token recorded_at recorded_by voided_at voided_by void_reason"


class Kept(Identified):
    """A record that counts until it is taken back with a reason; it is never deleted.

    `token` comes with the form, so that a form sent twice gives one record.
    """

    token = models.CharField(max_length=26, unique=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_void(self) -> bool:
        """Test whether it was taken back."""
        return self.voided_at is not None


def void_says_why(name: str) -> models.CheckConstraint:
    """Return the constraint that what was taken back says when, by whom and why, and nothing else does."""
    stands = Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
    gone = Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")
    return models.CheckConstraint(condition=stands | gone, name=name)


def choices_of(labels: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """Return the choices of a field from the words for the members of an enumeration of the rules."""
    return [(str(member.value), label) for member, label in labels.items()]
