"""What an approval does to documents that went out before, and what they are made again from."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from json import dumps

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.audit.models import Event
from lanhmanh.documents.models import Document, Mark
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.models import Issue, IssuePart, Narrative, Report, Value, Wake
from lanhmanh.reporting.selectors.narratives import subject_of
from tests.reporting.conftest import FORM, Q1, Line
from tests.reporting.kept import disturb
from tests.reporting.test_verify import unguarded

pytestmark = pytest.mark.usefixtures("plain_pages")
Q2, LAST = Q1.next(), Q1.next(3)
AFTER_Q2 = datetime(2021, 6, 16, 2, 0, tzinfo=UTC)


@contextmanager
def second_quarter(line: Line) -> Iterator[None]:
    """Let it be the day after the second quarter closed."""
    with clock.at(AFTER_Q2):
        line.period = Q2
        yield


def parts(issue: Issue) -> list[tuple[str, int]]:
    rows = IssuePart.objects.filter(issue=issue).order_by("report__period", "report__pk")
    return list(rows.values_list("report__period", "report_id"))


def again(issue: Issue) -> papers.Reproduction:
    issue.refresh_from_db()
    return papers.reproduce(issue)


def everything() -> list[str]:
    return [*selectors.verify(), *papers.broken_issues()]


@pytest.mark.deep
def test_an_issue_knows_every_report_of_the_year_that_it_was_made_of(line: Line) -> None:
    world = line.world
    first = line.approved(world.commune, TT_BUOI=3)
    other = line.approved(world.other_commune, TT_BUOI=9)
    city = line.issue(world.district)
    assert parts(city) == [("2021Q1", first.pk)]
    with second_quarter(line):
        second = line.approved(world.commune, TT_BUOI=4)
        whole = line.issue()
    assert parts(whole) == [("2021Q1", first.pk), ("2021Q1", other.pk), ("2021Q2", second.pk)]
    assert [row[:3] for row in whole.manifest["reports"]] == [
        [report.uid, 1, report.period] for report in sorted([first, other], key=lambda one: one.uid)
    ] + [[second.uid, 1, "2021Q2"]]
    assert whole.manifest["earlier_missing"]["2021Q1"] == sorted(
        unit.uid for unit in (world.province, world.district, world.sibling, world.other_district)
    )


def test_a_correction_wakes_every_document_above_that_used_the_old_version(line: Line) -> None:
    world = line.world
    report = line.approved(world.commune, TT_BUOI=3)
    city, whole = line.issue(world.district), line.issue()
    with second_quarter(line):
        line.approved(world.sibling)
        later = line.issue()
        new = line.corrected(report, "sót một buổi", TT_BUOI=5)
    wakes = list(Wake.objects.order_by("issue"))
    assert [wake.issue for wake in wakes] == [city, whole, later]
    for wake in wakes:
        assert (wake.report, wake.kind, wake.cells) == (new, "corrected", [["TT-BUOI", "3", "5"]])
    assert Event.objects.filter(verb="consolidation.woken").count() == 3
    mark = Mark.objects.get(document=whole.document)
    assert mark.reason == (
        "Phường Trảng Dài, quý I/2021: Buổi tuyên truyền do Hội chủ trì hoặc phối hợp 3 → 5. Lý do: sót một buổi"
    )
    assert everything() == []


@contextmanager
def two_years(line: Line) -> Iterator[None]:
    """Let it be the day after the first quarter of the second year closed, with a report of the quarter before."""
    with clock.at(datetime(2022, 3, 16, 2, 0, tzinfo=UTC)):
        line.period = LAST
        yield


def written(line: Line, text: str) -> None:
    """Put the words of the province into the report of the first quarter of 2022."""
    Narrative.objects.create(
        subject=subject_of(FORM, line.period), unit=line.world.province, section="rieng/01/So sánh", version=1,
        text=text, written_at=clock.now(), written_by_id=line.province_officer.user_id,
    )  # fmt: skip


@pytest.mark.deep
@pytest.mark.parametrize("words", ["Quý trước {TT-BUOI:truoc} buổi.", "Số buổi {TT-BUOI:chenh}."])
def test_words_that_compare_with_the_year_before_wake_when_that_is_corrected(line: Line, words: str) -> None:
    world = line.world
    with two_years(line):
        last, other = (line.approved(unit, TT_BUOI=3, TG_NHAN=1) for unit in (world.commune, world.other_commune))
        line.period = LAST.next()
        line.approved(world.commune, TT_BUOI=4)
        plain = line.issue(world.district)
        written(line, words)
        compares = line.issue()
        assert [period for period, _pk in parts(compares)] == ["2021Q4", "2021Q4", "2022Q1"]
        line.period = LAST
        line.corrected(other, "đếm lại", TG_NHAN=2)
        assert not Wake.objects.exists()
        new = line.corrected(last, "sót một buổi", TT_BUOI=5)
        late = line.approved(world.sibling, TT_BUOI=7)
        wakes = [(one.issue, one.report, one.kind, one.cells) for one in Wake.objects.order_by("pk")]
        assert wakes == [
            (compares, new, "corrected", [["TT-BUOI", "3", "5"]]),
            (compares, late, "arrived", [["TT-BUOI", None, "7"]]),
        ]
        assert everything() == []
        assert parts(plain) == [("2022Q1", row.pk) for row in Report.objects.filter(period="2022Q1")]


@pytest.mark.deep
def test_words_that_compare_wake_for_a_figure_that_keeps_its_last_value(line: Line) -> None:
    world = line.world
    report = line.approved(world.commune, TN_DOI=3)
    with second_quarter(line):
        line.approved(world.commune, TN_DOI=4)
        quiet = line.issue(world.district)
        written(line, "Quý trước có {TN-DOI:truoc} đội.")
        compares = line.issue()
        line.period = Q1
        line.corrected(report, "đếm lại", TN_DOI=2)
    assert [(one.issue, one.cells) for one in Wake.objects.all()] == [(compares, [["TN-DOI", "3", "2"]])]
    assert quiet.pk != compares.pk
    assert everything() == []


@pytest.mark.deep
def test_a_report_that_comes_after_wakes_the_documents_that_lacked_it(line: Line) -> None:
    world = line.world
    line.approved(world.commune, TT_BUOI=3)
    city, elsewhere, whole = line.issue(world.district), None, line.issue()
    line.approved(world.other_commune)
    elsewhere = line.issue(world.other_district)
    with second_quarter(line):
        line.approved(world.commune)
        later = line.issue()
        line.period = Q1
        late = line.approved(world.sibling, TT_BUOI=2)
    woken = {wake.issue_id: wake.kind for wake in Wake.objects.filter(report=late)}
    assert woken == dict.fromkeys([city.pk, whole.pk, later.pk], "arrived")
    assert elsewhere.pk not in woken
    assert Wake.objects.filter(report=late, issue=city).get().cells[:1] != []
    assert Mark.objects.filter(document=city.document).get().reason == (
        "Phường Tân Phong, quý I/2021: báo cáo được duyệt sau khi ban hành."
    )
    assert everything() == []


@pytest.mark.deep
def test_a_correction_of_notes_alone_wakes_nothing_but_the_next_one_does(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    issue = line.issue()
    second = line.corrected(report, "ghi chú rõ hơn")
    assert not Wake.objects.exists()
    third = line.corrected(second, "đếm sót", TT_BUOI=4)
    assert Wake.objects.get().issue == issue
    line.corrected(third, "đếm thừa", TT_BUOI=3)
    told = [wake.cells for wake in Wake.objects.order_by("pk")]
    assert told == [[["TT-BUOI", "3", "4"]], [["TT-BUOI", "4", "3"]]]
    assert everything() == []


@pytest.mark.deep
def test_a_stock_of_an_earlier_period_weighs_only_while_no_later_one_is_known(line: Line) -> None:
    report = line.approved(line.world.commune, TN_DOI=3)
    with second_quarter(line):
        silent = line.draft(line.world.sibling)
        services.save_cells(actor=line.filler(silent.unit), report=silent, cells={"TN-DOI": (None, "")})
        services.submit_report(actor=line.filler(silent.unit), report=silent)
        services.approve_report(actor=line.reviewer(silent.unit), report=silent)
        unknown = line.issue()
        second = line.corrected(report, TN_DOI=4)
        line.approved(line.world.commune, TN_DOI=4)
        known = line.issue()
        third = line.corrected(second, TN_DOI=5)
    assert Wake.objects.get(report=second).issue == unknown
    assert known.replaces == unknown
    assert not Wake.objects.filter(report=third).exists()
    assert everything() == []


@pytest.mark.deep
def test_a_new_document_replaces_the_one_whose_figures_changed_and_says_so(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    old = line.issue()
    line.corrected(report, TT_BUOI=5)
    new = line.issue()
    assert (new.replaces, new.document.number) == (old, "02-BC/HNDT")
    said = "Báo cáo này thay thế Báo cáo số 01-BC/HNDT ngày 16/03/2021, vì số liệu đã thay đổi sau khi ban hành."
    assert new.document.value is not None
    assert said in new.document.value["preamble"]
    mark = Mark.objects.get(document=old.document, kind="replaced")
    assert mark.successor == new.document
    assert new.document.citations.get().target == old.document
    line.corrected(Report.objects.get(state="APPROVED"), TT_BUOI=6)
    assert Wake.objects.filter(issue=old).count() == 1
    assert Wake.objects.get(issue=new).cells == [["TT-BUOI", "5", "6"]]
    assert everything() == []


@pytest.mark.deep
def test_one_document_of_a_form_of_paper_stands_and_another_form_stands_beside_it(line: Line) -> None:
    report = line.approved(line.world.commune)
    union, state, again_union = line.issue(), line.issue(family="state"), line.issue()
    assert (state.replaces, again_union.replaces) == (None, union)
    line.corrected(report, TT_BUOI=5)
    assert set(Wake.objects.values_list("issue", flat=True)) == {state.pk, again_union.pk}
    assert line.issue(family="state").replaces == state
    assert line.issue(family="state").replaces != again_union
    assert everything() == []


@pytest.mark.deep
def test_waking_costs_the_same_however_many_documents_went_out(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)

    def cost() -> int:
        new = line.correcting(Report.objects.get(state="APPROVED"), TT_BUOI=int(Value.objects.count()))
        with CaptureQueriesContext(connection) as captured:
            services.approve_report(actor=line.reviewer(report.unit), report=new)
        return len(captured)

    line.issue()
    cost()
    few = cost()
    for unit in (line.world.province, line.world.district, line.world.province):
        line.issue(unit, "state")
        line.issue(unit)
    assert cost() == few


def test_what_the_program_writes_otherwise_since_is_said_and_is_no_fault(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.approved(line.world.commune)
    issue = line.issue()
    words = papers.official.words
    monkeypatch.setattr(papers.official, "words", lambda: words() | {"kind": "Báo cáo tổng hợp"})
    now = papers.editions.maker() | {"words": "khác"}
    monkeypatch.setattr(papers.editions, "maker", lambda: now)
    result = again(issue)
    assert "câu chữ của sản phẩm (official_report.toml)" in result.files[0]
    assert not result.is_same
    assert (result.figures, result.faults) == ((), ())


@pytest.mark.deep
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM reporting_wake", "thiếu dấu thay đổi do báo cáo 2021Q1 của Phường Trảng Dài, bản 2"),
        ("UPDATE reporting_wake SET kind = 'arrived'", "không khớp báo cáo"),
        ("UPDATE reporting_wake SET cells = '[]'", "không khớp báo cáo"),
        ("DELETE FROM reporting_issuepart", "báo cáo hợp thành không khớp bản kê"),
        ("DELETE FROM documents_mark", "sổ văn bản không khớp các dấu thay đổi"),
    ],
)
def test_verifying_names_what_was_taken_from_parts_and_wakes(line: Line, sql: str, said: str) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    line.issue()
    line.corrected(report, TT_BUOI=5)
    unguarded(sql)
    assert any(said in sentence for sentence in selectors.verify())


def test_nothing_goes_out_that_was_approved_over_while_it_was_made(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.approved(line.world.commune)
    waiting = line.submitted(line.world.sibling)
    write = papers.Edition.workbook

    def slowly(*given: object) -> bytes:
        services.approve_report(actor=line.reviewer(waiting.unit), report=waiting)
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(papers.Edition, "workbook", slowly)
    with pytest.raises(Refused, match="cùng lúc"):
        line.issue()
    assert not Document.objects.exists()


def test_a_wrong_sum_does_not_go_out(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    disturb(line.world.province, 90_000)
    with pytest.raises(Refused, match="chưa khớp"):
        line.issue()


def test_the_manifest_of_a_province_stays_small(line: Line) -> None:
    line.approved(line.world.commune)
    manifest = line.issue().manifest
    fixed = len(dumps(manifest | {"reports": [], "missing": [], "rows": []}))
    a_report = len(dumps(["0" * 26, 1, "2021Q4", 10])) + 2
    assert fixed + 4 * 182 * a_report < 100_000
