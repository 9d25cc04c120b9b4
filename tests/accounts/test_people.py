"""The pages of who keeps accounts."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.models import Membership, User
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from tests.accounts.conftest import BACKEND, PASSWORD, sign_in, with_password
from tests.factories import Province, make_unit, make_user

pytestmark = pytest.mark.django_db
PEOPLE = "/tai-khoan/nguoi-dung/"


def text(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def shown_password(content: str) -> str:
    found = re.search(r"<dd[^>]*>\s*((?:[a-z]+-){5}[a-z]+)\s*</dd>", content)
    assert found, content
    return found[1]


@pytest.mark.parametrize("words", ["hoa", "nguyen thi", "NGUYỄN THỊ", "trangdai", "canbo.trang"])
def test_search_with_and_without_marks(keeper: Client, officer: User, words: str) -> None:
    assert "Nguyễn Thị Hoa" in text(keeper, PEOPLE, q=words)


def test_search_without_a_hit(keeper: Client, officer: User) -> None:
    found = text(keeper, PEOPLE, q="không có ai")
    assert "Nguyễn Thị Hoa" not in found
    assert "Không có tài khoản nào khớp" in found


def test_filters(keeper: Client, officer: User, world: Province) -> None:
    closed = make_user("police", world.district, "congan.cu", full_name="Lê Văn Cũ")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert "Lê Văn Cũ" in text(keeper, PEOPLE, state="closed")
    assert "Nguyễn Thị Hoa" not in text(keeper, PEOPLE, state="closed")
    assert "Lê Văn Cũ" not in text(keeper, PEOPLE, state="open")
    assert "Lê Văn Cũ" in text(keeper, PEOPLE, role="police")
    assert "Nguyễn Thị Hoa" not in text(keeper, PEOPLE, role="police")
    assert "Nguyễn Thị Hoa" in text(keeper, PEOPLE, role="nonsense", state="nonsense")
    for _ in range(5):
        sign_in(Client(), officer.username, "sai hoàn toàn")
    assert "Nguyễn Thị Hoa" in text(keeper, PEOPLE, state="locked")
    assert "Lê Văn Cũ" not in text(keeper, PEOPLE, state="locked")


def test_pages_and_order_by_given_name(keeper: Client, world: Province) -> None:
    for number in range(40):
        make_user("commune_officer", world.commune, f"nguoi.{number:02}", full_name="Bùi Văn Ánh")
    make_user("commune_officer", world.commune, "cuoi", full_name="An Thị Yến")
    first, second = text(keeper, PEOPLE), text(keeper, PEOPLE, page="2")
    assert "nguoi.00" in first
    assert "nguoi.39" not in first
    assert second.index("nguoi.39") < second.index("An Thị Yến")


def test_the_query_count_does_not_grow(keeper: Client, world: Province, officer: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(keeper, PEOPLE)
        return len(captured)

    count()
    before = count()
    for number in range(25):
        place = make_unit(f"Xã Thử {number}", "commune", world.district, code=f"8{number:04}")
        make_user("commune_officer", place, f"nguoi.{number}")
    assert count() == before
    assert before <= 16


@pytest.mark.deep
def test_only_the_accounts_in_reach(client: Client, world: Province, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    client.force_login(make_user("administrator", world.district, "quantri.huyen"), backend=BACKEND)
    near = make_user("commune_officer", world.commune, "gan", full_name="Người Gần")
    far = make_user("commune_officer", world.other_commune, "xa", full_name="Người Xa")
    above = make_user("province_officer", world.province, "tren", full_name="Người Trên")
    listed = text(client, PEOPLE)
    assert "Người Gần" in listed
    assert "Người Xa" not in listed
    assert "Người Trên" not in listed
    assert client.get(f"{PEOPLE}{near.uid}/").status_code == 200
    for user in (far, above):
        for tail in ("", "mat-khau/", "vai-tro/", "dong/", "mo/", "go-khoa/", "bo-hai-buoc/"):
            assert client.get(f"{PEOPLE}{user.uid}/{tail}").status_code == 404
            assert client.post(f"{PEOPLE}{user.uid}/{tail}").status_code in {404, 405}
        held = user.memberships.get()
        assert client.post(f"{PEOPLE}{user.uid}/vai-tro/{held.uid}/ket-thuc/").status_code == 404
    assert client.post(f"{PEOPLE}{near.uid}/vai-tro/{far.memberships.get().uid}/ket-thuc/").status_code == 404
    assert not Event.objects.exists()


def test_who_also_serves_elsewhere_cannot_be_taken_over(
    client: Client,
    world: Province,
    settings,  # type: ignore[no-untyped-def]
) -> None:
    """An administrator who could reset such a password could become an officer of the province."""
    settings.DEMO = True
    client.force_login(make_user("administrator", world.district, "quantri.huyen"), backend=BACKEND)
    both = with_password(make_user("commune_officer", world.commune, "kiemnhiem"))
    Membership.objects.create(user=both, role="province_officer", unit=world.province, valid_from=clock.today())
    before = both.password
    for tail in ("mat-khau/", "dong/", "bo-hai-buoc/"):
        assert client.post(f"{PEOPLE}{both.uid}/{tail}").status_code == 302
    both.refresh_from_db()
    assert (both.password, both.is_active) == (before, True)
    shown = text(client, f"{PEOPLE}{both.uid}/")
    assert "ngoài phạm vi quản lý" in shown
    assert "Đặt lại mật khẩu" not in shown


@pytest.mark.parametrize("role", ["province_leader", "commune_officer", "police", "auditor", "branch_head"])
def test_others_find_no_such_pages(client: Client, world: Province, settings, role: str) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    user = make_user(role, world.province)
    client.force_login(user, backend=BACKEND)
    for path in (PEOPLE, f"{PEOPLE}moi/", f"{PEOPLE}{user.uid}/", f"{PEOPLE}{user.uid}/mat-khau/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def new(client: Client, **change: str):  # type: ignore[no-untyped-def]
    given = {"username": "canbo.moi", "full_name": "Phạm Thị Mới", "role": "commune_officer", "unit": "25996"}
    return client.post(f"{PEOPLE}moi/", given | change)


def test_a_new_account_signs_in_with_what_was_shown_once(keeper: Client, world: Province) -> None:
    answer = new(keeper)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    password = shown_password(answer.content.decode())
    user = User.objects.get(username="canbo.moi")
    assert user.memberships.get().unit == world.sibling
    assert password not in text(keeper, f"{PEOPLE}{user.uid}/")
    assert password not in str(list(Event.objects.values_list("facts", flat=True)))
    stranger = Client()
    assert sign_in(stranger, "canbo.moi", password).status_code == 302
    assert stranger.get("/").headers["Location"] == "/tai-khoan/mat-khau/"
    assert Event.objects.filter(verb="account.created", object_uid=user.uid, unit_id=world.sibling.pk).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "Cán Bộ"}, "chữ thường không dấu"),
        ({"username": "quantri"}, "đã có người dùng"),
        ({"unit": "Xã Không Có"}, "Không có đơn vị nào"),
        ({"role": "king"}, "Chọn một mục trong danh sách"),
        ({"full_name": ""}, "Điền ô này"),
    ],
)
def test_what_is_wrong_is_said(keeper: Client, change: dict[str, str], said: str) -> None:
    answer = new(keeper, **change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert User.objects.count() == 1


def test_a_unit_out_of_reach_is_not_found(client: Client, world: Province, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    client.force_login(make_user("administrator", world.district), backend=BACKEND)
    assert new(client, unit="26383").status_code == 422
    assert new(client, unit="Tỉnh Đồng Nai").status_code == 422


def test_units_of_one_name_are_told_apart(keeper: Client, world: Province) -> None:
    twin = make_unit("Phường Tân Phong", "commune", world.other_district, code="26999")
    asked = new(keeper, unit="phuong tan phong")
    assert asked.status_code == 422
    assert "Phường Tân Phong (26999), Huyện Long Thành" in asked.content.decode()
    assert new(keeper, unit="phuong tan phong", which=twin.uid).status_code == 200
    assert User.objects.get(username="canbo.moi").memberships.get().unit == twin
    assert new(keeper, username="khac", unit="phuong tan phong", which=world.commune.uid).status_code == 422


def test_a_reset_password_ends_the_sessions(keeper: Client, officer: User) -> None:
    theirs = Client()
    sign_in(theirs, officer.username)
    assert theirs.get("/").status_code == 200
    password = shown_password(keeper.post(f"{PEOPLE}{officer.uid}/mat-khau/").content.decode())
    assert theirs.get("/").headers["Location"].startswith("/tai-khoan/dang-nhap/")
    assert sign_in(Client(), officer.username).status_code == 200
    assert sign_in(theirs, officer.username, password).status_code == 302
    assert theirs.get("/").headers["Location"] == "/tai-khoan/mat-khau/"


def test_a_closed_account_is_out_at_once_and_can_be_opened(keeper: Client, officer: User) -> None:
    theirs = Client()
    sign_in(theirs, officer.username)
    assert "Đóng tài khoản" in text(keeper, f"{PEOPLE}{officer.uid}/dong/")
    assert theirs.get("/").status_code == 200
    assert keeper.post(f"{PEOPLE}{officer.uid}/dong/").status_code == 302
    assert theirs.get("/").headers["Location"].startswith("/tai-khoan/dang-nhap/")
    assert "_auth_user_id" not in theirs.session or theirs.get("/").status_code == 302
    sign_in(theirs, officer.username)
    assert theirs.get("/").status_code == 302
    assert keeper.post(f"{PEOPLE}{officer.uid}/mo/").status_code == 302
    sign_in(theirs, officer.username)
    assert theirs.get("/").status_code == 200


def test_roles_come_and_go(keeper: Client, officer: User, world: Province) -> None:
    page = f"{PEOPLE}{officer.uid}/"
    assert keeper.post(f"{page}vai-tro/", {"role": "police", "unit": "731"}).status_code == 302
    granted = officer.memberships.get(role="police")
    assert (granted.unit, granted.valid_from) == (world.district, clock.today())
    assert keeper.post(f"{page}vai-tro/{granted.uid}/ket-thuc/").status_code == 302
    assert not officer.memberships.filter(role="police").exists()
    old = officer.memberships.get()
    assert "Kết thúc vai trò này?" in text(keeper, f"{page}vai-tro/{old.uid}/ket-thuc/")
    keeper.post(f"{page}vai-tro/{old.uid}/ket-thuc/")
    old.refresh_from_db()
    assert old.valid_to == clock.today()
    assert "Vai trò đã kết thúc" in text(keeper, page)
    assert "đã kết thúc" in keeper.post(f"{page}vai-tro/{old.uid}/ket-thuc/", follow=True).content.decode()
    assert keeper.post(f"{page}vai-tro/", {"role": "commune_officer", "unit": "25993"}).status_code == 302
    assert officer.memberships.filter(role="commune_officer").count() == 2
    verbs = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["membership.granted", "membership.ended", "membership.ended", "membership.granted"]


def test_a_lost_telephone(keeper: Client, officer: User) -> None:
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=officer, type="recovery_codes", data={"seed": "y", "used_mask": 0})
    assert "Bỏ xác thực hai bước" in text(keeper, f"{PEOPLE}{officer.uid}/")
    keeper.post(f"{PEOPLE}{officer.uid}/bo-hai-buoc/")
    assert not Authenticator.objects.filter(user=officer).exists()
    assert Event.objects.filter(verb="account.second_factor_removed", object_uid=officer.uid).exists()


def test_nobody_changes_the_own_account(keeper: Client, world: Province) -> None:
    own = User.objects.get(username="quantri")
    for tail in ("mat-khau/", "dong/", "bo-hai-buoc/", f"vai-tro/{own.memberships.get().uid}/ket-thuc/"):
        assert keeper.post(f"{PEOPLE}{own.uid}/{tail}").status_code == 302
    assert keeper.post(f"{PEOPLE}{own.uid}/vai-tro/", {"role": "province_leader", "unit": "75"}).status_code == 422
    assert not Event.objects.exists()
    assert own.memberships.get().valid_to is None
    assert "một người quản trị khác" in text(keeper, f"{PEOPLE}{own.uid}/")


def test_an_unknown_deed(keeper: Client, officer: User) -> None:
    assert keeper.get(f"{PEOPLE}{officer.uid}/xoa/").status_code == 404
    assert PASSWORD not in text(keeper, f"{PEOPLE}{officer.uid}/")
