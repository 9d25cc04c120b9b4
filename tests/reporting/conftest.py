"""One small province with people in every part of the reporting line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lanhmanh.accounts.access import Actor
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.units.models import Unit
from tests.factories import Province, make_actor

AFTER_Q1 = datetime(2021, 3, 16, 2, 0, tzinfo=UTC)
FORM = forms.get("HND-QUY")
Q1 = parse("2021Q1")
FULL = {code: Decimal(0) for code in FORM.rows if not catalogue.load()[code].is_ratio}


class Line:
    """The province, who fills where, who decides where, and the walk of a report through all its states."""

    def __init__(self) -> None:
        """Make the people."""
        self.world = Province()
        self.fillers: dict[int, Actor] = {}
        self.province_leader = make_actor("province_leader", self.world.province)
        self.province_officer = make_actor("province_officer", self.world.province)
        self.district_officer = make_actor("district_officer", self.world.district)

    def filler(self, unit: Unit) -> Actor:
        """Return who fills a unit's report."""
        return self.fillers.setdefault(unit.pk, make_actor(f"{unit.level}_officer", unit))

    def reviewer(self, unit: Unit) -> Actor:
        """Return who decides on a unit's report."""
        if unit.level != "commune":
            return self.province_leader
        return self.filler(self.world.other_district if unit == self.world.other_commune else self.world.district)

    def draft(self, unit: Unit, **typed: int) -> Report:
        """Open and fill a report: every row 0 but those given (TT_BUOI=3); what the facts gave gets a note."""
        actor = self.filler(unit)
        report = services.open_report(actor=actor, unit=unit, form=FORM, period=Q1)
        values = FULL | {code.replace("_", "-"): Decimal(number) for code, number in typed.items()}
        cells = {code: (value, "đếm theo sổ") for code, value in values.items()}
        return services.save_cells(actor=actor, report=report, cells=cells)

    def submitted(self, unit: Unit, **typed: int) -> Report:
        """Fill and submit a report."""
        return services.submit_report(actor=self.filler(unit), report=self.draft(unit, **typed))

    def approved(self, unit: Unit, **typed: int) -> Report:
        """Take a report all the way."""
        return services.approve_report(actor=self.reviewer(unit), report=self.submitted(unit, **typed))


@pytest.fixture
def line(db: None) -> Iterator[Line]:
    """Return the province on the day after the first quarter of 2021 closed."""
    with clock.at(AFTER_Q1):
        yield Line()
