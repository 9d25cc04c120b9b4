"""What is done to supervision visits and to signs of leakage."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Leakage, Site, StockLine, Visit
from lanhmanh.areas.rules import sites as rules
from lanhmanh.areas.rules.sites import LeakageData, VisitData
from lanhmanh.areas.services import registers
from lanhmanh.areas.services.registers import line, locked, same_version, standing
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.units.models import Agency


@transaction.atomic
def record_visit(*, actor: Actor, site: Site, data: VisitData) -> Visit:
    """Record a supervision visit with the quantities seen; the same form sent twice gives the first.

    :raises Faulty: something stated cannot be, or is odd and nobody was sure of it; `field` says what.
    :raises NotAllowed: the actor keeps no register of the site's unit.
    """
    require(actor, Permission.PLACE_RECORD, site.unit_id)
    if found := Visit.objects.filter(token=data.token).first():
        if (found.site_id, found.recorded_by_id) != (site.pk, actor.user_id):
            raise Refused(_("Biểu này đã dùng cho một lần giám sát khác: mở lại trang ghi giám sát."))
        return found
    data = tidy(data)
    _check(site, data)
    made = Visit.objects.create(
        site=site, unit_id=site.unit_id, token=data.token, recorded_at=clock.now(), recorded_by_id=actor.user_id,
        **_stated(data),
    )  # fmt: skip
    _add_stocks(made, data)
    audit.record(actor=actor, verb="visit.recorded", on=made, unit_id=made.unit_id, **_told(site, data))
    return made


@transaction.atomic
def change_visit(*, actor: Actor, visit: Visit, data: VisitData, version: int) -> Visit:
    """Replace what a visit states.

    :raises ChangedMeanwhile: the record has another version by now.
    :raises Refused: it was taken back, or something stated cannot be.
    """
    found = locked(actor, visit, visit.site.unit_id, "site")
    standing(found)
    same_version(found, version)
    data = tidy(data)
    _check(found.site, data)
    for name, value in _stated(data).items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    found.stocks.all().delete()
    _add_stocks(found, data)
    facts = {**_told(found.site, data), "version": found.version}
    audit.record(actor=actor, verb="visit.changed", on=found, unit_id=found.unit_id, **facts)
    return found


@transaction.atomic
def void_visit(*, actor: Actor, visit: Visit, reason: str) -> Visit:
    """Take a visit back. Twice is once."""
    found = locked(actor, visit, visit.site.unit_id)
    if registers.void(actor, found, reason):
        audit.record(actor=actor, verb="visit.voided", on=found, unit_id=found.unit_id, reason=found.void_reason)
    return found


@transaction.atomic
def record_leakage(*, actor: Actor, site: Site, data: LeakageData) -> Leakage:
    """Record a sign that something is missing at a site; the same form sent twice gives the first."""
    require(actor, Permission.PLACE_RECORD, site.unit_id)
    if found := Leakage.objects.filter(token=data.token).first():
        if (found.site_id, found.recorded_by_id) != (site.pk, actor.user_id):
            raise Refused(_("Biểu này đã dùng cho một dấu hiệu khác: mở lại trang ghi dấu hiệu."))
        return found
    data = replace(data, what=line(data.what))
    for fault in rules.leakage_faults(data, clock.today()):
        raise fault
    made = Leakage.objects.create(
        site=site, unit_id=site.unit_id, token=data.token, found_on=data.found_on, what=data.what,
        recorded_at=clock.now(), recorded_by_id=actor.user_id,
    )  # fmt: skip
    _record(actor, "leakage.recorded", made, day=data.found_on.isoformat())
    return made


@transaction.atomic
def forward_leakage(
    *, actor: Actor, leakage: Leakage, to: str, on: date, agency: Agency | None = None, answer_due: date | None = None
) -> Leakage:
    """Say to whom a sign of leakage was passed on, when, and by when an answer was asked for.

    :raises Refused: it was passed on already, or something stated cannot be.
    """
    found = locked(actor, leakage, leakage.site.unit_id)
    standing(found)
    if found.forwarded_on:
        raise Refused(_("Dấu hiệu này đã ghi chuyển cơ quan chức năng."))
    to = line(agency.name if agency else to)
    for fault in rules.forwarding(to, on, answer_due, found.found_on, clock.today()):
        raise fault
    found.forwarded_to, found.agency, found.forwarded_on, found.answer_due = to, agency, on, answer_due
    found.version += 1
    found.save()
    _record(actor, "leakage.forwarded", found, day=on.isoformat())
    return found


@transaction.atomic
def answer_leakage(*, actor: Actor, leakage: Leakage, on: date, answer: str) -> Leakage:
    """Say when the agency answered, and what. Twice is once.

    :raises Faulty: it was passed on to nobody yet, or something stated cannot be.
    """
    found = locked(actor, leakage, leakage.site.unit_id)
    standing(found)
    if found.answered_on:
        return found
    answer = line(answer)
    for fault in rules.answering(answer, on, found.forwarded_on, clock.today()):
        raise fault
    found.answered_on, found.answer = on, answer
    found.version += 1
    found.save()
    _record(actor, "leakage.answered", found, day=on.isoformat())
    return found


@transaction.atomic
def void_leakage(*, actor: Actor, leakage: Leakage, reason: str) -> Leakage:
    """Take a record of a leakage back. Twice is once."""
    found = locked(actor, leakage, leakage.site.unit_id)
    if registers.void(actor, found, reason):
        _record(actor, "leakage.voided", found, reason=found.void_reason)
    return found


def tidy(data: VisitData) -> VisitData:
    """Return what was stated with its words in order."""
    stocks = tuple(replace(one, substance=line(one.substance)) for one in data.stocks)
    return replace(data, who=line(data.who), note=nfc(data.note.strip()), advice=line(data.advice), stocks=stocks)


def _check(site: Site, data: VisitData) -> None:
    for fault in rules.faults(data, clock.today()):
        raise fault
    for doubt in rules.doubts(data, site.licensed_on, site.closed_on):
        if not data.sure:
            raise doubt


def _stated(data: VisitData) -> dict[str, Any]:
    return {name: getattr(data, name) for name in ("day", "union_joined", "who", "note", "advice")}


def _add_stocks(visit: Visit, data: VisitData) -> None:
    names = ("substance", "measure", "opening", "came_in", "went_out", "on_paper", "found")
    StockLine.objects.bulk_create(
        StockLine(visit=visit, **{name: getattr(one, name) for name in names}) for one in data.stocks
    )


def _told(site: Site, data: VisitData) -> dict[str, Any]:
    """Return what the trail keeps of a visit: when, how many substances, no words."""
    differing = sum(one.differs for one in data.stocks)
    return {"day": data.day.isoformat(), "stocks": len(data.stocks), "differing": differing, "site": site.uid}


def _record(actor: Actor, verb: str, leakage: Leakage, **facts: str) -> None:
    audit.record(actor=actor, verb=verb, on=leakage, unit_id=leakage.unit_id, **facts)
