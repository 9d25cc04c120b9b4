"""Reviews of a plan that went out: what an approval tells them, what takes their place, and how they are made again."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.accounts.models import User
from lanhmanh.config.cli import main
from lanhmanh.documents.models import Document, Mark
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import Window
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.models import Report, ReviewIssue
from lanhmanh.reporting.selectors.corrections import correction_of
from lanhmanh.reporting.selectors.reviews import issued_reviews, review_of
from tests.growth import examples
from tests.reporting.test_verify import unguarded
from tests.web.conftest import NOW, Things, make_things

DAYS = Window(date(2021, 1, 1), date(2021, 6, 17))
FIRST = Window(date(2021, 1, 1), date(2021, 3, 14))


@pytest.fixture
def things(db: None, plain_pages: None) -> Iterator[Things]:
    with clock.at(NOW):
        made = make_things()
        made.report = services.approve_report(actor=made.line.district_officer, report=made.report)
        yield made


def issued(things: Things, days: Window = DAYS, kind: str = "half", family: str = "union") -> Document:
    return services.issue_review(
        actor=things.line.province_officer, plan=things.plan, kind=kind, days=days, family=family
    )


def told(document: Document) -> list[str]:
    return list(Mark.objects.filter(document=document, kind="changed").order_by("pk").values_list("reason", flat=True))


def rewritten(manifest: dict[str, object]) -> None:
    unguarded("UPDATE reporting_reviewissue SET manifest = %s", json.dumps(manifest))


def everything() -> list[str]:
    return [*selectors.verify(), *papers.broken_issues()]


def of_second_quarter(things: Things) -> None:
    things.line.period = parse("2021Q2")


def test_a_correction_tells_the_review_which_cell_of_which_unit(things: Things) -> None:
    document = issued(things)
    things.line.corrected(things.report, "Sót hai buổi", TT_BUOI=7)
    assert told(document) == [
        "Phường Trảng Dài, quý I/2021: Buổi tuyên truyền do Hội chủ trì hoặc phối hợp 3 → 7. Lý do: Sót hai buổi"
    ]
    [one] = issued_reviews(things.plan)
    assert (one.document, one.standing) == (document, "changed")
    [row] = selectors.stale(things.line.province_officer)
    assert (row.number, row.period) == (document.number, None)
    assert everything() == []


def test_a_report_that_comes_after_tells_it_too_and_one_of_other_days_does_not(things: Things) -> None:
    half, first = issued(things), issued(things, FIRST)
    of_second_quarter(things)
    things.line.approved(things.world.other_commune)
    assert told(half) == ["Xã An Phước, quý II/2021: báo cáo được duyệt sau khi ban hành."]
    assert told(first) == []
    assert everything() == []


@pytest.mark.deep
def test_a_stock_of_an_earlier_period_weighs_only_while_no_later_one_was_known(things: Things) -> None:
    early = issued(things)
    of_second_quarter(things)
    things.line.approved(things.world.sibling)
    late = issued(things, kind="final")
    things.line.corrected(things.report, CK_HO=1, HV_HO=9)
    assert len(told(early)) == 2
    assert told(late) == []
    things.line.corrected(Report.objects.get(period="2021Q1", version=2), TT_BUOI=8)
    assert [reason.split(":")[0] for reason in told(late)] == ["Phường Trảng Dài, quý I/2021"]
    assert everything() == []


def test_notes_alone_and_rows_of_no_figure_tell_nothing(things: Things) -> None:
    document = issued(things)
    things.line.corrected(things.report)
    rewritten({**ReviewIssue.objects.get().manifest, "sources": {}})
    things.line.corrected(Report.objects.get(period="2021Q1", version=2), TT_BUOI=8)
    assert told(document) == []


@pytest.mark.deep
def test_the_next_review_of_these_days_takes_its_place_and_says_so(things: Things) -> None:
    old, other = issued(things), issued(things, FIRST)
    things.line.corrected(things.report, TT_BUOI=7)
    new = issued(things, family="state")
    assert Mark.objects.get(kind="replaced").document == old
    assert f"thay thế Báo cáo số {old.number}" in str(new.value["preamble"])
    assert [one.standing for one in issued_reviews(things.plan)] == ["", "changed", "replaced"]
    assert {row.number for row in selectors.stale(things.line.province_officer)} == {other.number}
    things.line.corrected(Report.objects.get(period="2021Q1", version=2), TT_BUOI=8)
    assert [len(told(one)) for one in (old, other, new)] == [1, 2, 1]
    assert everything() == []
    assert issued(things, family="state").pk and Mark.objects.filter(document=new, kind="replaced").exists()


def test_a_correction_foretells_the_review_and_names_it_after(things: Things) -> None:
    document, reader = issued(things), things.line.province_officer
    new = things.line.correcting(things.report, TT_BUOI=7)

    def named(report: Report) -> list[tuple[str, object]]:
        found = correction_of(reader, selectors.report_page(reader, report.uid))
        return [(one.number, one.period) for one in found.documents] if found else []

    assert named(new) == [(document.number, None)]
    services.approve_report(actor=things.line.district_officer, report=new)
    assert named(new) == [(document.number, None)]
    assert named(things.report) == []


@pytest.mark.deep
def test_the_page_of_changes_leads_from_the_review_to_the_cell_and_to_a_new_one(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    document = issued(things)
    things.line.corrected(things.report, "Sót hai buổi", TT_BUOI=7)
    of_second_quarter(things)
    things.line.approved(things.world.other_commune)
    client = Client()
    client.force_login(User.objects.get(pk=things.line.province_officer.user_id))
    changes = reverse("reporting:changes", args=[document.uid])
    review = reverse("reporting:plan_review", args=[things.plan.uid])
    for page in (review, reverse("documents:detail", args=[document.uid]), "/"):
        assert changes in client.get(page).content.decode(), page
    page = client.get(changes).content.decode()
    assert "Sơ kết từ 01/01/2021 đến 17/06/2021" in page
    assert "3 → 7" in page and "Sót hai buổi" in page and "báo cáo được duyệt sau khi ban hành" in page
    new = reverse("reporting:review_issue", args=[things.plan.uid])
    query = "?loai=half&amp;tu=01%2F01%2F2021&amp;den=17%2F06%2F2021"
    assert f"{new}{query}&amp;the-thuc=union" in page and f"{review}{query}" in page
    assert f"thay thế {document.number}" in client.get(new + query.replace("&amp;", "&")).content.decode()
    asked = {"family": "union", "token": new_id()}
    answers = {client.post(new + query.replace("&amp;", "&"), asked).url for _time in range(2)}
    assert len(answers) == 1 and ReviewIssue.objects.count() == 2
    assert "Ban hành bản thay thế" not in client.get(changes).content.decode()


def test_nothing_goes_out_that_was_approved_over_while_it_was_made(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = things.line.submitted(things.world.sibling)
    write = papers.review_book

    def slowly(*given: object, **more: object) -> bytes:
        services.approve_report(actor=things.line.district_officer, report=waiting)
        return write(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(papers, "review_book", slowly)
    with pytest.raises(Refused, match="cùng lúc"):
        issued(things)
    assert not ReviewIssue.objects.exists()


@pytest.mark.deep
def test_telling_reviews_costs_the_same_however_many_went_out(things: Things) -> None:
    def cost(value: int) -> int:
        new = things.line.correcting(Report.objects.get(period="2021Q1", state="APPROVED"), TT_BUOI=value)
        with CaptureQueriesContext(connection) as captured:
            services.approve_report(actor=things.line.district_officer, report=new)
        return len(captured)

    issued(things)
    cost(11)
    few = cost(12)
    for last in (14, 15, 16):
        issued(things, Window(date(2021, 1, 1), date(2021, 6, last)))
    assert cost(13) == few


@pytest.mark.deep
def test_a_review_is_made_again_after_corrections_and_what_was_changed_is_named(
    things: Things, capsys: pytest.CaptureFixture[str]
) -> None:
    document = issued(things)
    things.line.corrected(things.report, TT_BUOI=7)
    assert main(["reports", "reproduce", document.number]) == 0
    assert capsys.readouterr().out.startswith("Khớp: số liệu và từng byte của docx, pdf")
    unguarded(
        "UPDATE reporting_value SET value = 90000 WHERE report_id = %s AND indicator = 'TT-BUOI'", things.report.pk
    )
    assert main(["reports", "reproduce", document.number]) == 1
    said = capsys.readouterr().out
    assert "Buổi tuyên truyền do Hội chủ trì hoặc phối hợp, năm 2021: văn bản ghi “3”, dựng lại là “9”" in said
    assert "Báo cáo 2021Q1, Phường Trảng Dài, bản 1: nội dung không khớp dấu niêm phong" in said


@pytest.mark.deep
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM documents_mark", "sổ văn bản có 0 dấu thay đổi, tính lại là 1 (2021Q1 của Phường Trảng Dài)"),
        ("UPDATE documents_storedfile SET content = %s", "trong sổ văn bản không còn là tệp đã ban hành"),
        ("UPDATE documents_document SET value = %s WHERE origin = 'issued'", "khác từng byte"),
    ],
)
def test_verifying_names_what_is_no_longer_as_it_went_out(things: Things, sql: str, said: str) -> None:
    document = issued(things)
    things.line.corrected(things.report, TT_BUOI=7)
    assert everything() == []
    other = json.dumps(document.value | {"title": "Khác"}) if "value" in sql else b"khac"
    unguarded(sql, *([other] if "%s" in sql else []))
    assert any(said in sentence for sentence in everything())


@pytest.mark.deep
def test_a_review_of_the_first_format_is_checked_by_its_seals_alone(things: Things) -> None:
    document = issued(things)
    rewritten({**ReviewIssue.objects.get().manifest, "format": 1})
    assert not papers.is_complete(ReviewIssue.objects.get())
    unguarded("DELETE FROM documents_mark")
    assert everything() == []
    unguarded("UPDATE documents_storedfile SET content = %s", b"khac")
    assert any(document.number in sentence for sentence in everything())


def printed(things: Things, review: ReviewIssue) -> object:
    """Return the figures of a review as they would be printed now, of the unit and of each below."""
    now = review_of(things.line.province_officer, things.plan, Window(review.first_day, review.last_day))
    figures = [(line.indicator.code, line.whole, dict(line.by_year), dict(line.reports)) for line in now.figures]
    return figures, now.approved, [(row.name, dict(row.figures)) for row in now.units]


def step(things: Things, random: Random) -> Report:
    """Submit a first report, or a correction that may change a flow, a stock, both or nothing."""
    line = things.line
    line.period = random.choice([parse("2021Q1"), parse("2021Q2")])
    unit = random.choice([things.world.commune, things.world.sibling, things.world.other_commune])
    last = Report.objects.filter(unit=unit, period=line.period.code).order_by("-version").first()
    actor = line.filler(unit)
    report = services.correct_report(actor=actor, report=last, reason="đếm sót") if last else line.draft(unit)
    flow, stock = Decimal(random.randint(1, 3)), random.choice([None, Decimal(1), Decimal(2)])
    cells = {"TT-BUOI": (flow, "đếm theo sổ"), "TN-DOI": (stock, "đếm theo sổ")}
    services.save_cells(actor=actor, report=report, cells=cells)
    return services.submit_report(actor=actor, report=report)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(examples(1)))
def test_whatever_changes_a_figure_that_was_printed_is_told(things: Things, seed: int) -> None:
    random, told_of = Random(seed), 0
    for at in range(16):
        if at % 4 == 1:
            issued(things, random.choice([DAYS, FIRST]), kind=random.choice(["half", "final"]))
        report = step(things, random)
        gone = Mark.objects.filter(kind="replaced").values("document")
        standing = list(ReviewIssue.objects.exclude(document__in=gone).select_related("document"))
        before = [(printed(things, one), len(told(one.document))) for one in standing]
        services.approve_report(actor=things.line.reviewer(report.unit), report=report)
        for one, (figures, marks) in zip(standing, before, strict=True):
            is_told = len(told(one.document)) > marks
            assert is_told or printed(things, one) == figures
            told_of += is_told
    assert everything() == []
    assert told_of
