"""A province's own form: asked only below it, each period on its version, all the way from draft to document."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import access, selectors, services
from lanhmanh.reporting.models import Coverage, FormDesign, FormEnd, Report, Rollup, Value
from lanhmanh.reporting.rules import catalogue, drafting, forms
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors import trials
from lanhmanh.reporting.selectors.calendar import asked_below, expected_below, periods_of_year
from lanhmanh.reporting.selectors.designs import draft_of, own_forms
from lanhmanh.reporting.selectors.pages import covered, units_to_consolidate
from lanhmanh.units.models import Unit
from tests.factories import make_actor, make_unit
from tests.reporting.conftest import Q1, Line

TODAY = date(2021, 3, 16)
LATER = datetime(2021, 6, 16, 2, tzinfo=UTC)
Q2 = parse("2021Q2")
ROWS = ("TT-BUOI", "TT-LUOT", "CK-HO", "HV-HO", "CK-TYLE", "TN-LUOT")
DAYS = {"commune": 3, "district": 5, "province": 7}


class Neighbour:
    """Another province with one district, one commune and its people."""

    def __init__(self) -> None:
        self.province = make_unit("Tỉnh Bình Phước", "province", code="70")
        self.district = make_unit("Thành phố Đồng Xoài", "district", self.province, code="689")
        self.commune = make_unit("Phường Tân Phú", "commune", self.district, code="25195")
        self.officer = make_actor("province_officer", self.province)
        self.commune_officer = make_actor("commune_officer", self.commune)


def drafted(
    actor: Actor, unit: Unit, code: str = "RIENG", *, rows: tuple[str, ...] = ROWS, days: dict[str, int] | None = None,
    first: str = "2021Q1", calendar: str = "ND09", period: str = "QUARTER",
) -> FormDesign:  # fmt: skip
    design = services.start_form(actor=actor, unit=unit, code=code, name_vi="Biểu riêng", name_en="Own form")

    def change(of: drafting.Definition) -> drafting.Definition:
        head = {"period": period, "calendar": calendar, "first_period": first}
        return drafting.with_rows(drafting.with_head(of, days or DAYS, **head), rows, catalogue.load())

    return services.edit_form(actor=actor, design=design, step="head", change=change)


def published(line: Line, **how: Any) -> Form:
    design = drafted(line.province_officer, line.world.province, **how)
    return access.form_of(services.publish_form(actor=line.province_leader, design=design).code)


def second(line: Line, form: Form, first: str, *more: str) -> FormDesign:
    """Draft the next version of a form, with more rows, from a period on."""
    design = services.next_version(actor=line.province_officer, design=FormDesign.objects.get(code=form.code))
    return services.edit_form(
        actor=line.province_officer, design=design, step="rows",
        change=lambda of: drafting.with_rows({**of, "first_period": first}, more, catalogue.load()),
    )  # fmt: skip


def sent(line: Line, unit: Unit, form: Form, period: str = "2021Q1", **typed: int) -> Report:
    actor = line.filler(unit)
    report = services.open_report(actor=actor, unit=unit, form=form, period=parse(period))
    now = form.at(parse(period))
    values = {code: Decimal(0) for code in now.rows if not catalogue.load()[code].is_ratio}
    values |= {code.replace("_", "-"): Decimal(number) for code, number in typed.items()}
    cells = {code: (value, "đếm theo sổ") for code, value in values.items()}
    services.save_cells(actor=actor, report=report, cells=cells)
    return services.submit_report(actor=actor, report=report)


def approved(line: Line, unit: Unit, form: Form, period: str = "2021Q1", **typed: int) -> Report:
    return services.approve_report(actor=line.reviewer(unit), report=sent(line, unit, form, period, **typed))


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


# All the way


@pytest.mark.deep
def test_an_own_form_goes_all_the_way_at_three_levels(line: Line) -> None:
    world, form = line.world, published(line)
    assert (form.code, form.owner_id, form.version) == ("CD75-RIENG", world.province.pk, 1)
    assert form.code in {due.form.code for due in selectors.reports_due(line.filler(world.commune), TODAY)}
    report = sent(line, world.commune, form, TT_BUOI=4, CK_HO=6, HV_HO=9)
    district = line.reviewer(world.commune)
    assert [item.form.code for item in selectors.review_queue(district)] == [form.code]
    services.return_report(actor=district, report=report, cells={"CK-HO": "Xem lại sổ"})
    officer = line.filler(world.commune)
    services.save_cells(actor=officer, report=report, cells={"CK-HO": (Decimal(7), "đã xem lại")})
    services.submit_report(actor=officer, report=report)
    services.approve_report(actor=district, report=report)
    approved(line, world.district, form, TT_BUOI=1)
    approved(line, world.province, form, TT_BUOI=2)
    whole = selectors.consolidation(line.province_officer, form, Q1, world.province)
    assert (whole.expected, whole.approved) == (6, 3)
    assert (whole.totals["TT-BUOI"], whole.totals["CK-HO"]) == (7, 7)
    assert [unit.name for unit in selectors.missing_units(form, Q1, world.province)] == [
        "Xã An Phước", "Phường Tân Phong", "Huyện Long Thành",
    ]  # fmt: skip
    matrix = selectors.completeness(line.province_officer, form, [Q1], world.province, TODAY)
    assert [(row.name, row.cells[0].approved, row.cells[0].expected) for row in matrix.rows if row.cells[0]] == [
        ("Tỉnh Đồng Nai", 2, 5), ("Huyện Long Thành", 0, 1), ("Thành phố Biên Hòa", 1, 2),
    ]  # fmt: skip
    where = {"actor": line.province_officer, "form": form, "period": Q1, "unit": world.province}
    files = services.export_consolidation(**where)
    assert files.keys() == {"docx", "pdf", "md", "xlsx"}
    document = services.issue_consolidation(**where)
    assert "7 buổi tuyên truyền" in str(Document.objects.get(pk=document.pk).value)
    assert list(selectors.verify()) == []


def test_a_form_of_communes_alone_is_summed_for_those_above(line: Line) -> None:
    world, form = line.world, published(line, days={"commune": 3})
    approved(line, world.commune, form, TT_BUOI=4)
    approved(line, world.other_commune, form, TT_BUOI=5)
    for unit, expected, total in ((world.province, 3, 9), (world.district, 2, 4), (world.commune, 1, 4)):
        whole = selectors.consolidation(line.province_officer, form, Q1, unit)
        assert (whole.expected, whole.totals["TT-BUOI"]) == (expected, total)
        assert all(row.is_own == (unit == world.commune) for row in whole.rows)
    whole = selectors.consolidation(line.province_officer, form, Q1, world.province)
    assert [(row.name, row.shown, row.due) for row in whole.rows] == [
        ("Huyện Long Thành", None, None), ("Thành phố Biên Hòa", None, None),
    ]  # fmt: skip
    assert {row.unit_id for row in units_to_consolidate(line.province_officer, form, Q1)} == {
        world.province.pk, world.district.pk, world.other_district.pk,
    }  # fmt: skip
    with pytest.raises(Refused, match="không áp dụng cho cấp"):
        services.open_report(actor=line.filler(world.district), unit=world.district, form=form, period=Q1)
    matrix = selectors.completeness(line.province_officer, form, [Q1], world.province, TODAY)
    assert [cell.shown for row in matrix.rows for cell in row.cells if cell] == [None] * 3
    assert selectors.cell(line.province_officer, form, Q1, world.province, "TT-BUOI").value == 9
    assert list(selectors.verify()) == []


def test_an_own_cut_off_decides_which_facts_count_and_when_it_is_due(line: Line) -> None:
    form = published(line, calendar="N12", period="MONTH", first="202103")
    (due,) = (one for one in selectors.reports_due(line.filler(line.world.commune), TODAY) if one.form == form)
    assert (due.period.code, due.due, due.shown) == ("202103", date(2021, 3, 17), Shown.DUE)


# Not elsewhere


def test_another_province_never_sees_owes_opens_or_counts_it(line: Line) -> None:
    form, there = published(line), Neighbour()
    assert form.code not in {one.code for one in access.latest_forms(there.officer)}
    assert form.code in {one.code for one in access.latest_forms(line.filler(line.world.commune))}
    assert form.code in {one.code for one in access.latest_forms()}
    assert [access.is_seen(actor, form) for actor in (there.officer, there.commune_officer)] == [False, False]
    assert {due.form.code for due in selectors.reports_due(there.commune_officer, TODAY)} == {"HND-QUY"}
    with pytest.raises(Refused, match="của một tỉnh khác"):
        services.open_report(actor=there.commune_officer, unit=there.commune, form=form, period=Q1)
    approved(line, line.world.commune, form, TT_BUOI=3)
    mine = {line.world.province.pk, line.world.district.pk, line.world.other_district.pk, line.world.commune.pk,
            line.world.sibling.pk, line.world.other_commune.pk}  # fmt: skip
    assert set(expected_below(form, Q1)) == mine
    assert set(Coverage.objects.filter(form=form.code).values_list("unit_id", flat=True)) == mine
    assert set(asked_below(form, TODAY).values_list("descendant_id", flat=True)) == mine
    assert set(Rollup.objects.filter(form=form.code).values_list("unit_id", flat=True)) <= mine
    assert selectors.missing_units(form, Q1, there.province) == []
    assert covered(form, there.province, [Q2]) == {"2021Q2": (0, 0)}
    matrix = selectors.completeness(there.officer, form, [Q1], there.province, TODAY)
    assert {(cell.shown, cell.expected) for row in matrix.rows for cell in row.cells if cell} == {(None, 0)}
    assert units_to_consolidate(there.officer, form, Q1) == []
    with pytest.raises(Http404):
        selectors.consolidation(there.officer, form, Q1, there.province)
    assert list(selectors.verify()) == []


def test_two_provinces_may_use_the_same_name_of_a_code(line: Line) -> None:
    there = Neighbour()
    own, other = drafted(line.province_officer, line.world.province), drafted(there.officer, there.province)
    assert (own.code, other.code) == ("CD75-RIENG", "CD70-RIENG")
    assert [one.code for one in own_forms(there.officer)] == ["CD70-RIENG"]
    for deed in (
        lambda: services.publish_form(actor=there.officer, design=own),
        lambda: services.discard_form(actor=there.officer, design=own),
        lambda: services.edit_form(actor=there.officer, design=own, step="x", change=lambda of: {}),
        lambda: drafted(there.officer, line.world.province, "KHAC"),
        lambda: drafted(line.district_officer, line.world.district, "KHAC"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(Refused, match="CD75-RIENG"):
        drafted(line.province_officer, line.world.province)


# Versions


@pytest.mark.deep
def test_each_period_is_reported_on_the_version_of_its_time(line: Line) -> None:
    world, form = line.world, published(line)
    approved(line, world.commune, form, TT_BUOI=4)
    services.publish_form(actor=line.province_leader, design=second(line, form, "2021Q2", "PT-DOT"))
    latest = access.form_of(form.code)
    assert [(one.version, str(one.first_period), str(one.last_period)) for one in access.versions_of(form.code)] == [
        (2, "2021Q2", "None"), (1, "2021Q1", "2021Q1"),
    ]  # fmt: skip
    assert [access.form_for(form.code, one).version for one in (Q1, Q2)] == [1, 2]
    assert [one.code for one in periods_of_year(latest, 2021)] == ["2021Q1", "2021Q2", "2021Q3", "2021Q4"]
    late = services.open_report(actor=line.filler(world.sibling), unit=world.sibling, form=latest, period=Q1)
    assert late.form_version == 1
    assert not late.values.filter(indicator="PT-DOT").exists()
    with clock.at(LATER):
        new = approved(line, world.commune, latest, "2021Q2", TT_BUOI=2, PT_DOT=1)
        assert new.form_version == 2
        owed = selectors.reports_due(line.filler(world.sibling), LATER.date())
        asked = {(due.form.version, due.period.code) for due in owed if due.form.code == form.code}
        assert asked == {(1, "2021Q1"), (2, "2021Q2")}
        first, then = (selectors.consolidation(line.province_officer, latest, one, world.province) for one in (Q1, Q2))
    assert ("PT-DOT" in first.totals, first.form.version, first.totals["TT-BUOI"]) == (False, 1, 4)
    assert (then.totals["PT-DOT"], then.form.version, then.year_to_date["TT-BUOI"]) == (1, 2, 6)
    matrix = selectors.completeness(line.province_officer, latest, [Q1, Q2], world.district, LATER.date())
    trang_dai = next(row for row in matrix.rows if row.unit_id == world.commune.pk)
    assert [cell.shown for cell in trang_dai.cells if cell] == [Shown.APPROVED, Shown.APPROVED]
    assert list(selectors.verify()) == []


def test_a_version_never_takes_a_period_from_reports_that_are_there(line: Line) -> None:
    form = published(line)
    sent(line, line.world.commune, form)
    design = second(line, form, "2021Q1", "PT-DOT")
    assert [fault.place for fault in draft_of(design).faults] == ["first_period", "first_period"]
    with pytest.raises(Refused, match="Chưa ban hành được"):
        services.publish_form(actor=line.province_leader, design=design)


def test_a_published_version_never_changes(line: Line) -> None:
    form = published(line)
    design = FormDesign.objects.get(code=form.code)
    for deed in (services.publish_form, services.discard_form):
        with pytest.raises(Refused, match="đã ban hành"):
            deed(actor=line.province_officer, design=design)
    with pytest.raises(Refused, match="đã ban hành"):
        services.edit_form(actor=line.province_officer, design=design, step="x", change=lambda of: {})
    for sql in ("UPDATE reporting_formdesign SET definition = '{}'", "DELETE FROM reporting_formdesign"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    draft = services.next_version(actor=line.province_officer, design=design)
    assert services.next_version(actor=line.province_officer, design=design) == draft
    services.discard_form(actor=line.province_officer, design=draft)
    assert list(FormDesign.objects.values_list("version", "state")) == [(1, "published")]


def test_a_form_ends_and_may_begin_again(line: Line) -> None:
    form = published(line)
    design = FormDesign.objects.get(code=form.code)
    sent(line, line.world.commune, form)
    for period, reason, why in (("2020Q4", "Hết đợt", "Không ngừng được"), ("2021Q1", " ", "Ghi lý do")):
        with pytest.raises(Refused, match=why):
            services.end_form(actor=line.province_officer, design=design, last=parse(period), reason=reason)
    services.end_form(actor=line.province_officer, design=design, last=Q1, reason="Hết đợt")
    ended = access.form_of(form.code)
    assert [ended.is_asked(one) for one in (Q1, Q2)] == [True, False]
    assert expected_below(ended, Q2) == {}
    with pytest.raises(Refused, match="không còn là bản đang áp dụng"):
        services.end_form(actor=line.province_officer, design=design, last=Q2, reason="Lần nữa")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_formend SET last_period = '2021Q4'")
    with clock.at(LATER):
        owed = selectors.reports_due(line.filler(line.world.sibling), LATER.date())
        assert [due for due in owed if due.form.code == form.code and due.period == Q2] == []
        services.publish_form(actor=line.province_leader, design=second(line, form, "2021Q3"))
    again = access.form_of(form.code)
    assert [again.is_asked(parse(f"2021Q{n}")) for n in (1, 2, 3, 4)] == [True, False, True, True]
    assert FormEnd.objects.count() == 1


def test_every_step_is_told_in_the_trail(line: Line) -> None:
    form = published(line)
    design = second(line, form, "2021Q2")
    services.discard_form(actor=line.province_officer, design=design)
    services.end_form(
        actor=line.province_officer, design=FormDesign.objects.get(code=form.code), last=Q1, reason="Hết đợt"
    )  # fmt: skip
    told = list(Event.objects.filter(verb__startswith="form.").order_by("seq").values_list("verb", flat=True))
    assert told == [
        "form.started", "form.saved", "form.published", "form.started", "form.saved", "form.discarded", "form.ended",
    ]  # fmt: skip
    design = drafted(line.province_officer, line.world.province, "KHAC")
    count = Event.objects.count()
    services.edit_form(actor=line.province_officer, design=design, step="x", change=lambda of: of)
    assert Event.objects.count() == count


# Reading costs


@pytest.mark.deep
def test_many_own_forms_cost_as_many_queries_as_one(line: Line) -> None:
    world, form = line.world, published(line)
    approved(line, world.commune, form)
    sent(line, world.sibling, form)
    commune, district = line.filler(world.commune), line.filler(world.district)
    reads: dict[str, Callable[[], Any]] = {
        "due": lambda: selectors.reports_due(commune, TODAY),
        "queue": lambda: selectors.review_queue(district),
        "latest": lambda: access.latest_forms(commune),
        "own": lambda: own_forms(line.province_officer),
        "matrix": lambda: selectors.completeness(district, form, [Q1, Q2], world.district, TODAY),
        "whole": lambda: selectors.consolidation(district, form, Q1, world.district),
        "missing": lambda: selectors.missing_units(form, Q1, world.district),
        "trial": lambda: trials.try_form(form, world.commune, TODAY),
        "counts": lambda: trials.counts(form, world.province, TODAY),
    }
    before = {name: queries(read) for name, read in reads.items()}
    for number in range(5):
        more = published(line, code=f"R{number}")
        for unit in (world.commune, world.sibling):
            sent(line, unit, more)
        make_unit(f"Xã {number}", "commune", world.district)
    assert {name: queries(read) for name, read in reads.items()} == before
    assert before["latest"] == 1


def test_shipped_forms_need_no_query(line: Line) -> None:
    assert queries(lambda: [access.form_of("HND-QUY"), access.form_for("HND-QUY", Q1)]) == 0
    assert queries(lambda: access.forms_of([("HND-QUY", 1), ("HND-NAM", 1)])) == 0
    with pytest.raises(Refused):
        access.forms_of([("CD75-NO", 1)])


# Trying


def test_a_trial_shows_what_would_be_and_keeps_nothing(line: Line) -> None:
    world = line.world
    line.approved(world.commune, CK_HO=8, HV_HO=9, TN_LUOT=5)
    design = drafted(line.province_officer, world.province, first="2021Q2")
    form = draft_of(design).form
    assert form is not None
    counted = [model.objects.count() for model in (Report, Value, Coverage, Rollup, Event)]
    assert trials.counts(form, world.province, TODAY) == {"commune": 3, "district": 2, "province": 1}
    names = [row.name for row in trials.sample_units(line.province_officer, form, world.province, TODAY)]
    assert names == [
        "Phường Tân Phong", "Phường Trảng Dài", "Xã An Phước", "Huyện Long Thành", "Thành phố Biên Hòa",
        "Tỉnh Đồng Nai",
    ] or sorted(names[:3]) == ["Phường Tân Phong", "Phường Trảng Dài", "Xã An Phước"]  # fmt: skip
    trial = trials.try_form(form, world.commune, TODAY)
    assert trial.period == Q1
    assert (trial.filled.values["CK-HO"], trial.filled.values["CK-TYLE"]) == (8, Decimal("88.9"))
    assert trial.filled.values["TT-BUOI"] == trial.filled.derived["TT-BUOI"] == 0
    assert trial.filled.whence == {"CK-HO": Q1, "HV-HO": Q1, "TN-LUOT": Q1, "TT-LUOT": Q1}
    assert trial.problems == ()
    worse = trials.try_form(form, world.commune, TODAY, {"CK-HO": Decimal(10)})
    assert [(problem.code, problem.indicator) for problem in worse.problems] == [("PART", "CK-HO")]
    noted = trials.try_form(form, world.commune, TODAY, {"TT-BUOI": Decimal(2)}, {"TT-BUOI": "theo sổ"})
    assert noted.problems == ()
    first, *_ = trials.ahead(form, TODAY)
    assert (first.period, first.days.last) == (Q2, date(2021, 6, 14))
    assert [(due.level, due.day) for due in first.due] == [
        ("commune", date(2021, 6, 17)), ("district", date(2021, 6, 21)), ("province", date(2021, 6, 23)),
    ]  # fmt: skip
    assert len(trials.ahead(form, TODAY)) == 3
    assert counted == [model.objects.count() for model in (Report, Value, Coverage, Rollup, Event)]


def test_a_copy_of_a_shipped_form_can_be_published(line: Line) -> None:
    design = services.start_form(
        actor=line.province_officer, unit=line.world.province, code="QUY", name_vi="Quý", name_en="Quarter",
        like=forms.get("HND-QUY"),
    )  # fmt: skip
    services.edit_form(
        actor=line.province_officer, design=design, step="head", change=lambda of: {**of, "first_period": "2021Q2"}
    )
    services.publish_form(actor=line.province_officer, design=design)
    own, shipped = access.form_of("CD75-QUY"), forms.get("HND-QUY")
    assert (own.rows, own.rules, own.name_vi) == (shipped.rows, shipped.rules, "Quý")
