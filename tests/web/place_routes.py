"""The routes of businesses and sites: what each is asked with, what it needs, where, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Business, Finding, Inspection, InspectionPhoto, Leakage, Site, Visit
from lanhmanh.areas.rules.inspections import FindingData, InspectionData
from lanhmanh.areas.rules.places import BusinessData, SiteData
from lanhmanh.areas.rules.sites import LeakageData, VisitData
from lanhmanh.areas.services import inspections, places, sites
from tests.activities.conftest import picture
from tests.factories import Province, make_actor

VIEW, RECORD = Permission.PLACE_VIEW, Permission.PLACE_RECORD
DAY = date(2021, 6, 8)


@dataclass(frozen=True)
class Places:
    """One of everything at a business and a site of the commune."""

    business: Business
    inspection: Inspection
    finding: Finding
    photo: InspectionPhoto
    site: Site
    visit: Visit
    leakage: Leakage


def make_places(world: Province) -> Places:
    """Record one of everything."""
    actor = make_actor("commune_officer", world.commune)
    usual: dict[str, Any] = {"name": "Minh Họa", "address": "Số 5", "listed_on": DAY}
    where: dict[str, Any] = {"actor": actor, "unit": world.commune}
    business = places.list_place(**where, data=BusinessData(kind="karaoke", **usual))
    site = places.list_place(**where, data=SiteData(chemicals=True, **usual))
    data = InspectionData(by="team_178", day=DAY, findings=(FindingData("Chưa niêm yết giá"),))
    made = inspections.record_inspection(actor=actor, business=business, data=data)
    [photo] = inspections.add_photos(actor=actor, inspection=made, contents=[picture()])
    visit = sites.record_visit(actor=actor, site=site, data=VisitData(day=DAY))
    leakage = sites.record_leakage(actor=actor, site=site, data=LeakageData(found_on=DAY, what="Thiếu 2 lít"))
    return Places(business, made, made.findings.get(), photo, site, visit, leakage)


def _none(_things: Any) -> list[str]:
    return []


def _of(*names: str) -> Callable[[Any], list[str]]:
    return lambda things: [getattr(things.places, name).uid for name in names]


# Route → its arguments, the permission, whether it is asked of the commune itself, and what it answers to a GET.
PLACES: dict[str, tuple[Callable[[Any], list[str]], Permission, bool, int]] = {
    "businesses": (_none, VIEW, False, 200),
    "businesses_in": (_none, RECORD, False, 200),
    "businesses_out": (_none, VIEW, False, 200),
    "inspections_in": (_none, RECORD, False, 200),
    "inspections_out": (_none, VIEW, False, 200),
    "business": (_of("business"), VIEW, True, 200),
    "business_edit": (_of("business"), RECORD, True, 200),
    "business_close": (_of("business"), RECORD, True, 200),
    "business_reopen": (_of("business"), RECORD, False, 405),
    "inspection_new": (_of("business"), RECORD, True, 200),
    "inspection": (_of("inspection"), VIEW, True, 200),
    "inspection_edit": (_of("inspection"), RECORD, True, 200),
    "inspection_void": (_of("inspection"), RECORD, True, 200),
    "inspection_photos": (_of("inspection"), RECORD, False, 405),
    "inspection_photo": (_of("inspection", "photo"), VIEW, True, 200),
    "inspection_photo_remove": (_of("inspection", "photo"), RECORD, False, 405),
    "finding_new": (_of("inspection"), RECORD, True, 200),
    "finding_edit": (_of("finding"), RECORD, True, 200),
    "finding_remove": (_of("finding"), RECORD, False, 405),
    "finding_correct": (_of("finding"), RECORD, True, 200),
    "finding_verify": (_of("finding"), RECORD, True, 200),
    "sites": (_none, VIEW, False, 200),
    "sites_in": (_none, RECORD, False, 200),
    "visits_in": (_none, RECORD, False, 200),
    "visits_out": (_none, VIEW, False, 200),
    "leakages_in": (_none, RECORD, False, 200),
    "leakages_out": (_none, VIEW, False, 200),
    "sites_out": (_none, VIEW, False, 200),
    "site": (_of("site"), VIEW, True, 200),
    "site_edit": (_of("site"), RECORD, True, 200),
    "site_close": (_of("site"), RECORD, True, 200),
    "site_reopen": (_of("site"), RECORD, False, 405),
    "visit_new": (_of("site"), RECORD, True, 200),
    "visit": (_of("visit"), VIEW, True, 200),
    "visit_edit": (_of("visit"), RECORD, True, 200),
    "visit_void": (_of("visit"), RECORD, True, 200),
    "leakage_new": (_of("site"), RECORD, True, 200),
    "leakage": (_of("leakage"), VIEW, True, 200),
    "leakage_forward": (_of("leakage"), RECORD, True, 200),
    "leakage_answer": (_of("leakage"), RECORD, True, 200),
    "leakage_void": (_of("leakage"), RECORD, True, 200),
}
