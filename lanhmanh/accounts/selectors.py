"""Reading accounts."""

from dataclasses import dataclass
from datetime import date

from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Role, roles
from lanhmanh.db.models import valid_on
from lanhmanh.units.selectors import names_on


@dataclass(frozen=True)
class Held:
    """A role held at a unit, with the unit's name on the day asked."""

    membership: Membership
    role: Role
    unit_name: str


def held_by(user: User, day: date) -> list[Held]:
    """Return the roles that an account holds on a day."""
    rows = list(Membership.objects.filter(valid_on(day), user=user).select_related("unit").order_by("pk"))
    names = names_on({row.unit_id for row in rows}, day)
    return [Held(row, roles()[row.role], names.get(row.unit_id, "")) for row in rows if row.role in roles()]
