"""Parts that the models of every context share."""

from typing import Any, ClassVar, Self

from django.db import models

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
