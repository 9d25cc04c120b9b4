"""Accounts and what they may do where."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lanhmanh.db.models import Identified, classed, dates_in_order
from lanhmanh.kernel import clock


class UserManager(BaseUserManager["User"]):
    """Find accounts by their user name."""


class User(Identified, AbstractBaseUser):
    """An account. There is no superuser: what an account may do is only in its memberships."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects: ClassVar[UserManager] = UserManager()

    classes = classed(
        internal="id uid is_active must_change_password created_at last_login username",
        personal="full_name",
        sensitive="password",
    )

    def __str__(self) -> str:
        """Return the user name."""
        return self.username


class Membership(Identified):
    """A role that an account holds at a unit between two dates (`valid_to` is the first day without it)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    classes = classed(internal="id uid user role unit valid_from valid_to")

    class Meta:
        constraints = [
            dates_in_order("membership_dates_in_order"),
            models.UniqueConstraint(fields=["user", "role", "unit", "valid_from"], name="membership_once"),
        ]
