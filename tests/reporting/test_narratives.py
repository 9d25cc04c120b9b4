"""The words of the official report: written by who issues it, always with the figures of the moment."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lanhmanh import paper
from lanhmanh.accounts.access import NotAllowed
from lanhmanh.accounts.models import User
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.models import Narrative
from lanhmanh.reporting.papers.sections import Section, own_key, roman
from lanhmanh.reporting.rules import forms
from tests.reporting.conftest import FORM, Q1, Line

SUBJECT = "HND-QUY/2021Q1"


def whole_of(line: Line) -> selectors.Consolidation:
    return selectors.consolidation(line.province_officer, FORM, Q1, line.world.province)


def part_of(line: Line, key: str) -> Section:
    parts = papers.report_sections(whole_of(line), [], selectors.narrative_of(FORM, Q1, line.world.province))
    return next((part for part in parts if part.key == key), Section(key, "", ""))


def write(line: Line, key: str, text: str, expected: int = 0) -> Narrative | None:
    return services.write_section(
        actor=line.province_officer, subject=SUBJECT, unit=line.world.province, section=part_of(line, key), text=text,
        expected=expected, sources=papers.sources_of(whole_of(line)),
    )  # fmt: skip


def printed(line: Line) -> str:
    narrative = selectors.narrative_of(FORM, Q1, line.world.province)
    value = papers.official_report(whole_of(line), [], narrative=narrative)
    clauses = [node for top in value.outline for node in (top, *top.children)]
    return "\n".join([*value.preamble, *(f"{one.heading}: {line}" for one in clauses for line in one.paragraphs)])


def test_a_corrected_figure_changes_in_the_words_of_the_unit(line: Line) -> None:
    first = line.approved(line.world.commune, TT_BUOI=312)
    write(line, "muc/II.1", "Nổi bật là [buoi tuyen truyen do hoi chu tri hoac phoi hop] buổi ở khắp các ấp.")
    assert "Nổi bật là 312 buổi ở khắp các ấp." in printed(line)
    filler, reviewer = line.filler(line.world.commune), line.reviewer(line.world.commune)
    again = services.correct_report(actor=filler, report=first, reason="Đếm thiếu")
    services.save_cells(actor=filler, report=again, cells={"TT-BUOI": (Decimal(330), "theo sổ")})
    services.submit_report(actor=filler, report=again)
    services.approve_report(actor=reviewer, report=again)
    assert "Nổi bật là 330 buổi ở khắp các ấp." in printed(line)


def test_words_are_versions_and_go_back_to_the_products_own(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    standard = printed(line)
    write(line, "muc/II.1", "Lời một.")
    write(line, "muc/II.1", "Lời hai.", expected=1)
    assert "Lời hai." in printed(line) and "tổ chức 3 buổi" not in printed(line)
    write(line, "muc/II.1", "", expected=2)
    assert printed(line) == standard
    assert selectors.narrative_of(FORM, Q1, line.world.province) == {}
    rows = selectors.versions_of_words(SUBJECT, line.world.province, "muc/II.1")
    assert [(row.version, row.text) for row in rows] == [(3, ""), (2, "Lời hai."), (1, "Lời một.")]
    verbs = Event.objects.filter(verb__startswith="narrative.").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["narrative.written", "narrative.written", "narrative.given_back"]
    assert "Lời" not in "".join(Event.objects.filter(verb__startswith="narrative.").values_list("facts", flat=True))


def test_saving_the_products_words_unchanged_leaves_them_the_products(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    part = part_of(line, "muc/II.1")
    assert write(line, "muc/II.1", part.standard) is None
    assert Narrative.objects.count() == 0


def test_nobody_overwrites_what_was_written_in_between(line: Line) -> None:
    line.approved(line.world.commune)
    write(line, "muc/II.1", "Lời của người khác.")
    with pytest.raises(services.WrittenBetween):
        write(line, "muc/II.1", "Lời của tôi.", expected=0)
    assert selectors.narrative_of(FORM, Q1, line.world.province) == {"muc/II.1": "Lời của người khác."}
    row = Narrative.objects.get()
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_only_who_issues_documents_writes_and_only_what_can_be_read(line: Line) -> None:
    line.approved(line.world.commune)
    with pytest.raises(Refused, match="không phải số liệu nào"):
        write(line, "muc/II.1", "[Số không có]")
    with pytest.raises(NotAllowed):
        services.write_section(
            actor=line.district_officer, subject=SUBJECT, unit=line.world.province, section=part_of(line, "muc/II.1"),
            text="Lời.", expected=0, sources=papers.sources_of(whole_of(line)),
        )  # fmt: skip
    assert Narrative.objects.count() == 0


@pytest.mark.deep
def test_own_sections_follow_the_results_and_what_is_missing_cannot_be_written_away(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    write(line, own_key("Phương hướng", []), "Làm tiếp.")
    write(line, own_key("Khó khăn", ["rieng/01/Phương hướng"]), "Thiếu người.\nThiếu kinh phí.")
    write(line, "tinh-hinh", "Nhìn chung kịp thời.")
    write(line, "mo-dau", "Thực hiện Kế hoạch số 15-KH/HNDT, Hội báo cáo:")
    narrative = selectors.narrative_of(FORM, Q1, line.world.province)
    missing = selectors.missing_units(FORM, Q1, line.world.province)
    value = papers.official_report(whole_of(line), missing, narrative=narrative, number="01-BC/HNDT")
    assert value.preamble == ("Thực hiện Kế hoạch số 15-KH/HNDT, Hội báo cáo:",)
    assert [(node.label, node.heading) for node in value.outline[2:]] == [("III", "PHƯƠNG HƯỚNG"), ("IV", "KHÓ KHĂN")]
    assert value.outline[3].paragraphs == ("Thiếu người.", "Thiếu kinh phí.")
    assert "Đã có 1 trên 6 báo cáo được duyệt" in value.outline[0].paragraphs[0]
    assert value.outline[0].paragraphs[-1] == "Nhìn chung kịp thời."
    again = paper.read(paper.write_docx(value))
    assert (again.outline, again.preamble, again.tables) == (value.outline, value.preamble, value.tables)


def test_words_name_the_year_the_period_before_and_single_units(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=30)
    sources = papers.sources_of(whole_of(line))
    district = line.world.district.uid
    assert (sources["TT-BUOI"].printed, sources["TT-BUOI:luyke"].printed) == ("30", "30")
    assert sources[f"TT-BUOI:tai={district}"].name.endswith(", Thành phố Biên Hòa")
    assert sources[f"TT-BUOI:tai={district}"].value == 30
    assert sources["TT-BUOI:truoc"].value is None
    assert sources["TT-BUOI:chenh"].printed == "(chưa đủ số liệu để so với quý IV/2020)"
    assert len(set(sources.by_name)) == len(sources)


def test_reading_the_words_costs_one_query(line: Line, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    line.approved(line.world.commune)
    for number in range(3):
        write(line, "muc/II.1", f"Lời {number}.", expected=number)
    with django_assert_num_queries(1):
        assert selectors.narrative_of(FORM, Q1, line.world.province) == {"muc/II.1": "Lời 2."}


@pytest.mark.parametrize("code", ["HND-THANG", "HND-6THANG", "HND-NAM", "HND-PLCT2", "HND-PLQD28"])
def test_every_form_gives_a_report_that_passes_over_no_row(line: Line, code: str) -> None:
    """Every row with a figure is named in the words, every row without one among what is missing."""
    form = forms.get(code)
    period = (form.first_period or Period(2025, form.kind)).next(form.kind is not Kind.YEAR)
    whole = selectors.consolidation(line.province_officer, form, period, line.world.province)
    half = {one.code: Decimal(at + 11) for at, one in enumerate(whole.indicators) if at % 2}
    whole = type(whole)(**{**vars(whole), "totals": half, "year_to_date": half})
    parts = papers.report_sections(whole, [], {})
    for part in (one for one in parts if one.key.startswith("muc/")):
        section = next(one for one in form.sections if f"muc/{one.path}" == part.key)
        known = [row for row in section.rows if row in half]
        assert all(f"{{{row}}}" in part.standard for row in known), part.standard
        assert len(part.absent) == len(section.rows) - len(known)
    text = "\n".join(part for one in parts for part in one.paragraphs(papers.sources_of(whole)))
    assert ("Lũy kế" in {one.heading[:6] for one in parts}) == (form.kind is not Kind.YEAR)
    assert "(chưa" not in text
    assert "{" not in text


def test_titles_of_forms_say_what_they_are_on(line: Line) -> None:
    form = forms.get("HND-PLCT2")
    whole = selectors.consolidation(line.province_officer, form, Period(2022), line.world.province)
    assert papers.title_of(whole) == "Phân loại địa bàn theo Chương trình 2, năm 2022"
    value = papers.official_report(whole, [])
    assert "báo cáo phân loại địa bàn theo Chương trình 2, năm 2022 (số liệu từ ngày" in value.preamble[0]
    heads = [row[1] for table in value.tables for row in table.rows]
    assert "Lũy kế từ đầu năm" not in heads


def test_small_parts() -> None:
    assert [roman(number) for number in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]


# The pages.


@pytest.fixture
def officer(line: Line, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(settings, "DEMO", True)
    client = Client()
    client.force_login(User.objects.get(pk=line.province_officer.user_id))
    return client


def at(line: Line, name: str, section: str = "") -> str:
    return reverse(f"reporting:{name}", args=[FORM.code, Q1.code, line.world.province.uid]) + (
        f"?muc={section}" if section else ""
    )


def test_writing_inserting_and_seeing_without_a_script(line: Line, officer: Client) -> None:
    line.approved(line.world.commune, TT_BUOI=312)
    page = officer.get(at(line, "edit_words", "muc/II.1")).content.decode()
    assert "[Buổi tuyên truyền do Hội chủ trì hoặc phối hợp = 312]" in page
    seen = officer.post(
        at(line, "edit_words", "muc/II.1"), {"text": "Có 312 buổi", "deed": "preview", "version": 0}
    ).content.decode()
    assert "Số gõ tay" in seen and "Thay bằng [Buổi tuyên truyền do Hội chủ trì hoặc phối hợp = 312]" in seen
    swapped = officer.post(
        at(line, "edit_words", "muc/II.1"), {"text": "Có 312 buổi", "replace": "3:TT-BUOI", "version": 0}
    ).content.decode()
    assert "Có [Buổi tuyên truyền do Hội chủ trì hoặc phối hợp = 312] buổi</textarea>" in swapped
    put = officer.post(at(line, "edit_words", "muc/II.1"), {"text": "Có", "insert": "TT-LUOT:luyke", "version": 0})
    assert "Có [Lượt người dự tuyên truyền, lũy kế từ đầu năm = 0]</textarea>" in put.content.decode()
    saved = officer.post(
        at(line, "edit_words", "muc/II.1"),
        {"text": "Có [Buổi tuyên truyền do Hội chủ trì hoặc phối hợp = 312] buổi.", "version": 0, "deed": "save"},
    )
    assert saved.status_code == 302
    assert "Có 312 buổi." in officer.get(at(line, "words")).content.decode()
    assert "Có 312 buổi." in officer.get(at(line, "preview")).content.decode()


@pytest.mark.deep
def test_a_conflict_keeps_and_shows_both_texts(line: Line, officer: Client) -> None:
    line.approved(line.world.commune)
    write(line, "muc/II.1", "Lời của người khác.")
    answer = officer.post(at(line, "edit_words", "muc/II.1"), {"text": "Lời của tôi.", "version": 0, "deed": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lời của tôi.</textarea>" in page
    assert "khác." in page and 'name="version" value="1"' in page
    assert officer.post(
        at(line, "edit_words", "muc/II.1"), {"text": "Lời chung.", "version": 1, "deed": "save"}
    ).status_code == 302  # fmt: skip
    history = officer.get(at(line, "edit_words", "muc/II.1")).content.decode()
    assert "Bản 2" in history and "<del>" in history and "<ins>" in history
    officer.post(at(line, "edit_words", "muc/II.1"), {"text": "?", "version": 2, "deed": "standard"})
    assert selectors.narrative_of(FORM, Q1, line.world.province) == {}


@pytest.mark.deep
def test_own_sections_are_added_and_removed(line: Line, officer: Client) -> None:
    line.approved(line.world.commune)
    new = at(line, "edit_words", "moi")
    assert officer.get(f"{new}&ten=Khó khăn, vướng mắc").status_code == 200
    for heading, body in (("", "Lời."), ("a/b", "Lời."), ("[x]", "Lời."), ("Khó khăn", " "), ("x" * 101, "Lời.")):
        refused = officer.post(new, {"heading": heading, "text": body, "version": 0, "deed": "save"})
        assert refused.status_code == 422
    added = {"heading": "Khó khăn, vướng mắc", "text": "Thiếu người.", "version": "0", "deed": "save"}
    assert officer.post(new, added).status_code == 302
    own = [key for key in selectors.narrative_of(FORM, Q1, line.world.province) if key.endswith("Khó khăn, vướng mắc")]
    assert len(own) == 1
    officer.post(at(line, "edit_words", own[0]), {"text": "", "version": "1", "deed": "standard"})
    assert own[0] not in selectors.narrative_of(FORM, Q1, line.world.province)


@pytest.mark.deep
def test_bad_input_gets_an_answer(line: Line, officer: Client) -> None:
    line.approved(line.world.commune)
    for data in (
        {}, {"text": "\x00", "deed": "save"}, {"text": "a" * 100_000, "deed": "save"}, {"version": "9" * 30},
        {"replace": "x"}, {"replace": "9" * 30 + ":TT-BUOI"}, {"replace": "-1:TT-BUOI"}, {"insert": "khong"},
        {"text": "[" * 500, "deed": "save"}, {"text": "{TT-BUOI:tai=KHONG}", "deed": "save"}, {"kind": "<b>"},
    ):  # fmt: skip
        with transaction.atomic():
            answer = officer.post(at(line, "edit_words", "muc/II.1"), data)
            transaction.set_rollback(True)
        assert answer.status_code in {200, 302, 422}, data


def test_what_is_no_section_is_not_there(line: Line, officer: Client) -> None:
    line.approved(line.world.commune)
    for section in ("muc/IX", "rieng/01/Không có", "../.."):
        assert officer.get(at(line, "edit_words") + f"?muc={section}").status_code == 404, section


def test_communes_write_their_own_and_strangers_nothing(line: Line, officer: Client) -> None:
    line.approved(line.world.commune, TT_BUOI=2)
    own = Client()
    own.force_login(User.objects.get(pk=line.filler(line.world.commune).user_id))
    address = reverse("reporting:words", args=[FORM.code, Q1.code, line.world.commune.uid])
    assert "Hội tổ chức 2 buổi" in own.get(address).content.decode()
    assert officer.get(address).status_code == 404
    assert own.get(at(line, "words")).status_code == 404
