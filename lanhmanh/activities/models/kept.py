"""What records of the movement share: who recorded them, and how one is taken back."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from lanhmanh.db.models import Recorded
from lanhmanh.kernel.ids import new_id

KEPT = "id uid token recorded_at recorded_by voided_at voided_by void_reason"


class Kept(Recorded):
    """A record that counts until it is taken back with a reason; it is never deleted.

    `token` comes with the form, so that a form sent twice gives one record.
    """

    token = models.CharField(max_length=26, unique=True, default=new_id, editable=False)

    class Meta:
        abstract = True


def choices_of(labels: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """Return the choices of a field from the words for the members of an enumeration of the rules."""
    return [(str(member.value), label) for member, label in labels.items()]
