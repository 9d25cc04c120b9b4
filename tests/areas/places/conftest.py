"""A small province whose communes keep registers; the clock stands at 20/12/2021."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Business, Inspection, Leakage, Site, Visit
from lanhmanh.areas.rules.inspections import FindingData, InspectionData
from lanhmanh.areas.rules.places import BusinessData, SiteData
from lanhmanh.areas.rules.sites import LeakageData, Stock, VisitData
from lanhmanh.areas.services import inspections, places, sites
from lanhmanh.kernel import clock
from lanhmanh.units.models import Unit, UnitVersion
from tests.factories import Province, make_actor

NOW = datetime(2021, 12, 20, 9, 0, tzinfo=clock.VIETNAM)
TODAY = NOW.date()
MIDDLE = (Decimal("10.983000"), Decimal("106.872000"))


@dataclass
class World:
    """What the tests stand on."""

    tree: Province

    @cached_property
    def officer(self) -> Actor:
        """Return the officer of the commune."""
        return make_actor("commune_officer", self.tree.commune)

    @cached_property
    def stranger(self) -> Actor:
        """Return the officer of the commune beside it."""
        return make_actor("commune_officer", self.tree.sibling)

    def data(self, **changes: Any) -> BusinessData:
        """Return a karaoke of good standing, changed as told."""
        usual = BusinessData(
            kind="karaoke", name="Karaoke Minh Họa", address="Số 5, khu phố 3", licence="GP-01",
            licensed_on=date(2020, 5, 4), owner="Nguyễn Văn Mẫu", listed_on=date(2021, 1, 18),
        )  # fmt: skip
        return replace(usual, **changes)

    def business(self, unit: Unit | None = None, **changes: Any) -> Business:
        """Enter a business."""
        unit = unit or self.tree.commune
        return places.list_place(actor=self.keeper(unit), unit=unit, data=self.data(**changes))

    def keeper(self, unit: Unit) -> Actor:
        """Return who keeps the register of a unit."""
        return {self.tree.commune: self.officer, self.tree.sibling: self.stranger}[unit]

    def look(self, business: Business, day: date = date(2021, 6, 8), *found: FindingData, **changes: Any) -> Inspection:
        """Record an inspection by team 178 that the Union joined."""
        data = InspectionData(**{"by": "team_178", "day": day, "union_joined": True, "findings": found} | changes)
        return inspections.record_inspection(actor=self.keeper(business.unit), business=business, data=data)

    def site(self, **changes: Any) -> Site:
        """Enter a site."""
        usual = SiteData(name="Kho Minh Họa", address="Lô 4", chemicals=True, listed_on=date(2021, 1, 18))
        return places.list_place(actor=self.officer, unit=self.tree.commune, data=replace(usual, **changes))

    def visit(self, site: Site, day: date = date(2021, 6, 8), *stocks: Stock, **changes: Any) -> Visit:
        """Record a supervision visit."""
        data = VisitData(day=day, union_joined=True, stocks=stocks, **changes)
        return sites.record_visit(actor=self.officer, site=site, data=data)

    def leakage(self, site: Site, day: date = date(2021, 6, 8)) -> Leakage:
        """Record a sign of leakage."""
        return sites.record_leakage(actor=self.officer, site=site, data=LeakageData(found_on=day, what="Thiếu 2,5 lít"))


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Build the small world."""
    with clock.at(NOW):
        tree = Province()
        latitude, longitude = MIDDLE
        UnitVersion.objects.filter(unit=tree.commune).update(latitude=latitude, longitude=longitude)
        yield World(tree)
