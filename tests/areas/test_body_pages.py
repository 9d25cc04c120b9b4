"""The pages of agencies and schools as people use them; lists of targets, plans and registrations, in and out."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.areas.forms import aim_lists as kinds
from lanhmanh.areas.forms.aim_rows import Bodies as BodyRows
from lanhmanh.areas.forms.aim_rows import Plans
from lanhmanh.areas.models import Area, AreaClass, Assessment, ChangePlan, TargetClass
from lanhmanh.areas.services.deciding import Signing, withdraw
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.audit.models import Event
from lanhmanh.ui import lists
from tests.areas.conftest import SignIn
from tests.factories import make_actor
from tests.factories.areas import BODIES, CODE, FEW, KEY, MANY, NONE, NOW, PDF, Bodies

pytestmark = pytest.mark.django_db


@pytest.mark.deep
def test_a_school_walks_through_the_pages_to_its_recognition(bodies: Bodies, sign_in: SignIn) -> None:
    commune, province, leader = (sign_in(one) for one in (bodies.scorer, bodies.officer, bodies.leader))
    own = reverse("areas:area", args=[bodies.school.uid])
    page = commune.get(own).text
    assert "Tự chấm năm 2021" in page and "Kết thúc đăng ký" in page and "Kế hoạch chuyển hóa" not in page
    begun = commune.post(reverse("areas:start", args=[bodies.school.uid]), {"code": BODIES, "year": "2021"})
    made = Assessment.objects.get()
    files = {"f_own_plan": SimpleUploadedFile("ke-hoach.pdf", PDF)}
    sent = {"version": "1", "v_own_plan": "1", "s_own_plan": "Trường", "v_own_offences": "0", "s_own_offences": "CA"}
    saved = commune.post(begun["Location"], {**sent, **files, "submit": "1"})
    made.refresh_from_db()
    commune.post(saved["Location"], {"version": str(made.version)})
    made.refresh_from_db()
    assert made.state == "submitted"
    waiting = province.get(reverse("areas:assessments"), {"bo": BODIES, "la": "school"}).text
    assert "Trường THCS Trảng Dài (Phường Trảng Dài)" in waiting
    assert "Chưa có phiếu nào" in province.get(reverse("areas:assessments"), {"bo": BODIES, "la": "agency"}).text
    assert province.get(reverse("areas:assessments"), {"bo": BODIES, "la": "x"}).status_code == 404
    lines = {"a_own_plan": "agreed", "a_own_offences": "agreed"}
    province.post(reverse("areas:appraise", args=[made.uid]), {**lines, "version": str(made.version)})
    picked = {"pick": made.uid, f"class_{made.uid}": "KHONG", f"recognised_{made.uid}": "1", "family": "union"}
    url = f"{reverse('areas:decide')}?bo={BODIES}&nam=2021"
    assert "Trường THCS Trảng Dài" in leader.get(url).text
    assert "Trường THCS" not in leader.get(f"{reverse('areas:decide')}?bo={CODE}&nam=2021").text
    assert "không có ma túy năm 2021" in leader.post(url, {**picked, "deed": "look"}).text
    assert leader.post(url, {**picked, "deed": "issue"}).status_code == 302
    page = commune.get(own).text
    assert "Không có ma túy, được công nhận" in page and 'class="area-path"' in page
    row = commune.get(reverse("areas:registered"), {"la": "school"}).text
    assert "2021: Không có ma túy, được công nhận" in row.replace("không có ma túy", "Không có ma túy")


def test_the_map_is_of_communes_alone(bodies: Bodies, sign_in: SignIn) -> None:
    bodies.recognised(bodies.judged(bodies.begun()))
    client = sign_in(bodies.officer)
    assert client.get(reverse("areas:index"), {"bo": BODIES}).status_code == 404
    assert client.get(reverse("areas:targets"), {"bo": BODIES}).status_code == 404
    assert BODIES not in client.get(reverse("areas:index")).text


@pytest.mark.deep
def test_a_withdrawn_year_is_asked_why_it_is_scored_again(bodies: Bodies, sign_in: SignIn) -> None:
    bodies.recognised(bodies.judged(bodies.begun()))
    given = AreaClass.objects.get()
    client = sign_in(bodies.scorer)
    assert client.get(reverse("areas:again", args=[given.uid])).status_code == 302
    gone = withdraw(actor=bodies.leader, given=given, reason="Sai", signing=Signing())
    url = reverse("areas:again", args=[gone.uid])
    assert url in client.get(reverse("areas:area", args=[bodies.school.uid])).text
    assert client.post(url, {"words": ""}).status_code == 422
    begun = client.post(url, {"words": "Đã rà lại biên bản"})
    made = Assessment.objects.exclude(state="withdrawn").get()
    assert begun["Location"] == reverse("areas:score", args=[made.uid])
    assert "Đã rà lại biên bản" in client.get(reverse("areas:assessment", args=[made.uid])).text
    page = client.get(reverse("areas:area", args=[bodies.school.uid])).text
    assert url not in page and reverse("areas:appeal", args=[gone.uid]) not in page
    assert sign_in(make_actor("commune_officer", bodies.world.sibling)).get(url).status_code == 404


def test_a_registration_is_ended_by_page(bodies: Bodies, sign_in: SignIn) -> None:
    client, url = sign_in(bodies.scorer), reverse("areas:register_end", args=[bodies.school.uid])
    wrong = ({"ended_on": "1/1/2021", "ended_why": "x"}, {"ended_on": "hôm qua", "ended_why": "x"},
             {"ended_on": "1/12/2021", "ended_why": ""}, {"ended_on": "1/12/2021", "ended_why": "x" * 400})  # fmt: skip
    for one in wrong:
        assert client.post(url, one).status_code == 422
    made = bodies.begun()
    page = client.post(url, {"ended_on": "1/12/2021", "ended_why": "Sáp nhập"})
    assert page.status_code == 422 and "Phiếu tự chấm năm 2021 chưa có quyết định" in page.text
    bodies.recognised(bodies.judged(made))
    page = client.post(url, {"ended_on": "1/12/2021", "ended_why": "Sáp nhập"}, follow=True)
    assert "Không còn đăng ký" in page.text and "Sáp nhập" in page.text and "Tự chấm năm" not in page.text
    assert client.get(url).status_code == 302
    assert "Trường THCS" not in client.get(reverse("areas:registered")).text
    assert "Trường THCS" in client.get(reverse("areas:registered"), {"het": "1"}).text
    assert client.get(reverse("areas:registered"), {"la": "unit"}).status_code == 404


def book(kind: lists.ListKind, *rows: dict[str, Any]) -> BytesIO:
    columns = [one.key for one in kind.columns]
    file = BytesIO(lists.export(kind, [dict.fromkeys(columns) | row for row in rows], NOW.date()))
    file.name = "danh-sach.xlsx"
    return file


def sent(client: Client, url: str, kind: lists.ListKind, *rows: dict[str, Any]) -> tuple[Any, list[int]]:
    page = client.post(url, {"file": book(kind, *rows)})
    return page, [page.context[name] for name in ("good", "faulty", "doubles")]


def taken(client: Client, url: str, page: Any) -> Any:
    return client.post(url, {"packet": page.context["packet"], "deed": "take"})


def test_registrations_come_in_from_a_list_once_and_go_out(bodies: Bodies, sign_in: SignIn) -> None:
    client, url, kind = sign_in(bodies.scorer), reverse("areas:registered_sheet"), kinds.body_kind()
    day = date(2021, 2, 8)
    rows = [
        {"name": "Trạm Y tế", "kind": "agency", "registered_on": day, "document": "ĐK 01"},
        {"code": "25993", "name": "Trường Mầm non", "kind": "school", "registered_on": date(2019, 1, 8),
         "ended_on": date(2020, 8, 1), "ended_why": "Giải thể"},
        {"name": "Trường THCS  trảng dài", "kind": "school", "registered_on": day},
        {"code": "25996", "name": "X", "kind": "school", "registered_on": day},
        {"name": "Y", "kind": "school", "registered_on": date(2031, 1, 1)},
        {"name": "Z", "kind": "school", "registered_on": day, "ended_on": date(2020, 1, 1), "ended_why": "x"},
        {"name": "W", "kind": "school", "registered_on": day, "ended_why": "x"},
    ]  # fmt: skip
    page, counts = sent(client, url, kind, *rows)
    assert counts == [2, 4, 1]
    assert "xem lại mã" in page.text and "Ngày đăng ký chưa đến" in page.text
    assert taken(client, url, page).status_code == 302
    taken(client, url, page)
    assert Area.objects.exclude(kind="unit").count() == 3
    assert Event.objects.get(verb="area.registered_many").unit_id == bodies.world.commune.pk
    out = client.get(url, {"tep": "hien-co"}).content
    again = lists.read(kind, out)
    assert {row.values["name"] for row in again} == {"Trạm Y tế", "Trường Mầm non", "Trường THCS Trảng Dài"}
    assert sent(client, url, kind, *(row.values for row in again))[1] == [0, 0, 3]
    book_of = sign_in(bodies.officer).get(reverse("areas:registered"), {"tep": "xlsx"})
    assert {row.values["name"] for row in lists.read(kind, book_of.content)} == {"Trạm Y tế", "Trường THCS Trảng Dài"}
    assert sign_in(bodies.officer).get(url).status_code == 404


def test_targets_come_in_from_a_list_for_many_years_once_and_go_out(bodies: Bodies, sign_in: SignIn) -> None:
    client, world = sign_in(bodies.officer), bodies.world
    url, kind = reverse("areas:targets_sheet"), kinds.target_kind(world.province, CODE)
    rows = [
        {"code": "25993", "year": 2023, "class": FEW}, {"code": "25993", "year": 2025, "class": NONE},
        {"code": "26383", "year": 2025, "class": NONE}, {"code": "99999", "year": 2025, "class": NONE},
        {"code": "25996", "year": 2020, "class": NONE}, {"code": "25996", "year": 2090, "class": NONE},
    ]  # fmt: skip
    page, counts = sent(client, url, kind, *rows)
    assert counts == [3, 3, 0]
    assert taken(client, url, page)["Location"].startswith(reverse("areas:targets"))
    told = list(TargetClass.objects.order_by("year", "pk").values_list("area__unit_id", "year", "class_code"))
    assert told == [(world.commune.pk, 2023, FEW), (world.commune.pk, 2025, NONE), (world.other_commune.pk, 2025, NONE)]
    again = lists.read(kind, client.get(url, {"tep": "hien-co"}).content)
    assert sent(client, url, kind, *(row.values for row in again))[1] == [0, 0, 3]
    page, _counts = sent(client, url, kind, {"code": "25993", "year": 2025, "class": FEW})
    taken(client, url, page)
    taken(client, url, page)
    assert TargetClass.objects.count() == 4
    assert sign_in(bodies.scorer).get(url).status_code == 404
    district = sign_in(bodies.district)
    easier, other = {"code": "25993", "year": 2025, "class": KEY}, {"code": "26383", "year": 2025, "class": NONE}
    page, counts = sent(district, url, kind, easier, other, {"code": "25993", "year": 2024, "class": MANY})
    assert (counts, "chỉ đặt bằng hoặc tốt hơn" in page.text) == ([1, 2, 0], True)


PLAN: dict[str, Any] = {
    "code": "25993", "from_class": KEY, "to_class": MANY, "to_year": 2022, "number": "03-KH/HNDX",
    "issued_on": date(2021, 5, 22),
}  # fmt: skip
STEP: dict[str, Any] = {"what": "Ký cam kết từng hộ", "who": "Chi hội", "due": date(2021, 8, 31)}


def test_plans_of_change_come_in_with_their_steps_once_and_go_out(bodies: Bodies, sign_in: SignIn) -> None:
    client, world = sign_in(bodies.scorer), bodies.world
    url, kind = reverse("areas:plans_sheet", args=[CODE]), kinds.plan_kind(world.province, CODE)
    done = {"done_on": date(2021, 8, 28), "outcome": "Đã ký với 42 hộ"}
    other = {"what": "Lắp đèn", "who": "Khu phố", "due": date(2022, 6, 1)}
    old = {**PLAN, "to_class": FEW, "from_class": MANY, "to_year": 2019, "issued_on": date(2018, 1, 5), "ending": "Đạt"}
    page, counts = sent(client, url, kind, PLAN | STEP | done, PLAN | other | {"code": None}, old | STEP)
    assert counts == [3, 0, 0]
    assert taken(client, url, page)["Location"] == reverse("areas:area", args=[world.commune.uid])
    taken(client, url, page)
    told = [(one.state, one.steps.count()) for one in ChangePlan.objects.order_by("pk")]
    assert told == [("issued", 2), ("ended", 1)]
    assert Event.objects.filter(verb="area.plans_brought").count() == 1
    again = lists.read(kind, client.get(url, {"tep": "hien-co"}).content)
    assert len(again) == 3
    assert sent(client, url, kind, *(row.values for row in again))[1] == [0, 0, 3]
    out = sign_in(bodies.officer).get(reverse("areas:plans_out")).content
    assert [row.values["what"] for row in lists.read(kind, out)] == [
        "Ký cam kết từng hộ",
        "Lắp đèn",
        "Ký cam kết từng hộ",
    ]
    assert sign_in(bodies.scorer).get(reverse("areas:plans_sheet", args=["KHAC"])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to_class": KEY}, "loại tốt hơn"), ({"to_year": 2090}, "30 năm tới"),
        ({"issued_on": date(2031, 1, 1)}, "chưa đến"), ({"issued_on": None}, "ghi cả ngày ban hành"),
        ({"issued_on": None, "number": None, "ending": "x"}, "chưa ban hành"),
        ({"to_year": 2020}, "đứng trước năm ban hành"), ({"to_year": 2020, "issued_on": date(2020, 1, 1)}, "đã qua"),
        ({"done_on": date(2021, 9, 1)}, "ghi kết quả"), ({"outcome": "x"}, "ghi ngày xong"),
        ({"done_on": date(2031, 9, 1), "outcome": "x"}, "chưa đến"), ({"code": "25996"}, "xem lại mã"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_told_in_its_row(
    bodies: Bodies, sign_in: SignIn, changes: dict[str, Any], says: str
) -> None:
    client, kind = sign_in(bodies.scorer), kinds.plan_kind(bodies.world.province, CODE)
    page, counts = sent(client, reverse("areas:plans_sheet", args=[CODE]), kind, PLAN | STEP | changes)
    assert counts == [0, 1, 0]
    assert says in page.text


def test_one_area_has_one_plan_that_runs(bodies: Bodies, sign_in: SignIn) -> None:
    client, kind = sign_in(bodies.scorer), kinds.plan_kind(bodies.world.province, CODE)
    url = reverse("areas:plans_sheet", args=[CODE])
    second = PLAN | STEP | {"to_class": FEW}
    page, counts = sent(client, url, kind, PLAN | STEP, second)
    assert counts == [1, 1, 0] and "hai kế hoạch chưa kết thúc" in page.text
    taken(client, url, page)
    assert sent(client, url, kind, second)[1] == [0, 0, 1]
    many = [PLAN | STEP | {"what": f"Việc {at}", "to_year": 2023} for at in range(41)]
    ChangePlan.objects.update(state="ended", ending="x")
    page, counts = sent(client, url, kind, *many)
    assert counts == [0, 41, 0] and "nhiều nhất 40 việc" in page.text


def test_long_lists_are_judged_in_as_many_queries_as_short_ones(bodies: Bodies) -> None:
    def asked(kind: lists.ListKind, judge: Callable[[Any], object], rows: list[dict[str, Any]]) -> int:
        found = lists.read(kind, book(kind, *rows).getvalue())
        with CaptureQueriesContext(connection) as queries:
            judge(found)
        return len(queries)

    rows = [{"name": f"Cơ quan {at}", "kind": "agency", "registered_on": date(2021, 2, 8)} for at in range(30)]
    kind, bring = kinds.body_kind(), lambda found: BodyRows(bodies.scorer).judge(found)
    assert asked(kind, bring, rows) == asked(kind, bring, rows[:1])
    plans = kinds.plan_kind(bodies.world.province, CODE)
    lines = [PLAN | STEP | {"what": f"Việc {at}"} for at in range(30)]
    look = lambda found: Plans(bodies.scorer, bodies.world.province, CODE).judge(found)  # noqa: E731
    assert asked(plans, look, lines) == asked(plans, look, lines[:1])


def test_history_of_communes_does_not_name_bodies(bodies: Bodies) -> None:
    world = bodies.world
    import_classes(
        actor=bodies.officer, province=world.province, code=CODE, rows=[Old(world.commune.pk, 2020, KEY, "QĐ")]
    )
    assert AreaClass.objects.get().area.kind == "unit"
