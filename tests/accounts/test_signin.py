"""Signing in and out: passwords, lockout, duties, what the browser is told."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from lanhmanh.accounts import services
from lanhmanh.accounts.models import User
from lanhmanh.accounts.signin import DEMO_PASSWORD
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from tests.accounts.conftest import BACKEND, PASSWORD, sign_in, with_password
from tests.factories import Province, make_actor, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"


def test_in_and_out(client: Client, officer: User) -> None:
    assert client.get("/").headers["Location"] == f"{LOGIN}?next=/"
    assert sign_in(client, officer.username).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Event.objects.get().verb == "account.signed_in"
    assert client.get("/tai-khoan/dang-xuat/").status_code == 200
    assert client.get("/").status_code == 200, "a GET signs nobody out"
    assert client.post("/tai-khoan/dang-xuat/").status_code == 302
    assert client.get("/").status_code == 302


def test_the_browser_forgets_the_pages_of_who_signs_out(client: Client, officer: User) -> None:
    sign_in(client, officer.username)
    assert '"cache"' in client.post("/tai-khoan/dang-xuat/").headers["Clear-Site-Data"]


def test_signing_in_needs_the_token(officer: User) -> None:
    answer = sign_in(Client(enforce_csrf_checks=True), officer.username)
    assert answer.status_code == 403
    assert "Trang đã cũ" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/bao-cao/", "/bao-cao/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\elsewhere.example", "/"),
    ],
)
def test_next_stays_here(client: Client, officer: User, asked: str, goes: str) -> None:
    assert sign_in(client, officer.username, next=asked).headers["Location"] == goes


def test_who_is_in_is_sent_on_from_the_sign_in_page(client: Client, officer: User) -> None:
    sign_in(client, officer.username)
    assert client.get(LOGIN).status_code == 302


@pytest.mark.parametrize("name", ["canbo.trangdai", "nobody"])
def test_a_wrong_password_says_the_same_for_every_name(client: Client, officer: User, name: str) -> None:
    text = sign_in(client, name, "không phải mật khẩu này").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in text


def test_a_closed_account_answers_like_a_wrong_password(client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    answer = sign_in(client, officer.username)
    assert answer.status_code == 200
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answer.content.decode()


def test_five_failures_lock_this_name_only(client: Client, officer: User, world: Province, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    other = with_password(make_user("commune_officer", world.sibling, "canbo.tanphong"))
    statuses = [sign_in(Client(), officer.username, f"sai lần thứ {i}").status_code for i in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    sixth = sign_in(client, officer.username)
    assert sixth.status_code == 429
    assert "Tạm khóa đăng nhập" in sixth.content.decode()
    assert sign_in(Client(), other.username).status_code == 302, "a colleague at the same address still gets in"
    keeper = Client()
    keeper.force_login(make_user("administrator", world.province), backend=BACKEND)
    page = f"/tai-khoan/nguoi-dung/{officer.uid}/"
    assert "Gỡ tạm khóa" in keeper.get(page).content.decode()
    assert keeper.post(f"{page}go-khoa/").status_code == 302
    assert sign_in(client, officer.username).status_code == 302
    assert Event.objects.filter(verb="account.unlocked", object_uid=officer.uid).exists()


def test_success_forgets_failures(client: Client, officer: User) -> None:
    for _ in range(2):
        for number in range(4):
            assert sign_in(Client(), officer.username, f"sai lần thứ {number}").status_code == 200
        assert sign_in(Client(), officer.username).status_code == 302


def test_the_demonstration_password_opens_nothing_outside_it(client: Client, officer: User, settings) -> None:  # type: ignore[no-untyped-def]
    with_password(officer, DEMO_PASSWORD)
    assert sign_in(client, officer.username, DEMO_PASSWORD).status_code == 200
    settings.DEMO = True
    assert sign_in(client, officer.username, DEMO_PASSWORD).status_code == 302


@pytest.mark.parametrize("password", ["ruộng lúa xanh", "tram-hoa-trang-em", "mưa đổ sân ga", "830196472058"])
def test_length_alone_makes_a_password(officer: User, password: str) -> None:
    validate_password(password, officer)


@pytest.mark.parametrize(
    "password", ["ngắn quá 11!", "mười một ký", "qwerty123456", "canbo.trangdai", "Nguyễn Thị Hoa", DEMO_PASSWORD]
)
def test_passwords_that_are_refused(officer: User, password: str) -> None:
    short = password[:11]
    with pytest.raises(ValidationError):
        validate_password(short if password.startswith("ngắn") else password, officer)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("a" * 12, "lặp lại"),
        ("Ế" * 12, "lặp lại"),
        ("trang-dai-2021", "rất dễ đoán"),  # where the officer's role is
        ("nguyen.thi.hoa.1990", "rất dễ đoán"),
        ("Canbo.TrangDai2021!", "rất dễ đoán"),
    ],
)
def test_what_is_guessed_first_is_refused_in_words(officer: User, password: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        validate_password(password, officer)


def test_services_refuse_weak_passwords_in_words(world: Province, officer: User) -> None:
    keeper = make_actor("administrator", world.province)
    before = officer.password
    with pytest.raises(Refused, match="12"):
        services.reset_password(actor=keeper, user=officer, password="ngắn")
    officer.refresh_from_db()
    assert officer.password == before
    assert not Event.objects.exists()


def test_the_duty_of_a_new_password(client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(must_change_password=True)
    sign_in(client, officer.username)
    for path in ("/", "/bao-cao/", "/tai-khoan/", "/nhat-ky/", "/tai-khoan/nguoi-dung/"):
        assert client.get(path).headers["Location"] == "/tai-khoan/mat-khau/"
    assert client.post("/hoat-dong/ghi/").headers["Location"] == "/tai-khoan/mat-khau/"
    page = client.get("/tai-khoan/mat-khau/")
    assert page.status_code == 200
    new = "con trâu đi trước cái cày"
    wrong = {"oldpassword": "sai", "password1": new, "password2": new}
    assert "Mật khẩu hiện tại chưa đúng" in client.post("/tai-khoan/mat-khau/", wrong).content.decode()
    assert client.get("/").status_code == 302
    done = client.post("/tai-khoan/mat-khau/", wrong | {"oldpassword": PASSWORD})
    assert (done.status_code, done.headers["Location"]) == (302, "/tai-khoan/")
    assert "Đã đổi mật khẩu" in client.get("/tai-khoan/").content.decode()
    assert client.get("/").status_code == 200
    officer.refresh_from_db()
    assert officer.check_password(new)
    assert Event.objects.filter(verb="account.password_changed").count() == 1


@pytest.mark.parametrize("duty", [False, True])
def test_who_has_no_password_is_told_who_gives_one(client: Client, officer: User, duty: bool) -> None:
    officer.set_unusable_password()
    officer.must_change_password = duty
    officer.save()
    client.force_login(officer, BACKEND)
    for path in ("/tai-khoan/mat-khau/", *(["/", "/tai-khoan/"] if duty else [])):
        page = client.get(path, follow=True)
        assert page.status_code == 200
        assert "nhờ người quản trị của tỉnh" in page.content.decode()
    assert client.post("/tai-khoan/mat-khau/", {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert client.post("/tai-khoan/mat-khau/chua-co/").status_code == 405
    officer.refresh_from_db()
    assert not officer.has_usable_password(), "an open session alone sets none"
    assert client.get("/tai-khoan/xac-nhan/").status_code < 500


def test_the_page_of_no_password_sends_on_who_has_one(client: Client, officer: User) -> None:
    sign_in(client, officer.username)
    assert client.get("/tai-khoan/mat-khau/chua-co/").headers["Location"] == "/tai-khoan/mat-khau/"


def test_a_changed_password_ends_the_other_sessions(client: Client, officer: User) -> None:
    other = Client()
    sign_in(client, officer.username)
    sign_in(other, officer.username)
    new = "con trâu đi trước cái cày"
    client.post("/tai-khoan/mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("role", ["province_leader", "administrator"])
def test_the_duty_of_a_second_factor(client: Client, world: Province, role: str) -> None:
    user = with_password(make_user(role, world.province, "nguoi.ky", full_name="Lê Thị Ký"))
    sign_in(client, user.username)
    assert client.get("/").headers["Location"] == "/tai-khoan/hai-buoc/bat/"
    again = client.get("/tai-khoan/hai-buoc/bat/").headers["Location"]
    assert again.startswith("/tai-khoan/xac-nhan/?next="), "the password once more before something grave"
    assert client.post(again, {"password": "không phải"}).status_code == 200
    assert client.post(again, {"password": PASSWORD}).headers["Location"] == "/tai-khoan/hai-buoc/bat/"
    page = client.get("/tai-khoan/hai-buoc/bat/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert "svg" in page.content.decode()
    assert client.post("/tai-khoan/hai-buoc/bat/", {"code": "000000"}).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post("/tai-khoan/hai-buoc/bat/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    assert Authenticator.objects.get(user=user, type="totp").data["secret"] != secret, "sealed, not as it is"
    assert client.get("/tai-khoan/hai-buoc/ma-khoi-phuc/").status_code == 200


def code_of(secret: str, step: int = 0) -> str:
    """Return the code that a telephone shows now, or `step` half-minutes later."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter + step))


