"""One small province with people in every part of the reporting line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from lanhmanh import paper
from lanhmanh.accounts.access import Actor
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Issue, Report
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
        self.clients: dict[str, Client] = {}
        self.period = Q1
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
        report = services.open_report(actor=actor, unit=unit, form=FORM, period=self.period)
        values = FULL | {code.replace("_", "-"): Decimal(number) for code, number in typed.items()}
        cells = {code: (value, "đếm theo sổ") for code, value in values.items()}
        return services.save_cells(actor=actor, report=report, cells=cells)

    def submitted(self, unit: Unit, **typed: int) -> Report:
        """Fill and submit a report."""
        return services.submit_report(actor=self.filler(unit), report=self.draft(unit, **typed))

    def approved(self, unit: Unit, **typed: int) -> Report:
        """Take a report all the way."""
        return services.approve_report(actor=self.reviewer(unit), report=self.submitted(unit, **typed))

    def corrected(self, report: Report, why: str = "đếm sót", **typed: int) -> Report:
        """Correct an approved report, up to its approval."""
        return services.approve_report(
            actor=self.reviewer(report.unit), report=self.correcting(report, why, **typed)
        )  # fmt: skip

    def correcting(self, report: Report, why: str = "đếm sót", **typed: int) -> Report:
        """Correct an approved report and submit the correction."""
        actor = self.filler(report.unit)
        report.refresh_from_db()
        new = services.correct_report(actor=actor, report=report, reason=why)
        cells = {code.replace("_", "-"): (Decimal(number), "đếm lại") for code, number in typed.items()}
        services.save_cells(actor=actor, report=new, cells=cells)
        return services.submit_report(actor=actor, report=new)

    def issue(self, unit: Unit | None = None, family: str = "union") -> Issue:
        """Issue the consolidation of a unit, the province where none is given."""
        unit = unit or self.world.province
        actor = {self.world.province.pk: self.province_officer}.get(unit.pk) or self.filler(unit)
        document = services.issue_consolidation(
            actor=actor, form=FORM, period=self.period, unit=unit, family=family
        )  # fmt: skip
        return Issue.objects.get(document=document)


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write names and words only: how the pages look has its own tests, and takes most of the time."""

    def plain(value: OfficialDocument) -> bytes:
        return repr(value).encode()

    monkeypatch.setattr(paper, "write_docx", plain)
    monkeypatch.setattr(paper, "write_pdf", plain)


@pytest.fixture
def line(db: None) -> Iterator[Line]:
    """Return the province on the day after the first quarter of 2021 closed."""
    with clock.at(AFTER_Q1):
        yield Line()
