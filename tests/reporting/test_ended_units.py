"""Reports and figures of districts that are no more: decided on and opened by the province."""

from datetime import date, datetime

import pytest
from django.http import Http404

from lanhmanh.kernel import clock
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.models import Report
from tests.factories import abolish
from tests.reporting.conftest import FORM, Q1, Line

AFTER = datetime(2026, 1, 12, 9, tzinfo=clock.VIETNAM)


def test_reports_left_waiting_are_decided_and_old_figures_opened(line: Line) -> None:
    world = line.world
    waiting = [line.submitted(unit, VV_TIEN=2) for unit in (world.district, world.sibling)]
    ended = [world.district, world.other_district, world.sibling]
    abolish(ended, [world.commune, world.other_commune], world.province, date(2025, 7, 1))
    with clock.at(AFTER):
        queue = selectors.review_queue(line.province_officer)
        assert {item.report_uid for item in queue} == {report.uid for report in waiting}
        services.approve_many(actor=line.province_officer, reports=waiting)
        whole = selectors.consolidation(line.province_officer, FORM, Q1, world.district)
        assert (whole.totals["VV-TIEN"], whole.approved) == (4, 2)
        assert selectors.cell(line.province_officer, FORM, Q1, world.district, "VV-TIEN").count == 2
        (row,) = [
            one
            for one in selectors.consolidation(line.province_officer, FORM, Q1, world.province).rows
            if one.unit_id == world.district.pk
        ]
        assert row.figures == whole.totals
        with pytest.raises(Http404):
            selectors.consolidation(line.filler(world.other_commune), FORM, Q1, world.district)
    assert set(Report.objects.values_list("state", flat=True)) == {"APPROVED"}
    assert list(selectors.verify()) == []
