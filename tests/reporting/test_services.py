"""The walk of a report: each step where it may be taken, and where it may not."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.audit.models import Event
from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import policies, selectors, services
from lanhmanh.reporting.models import Coverage, Decision, Report, Rollup, Value
from lanhmanh.reporting.rules.states import IllegalTransition
from tests.factories import make_actor, make_unit
from tests.reporting.conftest import FORM, FULL, Q1, Line
from tests.reporting.kept import sums, total

pytestmark = pytest.mark.both


def cell(report: Report, code: str = "TT-BUOI") -> Value:
    return Value.objects.get(report=report, indicator=code)


def test_opening_twice_gives_the_same_draft(line: Line) -> None:
    unit = line.world.commune
    first = services.open_report(actor=line.filler(unit), unit=unit, form=FORM, period=Q1)
    again = services.open_report(actor=line.filler(unit), unit=unit, form=FORM, period=Q1)
    assert (first.pk, first.state) == (again.pk, "DRAFT")
    assert cell(first).value == Decimal(0)
    assert cell(first, "TT-LUOT").value is None
    assert not Value.objects.filter(report=first, indicator="CK-TYLE").exists()


def test_a_report_opens_only_where_the_actor_fills_and_the_form_asks(line: Line) -> None:
    world = line.world
    with pytest.raises(NotAllowed):
        services.open_report(actor=line.filler(world.commune), unit=world.sibling, form=FORM, period=Q1)
    with pytest.raises(Refused, match="bắt đầu"):
        services.open_report(
            actor=line.filler(world.commune), unit=world.commune, form=FORM, period=Q1.next(2)
        )  # fmt: skip
    with pytest.raises(Refused, match="không còn"):
        services.open_report(
            actor=line.filler(world.commune), unit=world.commune, form=FORM, period=Q1.previous()
        )  # fmt: skip


def test_opening_counts_what_is_due_in_the_whole_tree(line: Line) -> None:
    line.draft(line.world.commune)
    due = {row.unit_id: row.expected for row in Coverage.objects.all()}
    world = line.world
    assert due == {
        world.province.pk: 6, world.district.pk: 3, world.commune.pk: 1, world.sibling.pk: 1,
        world.other_district.pk: 2, world.other_commune.pk: 1,
    }  # fmt: skip


def test_saving_keeps_value_and_note_and_tells_the_trail(line: Line) -> None:
    report = line.draft(line.world.commune)
    services.save_cells(
        actor=line.filler(line.world.commune), report=report, cells={"VV-TIEN": (Decimal("12.5"), " từ Quỹ ")}
    )
    assert (cell(report, "VV-TIEN").value, cell(report, "VV-TIEN").note) == (Decimal("12.5"), "từ Quỹ")
    event = Event.objects.filter(verb="report.saved").order_by("-seq").first()
    assert event is not None
    assert event.facts == '{"cells":{"VV-TIEN":["0","12.5"]}}'


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("KHAC", "1", "tải lại trang"),
        ("CK-TYLE", "1", "tự tính"),
        ("VV-TIEN", "1.00001", "4 số lẻ"),
        ("VV-TIEN", "100000000000", "11 chữ số"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_refused(line: Line, code: str, value: str, said: str) -> None:
    report = line.draft(line.world.commune)
    with pytest.raises(Refused, match=said):
        services.save_cells(
            actor=line.filler(line.world.commune), report=report, cells={code: (Decimal(value), "")}
        )  # fmt: skip


def test_submitting_stops_at_an_error_and_names_the_cell(line: Line) -> None:
    report = line.draft(line.world.commune, TG_NHAN=2, TG_CHUYEN=3)
    with pytest.raises(policies.NotReady, match="không được lớn hơn") as refused:
        services.submit_report(actor=line.filler(line.world.commune), report=report)
    assert [problem.indicator for problem in refused.value.problems] == ["TG-CHUYEN"]
    assert Report.objects.get(pk=report.pk).state == "DRAFT"


def test_a_value_beside_the_facts_needs_a_note(line: Line) -> None:
    actor = line.filler(line.world.commune)
    report = line.draft(line.world.commune)
    services.save_cells(actor=actor, report=report, cells={"TT-BUOI": (Decimal(4), "")})
    with pytest.raises(policies.NotReady, match="Ghi chú lý do"):
        services.submit_report(actor=actor, report=report)
    services.save_cells(actor=actor, report=report, cells={"TT-BUOI": (Decimal(4), "một buổi chưa ghi sổ")})
    assert services.submit_report(actor=actor, report=report).state == "SUBMITTED"


def test_nothing_is_submitted_before_the_period_closes(line: Line) -> None:
    report = line.draft(line.world.commune)
    with clock.at(datetime(2021, 3, 13, 3, 0, tzinfo=UTC)), pytest.raises(Refused, match="chốt"):
        services.submit_report(actor=line.filler(line.world.commune), report=report)


TYPED = {code: (value, "đếm theo sổ") for code, value in FULL.items()}


def test_what_was_typed_is_kept_and_sent_in_one_step(line: Line) -> None:
    unit = line.world.commune
    report = services.open_report(actor=line.filler(unit), unit=unit, form=FORM, period=Q1)
    typed = TYPED | {"PH-CUOC": (Decimal(7), " theo sổ ")}
    assert services.save_and_submit(actor=line.filler(unit), report=report, cells=typed) is None
    report.refresh_from_db()
    assert (report.state, cell(report, "PH-CUOC").value, cell(report, "PH-CUOC").note) == (
        "SUBMITTED", Decimal(7), "theo sổ",
    )  # fmt: skip
    assert [event.verb for event in Event.objects.order_by("-seq")[:2]] == ["report.submitted", "report.saved"]


def test_what_cannot_be_sent_stays_typed_and_follows_no_fact(line: Line) -> None:
    unit = line.world.commune
    actor = line.filler(unit)
    report = services.open_report(actor=actor, unit=unit, form=FORM, period=Q1)
    Value.objects.filter(report=report, indicator="TT-BUOI").update(derived=Decimal(9))
    typed = TYPED | {"TG-NHAN": (Decimal(2), ""), "TG-CHUYEN": (Decimal(3), "")}
    refused = services.save_and_submit(actor=actor, report=report, cells=typed)
    assert isinstance(refused, policies.NotReady)
    assert [problem.indicator for problem in refused.problems] == ["TG-CHUYEN"]
    report.refresh_from_db()
    assert (report.state, cell(report, "TG-CHUYEN").value) == ("DRAFT", Decimal(3))
    assert cell(report).derived == Decimal(9)
    assert Event.objects.latest("seq").verb == "report.saved"


def test_cells_that_cannot_be_kept_are_not_sent_either(line: Line) -> None:
    unit = line.world.commune
    report = line.draft(unit)
    with pytest.raises(Refused, match="4 số lẻ"):
        services.save_and_submit(
            actor=line.filler(unit), report=report, cells={"VV-TIEN": (Decimal("1.00001"), "")}
        )  # fmt: skip
    report.refresh_from_db()
    assert report.state == "DRAFT"


def test_a_hundred_typed_cells_are_sent_in_a_fixed_number_of_queries(
    line: Line, django_assert_max_num_queries: Any
) -> None:
    unit = line.world.commune
    report = services.open_report(actor=line.filler(unit), unit=unit, form=FORM, period=Q1)
    with django_assert_max_num_queries(34):
        services.save_and_submit(actor=line.filler(unit), report=report, cells=TYPED)


def test_submitted_values_cannot_be_saved(line: Line) -> None:
    report = line.submitted(line.world.commune)
    with pytest.raises(IllegalTransition):
        services.save_cells(
            actor=line.filler(line.world.commune), report=report, cells={"VV-TIEN": (Decimal(1), "")}
        )  # fmt: skip


def test_a_returned_report_says_why_and_comes_back(line: Line) -> None:
    unit = line.world.commune
    report = line.submitted(unit)
    with pytest.raises(Refused, match="lý do"):
        services.return_report(actor=line.reviewer(unit), report=report, comment="  ")
    returned = services.return_report(actor=line.reviewer(unit), report=report, comment="Xem lại số tin")
    assert (returned.state, returned.return_comment) == ("RETURNED", "Xem lại số tin")
    services.save_cells(actor=line.filler(unit), report=report, cells={"TG-NHAN": (Decimal(2), "")})
    again = services.submit_report(actor=line.filler(unit), report=report)
    assert (again.state, again.returned_at, again.return_comment) == ("SUBMITTED", None, "")
    kinds = list(Decision.objects.filter(report=report).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["submitted", "returned", "submitted"]


def test_only_the_unit_above_decides(line: Line) -> None:
    report = line.submitted(line.world.commune)
    for actor in (line.filler(line.world.other_district), line.filler(line.world.commune), line.province_leader):
        with pytest.raises(NotAllowed):
            services.approve_report(actor=actor, report=report)
        with pytest.raises(NotAllowed):
            services.return_report(actor=actor, report=report, comment="x")


def test_who_once_submitted_never_approves(line: Line) -> None:
    """One person holds both roles: even after another sent the report again, the first cannot approve it."""
    both = make_actor("commune_officer", line.world.commune)
    report = services.submit_report(actor=both, report=line.draft(line.world.commune))
    services.return_report(actor=line.reviewer(line.world.commune), report=report, comment="Sửa")
    services.submit_report(actor=line.filler(line.world.commune), report=report)
    promoted = type(both)(both.user_id, both.username, both.name, (("district_officer", line.world.district.pk),))
    with pytest.raises(Refused, match="Người nộp không được duyệt"):
        services.approve_report(actor=promoted, report=report)


def test_approval_freezes_and_sums_up(line: Line) -> None:
    world = line.world
    approved = line.approved(world.commune, TT_BUOI=3)
    line.approved(world.sibling, TT_BUOI=4)
    line.approved(world.district, TT_BUOI=5)
    assert len(approved.digest) == 64
    kept = sums()
    assert kept[world.commune.pk, "TT-BUOI"] == (3, 3, 3, 1)
    assert kept[world.district.pk, "TT-BUOI"] == (12, 5, 3, 3)
    assert kept[world.province.pk, "TT-BUOI"] == (12, 5, 3, 3)
    counts = {row.unit_id: (row.approved, row.expected) for row in Coverage.objects.all()}
    assert counts[world.district.pk] == (3, 3)
    assert counts[world.province.pk] == (3, 6)
    assert list(selectors.verify()) == []


def test_a_correction_is_a_new_version_and_replaces_the_old_only_when_approved(line: Line) -> None:
    unit = line.world.commune
    old = line.approved(unit, TT_BUOI=3)
    with pytest.raises(Refused, match="lý do"):
        services.correct_report(actor=line.filler(unit), report=old, reason="")
    new = services.correct_report(actor=line.filler(unit), report=old, reason="Đếm sót một buổi")
    assert (new.version, new.reason, cell(new).value) == (2, "Đếm sót một buổi", 3)
    with pytest.raises(Refused, match="đang mở"):
        services.correct_report(actor=line.filler(unit), report=old, reason="Nữa")
    services.save_cells(actor=line.filler(unit), report=new, cells={"TT-BUOI": (Decimal(4), "đếm lại")})
    services.submit_report(actor=line.filler(unit), report=new)
    assert total(line.world.province) == 3
    services.approve_report(actor=line.reviewer(unit), report=new)
    assert Report.objects.get(pk=old.pk).state == "SUPERSEDED"
    assert total(line.world.province) == 4
    assert list(selectors.verify()) == []


def test_approving_many_gives_what_approving_one_by_one_gives(line: Line) -> None:
    world = line.world
    reports = [line.submitted(world.commune, TT_BUOI=3), line.submitted(world.sibling, TT_BUOI=4)]
    services.approve_many(actor=line.reviewer(world.commune), reports=reports)
    assert total(world.province) == 7
    assert list(selectors.verify()) == []


def test_approving_many_is_all_or_nothing(line: Line) -> None:
    world = line.world
    reports = [line.submitted(world.commune), line.submitted(world.other_commune)]
    with pytest.raises(NotAllowed):
        services.approve_many(actor=line.reviewer(world.commune), reports=reports)
    assert set(Report.objects.values_list("state", flat=True)) == {"SUBMITTED"}


def test_a_unit_that_came_late_is_counted_in_when_it_begins(line: Line) -> None:
    world = line.world
    line.approved(world.commune)
    late = make_unit("Xã Mới", "commune", world.district)
    line.draft(late)
    assert Coverage.objects.get(unit=world.district).expected == 4
    assert list(selectors.verify()) == []


def test_rebuilding_brings_back_what_was_lost(line: Line) -> None:
    world = line.world
    line.approved(world.commune, TT_BUOI=3)
    make_unit("Xã Mới", "commune", world.district)
    Rollup.objects.filter(unit=world.district).delete()
    assert list(selectors.verify())
    services.rebuild_sums(actor=SYSTEM, form=FORM, period=Q1)
    assert total(world.province) == 3
    assert list(selectors.verify()) == []


def test_refreshing_follows_the_facts_but_never_what_was_typed(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, unit = line.filler(line.world.commune), line.world.commune
    report = services.open_report(actor=actor, unit=unit, form=FORM, period=Q1)
    services.save_cells(actor=actor, report=report, cells={"PH-CUOC": (Decimal(7), "")})
    known = {"TT-BUOI": Decimal(2), "PH-CUOC": Decimal(1)}
    monkeypatch.setattr("lanhmanh.reporting.figures.derive", lambda *_: known)
    services.refresh_derived(actor=actor, report=report)
    assert (cell(report).value, cell(report).derived) == (2, 2)
    assert (cell(report, "PH-CUOC").value, cell(report, "PH-CUOC").derived) == (7, 1)
    event = Event.objects.filter(verb="report.refreshed").get()
    assert json.loads(event.facts)["cells"]["TT-BUOI"] == ["0", "2"]
    assert "PH-CUOC" not in json.loads(event.facts)["cells"]
