"""Who and what the demonstration's builder moves about."""

from dataclasses import dataclass
from functools import cache

from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import User
from lanhmanh.units.models import Unit, UnitVersion


@dataclass(frozen=True, eq=False)
class World:
    """The province, its units and its people."""

    province: Unit
    districts: list[UnitVersion]
    communes: list[UnitVersion]
    branches: dict[int, list[Unit]]
    names: dict[int, str]
    users: dict[str, User]

    @cache  # noqa: B019 - one world is built in one run
    def actor(self, username: str) -> Actor:
        """Return the actor of an account."""
        return actor_for(self.users[username])

    def officer(self, unit_id: int) -> Actor:
        """Return the officer of a district or commune."""
        return self.actor(self.names[unit_id])
