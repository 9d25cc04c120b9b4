"""`lanhmanh plan`, `reports consolidate`, `account`."""

import argparse
import secrets
import sys
from typing import TYPE_CHECKING

from lanhmanh.config.commands.start import BadArgument, load, named, need_database, unit_by_code, write_out
from lanhmanh.paper.limits import MAX_BYTES

if TYPE_CHECKING:
    from lanhmanh.accounts.access import Actor


def plan_import(given: argparse.Namespace) -> int:
    """Read a plan, or an amendment of the plan in force, into a draft, which a person confirms in the browser."""
    data = load(given.file, MAX_BYTES)
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
    from lanhmanh.kernel import clock
    from lanhmanh.kernel.periods import parse
    from lanhmanh.law.calendars import window
    from lanhmanh.reporting import services
    from lanhmanh.reporting.access import form_of
    from lanhmanh.reporting.selectors.calendar import concerns

    form, period = named("--form", given.form, form_of), named("--period", given.period, parse)
    if period.kind != form.kind:
        raise BadArgument(f"--period {given.period}: biểu này theo {form.kind.label} / not a period of the form")
    if not form.is_asked(period):
        raise BadArgument(f"--period {given.period}: biểu này không hỏi kỳ đó / the form does not ask this period")
    days = window(form.at(period).calendar, period)
    if days.first > clock.today():
        raise BadArgument(f"--period {given.period}: kỳ bắt đầu ngày {days.first:%d/%m/%Y} / has not begun")
    unit = unit_by_code("--unit", given.unit, days.last)
    if not concerns(form, period, unit):
        raise BadArgument(f"--unit {given.unit}: biểu không hỏi đơn vị này / the form does not ask this unit")
    reader = Actor(0, "lanhmanh", "lanhmanh", (("auditor", unit.pk),))
    files = services.export_consolidation(actor=reader, form=form, period=period, unit=unit)
    for name, content in files.items():
        target = given.out / f"{form.code}-{period.code}-{given.unit}.{name}"
        write_out(target, content)
        sys.stdout.write(f"{target}\n")
    return 0


def rebuild(given: argparse.Namespace) -> int:
    """Work sums and counts out anew from the approved reports and say at how many units any was wrong."""
    need_database()
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.kernel.periods import parse
    from lanhmanh.reporting import services
    from lanhmanh.reporting.access import form_of

    form = named("--form", given.form, form_of).code if given.form else ""
    period = named("--period", given.period, parse).code if given.period else ""
    done = services.rebuild_all(actor=SYSTEM, form=form, period=period)
    for (code, term), wrong in done.items():
        said = f"{wrong} đơn vị sai, đã sửa / units were wrong" if wrong else "đã đúng / right"
        sys.stdout.write(f"{code} {term}: {said}\n")
    if not done:
        sys.stdout.write("Không có kỳ nào để tính lại / nothing to work out\n")
    return 0


def account(given: argparse.Namespace) -> int:
    """Make an account with one role and print a password to be changed at the first sign-in."""
    need_database()
    from lanhmanh.accounts import services
    from lanhmanh.accounts.rules import full_name_fits, roles, username_fits
    from lanhmanh.audit.services import SYSTEM
    from lanhmanh.kernel import clock

    if not username_fits(given.username):
        raise BadArgument(f"--username {given.username}: chữ thường không dấu, số, dấu chấm / like canbo.trangdai")
    if not full_name_fits(given.name):
        raise BadArgument(f"--name {given.name}: từ 1 đến 120 ký tự / 1 to 120 characters")
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
