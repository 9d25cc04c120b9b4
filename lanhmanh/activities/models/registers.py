"""What every register of the people's movement shares: whose row it is, who recorded it, whether it was taken back."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from lanhmanh.db.models import Recorded, classed
from lanhmanh.ui.formats import date_vi

KEPT = "id uid unit version search recorded_at recorded_by voided_at voided_by void_reason"
NAMED = "erased_at erased_by"


class Kept(Recorded):
    """A row of a register of one unit; taken back it stays to be read, with the reason, and counts no more.

    `slug` names the register in addresses and rules, `stated` the fields that a person fills in, `dated` the one that
    says when, `same` those by which two rows are one thing, `parent` the field of what the row belongs to.
    """

    slug: ClassVar[str] = ""
    stated: ClassVar[tuple[str, ...]] = ()
    dated: ClassVar[str] = "day"
    same: ClassVar[tuple[str, ...]] = ()
    parent: ClassVar[str] = ""
    once: ClassVar[bool] = False

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    search = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def when(self) -> date | None:
        """Return the day that the row speaks of."""
        found: date | None = getattr(self, self.dated)
        return found


class Named(Kept):
    """A row of a person or a household; erased, its name is gone and it goes on counting."""

    name = models.CharField(max_length=120, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def shown_name(self) -> str:
        """Return the name, or that it was erased."""
        return _("(đã xóa tên)") if self.erased_at else self.name


def erased_check(name: str, *, needed: bool) -> models.CheckConstraint:
    """Return the rule that an erased name is gone, with who erased it; where one is `needed` it stands until then."""
    there = ~Q(name="") if needed else Q()
    return models.CheckConstraint(
        condition=Q(erased_at__isnull=True, erased_by__isnull=True) & there
        | Q(erased_at__isnull=False, erased_by__isnull=False, name=""),
        name=f"{name}_erased_is_gone",
    )


def in_order(name: str, first: str, last: str) -> models.CheckConstraint:
    """Return the rule that one day is not after another."""
    later = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": models.F(first)})
    return models.CheckConstraint(condition=Q(**{f"{first}__isnull": True}) | later, name=f"{name}_days_in_order")


def counted(name: str, field: str, least: int = 0) -> models.CheckConstraint:
    """Return the rule that a number, where it is known, is not below a limit."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": least}), name=f"{name}_{field}_counted"
    )


def known(name: str, field: str, choices: Any) -> models.CheckConstraint:
    """Return the rule that a field holds one of its words."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=f"{name}_{field}_known")


def on_day(what: str, day: date | None) -> str:
    """Return what a row is and when."""
    return f"{what}, {date_vi(day)}" if day else what


__all__ = [
    "KEPT", "NAMED", "Kept", "Named", "classed", "counted", "erased_check", "in_order", "known", "on_day"
]  # fmt: skip
