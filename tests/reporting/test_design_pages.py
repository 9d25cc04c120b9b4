"""The pages on which a province makes forms, by Client as a browser without JavaScript uses them."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lanhmanh.reporting import services
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import FormDesign, FormEnd, Report
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.drafting import rows_of
from tests.factories import make_actor
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import as_, text
from tests.reporting.test_own_forms import Neighbour, drafted, published, queries

HEAD = {
    "name_vi": "Chuyên đề tháng Tư", "name_en": "April", "period": "MONTH", "calendar": "own", "cut_off": "20",
    "days_commune": "3", "days_district": "", "days_province": "5",
}  # fmt: skip
HOSTILE = ["", "<script>", "-1", "9" * 20, "²", "x" * 5000]


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


@pytest.fixture
def officer(line: Line) -> Client:
    return as_(line.province_officer)


def url(name: str, *args: object) -> str:
    return reverse(f"reporting:{name}", args=args)


def started(officer: Client, **changes: str) -> FormDesign:
    told = {"like": "", "code": "thang4", "name_vi": "Chuyên đề tháng Tư", "name_en": "April"} | changes
    answer = officer.post(url("design_start"), told)
    assert answer.status_code == 302, text(answer)
    return FormDesign.objects.latest("pk")


def of(design: FormDesign) -> dict[str, object]:
    design.refresh_from_db()
    return design.definition


@pytest.mark.deep
def test_a_form_is_made_from_nothing_to_published(officer: Client, line: Line) -> None:
    assert "Chưa có biểu nào của tỉnh" in text(officer.get(url("designs")))
    design = started(officer)
    assert design.code == "CD75-THANG4"
    uid = design.uid
    page = text(officer.get(url("design", uid)))
    assert "Chưa chọn loại kỳ" in page
    assert "Biểu chưa có chỉ tiêu nào" in page
    assert "Lưu loại kỳ và ngày chốt trước" in page
    assert officer.post(url("design", uid), HEAD).headers["Location"] == url("design", uid)
    page = text(officer.get(url("design", uid)))
    assert '<option value="202104"' in page
    answer = officer.post(url("design", uid), HEAD | {"first_period": "202104"})
    assert answer.headers["Location"] == url("design_rows", uid)
    assert of(design)["calendar"] == "N20"
    found = text(officer.get(url("design_pick", uid), {"tim": "TUYEN truyền"}))
    assert 'value="TT-BUOI"' in found
    assert 'value="TN-LUOT"' not in found
    officer.post(url("design_pick", uid), {"tim": "tuyen truyen", "row": ["TT-BUOI", "TT-LUOT", "TN-LUOT"]})
    officer.post(url("design_pick", uid), {"tim": "ty le ho", "row": ["CK-TYLE"]})
    assert rows_of(of(design)) == ["TT-BUOI", "TT-LUOT", "CK-TYLE"]
    page = text(officer.get(url("design_rows", uid)))
    assert page.count("cần cả “Tổng số hộ hội viên cuối kỳ”") == 2  # in the list of what is left, and at the row
    assert "Còn thiếu 2 chỉ tiêu đi kèm" in page
    officer.post(url("design_rows", uid), {"deed": "companions"})
    officer.post(url("design_rows", uid), {"deed": "up:TT-LUOT"})
    officer.post(url("design_rows", uid), {"deed": "section-up:II.2"})
    assert rows_of(of(design)) == ["CK-TYLE", "CK-HO", "HV-HO", "TT-LUOT", "TT-BUOI"]
    answer = officer.post(
        url("design_pair", uid, "AT-MOST"), {"other": "TT-LUOT", "indicators": ["TT-BUOI"], "severity": "warning"}
    )
    assert answer.status_code == 302
    assert "Không được lớn hơn chỉ tiêu khác" in text(officer.get(url("design_rules", uid)))
    trial = text(officer.get(url("design_try", uid)))
    for words in ("5, trong đó 0 ô nhập tay", "3 đơn vị", "21/03/2021 – 20/04/2021", "26/04/2021", "Phường Trảng Dài"):
        assert words in trial
    tried = text(officer.post(url("design_try", uid), {"v-CK-HO": "10", "v-HV-HO": "9", "v-TT-BUOI": "x"}))
    assert "không được lớn hơn “Tổng số hộ hội viên cuối kỳ” (9)" in tried
    assert "Chỉ gõ chữ số" in tried
    assert Report.objects.count() == 0
    assert "không sửa được và không rút lại được" in text(officer.get(url("design_publish", uid)))
    answer = officer.post(url("design_publish", uid))
    assert answer.headers["Location"] == url("form", "CD75-THANG4")
    form = form_of("CD75-THANG4")
    assert [(rule.level, rule.working_days_after) for rule in form.levels] == [("commune", 3), ("province", 5)]
    assert "Từ tháng 4/2021" in text(officer.get(url("designs")))
    page = text(officer.get(url("form", "CD75-THANG4")))
    assert "Lập bản mới" in page
    assert "Ngừng áp dụng" in page
    assert officer.get(url("design", uid)).status_code == 404


def test_a_form_is_followed_ended_and_its_draft_discarded(officer: Client, line: Line) -> None:
    form = published(line)
    assert officer.get(url("form_next", form.code)).status_code == 200
    answer = officer.post(url("form_next", form.code))
    draft = FormDesign.objects.get(state="draft")
    assert answer.headers["Location"] == url("design", draft.uid)
    page = text(officer.get(url("design", draft.uid)))
    assert "bản 2" in page
    # the line keeps its kind and its calendar, whatever is posted
    officer.post(url("design", draft.uid), HEAD | {"first_period": "2021Q2"})
    assert (of(draft)["period"], of(draft)["calendar"], of(draft)["first_period"]) == ("QUARTER", "ND09", "2021Q2")
    assert officer.get(url("design_discard", draft.uid)).status_code == 200
    officer.post(url("design_discard", draft.uid))
    assert not FormDesign.objects.filter(state="draft").exists()
    assert officer.post(url("form_end", form.code), {"last_period": "2021Q1", "reason": ""}).status_code == 422
    assert "Không hỏi kỳ nào" in text(officer.get(url("form_end", form.code)))
    answer = officer.post(url("form_end", form.code), {"last_period": "2021Q1", "reason": "Hết đợt"})
    assert answer.headers["Location"] == url("form", form.code)
    page = text(officer.get(url("form", form.code)))
    assert "Hết đợt" in page
    assert url("form_end", form.code) not in page
    again = officer.post(url("form_end", form.code), {"last_period": "2021Q2", "reason": "Nữa"})
    assert "tải lại trang" in text(again)
    assert FormEnd.objects.count() == 1


@pytest.mark.deep
def test_a_copy_of_any_form_and_its_rules(officer: Client, line: Line) -> None:
    assert "Báo cáo 6 tháng của Hội Nông dân" in text(officer.get(url("design_start"), {"tu": "HND-6THANG"}))
    design = started(officer, like="HND-6THANG", code="6T")
    assert rows_of(of(design)) == list(forms.get("HND-6THANG").rows)
    uid = design.uid
    told = {f"{code}-use": "on" for code in ("EMPTY", "JUMP", "FALL")}
    told |= {"JUMP-severity": "error", "JUMP-times": "3", "JUMP-least": "10", "JUMP-indicators": "TT-MANG"}
    assert officer.post(url("design_rules", uid), told | {"JUMP-times": "1"}).status_code == 422
    assert officer.post(url("design_rules", uid), told | {"JUMP-indicators": "NO"}).status_code == 422
    assert officer.post(url("design_rules", uid), told).status_code == 302
    assert of(design)["use"] == ["EMPTY", "FALL"]
    assert of(design)["rule"] == [
        {"like": "JUMP", "severity": "error", "times": 3, "least": 10, "indicators": ["TT-MANG"]}
    ]
    page = text(officer.get(url("design_rules", uid)))
    assert 'name="JUMP-times" value="3"' in page
    officer.post(
        url("design_pair", uid, "TOTAL"), {"other": "HT-HOSO", "indicators": ["HT-NAM", "HT-NU"], "severity": "error"}
    )
    officer.post(url("design_rules", uid), {"deed": "drop:TOTAL-1"})
    assert [rule["like"] for rule in of(design)["rule"]] == ["JUMP"]  # type: ignore[index, attr-defined]
    same = {"other": "HT-NAM", "indicators": ["HT-NAM"], "severity": "error"}
    assert "không so với chính nó" in text(officer.post(url("design_pair", uid, "TOTAL"), same))
    section = {"path": "IV", "title_vi": "Phần mới", "title_en": "New"}
    assert officer.post(url("design_section", uid, "I.2"), section).status_code == 302
    assert "Phần mới" in text(officer.get(url("design_rows", uid)))
    assert officer.post(url("design_section", uid, "II.1"), section).status_code == 422  # IV has a section now
    assert officer.get(url("design_section", uid, "I.2")).status_code == 404


@pytest.mark.deep
def test_only_what_was_shown_is_taken_out(officer: Client, line: Line) -> None:
    design = drafted(line.province_officer, line.world.province)
    officer.post(url("design_pick", design.uid), {"tim": "tuyên truyền", "row": ["TT-LUOT"], "vao": "II.2"})
    assert rows_of(of(design)) == ["TT-LUOT", "CK-HO", "HV-HO", "CK-TYLE", "TN-LUOT"]
    officer.post(url("design_pick", design.uid), {"tim": "PT-DOT", "row": ["PT-DOT"], "vao": "II.1"})
    assert of(design)["section"][0]["rows"] == ["TT-LUOT", "PT-DOT"]  # type: ignore[index, attr-defined]
    everything = [one.code for one in catalogue.load()]
    officer.post(url("design_pick", design.uid), {"tim": "", "row": everything})
    assert len(rows_of(of(design))) == len(everything)
    page = text(officer.get(url("design_rows", design.uid)))
    assert page.count('<tr id="row-') == len(everything)
    assert text(officer.get(url("design_try", design.uid))).count('<tr id="row-') == len(everything)


@pytest.mark.deep
def test_a_draft_and_a_form_of_another_province_are_not_there(officer: Client, line: Line) -> None:
    there = Neighbour()
    stranger = as_(there.officer)
    design, form = drafted(line.province_officer, line.world.province, "NHAP"), published(line)
    pages = [
        url(f"design{name}", design.uid) for name in ("", "_rows", "_pick", "_rules", "_try", "_publish", "_discard")
    ]
    pages += [url("design_section", design.uid, "II.1"), url("design_pair", design.uid, "TOTAL")]
    pages += [url(name, form.code) for name in ("form", "form_next", "form_end")]
    for page in pages:
        assert officer.get(page).status_code in {200, 302}, page
        assert (stranger.get(page).status_code, stranger.post(page).status_code) == (404, 404), page
    assert form.code not in text(stranger.get(url("designs")))
    own = [line.world.commune.uid, form.code, "2021Q1"]
    assert as_(line.filler(line.world.commune)).get(url("open", *own)).status_code == 200
    assert as_(there.commune_officer).get(url("open", there.commune.uid, form.code, "2021Q1")).status_code == 404
    for name in ("consolidation", "preview"):
        assert officer.get(url(name, form.code, "2021Q1", line.world.province.uid)).status_code == 200
        assert stranger.get(url(name, form.code, "2021Q1", there.province.uid)).status_code == 404
    assert stranger.get(url("index"), {"bieu": form.code}).status_code == 404
    assert officer.get(url("index"), {"bieu": form.code}).status_code == 200
    assert stranger.get(url("consolidation_index"), {"form": form.code}).status_code == 404
    assert as_(line.district_officer).get(url("designs")).status_code == 404


@pytest.mark.deep
def test_forms_of_the_product_are_read_only(officer: Client, line: Line) -> None:
    for form in forms.latest():
        page = text(officer.get(url("form", form.code)))
        assert "chỉ xem" in page
        assert officer.post(url("form_next", form.code)).status_code == 404
        assert officer.post(url("form_end", form.code)).status_code == 404
    assert officer.get(url("form", "NO")).status_code == 404
    tried = officer.post(url("form", "HND-QUY"), {"v-TT-BUOI": "3"})
    assert "khác số tự tính" in text(tried)
    assert Report.objects.count() == 0


@pytest.mark.deep
def test_whatever_is_typed_gets_a_sentence(officer: Client, line: Line) -> None:
    design = drafted(line.province_officer, line.world.province)
    uid, before = design.uid, of(design)
    for value in HOSTILE:
        assert (
            officer.post(
                url("design_start"), {"like": value, "code": value, "name_vi": value, "name_en": value}
            ).status_code
            == 422
        )
        for name in ("period", "calendar", "cut_off", "first_period", "days_commune"):
            assert officer.post(url("design", uid), HEAD | {"first_period": "2021Q1", name: value}).status_code in {
                302,
                422,
            }
        assert officer.post(url("design_rows", uid), {"deed": value}).status_code == 404
        for verb in ("up", "drop", "section-up", "section-drop"):
            assert officer.post(url("design_rows", uid), {"deed": f"{verb}:{value}"}).status_code == 302
        assert officer.get(url("design_pick", uid), {"tim": value}).status_code == 200
        assert (
            officer.post(url("design_pick", uid), {"tim": "khong co gi", "row": value, "vao": value}).status_code == 302
        )
        assert officer.post(url("design_rules", uid), {"deed": f"drop:{value}"}).status_code == 302
        assert (
            officer.post(
                url("design_pair", uid, "TOTAL"), {"other": value, "indicators": value, "severity": value}
            ).status_code
            == 422
        )
        assert officer.post(url("design_try", uid), {"v-CK-HO": value, "n-CK-HO": value}).status_code == 200
        assert officer.get(url("design_try", uid), {"don-vi": value}).status_code == 200
    assert rows_of(of(design)) == rows_of(before)  # type: ignore[arg-type]
    assert officer.get(url("design", "x" * 26)).status_code == 404
    assert officer.get(url("design_pair", uid, "EMPTY")).status_code == 404
    calendar = officer.post(url("design", uid), HEAD | {"calendar": "QD28"})
    assert "Lịch này chỉ có kỳ năm" in text(calendar)


def test_a_draft_with_something_wrong_cannot_be_published(officer: Client, line: Line) -> None:
    design = drafted(line.province_officer, line.world.province, rows=("CK-TYLE",))
    for answer in (officer.get(url("design_publish", design.uid)), officer.post(url("design_publish", design.uid))):
        assert answer.headers["Location"] == url("design_try", design.uid)
    assert "Chưa chạy thử được" in text(officer.get(url("design_try", design.uid)))
    assert of(design) and design.state == "draft"


def test_the_pages_speak_english(officer: Client, line: Line) -> None:
    design = drafted(line.province_officer, line.world.province, rows=("CK-TYLE",))
    officer.cookies["django_language"] = "en"
    with translation.override("en"):
        page = text(officer.get(url("design_rows", design.uid)))
        assert "“Share of member households" in page or "needs “" in page
        assert "2. Indicators" in page and "Forms" in page
        for name in ("design", "design_rules", "design_try", "design_pick"):
            assert "left to do before publishing" in text(officer.get(url(name, design.uid)))


@pytest.mark.deep
def test_a_longer_catalogue_of_rows_costs_no_more_queries(officer: Client, line: Line) -> None:
    derived = tuple(one.code for one in catalogue.load() if one.figure)  # which facts are asked depends on these
    few = drafted(line.province_officer, line.world.province, "IT", rows=derived)
    many = drafted(
        line.province_officer, line.world.province, "NHIEU", rows=tuple(one.code for one in catalogue.load())
    )
    officer.get(url("designs"))
    for name in ("design", "design_rows", "design_pick", "design_rules", "design_try"):
        pages = [url(name, design.uid) for design in (few, many)]
        assert queries(lambda: officer.get(pages[0])) == queries(lambda: officer.get(pages[1])), name  # noqa: B023


def test_the_way_to_the_forms_is_shown_to_who_makes_them(officer: Client, line: Line) -> None:
    assert url("designs") in text(officer.get(url("index")))
    assert url("designs") not in text(as_(line.district_officer).get(url("index")))


def test_an_own_form_is_filled_in_the_browser(line: Line) -> None:
    form, unit = published(line), line.world.commune
    browser = as_(line.filler(unit))
    answer = browser.post(url("open", unit.uid, form.code, "2021Q1"))
    report = Report.objects.get()
    assert answer.headers["Location"] == url("report", report.uid)
    typed = {f"v-{code}": "0" for code in form.rows if code != "CK-TYLE"} | {"n-TT-LUOT": "đếm theo sổ"}
    assert browser.post(url("submit", report.uid), typed).status_code == 302
    report.refresh_from_db()
    assert report.state == "SUBMITTED"
    reviewer = as_(line.reviewer(unit))
    assert reviewer.post(url("review", report.uid), {"deed": "approve"}).status_code == 302
    actor = make_actor("auditor", line.world.province)
    assert "1/2" in text(as_(actor).get(url("index"), {"bieu": form.code}))
    services.rebuild_sums(actor=line.province_officer, form=form, period=form.first_period)  # type: ignore[arg-type]
    whole = as_(actor).get(url("consolidation", form.code, "2021Q1", line.world.district.uid))
    assert "Thiếu 2/3 báo cáo" in text(whole)
