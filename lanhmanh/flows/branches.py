"""Branches are set up by the officers of their commune, or of the units above it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units import services as units
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import parent_of


@transaction.atomic
def open_branch(*, actor: Actor, commune: Unit, name: str, since: date) -> Unit:
    """Set up a branch (chi hội) below a commune from a day on.

    :raises NotAllowed: the actor keeps no branches of this commune.
    :raises Refused: the unit is no commune on that day, or the name is empty, too long or taken there.
    """
    require(actor, Permission.BRANCH_EDIT, commune)
    return units.create_branch(actor=actor, commune=commune, name=name, since=since)


@transaction.atomic
def close_into(*, actor: Actor, branch: Unit, into: Unit, on: date) -> None:
    """Let a branch go into another of its commune; its registers wait to be taken over by that one.

    :raises NotAllowed: the actor keeps no branches of this commune.
    :raises Refused: they are no two branches of one commune on that day, or the day is to come.
    """
    commune = parent_of(branch, on - timedelta(days=1))
    require(actor, Permission.BRANCH_EDIT, commune or branch)
    if on > clock.today():
        raise Refused(_("Ngày sáp nhập chưa đến."))
    units.join_branch(actor=actor, branch=branch, into=into, on=on)
