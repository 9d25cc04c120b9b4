"""The registers as Excel lists: what is wrong or odd in a row, and what a row becomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Business, Inspection, Site
from lanhmanh.areas.rules import inspections as looks
from lanhmanh.areas.rules import places as rules
from lanhmanh.areas.rules.inspections import Correction, FindingData, InspectionData
from lanhmanh.areas.rules.places import BusinessData, Faulty, SiteData, read_point
from lanhmanh.areas.selectors.places import communes_to_record
from lanhmanh.areas.selectors.points import middles
from lanhmanh.areas.services.inspections import Entry as Looked
from lanhmanh.areas.services.places import Entry, model_of, same, tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold
from lanhmanh.ui import lists
from lanhmanh.ui.lists import Row, Verdict
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import versions_on

_NO_COMMUNE = sentence("Không có đơn vị này trong các đơn vị được giữ sổ: ghi đúng tên hoặc mã.")
_SEVERAL = sentence("Nhiều đơn vị cùng tên: ghi mã đơn vị.")
_NO_BUSINESS = sentence("Trong sổ không có cơ sở này: ghi đúng tên như trong sổ, hoặc đưa cơ sở vào sổ trước.")
_BUSINESSES_ALIKE = sentence("Nhiều cơ sở cùng tên: ghi số giấy phép.")
_SHOWN_AT = {"latitude": "point", "longitude": "point"}


class Communes:
    """Find a commune by what was typed, among those whose registers the actor keeps; two queries for any list."""

    def __init__(self, actor: Actor) -> None:
        """Read the communes once."""
        named = communes_to_record(actor, clock.today())
        self.units = [unit for unit, _name in named]
        self.found: dict[str, list[Unit]] = {}
        codes = dict(versions_on(clock.today()).filter(unit__in=self.units).values_list("unit_id", "code"))
        for unit, name in named:
            for key in filter(None, (fold(name), codes.get(unit.pk, ""))):
                self.found.setdefault(key, []).append(unit)
        self.names = {unit.pk: name for unit, name in named}

    def of(self, typed: str | None) -> Unit:
        """Return the commune meant.

        :raises Faulty: none, or more than one, is meant.
        """
        found = self.found.get(fold(typed), []) if typed else self.units
        if len(found) != 1:
            raise Faulty("unit", _SEVERAL if found and typed else _NO_COMMUNE)
        return found[0]


def business_of(values: Mapping[str, Any]) -> BusinessData:
    """Return what a row states about a business.

    :raises Faulty: the coordinates are none.
    """
    return BusinessData(kind=values["kind"], pledged_on=values["pledged_on"], **_place(values))


def site_of(values: Mapping[str, Any]) -> SiteData:
    """Return what a row states about a site.

    :raises Faulty: the coordinates are none.
    """
    held = [bool(values[name]) for name in ("precursors", "chemicals", "medicinals")]
    return SiteData(precursors=held[0], chemicals=held[1], medicinals=held[2], **_place(values))


def _place(values: Mapping[str, Any]) -> dict[str, Any]:
    latitude, longitude = read_point(values["point"] or "") or (None, None)
    words = {name: values[name] or "" for name in ("name", "address", "licence", "owner")}
    days = {"licensed_on": values["licensed_on"], "listed_on": values["listed_on"] or clock.today()}
    return {**words, **days, "latitude": latitude, "longitude": longitude}


class Places:
    """Judge the rows of a list of places, and say what they become."""

    def __init__(self, actor: Actor, of: Any) -> None:
        """Name who brings the list, and which of the two lists it is."""
        self.of, self.communes = of, Communes(actor)

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row, in a constant number of queries."""
        found: dict[int, Verdict] = {}
        good: list[tuple[int, Entry]] = []
        for row in rows:
            try:
                one = self.entry(row)
            except Faulty as fault:
                found[row.number] = Verdict(faults=[fault_of(fault)])
                continue
            if faults := [fault_of(fault) for fault in rules.faults(one.data, clock.today())]:
                found[row.number] = Verdict(faults=faults)
            else:
                good.append((row.number, one))
        return found | self._odd(good)

    def entry(self, row: Row) -> Entry:
        """Return what a row becomes.

        :raises Faulty: its commune or its coordinates cannot be read.
        """
        return Entry(self.communes.of(row.values["unit"]), tidy(self.of(row.values)), row.uid)

    def _odd(self, good: Sequence[tuple[int, Entry]]) -> dict[int, Verdict]:
        points = middles(list({one.unit.pk for _number, one in good}))
        known = _alike([one for _number, one in good])
        found = {}
        for number, one in good:
            at = one.unit.pk
            doubts = list(rules.doubts(one.data, points.get(at), self.communes.names.get(at, "")))
            there = known.get((at, same(one.data)))
            url = reverse(f"areas:{'business' if isinstance(one.data, BusinessData) else 'site'}", args=[there or "x"])
            if there or doubts:
                told = _("đã có trong sổ") if there else ""
                found[number] = Verdict(warnings=doubts, double=told, url=url if there else "")
        return found


def _alike(entries: Sequence[Entry]) -> dict[tuple[int, str], str]:
    """Return (unit, name and address) → uid of the open places of these units, in one query."""
    if not entries:
        return {}
    rows = model_of(entries[0].data).objects.filter(unit__in={one.unit for one in entries}, closed_on__isnull=True)
    found = {}
    for unit_id, search, uid in rows.values_list("unit_id", "search", "uid"):
        name, address, _rest = (*search.split("|", 2), "", "")[:3]
        found[unit_id, f"{name}|{address}|"] = uid
    return found


