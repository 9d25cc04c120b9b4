"""Consolidations, and the way from each figure down to the activities behind it."""

from datetime import date

import pytest
from django.urls import reverse

from lanhmanh.accounts.models import User
from lanhmanh.activities.models import Activity
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.reporting import services
from lanhmanh.units.models import Unit
from tests.reporting.conftest import FORM, Q1, Line
from tests.reporting.pages.asking import AT, as_, text, unremarkable, url


def test_a_consolidation_counts_names_and_hatches_what_is_missing(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    page = text(as_(line.district_officer).get(url("consolidation", *AT, line.world.district.uid)))
    assert "Thiếu 2/3 báo cáo" in page
    assert "Phường Tân Phong" in page.split("Thiếu 2/3 báo cáo")[1].split("</p>")[0]
    assert 'class="missing"' in page
    assert "Lũy kế lấy kỳ cao nhất, là mức ít nhất" in page
    assert url("cell", *AT, line.world.commune.uid, "TT-BUOI") in page


def test_where_figures_are_too_many_to_be_links_the_heads_open_them(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    address = url("consolidation", *AT, line.world.district.uid)
    client = as_(line.district_officer)
    cell, head = (url("cell", *AT, unit.uid, "TT-BUOI") for unit in (line.world.commune, line.world.district))
    few = text(client.get(f"{address}?phan=tat-ca"))
    monkeypatch.setattr("lanhmanh.reporting.views.consolidations._LINKED", 10)
    many = text(client.get(f"{address}?phan=tat-ca"))
    assert f'href="{cell}">3<' in few
    assert "<td>3</td>" in many
    assert f'href="{cell}"' not in many
    assert f'<th scope="col" class="num"><a href="{head}">' in many
    assert client.get(head).status_code == 200
    assert ("bấm tên chỉ tiêu" in few, "bấm tên chỉ tiêu" in many) == (False, True)


def test_every_figure_opens_down_to_the_activities(line: Line) -> None:
    activity = recorded(line, line.world.commune)
    report = unremarkable(line, line.world.commune)
    services.approve_report(actor=line.district_officer, report=report)
    client = as_(line.province_officer)
    steps = [
        (url("consolidation", *AT, line.world.province.uid), url("cell", *AT, line.world.district.uid, "TT-BUOI")),
        (url("cell", *AT, line.world.district.uid, "TT-BUOI"), url("cell", *AT, line.world.commune.uid, "TT-BUOI")),
        (url("cell", *AT, line.world.commune.uid, "TT-BUOI"), f"{url('report', report.uid)}#row-TT-BUOI"),
        (url("cell", *AT, line.world.commune.uid, "TT-BUOI"), reverse("activities:detail", args=[activity.uid])),
        (url("report", report.uid), url("facts", report.uid, "TT-BUOI")),
        (url("facts", report.uid, "TT-BUOI"), reverse("activities:detail", args=[activity.uid])),
    ]
    for page, link in steps:
        assert f'href="{link}"' in text(client.get(page)), (page, link)


def recorded(line: Line, unit: Unit) -> Activity:
    """Record one communication session in the first quarter."""
    user = User.objects.get(pk=line.province_officer.user_id)
    at = clock.now()
    source = Document.objects.create(
        origin="received", unit=line.world.province, title="Kế hoạch", registered_at=at, registered_by=user
    )  # fmt: skip
    plan = Plan.objects.create(
        document=source, unit=line.world.province, title="Kế hoạch", first_year=2021, last_year=2021,
        created_at=at, created_by=user,
    )  # fmt: skip
    item = PlanItem.objects.create(plan=plan, path="II.1", label="1", text="Tuyên truyền", order=1)
    return Activity.objects.create(
        kind="session", plan_item=item, unit=unit, day=date(2021, 2, 1), place="Nhà văn hóa", search="",
        recorded_at=at, recorded_by=user,
    )  # fmt: skip


def test_the_year_so_far_opens_to_its_periods(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client = as_(line.district_officer)
    page = text(client.get(url("consolidation", *AT, line.world.district.uid)))
    link = f"{url('cell', *AT, line.world.district.uid, 'TT-BUOI')}#nam"
    assert f'href="{link}"' in page
    assert 'id="nam"' in text(client.get(link))


def test_choosing_leads_to_the_consolidation(line: Line) -> None:
    client = as_(line.district_officer)
    line.approved(line.world.commune)
    page = text(client.get(url("consolidation_index")))
    assert url("consolidation", *AT, line.world.district.uid) in page
    chosen = {"unit": line.world.commune.uid, "form": FORM.code, "period": Q1.code}
    assert client.get(url("consolidation_index"), chosen).url == url("consolidation", *AT, line.world.commune.uid)
    wrong = client.get(url("consolidation_index"), chosen | {"unit": line.world.other_commune.uid})
    assert wrong.status_code == 422


def test_a_clause_shows_its_figures_and_where_they_come_from(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client = as_(line.district_officer)
    page = text(client.get(url("item_figures", "II.1")))
    assert f'href="{url("cell", *AT, line.world.district.uid, "TT-BUOI")}"' in page
    assert "VV-TIEN" not in page
    assert "VV-TIEN" in text(client.get(url("item_figures", "II")))
    narrow = text(client.get(url("item_figures", "II.1.-2")))
    assert "không có chỉ tiêu riêng" in narrow
    assert url("item_figures", "II.1") in narrow
