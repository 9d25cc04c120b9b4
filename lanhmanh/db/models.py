"""Parts that the models of every context share."""

from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from lanhmanh.kernel.ids import new_id

Classes = dict[str, str]


def classed(*, public: str = "", internal: str = "", personal: str = "", sensitive: str = "") -> Classes:
    """Return field name → class of confidentiality, from words separated by spaces."""
    groups = {"public": public, "internal": internal, "personal": personal, "sensitive": sensitive}
    return {name: label for label, names in groups.items() for name in names.split()}


class Identified(models.Model):
    """A row with a public id that may stand in an address; the primary key never does."""

    uid = models.CharField(max_length=26, unique=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str | None:
        # Django's own puts the choices into a dictionary, and each into the reader's language, for every row of a list.
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return label if label is None else str(label)


@cache
def _labels(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)


class Recorded(Identified):
    """A record that somebody made and may take back, with who, when and why; it is never deleted."""

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


class FrozenQuerySet(models.QuerySet[Any]):
    """A queryset that adds and reads, nothing else."""

    def update(self, **kwargs: Any) -> int:
        """Refuse: these rows never change."""
        raise TypeError(f"{self.model.__name__}: rows are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: these rows never go."""
        raise TypeError(f"{self.model.__name__}: rows are append-only")


class Frozen(models.Model):
    """A row that is written once; the database refuses changes too (`triggers.append_only`)."""

    objects: ClassVar[models.Manager[Self]] = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row.

        :raises TypeError: the row exists already.
        """
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__}: rows are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: these rows never go."""
        raise TypeError(f"{type(self).__name__}: rows are append-only")


def valid_on(day: Any, prefix: str = "") -> models.Q:
    """Return the condition that a dated row (`valid_from`, open or exclusive `valid_to`) holds on `day`."""
    ends = models.Q(**{f"{prefix}valid_to__isnull": True}) | models.Q(**{f"{prefix}valid_to__gt": day})
    return models.Q(**{f"{prefix}valid_from__lte": day}) & ends


def dates_in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that a validity does not end before it begins."""
    condition = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from"))
    return models.CheckConstraint(condition=condition, name=name)