def test_the_second_factor_is_asked_for_and_cannot_be_skipped(client: Client, world: Province) -> None:
    user = with_password(make_user("province_leader", world.province, "nguoi.ky"))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    assert sign_in(client, user.username).headers["Location"] == "/tai-khoan/dang-nhap/ma-xac-thuc/"
    assert client.get("/").headers["Location"].startswith(LOGIN)
    wrong = client.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": code_of(secret)}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.deep
def test_no_second_factor_is_forced_in_the_demonstration_or_on_officers(
    client: Client,
    world: Province,
    officer: User,
    settings,  # type: ignore[no-untyped-def]
) -> None:
    sign_in(client, officer.username)
    assert client.get("/").status_code == 200
    settings.DEMO = True
    leader = with_password(make_user("province_leader", world.province, "nguoi.ky"))
    other = Client()
    sign_in(other, leader.username)
    assert other.get("/").status_code == 200


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/tai-khoan/dang-ky/", "/accounts/signup/", "/tai-khoan/signup/"):
        assert client.get(path).status_code in {302, 404}
    assert not User.objects.exists()


@pytest.mark.parametrize("path", [LOGIN, "/tai-khoan/", "/tai-khoan/mat-khau/", "/", "/khong-co/"])
def test_what_every_page_tells_the_browser(client: Client, officer: User, path: str) -> None:
    if path != LOGIN:
        sign_in(client, officer.username)
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"] or headers["Cache-Control"] == "private, no-cache"
    if path.startswith("/tai-khoan/"):
        assert "no-store" in headers["Cache-Control"]