def fault_of(fault: Faulty) -> lists.Fault:
    """Return what is wrong as a list shows it, at its column."""
    return lists.Fault(_SHOWN_AT.get(fault.field, fault.field), fault)


@dataclass(frozen=True, slots=True)
class _Line:
    """Hold one row of a list of inspections: at which business, what it says, what became of its finding."""

    row: Row
    business: Business
    data: InspectionData
    known: Correction

    @property
    def key(self) -> tuple[int, date, str]:
        """Return what makes several rows one inspection."""
        return self.business.pk, self.data.day, self.data.by


class Looks:
    """Judge the rows of a list of inspections, and say what they become."""

    def __init__(self, actor: Actor) -> None:
        """Read the registers once."""
        self.communes = Communes(actor)
        self.named: dict[tuple[int, str], list[Business]] = {}
        for one in Business.objects.filter(unit__in=self.communes.units).defer("search"):
            self.named.setdefault((one.unit_id, fold(one.name)), []).append(one)

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row, in a constant number of queries."""
        found: dict[int, Verdict] = {}
        good: list[_Line] = []
        for row in rows:
            try:
                one = self._line(row)
            except Faulty as fault:
                found[row.number] = Verdict(faults=[fault_of(fault)])
                continue
            if faults := [fault_of(fault) for fault in _line_faults(one)]:
                found[row.number] = Verdict(faults=faults)
            else:
                good.append(one)
        there = _known({one.business.pk for one in good})
        for one in good:
            doubts: list[Refused] = list(looks.doubts(one.data, one.business.licensed_on, one.business.closed_on))
            if uid := there.get(one.key):
                url = reverse("areas:inspection", args=[uid])
                found[one.row.number] = Verdict(double=_("đã ghi lần kiểm tra này"), url=url)
            elif doubts:
                found[one.row.number] = Verdict(warnings=doubts)
        return found

    def entries(self, rows: Sequence[Row]) -> list[Looked]:
        """Return the inspections that rows become: rows of one business, day and team are one with several findings."""
        together: dict[tuple[int, date, str], list[_Line]] = {}
        for row in rows:
            one = self._line(row)
            together.setdefault(one.key, []).append(one)
        return [_together(lines) for lines in together.values()]

    def _line(self, row: Row) -> _Line:
        values = row.values
        business = self._business(self.communes.of(values["unit"]), values["name"], values["licence"])
        finding = FindingData(values["what"] or "", values["measure"] or "", values["due"])
        stated = bool(finding.what or finding.measure or finding.due or values["corrected_on"] or values["verified_on"])
        data = InspectionData(
            by=values["by"], day=values["day"], union_joined=values["union_joined"], who=values["who"] or "",
            note=values["note"] or "", findings=(finding,) if stated else (),
        )  # fmt: skip
        return _Line(row, business, data, Correction(values["due"], values["corrected_on"], values["verified_on"]))

    def _business(self, unit: Unit, name: str, licence: str | None) -> Business:
        found = self.named.get((unit.pk, fold(name)), [])
        if licence:
            found = [one for one in found if fold(one.licence) == fold(licence)]
        if len(found) != 1:
            raise Faulty("licence" if found else "name", _BUSINESSES_ALIKE if found else _NO_BUSINESS)
        return found[0]


def _line_faults(one: _Line) -> Iterable[Faulty]:
    today = clock.today()
    yield from looks.faults(one.data, today)
    if one.known.corrected_on:
        yield from looks.correcting(one.known.corrected_on, one.data.day, today)
    if one.known.verified_on:
        yield from looks.verifying(one.known.verified_on, one.known.corrected_on, today)


def _together(lines: Sequence[_Line]) -> Looked:
    first = lines[0]
    found = tuple(finding for one in lines for finding in one.data.findings)
    known = tuple(one.known for one in lines if one.data.findings)
    names = ("by", "day", "union_joined", "who", "note")
    data = InspectionData(findings=found, **{name: getattr(first.data, name) for name in names})
    return Looked(first.business, data, known, first.row.uid)


def _known(business_ids: Iterable[int]) -> dict[tuple[int, date, str], str]:
    rows = Inspection.objects.filter(business_id__in=business_ids).exclude(state="void")
    return {(pk, day, by): uid for pk, day, by, uid in rows.values_list("business_id", "day", "by", "uid")}


def place_values(place: Business | Site, unit_name: str) -> dict[str, Any]:
    """Return a place as a row of its list."""
    names = ("name", "address", "licence", "licensed_on", "owner", "listed_on")
    own = ("kind", "pledged_on") if isinstance(place, Business) else ("precursors", "chemicals", "medicinals")
    known = place.latitude is not None and place.longitude is not None
    point = f"{place.latitude}, {place.longitude}" if known else None
    return {"unit": unit_name, "point": point, **{name: getattr(place, name) for name in (*names, *own)}}


def inspection_values(one: Inspection, unit_name: str) -> list[dict[str, Any]]:
    """Return an inspection as rows of its list, one for each finding; its business and findings must be there."""
    names = ("day", "by", "union_joined", "who", "note")
    whole = {"unit": unit_name, "name": one.business.name, "licence": one.business.licence}
    whole |= {name: getattr(one, name) for name in names}
    parts = ("what", "measure", "due", "corrected_on", "verified_on")
    found = sorted(one.findings.all(), key=lambda finding: finding.pk)
    return [whole | {name: getattr(finding, name) for name in parts} for finding in found] or [
        whole | dict.fromkeys(parts)
    ]
