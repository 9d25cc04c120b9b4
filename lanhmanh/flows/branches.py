"""Branches are set up by the officers of their commune, or of the units above it."""

from datetime import date

from django.db import transaction

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.units import services as units
from lanhmanh.units.models import Unit


@transaction.atomic
def open_branch(*, actor: Actor, commune: Unit, name: str, since: date) -> Unit:
    """Set up a branch (chi hội) below a commune from a day on.

    :raises NotAllowed: the actor keeps no branches of this commune.
    :raises Refused: the unit is no commune on that day, or the name is empty, too long or taken there.
    """
    require(actor, Permission.BRANCH_EDIT, commune)
    return units.create_branch(actor=actor, commune=commune, name=name, since=since)
