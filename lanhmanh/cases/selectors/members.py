"""Who works on the cases of a unit."""

from django.db.models import QuerySet

from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, Scope, roles
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import person_sort_key
from lanhmanh.units.models import Unit

_NOT_HERE = sentence("Người này không trực tiếp hỗ trợ tại đơn vị: chọn người khác trong danh sách.")


def members(unit: Unit) -> list[User]:
    """Return the members who may work on cases of a unit today, by given name as people look for them."""
    return sorted(_at_work(unit), key=lambda user: (person_sort_key(user.full_name), user.pk))


def _at_work(unit: Unit) -> QuerySet[User]:
    working = [code for code, role in roles().items() if Scope.OWN in role.grants.get(Permission.CASE_WORK, ())]
    held = Membership.objects.filter(valid_on(clock.today()), unit=unit, role__in=working)
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True)


def member_of(unit: Unit, uid: str) -> User:
    """Return a member who may work on cases of a unit.

    :raises Refused: there is none of this id.
    """
    found = _at_work(unit).filter(uid=uid).first()
    if found is None:
        raise Refused(_NOT_HERE)
    return found