def test_the_session_ends_with_the_day(client: Client, officer: User) -> None:
    sign_in(client, officer.username)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "the cookie goes with the browser"
    assert client.session.get_expiry_age() <= 12 * 3600


OWN_PAGES = {
    "/tai-khoan/dang-xuat/": "Đăng xuất khỏi máy này?",
    "/tai-khoan/mat-khau/": "Nhập lại mật khẩu mới",
    "/tai-khoan/xac-nhan/": "Nhập lại mật khẩu trước khi làm việc này",
    "/tai-khoan/hai-buoc/": "Bật xác thực hai bước",
    "/tai-khoan/hai-buoc/bat/": "Sáu chữ số mà ứng dụng vừa hiện.",
}


@pytest.mark.parametrize(("path", "words"), OWN_PAGES.items())
def test_every_account_page_is_in_our_words_and_our_frame(client: Client, officer: User, path: str, words: str) -> None:
    sign_in(client, officer.username)
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    text = client.get(path).content.decode()
    assert words in text
    assert text.count("<h1") == 1
    assert 'class="page" id="main"' in text


def test_the_pages_of_a_second_factor_in_use(client: Client, officer: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    sign_in(client, officer.username)
    assert "Mở ứng dụng xác thực trên điện thoại" in client.get("/tai-khoan/dang-nhap/ma-xac-thuc/").content.decode()
    client.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": code_of(secret)})
    assert "Nhập mã xác thực trước khi" in client.get("/tai-khoan/xac-nhan/ma/").content.decode()
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    assert "Sau khi tắt, chỉ cần mật khẩu" in client.get("/tai-khoan/hai-buoc/tat/").content.decode()
    assert "Các mã khôi phục cũ" in client.get("/tai-khoan/hai-buoc/ma-khoi-phuc/moi/").content.decode()
    assert client.post("/tai-khoan/hai-buoc/ma-khoi-phuc/moi/").status_code == 302
    assert "Còn 10 trên 10 mã" in client.get("/tai-khoan/hai-buoc/ma-khoi-phuc/").content.decode()
    assert client.post("/tai-khoan/hai-buoc/tat/").status_code == 302
    assert not Authenticator.objects.filter(user=officer, type="totp").exists()


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("ngắn", "ngắn", "cần từ 12 ký tự trở lên"),
        ("một câu dài dễ nhớ", "một câu dài dễ nhầm", "chưa giống nhau"),
        ("canbo.trangdai1", "canbo.trangdai1", "quá giống tên đăng nhập"),
    ],
)
def test_a_refused_password_is_told_why_in_vietnamese(
    client: Client, officer: User, new: str, again: str, said: str
) -> None:
    sign_in(client, officer.username)
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": again}
    page = client.post("/tai-khoan/mat-khau/", asked).content.decode()
    assert said in page
    assert "assword" not in re.sub(r"<[^>]*>", "", page)
