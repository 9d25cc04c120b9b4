"""What is done to supervision visits and to signs of leakage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Leakage, Site, StockLine, Visit
from lanhmanh.areas.rules import sites as rules
from lanhmanh.areas.rules.places import Faulty
from lanhmanh.areas.rules.sites import LeakageData, VisitData
from lanhmanh.areas.services import registers
from lanhmanh.areas.services.registers import line, locked, same_version, standing
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import nfc
from lanhmanh.units.models import Agency


@dataclass(frozen=True, slots=True)
class Supervised:
    """Hold one visit for `record_visits`; `uid` where the row of a list is to keep its own."""

    site: Site
    data: VisitData
    uid: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold one sign of leakage for `record_leakages`, with what became of it."""

    site: Site
    data: LeakageData
    to: str = ""
    on: date | None = None
    answer_due: date | None = None
    answered_on: date | None = None
    answer: str = ""
    uid: str = field(default_factory=new_id)


@transaction.atomic
def record_visits(*, actor: Actor, entries: Sequence[Supervised]) -> list[Visit]:
    """Record many visits, all or none, in a number of queries that does not grow with them; doubts are the caller's.

    :raises Faulty: one of them cannot be.
    :raises NotAllowed: the actor keeps no register of one of the units.
    """
    _require_all(actor, [one.site for one in entries])
    rows, by = [], {"recorded_at": clock.now(), "recorded_by_id": actor.user_id}
    for one in entries:
        data = tidy(one.data)
        _check(one.site, replace(data, sure=True))
        rows.append(Visit(uid=one.uid, site=one.site, unit_id=one.site.unit_id, **_stated(data), **by))
    Visit.objects.bulk_create(rows, batch_size=500)
    lines = [line for made, one in zip(rows, entries, strict=True) for line in _stocks(made, tidy(one.data))]
    StockLine.objects.bulk_create(lines, batch_size=500)
    _record_many(actor, "visit.recorded_many", [one.site for one in entries])
    return rows


@transaction.atomic
def record_leakages(*, actor: Actor, entries: Sequence[Seen]) -> list[Leakage]:
    """Record many signs of leakage with to whom they were passed on and what was answered, all or none.

    :raises Faulty: one of them cannot be.
    :raises NotAllowed: the actor keeps no register of one of the units.
    """
    _require_all(actor, [one.site for one in entries])
    rows, by = [], {"recorded_at": clock.now(), "recorded_by_id": actor.user_id}
    for one in entries:
        for fault in sign_faults(one, clock.today()):
            raise fault
        rows.append(
            Leakage(
                uid=one.uid, site=one.site, unit_id=one.site.unit_id, found_on=one.data.found_on,
                what=line(one.data.what), forwarded_to=line(one.to), forwarded_on=one.on, answer_due=one.answer_due,
                answered_on=one.answered_on, answer=line(one.answer), **by,
            )
        )  # fmt: skip
    Leakage.objects.bulk_create(rows, batch_size=500)
    _record_many(actor, "leakage.recorded_many", [one.site for one in entries])
    return rows


def sign_faults(one: Seen, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with a sign of leakage that is stated whole."""
    yield from rules.leakage_faults(replace(one.data, what=line(one.data.what)), today)
    if one.on is not None:
        yield from rules.forwarding(line(one.to), one.on, one.answer_due, one.data.found_on, today)
    elif one.to or one.answer_due:
        yield Faulty("forwarded_on", sentence("Ghi ngày chuyển."))
    if one.answered_on is not None:
        yield from rules.answering(line(one.answer), one.answered_on, one.on, today)
    elif one.answer:
        yield Faulty("answered_on", sentence("Ghi ngày trả lời."))


def _require_all(actor: Actor, sites: Sequence[Site]) -> None:
    wanted = {site.unit_id for site in sites}
    allowed = units_for(actor, Permission.PLACE_RECORD).filter(pk__in=wanted).values_list("pk", flat=True)
    if wanted - set(allowed):
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))


def _record_many(actor: Actor, verb: str, sites: Sequence[Site]) -> None:
    units = {site.unit_id for site in sites}
    only = next(iter(units)) if len(units) == 1 else None
    audit.record(actor=actor, verb=verb, unit_id=only, count=len(sites), units=len(units))


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
    StockLine.objects.bulk_create(_stocks(made, data))
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
    StockLine.objects.bulk_create(_stocks(found, data))
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


def _stocks(visit: Visit, data: VisitData) -> list[StockLine]:
    names = ("substance", "measure", "opening", "came_in", "went_out", "on_paper", "found")
    return [StockLine(visit=visit, **{name: getattr(one, name) for name in names}) for one in data.stocks]


def _told(site: Site, data: VisitData) -> dict[str, Any]:
    """Return what the trail keeps of a visit: when, how many substances, no words."""
    differing = sum(one.differs for one in data.stocks)
    return {"day": data.day.isoformat(), "stocks": len(data.stocks), "differing": differing, "site": site.uid}


def _record(actor: Actor, verb: str, leakage: Leakage, **facts: str) -> None:
    audit.record(actor=actor, verb=verb, on=leakage, unit_id=leakage.unit_id, **facts)
