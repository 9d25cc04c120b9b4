"""Targets: who may set them, what a change needs, how they are cascaded, and what is reached beside them."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Target
from lanhmanh.reporting.rules.targets import Fit, Verdict
from lanhmanh.reporting.selectors.proposals import Basis, proposal
from lanhmanh.reporting.selectors.targets import in_force, offered, target_page, year_page, year_targets
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import children
from tests.factories import make_actor, make_unit
from tests.reporting.conftest import Line

CODE, YEAR = "TT-BUOI", 2021


def set_(line: Line, value: int | str, *, unit: Unit | None = None, actor: Actor | None = None, **more: Any) -> Target:
    unit, actor = unit or line.world.province, actor or line.province_officer
    said = {"code": CODE, "year": YEAR} | more
    return services.set_target(actor=actor, unit=unit, value=Decimal(value), **said)


def page(line: Line, unit: Unit | None = None, actor: Actor | None = None, code: str = CODE):  # type: ignore[no-untyped-def]
    unit, actor = unit or line.world.province, actor or line.province_officer
    return target_page(actor, unit, YEAR, code, clock.today())


def test_a_province_sets_its_own_and_its_districts_targets(line: Line) -> None:
    world = line.world
    assert set_(line, 100).version == 1
    assert set_(line, 60, unit=world.district, actor=line.province_leader).value == 60
    assert set_(line, 10, unit=world.commune, actor=line.district_officer).value == 10
    for actor, unit in (
        (line.province_officer, world.commune),
        (line.district_officer, world.district),
        (line.district_officer, world.other_commune),
        (line.filler(world.commune), world.commune),
        (make_actor("auditor", world.province), world.province),
    ):
        with pytest.raises(NotAllowed):
            set_(line, 1, unit=unit, actor=actor)
    assert Target.objects.count() == 3


def test_a_change_is_a_new_version_with_a_reason_and_the_old_one_stays(line: Line) -> None:
    first = set_(line, 100)
    assert set_(line, 100) == first
    with pytest.raises(Refused, match="lý do"):
        set_(line, 120)
    second = set_(line, 120, reason="  Tỉnh ủy giao thêm ")
    assert (second.version, second.reason, second.value) == (2, "Tỉnh ủy giao thêm", 120)
    assert in_force([line.world.province.pk], YEAR) == {(line.world.province.pk, CODE): second}
    assert [row.value for row in page(line).history] == [120, 100]
    assert Event.objects.filter(verb="target.set").count() == 2
    assert year_targets(line.world.province.pk, YEAR, [CODE]) == {CODE: 120}


def test_targets_never_change_in_the_database(line: Line) -> None:
    row = set_(line, 100)
    for statement in ("UPDATE reporting_target SET value = 1", "DELETE FROM reporting_target"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Target.objects.get(pk=row.pk).value == 100


@pytest.mark.parametrize(
    ("code", "value"),
    [("TT-BUOI", "-1"), ("TT-BUOI", "1.5"), ("TT-BUOI", "100000000000"), ("CK-TYLE", "100.1"), ("CK-TYLE", "1.23"),
     ("TT-BUOI", "NaN"), ("TT-BUOI", "Infinity"), ("KHONG-CO", "1"), ("TX-TYLE", "1")],
)  # fmt: skip
def test_what_cannot_be_a_target_is_refused_with_a_sentence(line: Line, code: str, value: str) -> None:
    with pytest.raises(Refused, match=r"nhập số|hơn 100|không có biểu"):
        set_(line, value, code=code)
    assert set_(line, "82.5", code="CK-TYLE").value == Decimal("82.5")


# One step below, in one go.


def many(line: Line, values: dict[Unit, int], **more: Any) -> list[Target]:
    said = {"actor": line.province_officer, "unit": line.world.province, "code": CODE, "year": YEAR} | more
    return services.set_targets(values={unit.pk: Decimal(value) for unit, value in values.items()}, **said)


def test_a_table_of_targets_is_set_whole_or_not_at_all(line: Line) -> None:
    world = line.world
    rows = many(line, {world.province: 100, world.district: 60, world.other_district: 40})
    assert [row.version for row in rows] == [1, 1, 1]
    [event] = Event.objects.filter(verb="targets.set")
    assert '"count":3' in event.facts.replace(" ", "")
    assert many(line, {world.province: 100}) == []
    with pytest.raises(Refused, match="lý do"):
        many(line, {world.district: 70, world.other_district: 30})
    with pytest.raises(Refused):
        many(line, {world.district: 70, world.other_district: -1}, reason="x")
    with pytest.raises(Refused, match="cấp dưới trực tiếp"):
        many(line, {world.commune: 5})
    with pytest.raises(NotAllowed):
        many(line, {world.district: 5}, actor=line.district_officer, unit=world.district)
    assert {row.value for row in in_force([world.district.pk, world.other_district.pk], YEAR).values()} == {60, 40}


def test_who_set_them_first_is_not_overwritten_unseen(line: Line) -> None:
    world = line.world
    [seen] = many(line, {world.district: 60})
    set_(line, 65, unit=world.district, reason="giao lại")
    with pytest.raises(Refused, match="vừa đổi"):
        many(line, {world.district: 60}, reason="x", seen=seen.pk)
    newest = in_force([world.district.pk], YEAR)[world.district.pk, CODE]
    assert many(line, {world.district: 60}, reason="x", seen=newest.pk)


# Cascade and its explanation.


def test_a_gap_is_said_until_it_is_explained_and_again_when_it_moves(line: Line) -> None:
    world = line.world
    many(line, {world.province: 100, world.district: 60})
    found = page(line).line
    assert (found.cascade.fit, found.cascade.difference, found.cascade.missing, found.gap) == (Fit.SHORT, -40, 1, None)
    assert found.cascade.is_open
    with clock.at(clock.now() + timedelta(hours=1)):
        row = services.explain_gap(
            actor=line.province_leader, unit=world.province, code=CODE, year=YEAR, text=" Long Thành làm điểm "
        )
    assert (row.version, row.value, row.gap) == (2, 100, "Long Thành làm điểm")
    gap = page(line).line.gap
    assert (gap.text, gap.by, gap.is_stale) == ("Long Thành làm điểm", "Nguyễn Văn An", False)
    with clock.at(clock.now() + timedelta(hours=2)):
        set_(line, 45, unit=world.other_district)
    assert page(line).line.gap.is_stale
    with clock.at(clock.now() + timedelta(hours=3)):
        set_(line, 105, reason="khớp với huyện")
    assert page(line).line.gap is None
    assert page(line).line.cascade.fit is Fit.EQUAL


def test_who_cascades_below_explains_the_gap_there(line: Line) -> None:
    world = line.world
    say = {"unit": world.district, "code": CODE, "year": YEAR, "text": "Phường mới thành lập"}
    with pytest.raises(Refused, match="giao chỉ tiêu trước"):
        services.explain_gap(actor=line.district_officer, **say)
    set_(line, 60, unit=world.district)
    assert services.explain_gap(actor=line.district_officer, **say).version == 2
    for actor in (line.filler(world.commune), line.filler(world.other_district)):
        with pytest.raises(NotAllowed):
            services.explain_gap(actor=actor, **say)
    with pytest.raises(Refused, match="vì sao"):
        services.explain_gap(actor=line.province_officer, **say | {"text": "  "})


def test_what_does_not_add_up_has_no_cascade(line: Line) -> None:
    set_(line, 80, code="CK-TYLE")
    found = page(line, code="CK-TYLE")
    assert found.line.cascade is None
    assert not found.may_explain
    assert [row.version.name for row in found.rows] == ["Huyện Long Thành", "Thành phố Biên Hòa"]


# Proposals.


def share(line: Line, basis: Basis, total: int = 100, code: str = CODE) -> dict[str, Decimal]:
    below = list(children(line.world.province, clock.today()))
    found = proposal(code=code, year=YEAR, total=Decimal(total), below=below, basis=basis, day=clock.today())
    return {one.name: found[one.unit_id] for one in below}


def test_proposals_add_up_by_each_basis(line: Line) -> None:
    assert share(line, Basis.EQUAL, 101) == {"Huyện Long Thành": 51, "Thành phố Biên Hòa": 50}
    assert share(line, Basis.COMMUNES, 100) == {"Huyện Long Thành": 33, "Thành phố Biên Hòa": 67}
    with pytest.raises(Refused, match="năm 2020"):
        share(line, Basis.LAST_YEAR)
    with pytest.raises(Refused, match="không cộng dồn"):
        share(line, Basis.EQUAL, code="CK-TYLE")
    assert Target.objects.count() == 0


def test_a_proposal_by_last_year_takes_the_approved_figures(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    line.approved(line.world.other_commune, TT_BUOI=9)
    below = list(children(line.world.province, clock.today()))
    found = proposal(
        code=CODE, year=2022, total=Decimal(40), below=below, basis=Basis.LAST_YEAR, day=clock.today()
    )  # fmt: skip
    assert {one.name: found[one.unit_id] for one in below} == {"Huyện Long Thành": 30, "Thành phố Biên Hòa": 10}


# What is reached.


def test_progress_stands_beside_the_target_with_the_number_of_reports(line: Line) -> None:
    world = line.world
    many(line, {world.province: 400, world.district: 100, world.other_district: 300})
    line.approved(world.commune, TT_BUOI=30)
    line.approved(world.sibling, TT_BUOI=10)
    stands = page(line).line.progress
    assert (stands.standing.value, stands.standing.approved, stands.standing.expected) == (40, 2, 6)
    rows = {row.version.name: row for row in page(line).rows}
    city, other = rows["Thành phố Biên Hòa"], rows["Huyện Long Thành"]
    assert (city.progress.standing.value, city.place) == (40, 1)
    assert (other.progress.standing.value, other.place, other.progress.verdict) == (None, None, Verdict.UNKNOWN)
    [found] = year_page(line.province_officer, world.province, YEAR, clock.today()).lines
    assert (found.target.value, found.progress, found.cascade.fit) == (400, stands, Fit.EQUAL)


def test_targets_open_to_who_sees_figures_there(line: Line) -> None:
    set_(line, 5, unit=line.world.district)
    for actor in (line.province_leader, line.district_officer, make_actor("police", line.world.district)):
        assert page(line, line.world.district, actor).line.target.value == 5
    assert not page(line, line.world.district, make_actor("police", line.world.district)).may_set
    assert page(line, line.world.district, line.district_officer).may_set
    for actor in (line.filler(line.world.commune), line.filler(line.world.other_district)):
        with pytest.raises(Http404):
            page(line, line.world.district, actor)
    with pytest.raises(Http404):
        page(line, code="KHONG-CO")


def test_a_unit_is_offered_what_a_form_of_the_year_asks(line: Line) -> None:
    codes = {one.code for _form, one in offered(line.world.commune, 2021)}
    assert {"TT-BUOI", "CK-TYLE"} <= codes
    assert "TX-TYLE" not in codes
    assert "TX-TYLE" in {one.code for _form, one in offered(line.world.commune, 2022)}
    assert offered(line.world.branch, 2021) == []


@pytest.mark.deep
def test_the_number_of_queries_grows_with_neither_units_nor_indicators(line: Line) -> None:
    world = line.world
    many(line, {world.province: 100, world.district: 60})
    line.approved(world.commune, TT_BUOI=3)
    reads: list[Callable[[], Any]] = [
        lambda: year_page(line.province_officer, world.province, YEAR, clock.today()),
        lambda: page(line),
        lambda: page(line, world.district),
        lambda: page(line, world.commune),
    ]
    before = [queries(read) for read in reads]
    for number in range(8):
        district = make_unit(f"Huyện {number}", Level.DISTRICT, world.province)
        set_(line, 7, unit=district)
        set_(line, 8, unit=district, reason="x")
        make_unit(f"Xã {number}", Level.COMMUNE, district)
        make_unit(f"Phường {number}", Level.COMMUNE, world.district)
    for code in ("TT-LUOT", "CK-HO", "CK-TYLE", "TT-NGUOI"):
        set_(line, 50, code=code)
    assert [queries(read) for read in reads] == before
    assert max(before) <= 12


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)
