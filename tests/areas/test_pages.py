"""Every page of the ledger as people use it, and what is wrong said beside where it is wrong."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.models import Appeal, AreaClass, Assessment, ChangePlan, CourseDay, TargetClass
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.services.aims import set_targets
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.kernel.errors import Refused
from tests.areas.conftest import SignIn
from tests.factories import make_actor
from tests.factories.areas import CODE, FEW, KEY, MANY, NONE, PDF, Ledger

pytestmark = pytest.mark.django_db


def history(ledger: Ledger) -> None:
    """Give three communes two years: one gets better, one worse, one stays."""
    world = ledger.world
    told = {world.commune: (KEY, MANY), world.sibling: (FEW, MANY), world.other_commune: (NONE, NONE)}
    rows = [
        Old(unit.pk, year, code, "QĐ cũ", date(year + 1, 1, 15))
        for unit, codes in told.items()
        for year, code in zip((2019, 2020), codes, strict=True)
    ]
    import_classes(actor=ledger.officer, province=world.province, code=CODE, rows=rows)


def test_the_picture_of_a_province(ledger: Ledger, sign_in: SignIn) -> None:
    client = sign_in(ledger.officer)
    assert "Chưa có loại" in client.get(reverse("areas:index")).text
    history(ledger)
    page = client.get(reverse("areas:index"))
    assert page.status_code == 200
    assert "Địa bàn năm 2020" in page.text
    assert '<td data-move="better"><a href=' in page.text
    assert "1 địa bàn tụt lại" in page.text
    assert page.text.count('class="tile" data-class') == 3 + 1
    older = client.get(reverse("areas:index"), {"nam": "2019"})
    assert "Đã chuyển ra sao" not in older.text


def test_the_head_of_a_branch_meets_the_own_commune_first(ledger: Ledger, sign_in: SignIn) -> None:
    history(ledger)
    page = sign_in(make_actor("branch_head", ledger.world.branch)).get(reverse("areas:index"))
    assert '<h2 id="area-h">Phường Trảng Dài</h2>' in page.text


@pytest.mark.parametrize(
    "query", [{"nam": "x"}, {"nam": "99999"}, {"nam": "1999"}, {"bo": "?"}, {"don-vi": "x"}, {"nam": "２０２０"}]
)
def test_an_address_that_is_wrong_is_not_there(ledger: Ledger, sign_in: SignIn, query: dict[str, str]) -> None:
    assert sign_in(ledger.officer).get(reverse("areas:index"), query).status_code == 404


def test_a_province_without_rules_says_what_to_do(world: object, sign_in: SignIn) -> None:
    actor = make_actor("province_officer", world.province)  # type: ignore[attr-defined]
    page = sign_in(actor).get(reverse("areas:index"))
    assert "Chưa có bộ tiêu chí xếp loại" in page.text


def test_a_cell_of_the_matrix_opens_to_its_communes(ledger: Ledger, sign_in: SignIn) -> None:
    history(ledger)
    client = sign_in(ledger.officer)
    page = client.get(reverse("areas:list"), {"tu": KEY, "den": MANY})
    assert "Phường Trảng Dài" in page.text
    assert "Phường Tân Phong" not in page.text
    assert "Phường Tân Phong" in client.get(reverse("areas:list"), {"tut": "1"}).text
    assert "Không có địa bàn nào như vậy" in client.get(reverse("areas:list"), {"tu": NONE, "den": KEY}).text
    book = client.get(reverse("areas:list"), {"tep": "xlsx"})
    assert book["Content-Type"].endswith("sheet")


def test_a_commune_scores_itself_and_the_province_decides(ledger: Ledger, sign_in: SignIn) -> None:
    commune, province, leader = (sign_in(one) for one in (ledger.scorer, ledger.officer, ledger.leader))
    uid = ledger.world.commune.uid
    begun = commune.post(reverse("areas:start", args=[uid]), {"code": CODE, "year": "2021"})
    made = Assessment.objects.get()
    assert begun["Location"] == reverse("areas:score", args=[made.uid])
    page = commune.get(begun["Location"])
    assert "Người có hồ sơ quản lý" in page.text
    files = {"f_addicts": SimpleUploadedFile("bang.pdf", PDF)}
    sent = {"version": "1", "v_addicts": "25", "s_addicts": "Công an", "v_spots": "0", "s_spots": "Công an"}
    saved = commune.post(begun["Location"], {**sent, **files, "submit": "1"})
    assert saved["Location"] == reverse("areas:submit", args=[made.uid])
    look = commune.get(saved["Location"])
    assert "Xếp loại “Nhiều”: đạt tiêu chí 1." in look.text
    made.refresh_from_db()
    commune.post(saved["Location"], {"version": str(made.version)})
    page = province.get(reverse("areas:assessment", args=[made.uid]))
    assert "bang.pdf" in page.text
    assert province.get(reverse("areas:evidence", args=[made.evidence.get().uid])).content == PDF
    made.refresh_from_db()
    lines = {"a_addicts": "other", "v_addicts": "60", "w_addicts": "Sổ Công an tỉnh", "a_spots": "agreed"}
    done = province.post(reverse("areas:appraise", args=[made.uid]), {**lines, "version": str(made.version)})
    assert done.status_code == 302
    choose = leader.get(reverse("areas:decide"), {"nam": "2021"})
    assert "Phường Trảng Dài" in choose.text
    picked = {"pick": made.uid, f"class_{made.uid}": KEY, f"recognised_{made.uid}": "0", "family": "union"}
    shown = leader.post(reverse("areas:decide"), {**picked, "deed": "look"})
    assert "BAN THƯỜNG VỤ HỘI NÔNG DÂN TỈNH ĐỒNG NAI QUYẾT ĐỊNH" in shown.text
    issued = leader.post(reverse("areas:decide"), {**picked, "deed": "issue"})
    assert issued.status_code == 302
    assert AreaClass.objects.get().class_code == KEY
    book = leader.get(reverse("areas:area", args=[uid])).text
    assert "Trọng điểm, không được công nhận" in book
    assert "Giải thích theo bộ tiêu chí" in book
    assert "từ 50 trở lên" in book


def test_what_is_wrong_is_said_and_kept(ledger: Ledger, sign_in: SignIn) -> None:
    made, client = ledger.started(), sign_in(ledger.scorer)
    url = reverse("areas:score", args=[made.uid])
    page = client.post(url, {"version": "1", "v_addicts": "hai mươi", "s_addicts": "Công an phường"})
    assert page.status_code == 422
    assert "Chỉ gõ chữ số" in page.text
    assert "Công an phường" in page.text
    page = client.post(url, {"version": "1", "f_addicts": SimpleUploadedFile("a.exe", b"MZ")})
    assert page.status_code == 422
    assert "Chỉ nhận ảnh" in page.text
    page = client.post(url, {"version": "x" * 100})
    assert page.status_code == 422
    page = client.post(reverse("areas:submit", args=[made.uid]), {"version": "1"})
    assert page.status_code == 422
    assert "Chưa chấm tiêu chí nào" in page.text


@pytest.mark.deep
def test_deciding_wrongly_says_so_and_keeps_what_was_chosen(ledger: Ledger, sign_in: SignIn) -> None:
    made, leader = ledger.appraised(), sign_in(ledger.leader)
    url = reverse("areas:decide")
    assert "Chọn ít nhất một địa bàn" in leader.post(url, {"deed": "look"}).text
    page = leader.post(url, {"deed": "issue", "pick": made.uid, f"class_{made.uid}": NONE})
    assert page.status_code == 422
    assert "ghi lý do khi loại khác" in page.text
    assert leader.post(url, {"deed": "look", "pick": ["x" * 500, made.uid]}).status_code == 422
    assert sign_in(ledger.officer).get(url).status_code == 404


@pytest.mark.deep
def test_return_withdraw_appeal_and_answer(ledger: Ledger, sign_in: SignIn) -> None:
    commune, leader = sign_in(ledger.scorer), sign_in(ledger.leader)
    made = ledger.sent()
    back = sign_in(ledger.district).post(
        reverse("areas:return", args=[made.uid]), {"words": "Thiếu nguồn", "version": made.version}
    )
    assert back.status_code == 302
    assert "Thiếu nguồn" in commune.get(reverse("areas:score", args=[made.uid])).text
    made.refresh_from_db()
    commune.post(reverse("areas:submit", args=[made.uid]), {"version": made.version})
    made.refresh_from_db()
    sign_in(ledger.officer).post(
        reverse("areas:appraise", args=[made.uid]),
        {"version": made.version, "a_addicts": "agreed", "a_spots": "agreed"},
    )
    leader.post(reverse("areas:decide"), {"pick": made.uid, f"class_{made.uid}": MANY, "deed": "issue"})
    given = AreaClass.objects.get()
    assert commune.get(reverse("areas:appeal", args=[given.uid])).status_code == 200
    commune.post(reverse("areas:appeal", args=[given.uid]), {"words": "Tính trùng"})
    appeal = Appeal.objects.get()
    page = leader.get(reverse("areas:answer", args=[appeal.uid]))
    assert "Tính trùng" in page.text
    done = leader.post(
        reverse("areas:answer", args=[appeal.uid]),
        {"words": "Đúng là trùng", "class_code": FEW, "recognised": "1", "family": "union"},
    )
    assert done.status_code == 302
    now = AreaClass.objects.get(replaced_by=None)
    assert (now.class_code, now.recognised) == (FEW, True)
    assert leader.get(reverse("areas:withdraw", args=[now.uid])).status_code == 200
    leader.post(reverse("areas:withdraw", args=[now.uid]), {"words": "Sai số liệu", "family": "state"})
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
    book = commune.get(reverse("areas:area", args=[ledger.world.commune.uid])).text
    assert "Thu hồi kết quả" in book
    assert book.count("đã có kết quả khác thay") == 2


@pytest.mark.deep
def test_targets_for_many_at_once(ledger: Ledger, sign_in: SignIn) -> None:
    history(ledger)
    client, url = sign_in(ledger.officer), reverse("areas:targets")
    assert client.get(url).status_code == 200
    answer = client.post(f"{url}?dat=2025", {"deed": "one-better"})
    assert answer.status_code == 302
    told = {row.area.unit_id: row.class_code for row in TargetClass.objects.select_related("area")}
    world = ledger.world
    assert told == {world.commune.pk: FEW, world.sibling.pk: FEW, world.other_commune.pk: NONE}
    client.post(f"{url}?dat=2025", {"deed": "save", f"t_{world.commune.uid}": NONE})
    assert TargetClass.objects.count() == 4
    assert "mục tiêu 2025 là 2" in client.get(reverse("areas:index")).text
    wrong = client.post(f"{url}?dat=2025", {"deed": "save", f"t_{world.commune.uid}": "?"})
    assert wrong.status_code == 422
    assert client.post(f"{url}?dat=2019", {"deed": "save"}).status_code == 422


@pytest.mark.deep
def test_a_district_sets_its_communes_targets_and_keeps_what_the_province_set(ledger: Ledger, sign_in: SignIn) -> None:
    history(ledger)
    world, url = ledger.world, reverse("areas:targets")
    client = sign_in(ledger.district)
    assert url in client.get(reverse("areas:index")).text
    assert "chỉ đặt bằng hoặc tốt hơn" in client.get(url).text
    assert client.post(f"{url}?dat=2025", {"deed": "save", f"t_{world.commune.uid}": MANY}).status_code == 302
    assert client.post(f"{url}?dat=2025", {"deed": "save", f"t_{world.commune.uid}": ""}).status_code == 302
    wanted = {world.commune.pk: FEW, world.sibling.pk: FEW}
    set_targets(actor=ledger.officer, unit=world.province, code=CODE, year=2025, classes=wanted)
    for worse in (MANY, ""):
        answer = client.post(f"{url}?dat=2025", {"deed": "save", f"t_{world.commune.uid}": worse})
        assert answer.status_code == 422 and "1 địa bàn đã có mục tiêu của tỉnh" in answer.text
    assert client.post(f"{url}?dat=2025", {"deed": "save", f"t_{world.commune.uid}": NONE}).status_code == 302
    assert TargetClass.objects.order_by("-pk")[0].class_code == NONE
    with pytest.raises(Refused, match="thuộc đơn vị này"):
        set_targets(
            actor=ledger.district, unit=world.district, code=CODE, year=2025, classes={world.other_commune.pk: NONE}
        )
    for unit in (world.province, world.other_district):
        with pytest.raises(NotAllowed), transaction.atomic():
            set_targets(actor=ledger.district, unit=unit, code=CODE, year=2025, classes={})


def test_a_plan_of_change_from_its_draft_to_its_end(ledger: Ledger, sign_in: SignIn) -> None:
    history(ledger)
    client, uid = sign_in(ledger.scorer), ledger.world.commune.uid
    begin = reverse("areas:plan_begin", args=[uid])
    assert client.get(begin).status_code == 200
    client.post(begin, {"to_class": NONE, "to_year": "2023"})
    plan = ChangePlan.objects.get()
    page = reverse("areas:plan", args=[plan.uid])
    assert "Chưa có việc nào" in client.get(page).text
    early = client.post(reverse("areas:plan_issue", args=[plan.uid]), {"issued_on": "20/12/2021"})
    assert "ít nhất một việc" in early.text
    step = {"what": "Lắp camera ở ngõ 3", "who": "Công an phường", "due": "30/06/2022"}
    assert client.post(reverse("areas:plan_step", args=[plan.uid]), {**step, "due": "01/01/2020"}).status_code == 422
    client.post(reverse("areas:plan_step", args=[plan.uid]), step)
    client.post(reverse("areas:plan_issue", args=[plan.uid]), {"number": "05/KH", "issued_on": "20/12/2021"})
    made = plan.steps.get()
    done = reverse("areas:plan_step_done", args=[plan.uid, made.uid])
    assert client.get(done).status_code == 200
    client.post(done, {"done_on": "20/12/2021", "outcome": "Đã lắp"})
    client.post(reverse("areas:plan_end", args=[plan.uid]), {"words": "Đã chuyển hóa"})
    plan.refresh_from_db()
    assert plan.state == "ended"
    assert "Đã chuyển hóa" in client.get(page).text
    again = client.post(reverse("areas:plan_end", args=[plan.uid]), {"words": "lại"})
    assert again.status_code == 422


def test_the_provinces_own_days(ledger: Ledger, sign_in: SignIn) -> None:
    client, url = sign_in(ledger.officer), reverse("areas:days", args=[CODE])
    assert "Đề xuất của hệ thống" in client.get(url).text
    told = {f"{step}_{part}": value for step, values in {
        "score": ("10", "12", "0"), "appraise": ("20", "12", "0"), "decide": ("15", "1", "1")}.items()
        for part, value in zip(("day", "month", "years"), values, strict=True)}  # fmt: skip
    assert client.post(url, {**told, "appraise_day": "1"}).status_code == 422
    assert client.post(url, {**told, "score_day": "31", "score_month": "11"}).status_code == 422
    assert client.post(url, {**told, "basis": "Công văn 12"}).status_code == 302
    assert CourseDay.objects.count() == 3
    assert "Công văn 12" in client.get(reverse("areas:assessments"), {"nam": "2021"}).text


def test_agencies_and_schools_register(ledger: Ledger, sign_in: SignIn) -> None:
    client = sign_in(ledger.scorer)
    url = reverse("areas:register", args=[ledger.world.commune.uid])
    told = {"kind": "school", "name": "Trường THCS Trảng Dài", "registered_on": "01/03/2021"}
    assert client.post(url, {**told, "registered_on": "01/03/2031"}).status_code == 422
    assert client.post(url, told).status_code == 302
    assert client.post(url, told).status_code == 422
    assert "Trường THCS Trảng Dài" in client.get(reverse("areas:registered")).text
    assert "Trường THCS Trảng Dài" in client.get(reverse("areas:area", args=[ledger.world.commune.uid])).text


def test_the_inside_of_an_area_is_for_who_works_there(ledger: Ledger, sign_in: SignIn) -> None:
    ledger.decided()
    given, made = AreaClass.objects.get(), Assessment.objects.get()
    stranger = sign_in(make_actor("commune_officer", ledger.world.other_commune))
    page = stranger.get(reverse("areas:area", args=[ledger.world.commune.uid]))
    assert page.status_code == 200
    assert "Nhiều" in page.text
    assert "Giải thích theo bộ tiêu chí" not in page.text
    for name, uid in (
        ("assessment", made.uid), ("score", made.uid), ("appeal", given.uid), ("evidence", made.evidence.get().uid),
    ):  # fmt: skip
        assert stranger.get(reverse(f"areas:{name}", args=[uid])).status_code == 404


def test_only_who_may_read_the_decision_is_led_to_it(ledger: Ledger, sign_in: SignIn) -> None:
    document = ledger.decided(25).document
    page = reverse("areas:area", args=[AreaClass.objects.get().area.uid])
    link = f'href="{reverse("documents:detail", args=[document.uid])}"'
    for actor, leads in ((ledger.officer, True), (ledger.scorer, False)):
        client = sign_in(actor)
        shown = client.get(page).text
        assert document.number in shown
        assert (
            (link in shown)
            == leads
            == (client.get(reverse("documents:detail", args=[document.uid])).status_code == 200)
        )
