"""Keeping accounts and the roles they hold."""

from allauth.mfa.models import Authenticator
from axes.utils import reset as reset_attempts
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, can
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, full_name_fits, roles, username_fits
from lanhmanh.accounts.selectors import places_kept
from lanhmanh.audit.services import Actor as AuditActor
from lanhmanh.audit.services import record
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.units.models import Unit


@transaction.atomic
def create_account(*, actor: AuditActor, username: str, full_name: str, role: str, unit: Unit, password: str) -> User:
    """Make an account with one role; its password must be changed at the first sign-in.

    :raises Refused: a name does not fit or is taken, the role is unknown, the password weak.
    """
    _require(actor, unit)
    _check_role(role)
    _check_names(username, full_name)
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
def reset_password(*, actor: AuditActor, user: User, password: str) -> User:
    """Give an account a new password, to be changed at the next sign-in; open sessions and lockouts end.

    :raises Refused: the password is weak.
    :raises NotAllowed: the account holds a role where the actor keeps no accounts.
    """
    unit_id = _require_over(actor, user)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    reset_attempts(username=user.username)
    record(actor=actor, verb="account.password_reset", on=user, unit_id=unit_id)
    return user


@transaction.atomic
def set_active(*, actor: AuditActor, user: User, active: bool) -> User:
    """Close an account, or open it again; nothing that it did is lost."""
    unit_id = _require_over(actor, user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    record(actor=actor, verb="account.opened" if active else "account.closed", on=user, unit_id=unit_id)
    return user


@transaction.atomic
def unlock(*, actor: AuditActor, user: User) -> User:
    """Let an account sign in again that is locked out after failures."""
    unit_id = _require_over(actor, user)
    reset_attempts(username=user.username)
    record(actor=actor, verb="account.unlocked", on=user, unit_id=unit_id)
    return user


@transaction.atomic
def remove_second_factor(*, actor: AuditActor, user: User) -> User:
    """Take away the second factor and the recovery codes of who lost the telephone."""
    unit_id = _require_over(actor, user)
    Authenticator.objects.filter(user=user).delete()
    record(actor=actor, verb="account.second_factor_removed", on=user, unit_id=unit_id)
    return user


@transaction.atomic
def grant_role(*, actor: AuditActor, user: User, role: str, unit: Unit) -> Membership:
    """Give an account a role at a unit from today; one that was about to end goes on."""
    _require(actor, unit)
    _not_oneself(actor, user)
    _check_role(role)
    today = clock.today()
    held = Membership.objects.filter(valid_on(today), user=user, role=role, unit=unit).first()
    if held and held.valid_to is None:
        return held
    held = held or Membership(user=user, role=role, unit=unit, valid_from=today)
    held.valid_to = None
    held.save()
    record(actor=actor, verb="membership.granted", on=user, unit_id=unit.pk, role=role)
    return held


@transaction.atomic
def end_role(*, actor: AuditActor, membership: Membership) -> Membership:
    """End a role: today is the first day without it. One given today goes altogether; the trail tells of both."""
    _require(actor, membership.unit)
    _not_oneself(actor, membership.user)
    today = clock.today()
    if membership.valid_to and membership.valid_to <= today:
        raise Refused(_("Vai trò này đã kết thúc."))
    record(actor=actor, verb="membership.ended", on=membership.user, unit_id=membership.unit_id, role=membership.role)
    if membership.valid_from >= today:
        membership.delete()
        return membership
    membership.valid_to = today
    membership.save(update_fields=["valid_to"])
    return membership


def _require(actor: AuditActor, unit: Unit) -> None:
    """Let the command line (no account) and administrators of the unit through."""
    if actor.user_id is None:
        return
    if not isinstance(actor, Actor) or not can(actor, Permission.ACCOUNT_MANAGE, unit):
        raise NotAllowed(_("Tài khoản này không quản lý người dùng tại đơn vị này."))


def _require_over(actor: AuditActor, user: User) -> int | None:
    """Return the account's unit for the record, once it is sure that the actor keeps all of the account.

    Who resets a password can become that person; so every role now held must be in the actor's reach, not only one.
    """
    _not_oneself(actor, user)
    held, reach = places_kept(actor if isinstance(actor, Actor) else None, user)
    if actor.user_id is not None and not (held and held <= reach):
        raise NotAllowed(
            _("Người này còn giữ vai trò ở đơn vị ngoài phạm vi quản lý. Hãy nhờ người quản trị cấp trên.")
        )
    return min(held, default=None)


def _not_oneself(actor: AuditActor, user: User) -> None:
    if user.pk == actor.user_id:
        raise Refused(_("Không thể tự làm việc này cho tài khoản của mình. Hãy nhờ một người quản trị khác."))


def _check_role(role: str) -> None:
    if role not in roles():
        raise Refused(_("Vai trò %(role)s không có. Chọn một vai trò trong danh sách.") % {"role": role})


def _check_names(username: str, full_name: str) -> None:
    if not username_fits(username):
        raise Refused(_("Tên đăng nhập chỉ gồm chữ thường không dấu, số và dấu chấm, ví dụ canbo.trangdai."))
    if not full_name_fits(full_name):
        raise Refused(_("Họ và tên phải có, và không dài quá 120 ký tự."))


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from None
