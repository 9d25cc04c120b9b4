"""Random approvals, corrections and issues: parts, wakes and replacements agree with the plainest reckoning."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest

from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.models import Issue, IssuePart, Report, Wake
from lanhmanh.units.models import Unit
from tests.growth import examples
from tests.reporting.conftest import FORM, Q1, Line

AFTER_Q2 = datetime(2021, 6, 16, 2, 0, tzinfo=UTC)
FLOW, STOCK = "TT-BUOI", "TN-DOI"
Place = tuple[int, str]


@dataclass
class Out:
    """A document as the plain reckoning knows it."""

    issue: Issue
    above: set[int]
    parts: dict[Place, int]
    replaced: bool = False
    woken: set[int] = field(default_factory=set)


class Reckoning:
    """Every approved version by unit and period; on each approval all documents are looked through, one by one."""

    def __init__(self, line: Line) -> None:
        """Begin with nothing approved and nothing issued."""
        self.line, world = line, line.world
        self.below = {
            world.province.pk: {world.commune.pk, world.sibling.pk, world.other_commune.pk},
            world.district.pk: {world.commune.pk, world.sibling.pk},
            world.other_district.pk: {world.other_commune.pk},
        }
        self.approved: dict[Place, list[tuple[int, Decimal, Decimal | None]]] = defaultdict(list)
        self.out: list[Out] = []

    def approve(self, report: Report) -> None:
        values = dict(report.values.values_list("indicator", "value"))
        place, now = (report.unit_id, report.period), (report.pk, values[FLOW] or Decimal(0), values[STOCK])
        before = self.approved[place][-1] if self.approved[place] else None
        self.approved[place].append(now)
        for one in self.out:
            holds = not one.replaced and report.unit_id in one.above and report.period <= one.issue.period
            if holds and (before is None or before[1] != now[1] or self._stock(one, report, before[2], now[2])):
                one.woken.add(report.pk)

    def _stock(self, one: Out, report: Report, before: Decimal | None, after: Decimal | None) -> bool:
        if before == after:
            return False
        later = [
            self.approved[place][at][2]
            for place, at in one.parts.items()
            if place[1] > report.period
        ]  # fmt: skip
        earlier_period = report.period < one.issue.period
        return not (earlier_period and None not in {before, after} and any(value is not None for value in later))

    def issue(self, made: Issue) -> None:
        standing = [one for one in self.out if not one.replaced and one.issue.unit_id == made.unit_id]
        same = [one for one in standing if one.issue.period == made.period]
        assert made.replaces_id == (same[-1].issue.pk if same else None)
        for one in same:
            one.replaced = True
        above = self.below[made.unit_id]
        parts = {
            place: len(rows) - 1
            for place, rows in self.approved.items()
            if rows and place[0] in above and place[1] <= made.period
        }
        self.out.append(Out(made, above, parts))

    def check(self) -> None:
        for one in self.out:
            held = set(IssuePart.objects.filter(issue=one.issue).values_list("report", flat=True))
            assert held == {self.approved[place][at][0] for place, at in one.parts.items()}
            assert set(Wake.objects.filter(issue=one.issue).values_list("report", flat=True)) == one.woken
            assert Issue.objects.filter(replaces=one.issue).exists() == one.replaced
            standing = selectors.issued(self.line.province_officer, FORM, period_of(one), one.issue.unit)
            found = next(row for row in standing if row.issue == one.issue)
            assert found.standing == ("replaced" if one.replaced else "changed" if one.woken else "")


def period_of(one: Out) -> Period:
    return Q1 if one.issue.period == Q1.code else Q1.next()


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(examples(3, quick=1)))
def test_parts_wakes_and_replacements_agree_with_the_plainest_reckoning(
    line: Line, seed: int, plain_pages: None
) -> None:
    random, reckoning, world = Random(seed), Reckoning(line), line.world
    communes = [world.commune, world.sibling, world.other_commune]
    with clock.at(AFTER_Q2):
        for _step in range(22):
            line.period = random.choice([Q1, Q1.next()])
            if random.random() < 0.35:
                step_issue(line, reckoning, random.choice([world.province, world.district, world.other_district]))
            else:
                step_approve(line, reckoning, random, random.choice(communes))
    reckoning.check()
    assert [*selectors.verify(), *papers.broken_issues()] == []
    assert any(one.woken for one in reckoning.out)


def step_issue(line: Line, reckoning: Reckoning, unit: Unit) -> None:
    period = line.period.code
    if any(rows and place[0] in reckoning.below[unit.pk] and place[1] == period
           for place, rows in reckoning.approved.items()):  # fmt: skip
        reckoning.issue(line.issue(unit))


def step_approve(line: Line, reckoning: Reckoning, random: Random, unit: Unit) -> None:
    """Approve a first report, or a correction that may change a flow, a stock, both or nothing."""
    cells = {FLOW: Decimal(random.randint(1, 3)), STOCK: random.choice([None, Decimal(1), Decimal(2)])}
    last = Report.objects.filter(unit=unit, period=line.period.code).order_by("-version").first()
    actor = line.filler(unit)
    report = services.correct_report(actor=actor, report=last, reason="đếm sót") if last else line.draft(unit)
    told = {code: (value, "đếm theo sổ") for code, value in cells.items()}
    services.save_cells(actor=actor, report=report, cells=told)
    services.submit_report(actor=actor, report=report)
    services.approve_report(actor=line.reviewer(unit), report=report)
    reckoning.approve(report)
