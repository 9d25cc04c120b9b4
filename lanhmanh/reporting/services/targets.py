"""Setting targets, for one unit or for a unit with all one step below it, and saying why they do not add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import Target
from lanhmanh.reporting.policies import LARGEST, require_text
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.targets import most
from lanhmanh.reporting.selectors.courses import asking
from lanhmanh.reporting.selectors.targets import in_force, tree_day
from lanhmanh.ui.formats import either, number
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import children

LONGEST = 1000


@dataclass(frozen=True)
class Aim:
    """The indicator and the year of a target."""

    code: str
    year: int


@transaction.atomic
def set_target(*, actor: Actor, unit: Unit, code: str, year: int, value: Decimal, reason: str = "") -> Target:
    """Set what a unit is to reach on an indicator in a year; the target in force is returned if it is the same.

    :raises Refused: the value cannot be one, the indicator is not asked, or a change has no reason.
    """
    require(actor, Permission.TARGET_SET, unit)
    _require_asked(code, year, [unit])
    before = _locked([unit], code, year)
    fresh = _write(actor, Aim(code, year), {unit.pk: value}, before, reason)
    if not fresh:
        return before[unit.pk]
    audit.record(
        actor=actor, verb="target.set", on=fresh[0], unit_id=unit.pk, indicator=code, year=year,
        value=text_of(value), version=fresh[0].version, reason=fresh[0].reason,
    )  # fmt: skip
    return fresh[0]


@transaction.atomic
def set_targets(
    *, actor: Actor, unit: Unit, code: str, year: int, values: Mapping[int, Decimal], reason: str = "",
    seen: int | None = None,
) -> list[Target]:  # fmt: skip
    """Set the targets of a unit and of units one step below, by unit, all or none; return those that changed.

    `seen` is the key of the newest of these targets when the values were chosen, 0 for none, None to look at nothing.

    :raises Refused: as `set_target`; or somebody has set one of them since.
    """
    units = _among(unit, year, values)
    _require_reach(actor, units)
    _require_asked(code, year, units)
    before = _locked(units, code, year)
    if seen is not None and any(row.pk > seen for row in before.values()):
        raise Refused(_("Có người vừa đổi các chỉ tiêu này: tải lại trang để xem số mới rồi nhập lại."))
    fresh = _write(actor, Aim(code, year), values, before, reason)
    if fresh:
        told = {row.unit.uid: text_of(row.value) for row in fresh}
        audit.record(
            actor=actor, verb="targets.set", on=unit, unit_id=unit.pk, indicator=code, year=year, count=len(fresh),
            values=told, reason=reason.strip(),
        )  # fmt: skip
    return fresh


@transaction.atomic
def explain_gap(*, actor: Actor, unit: Unit, code: str, year: int, text: str) -> Target:
    """Say why the targets one step below do not add up to the unit's own: a new version of it with the same value.

    :raises Refused: nothing was written, or the unit has no target to explain.
    """
    below = [version.unit for version in children(unit, tree_day(year, clock.today()))]
    reach = units_for(actor, Permission.TARGET_SET).filter(pk__in=[unit.pk, *(one.pk for one in below)])
    if not reach.exists():
        raise NotAllowed(_("Tài khoản này không có quyền giao chỉ tiêu tại đơn vị này."))
    old = _locked([unit], code, year).get(unit.pk)
    if old is None:
        raise Refused(_("Đơn vị chưa có chỉ tiêu này: giao chỉ tiêu trước rồi giải trình."))
    why = _short(require_text(text, _("Ghi vì sao chỉ tiêu đã giao không bằng chỉ tiêu của đơn vị.")))
    new = _new(actor, Aim(code, year), unit.pk, old.value, old)
    new.reason = new.gap = why
    new.save()
    audit.record(
        actor=actor, verb="target.explained", on=new, unit_id=unit.pk, indicator=code, year=year, version=new.version
    )
    return new


def _among(unit: Unit, year: int, values: Mapping[int, Decimal]) -> list[Unit]:
    below = children(unit, tree_day(year, clock.today()))
    known = {unit.pk: unit} | {version.unit_id: version.unit for version in below}
    if not set(values) <= set(known):
        raise Refused(_("Có đơn vị không thuộc cấp dưới trực tiếp: tải lại trang."))
    return [known[unit_id] for unit_id in values]


def _require_reach(actor: Actor, units: Iterable[Unit]) -> None:
    ids = {one.pk for one in units}
    reach = set(units_for(actor, Permission.TARGET_SET).filter(pk__in=ids).values_list("pk", flat=True))
    if not ids <= reach:
        raise NotAllowed(_("Tài khoản này không có quyền giao chỉ tiêu tại đơn vị này."))


def _require_asked(code: str, year: int, units: Iterable[Unit]) -> None:
    form = asking(year).get(code)
    if form is None:
        raise Refused(_("Năm %(year)d không có biểu nào hỏi chỉ tiêu “%(code)s”.") % {"year": year, "code": code})
    for one in units:
        form.due_rule(one.level)


def _locked(units: Iterable[Unit], code: str, year: int) -> dict[int, Target]:
    """Hold the units, so that two people do not write the same version, and return their targets in force."""
    ids = [one.pk for one in units]
    list(Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    return {unit_id: row for (unit_id, _code), row in in_force(ids, year, [code]).items()}


def _write(
    actor: Actor, aim: Aim, values: Mapping[int, Decimal], before: Mapping[int, Target], reason: str
) -> list[Target]:
    changed = {key: value for key, value in values.items() if key not in before or before[key].value != value}
    for value in changed.values():
        require_value(aim.code, value)
    rows = [_new(actor, aim, key, value, before.get(key)) for key, value in changed.items()]
    later = [row for row in rows if row.version > 1]
    why = _short(require_text(reason, _("Ghi lý do đổi chỉ tiêu đã giao."))) if later else ""
    for row in rows:
        row.reason = why if row.version > 1 else ""
        row.save()
    return rows


def require_value(code: str, value: Decimal) -> None:
    """Return if the value can be a target of the indicator.

    :raises Refused: it is negative, too long, has too many decimals, or is more than a share can be.
    """
    known = catalogue.load()
    one, top = known[code], most(known[code], known)
    name = either(one.name_vi, one.name_en)
    if not value.is_finite() or value < 0 or value >= LARGEST or value != round(value, min(one.decimals, 4)):
        raise Refused(
            _("“%(name)s”: nhập số không âm, không quá 11 chữ số và %(places)d số lẻ.")
            % {"name": name, "places": one.decimals}
        )
    if top is not None and value > top:
        raise Refused(_("“%(name)s” không thể hơn %(most)s.") % {"name": name, "most": number(top)})


def _new(actor: Actor, aim: Aim, unit_id: int, value: Decimal | None, old: Target | None) -> Target:
    return Target(
        indicator=aim.code, unit_id=unit_id, year=aim.year, version=old.version + 1 if old else 1, value=value,
        set_at=clock.now(), set_by_id=actor.user_id,
    )  # fmt: skip


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(_("Viết không quá %(most)d chữ cái.") % {"most": LONGEST})
    return text
