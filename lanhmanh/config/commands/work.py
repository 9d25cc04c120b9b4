"""`lanhmanh plan`, `reports`, `verify`, `account`."""

import argparse
import secrets
import sys
from typing import TYPE_CHECKING

from lanhmanh.config.commands.start import BadArgument, named, need_database, need_file, unit_by_code, write_out

if TYPE_CHECKING:
    from lanhmanh.accounts.access import Actor


def plan_import(given: argparse.Namespace) -> int:
    """Read a plan, or an amendment of the plan in force, into a draft, which a person confirms in the browser."""
    data = need_file(given.file).read_bytes()
    need_database()
    from lanhmanh.kernel import clock
    from lanhmanh.plan import selectors, services

    unit = unit_by_code("--unit", given.unit, clock.today())
    actor = _actor(given.actor)
    if given.amends:
        present = selectors.plan_for(unit, clock.today())
        if present is None or present.unit_id != unit.pk:
            raise BadArgument(f"--amends: đơn vị {given.unit} chưa có kế hoạch để sửa đổi / has no plan in force")
        plan, page = services.amend_plan(actor=actor, plan=present, data=data, name=given.file.name), "doi-chieu"
    else:
        plan, page = services.import_plan(actor=actor, unit=unit, data=data, name=given.file.name), "xem-truoc"
    sys.stdout.write(f"{plan.title}\n/ke-hoach/{plan.uid}/{page}/\n")
    return 0


def consolidate(given: argparse.Namespace) -> int:
    """Write the consolidated report of a unit as docx, pdf and xlsx; drafts, without a number."""
    need_database()
    from lanhmanh.accounts.access import Actor
    from lanhmanh.kernel.periods import parse
    from lanhmanh.law.calendars import window
    from lanhmanh.reporting import services
    from lanhmanh.reporting.access import form_of

    form, period = named("--form", given.form, form_of), named("--period", given.period, parse)
    if period.kind != form.kind:
        raise BadArgument(f"--period {given.period}: biểu này theo {form.kind.label} / not a period of the form")
    unit = unit_by_code("--unit", given.unit, window(form.calendar, period).last)
    reader = Actor(0, "lanhmanh", "lanhmanh", (("auditor", unit.pk),))
    files = services.export_consolidation(actor=reader, form=form, period=period, unit=unit)
    for name, content in files.items():
        target = given.out / f"{form.code}-{period.code}-{given.unit}.{name}"
        write_out(target, content)
        sys.stdout.write(f"{target}\n")
    return 0


def verify(given: argparse.Namespace) -> int:
    """Print whatever differs from what was approved or recorded; 1 if anything does."""
    need_database()
    from lanhmanh.reporting import selectors

    differences = list(selectors.verify())
    for line in differences:
        sys.stdout.write(f"{line}\n")
    if not differences:
        sys.stdout.write("Khớp: mọi tổng hợp tính lại đúng, nhật ký liền mạch / everything agrees\n")
    return 1 if differences else 0


def account(given: argparse.Namespace) -> int:
    """Make an account with one role and print a password to be changed at the first sign-in."""
    need_database()
    from lanhmanh.accounts import services
    from lanhmanh.accounts.rules import roles
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.kernel import clock

    if given.role not in roles():
        raise BadArgument(f"--role {given.role}: chọn một trong / choose one of: {', '.join(roles())}")
    unit, password = unit_by_code("--unit", given.unit, clock.today()), secrets.token_urlsafe(12)
    services.create_account(
        actor=SYSTEM, username=given.username, full_name=given.name, role=given.role, unit=unit, password=password
    )
    sys.stdout.write(f"{given.username}  {password}\n")
    return 0


def _actor(username: str) -> "Actor":
    from lanhmanh.accounts.access import actor_for
    from lanhmanh.accounts.models import User

    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise BadArgument(f"--actor {username}: không có tài khoản này / no such account")
    return actor_for(user)
