"""Keeping accounts and the roles they hold."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, can
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, roles
from lanhmanh.audit.services import Actor as AuditActor
from lanhmanh.audit.services import record
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.units.models import Unit


def _require(actor: AuditActor, unit: Unit) -> None:
    """Let the command line (no account) and administrators of the unit through."""
    if actor.user_id is None:
        return
    if not isinstance(actor, Actor) or not can(actor, Permission.ACCOUNT_MANAGE, unit):
        raise NotAllowed(_("Tài khoản này không quản lý người dùng tại đơn vị này."))


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from None


@transaction.atomic
def create_account(*, actor: AuditActor, username: str, full_name: str, role: str, unit: Unit, password: str) -> User:
    """Make an account with one role; its password must be changed at the first sign-in.

    :raises Refused: the name is taken, the role unknown, the password weak.
    """
    _require(actor, unit)
    if role not in roles():
        raise Refused(_("Vai trò %(role)s không có. Chọn một vai trò trong danh sách.") % {"role": role})
    if User.objects.filter(username=username).exists():
        raise Refused(_("Tên đăng nhập %(name)s đã có người dùng. Chọn tên khác.") % {"name": username})
    user = User(username=username, full_name=nfc(full_name), must_change_password=True)
    _check_password(password, user)
    user.set_password(password)
    user.save()
    Membership.objects.create(user=user, role=role, unit=unit, valid_from=clock.today())
    record(actor=actor, verb="account.created", on=user, unit_id=unit.pk, role=role)
    return user


@transaction.atomic
def reset_password(*, actor: AuditActor, user: User, unit: Unit, password: str) -> User:
    """Give an account a new password, to be changed at the next sign-in; open sessions end."""
    _require_over(actor, user, unit)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record(actor=actor, verb="account.password_reset", on=user, unit_id=unit.pk)
    return user


@transaction.atomic
def set_active(*, actor: AuditActor, user: User, unit: Unit, active: bool) -> User:
    """Close an account, or open it again; nothing that it did is lost."""
    _require_over(actor, user, unit)
    if user.pk == actor.user_id:
        raise Refused(_("Không thể tự khóa tài khoản của mình."))
    user.is_active = active
    user.save(update_fields=["is_active"])
    record(actor=actor, verb="account.opened" if active else "account.closed", on=user, unit_id=unit.pk)
    return user


@transaction.atomic
def grant_role(*, actor: AuditActor, user: User, role: str, unit: Unit) -> Membership:
    """Give an account a role at a unit from today."""
    _require(actor, unit)
    if user.pk == actor.user_id:
        raise Refused(_("Không thể tự cấp vai trò cho mình."))
    if role not in roles():
        raise Refused(_("Vai trò %(role)s không có. Chọn một vai trò trong danh sách.") % {"role": role})
    today = clock.today()
    held, made = Membership.objects.get_or_create(
        user=user, role=role, unit=unit, valid_to=None, defaults={"valid_from": today}
    )
    if made:
        record(actor=actor, verb="membership.granted", on=user, unit_id=unit.pk, role=role)
    return held


@transaction.atomic
def end_role(*, actor: AuditActor, membership: Membership) -> Membership:
    """End a role: tomorrow is the first day without it (a role given today ends tomorrow too)."""
    _require(actor, membership.unit)
    if membership.user_id == actor.user_id:
        raise Refused(_("Không thể tự bỏ vai trò của mình."))
    membership.valid_to = max(clock.today(), membership.valid_from + timedelta(days=1))
    membership.save(update_fields=["valid_to"])
    record(actor=actor, verb="membership.ended", on=membership.user, unit_id=membership.unit_id, role=membership.role)
    return membership


def _require_over(actor: AuditActor, user: User, unit: Unit) -> None:
    """Check that the account belongs to the unit and that the actor keeps that unit's accounts."""
    _require(actor, unit)
    if not user.memberships.filter(unit=unit).exists():
        raise NotAllowed(_("Tài khoản này không thuộc đơn vị đã chọn."))
