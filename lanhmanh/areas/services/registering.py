"""Agencies and schools that register, and leave."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area
from lanhmanh.areas.services.common import line
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units.models import Level, Unit


@transaction.atomic
def register_area(*, actor: Actor, unit: Unit, kind: str, name: str, registered_on: date) -> Area:
    """Record that an agency or school of a commune registered.

    :raises Refused: it has no name, is there already, or the day is to come.
    """
    require(actor, Permission.AREA_SCORE, unit)
    name = line(name, 200)
    if kind not in {Area.Kind.AGENCY, Area.Kind.SCHOOL} or not name:
        raise Refused(_("Ghi tên cơ quan hoặc trường học."))
    if unit.level != Level.COMMUNE:
        raise Refused(_("Cơ quan, trường học đăng ký ở xã, phường, thị trấn: chọn đơn vị cấp xã."))
    if registered_on > clock.today():
        raise Refused(_("Ngày đăng ký chưa đến."))
    made = Area(kind=kind, unit=unit, name=name, registered_on=registered_on, created_at=clock.now())
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused(_("Tên này đã đăng ký ở đơn vị: mở mục đó để xem.")) from None
    audit.record(actor=actor, verb="area.registered", on=made, unit_id=unit.pk, kind=kind)
    return made


@transaction.atomic
def end_registration(*, actor: Actor, area: Area, ended_on: date) -> Area:
    """Record that an agency or school is registered no longer; what it was stays in the ledger.

    :raises Refused: it is no such area, left already, or the day cannot be.
    """
    require(actor, Permission.AREA_SCORE, area.unit_id)
    found = Area.objects.select_for_update().get(pk=area.pk)
    if found.registered_on is None or found.ended_on:
        raise Refused(_("Mục này không còn đăng ký."))
    if not found.registered_on <= ended_on <= clock.today():
        raise Refused(_("Ngày kết thúc phải từ ngày đăng ký đến hôm nay."))
    found.ended_on = ended_on
    found.save(update_fields=["ended_on"])
    audit.record(actor=actor, verb="area.registration_ended", on=found, unit_id=found.unit_id)
    return found
