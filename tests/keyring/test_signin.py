"""A member's key opens with the password, after the second factor, in the session that has the cookie."""

from base64 import b64encode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client, RequestFactory

from lanhmanh.accounts import services as accounts
from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.audit.models import Event
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.guards import COOKIE, SESSION, vault_middleware
from lanhmanh.keyring.models import Grant, MemberKey
from lanhmanh.keyring.services import make_box
from lanhmanh.sealing import Cost, KeyPair, Unopened, lock, unlock
from lanhmanh.sealing.passwords import cost_of
from tests.accounts.conftest import BACKEND, PASSWORD, sign_in, with_password
from tests.factories import Province, make_actor, make_user
from tests.factories.vault import Member, Vault, newcomer, visit

NEW = "đường làng dài sau mưa"


@pytest.fixture(autouse=True)
def _no_duty(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True


@pytest.fixture
def vault(world: Province) -> Vault:
    return Vault(world)


@pytest.fixture
def worker(vault: Vault) -> Member:
    """Return a worker of the commune whose lock is under the password of the sign-in tests."""
    found = vault.member("case_worker", vault.world.commune, "giup.trangdai")
    MemberKey.objects.filter(user=found.user).update(locked=lock(found.private, PASSWORD, owner=found.user.uid,
                                                                 cost=Cost(8 * 1024, 1)))  # fmt: skip
    with_password(found.user)
    return found


def keys_of(client: Client) -> Keys:
    """Return the keys that the next request of a client would have."""
    request = RequestFactory().get("/")
    request.COOKIES.update({name: morsel.value for name, morsel in client.cookies.items()})
    request.session = client.session
    uid = client.session.get("_auth_user_id")
    request.user = User.objects.get(pk=uid) if uid else _nobody()
    vault_middleware(lambda _request: Answer())(request)
    return request.keys  # type: ignore[attr-defined]


class Answer:
    """An answer that takes and gives no cookie."""

    def delete_cookie(self, *_args: str, **_options: str) -> None:
        """Take nothing back."""


def _nobody():  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_a_password_opens_the_keys_until_the_person_signs_out(client: Client, vault: Vault, worker: Member) -> None:
    box, key = make_box(owner=vault.world.commune)
    sign_in(client, worker.user.username)
    assert keys_of(client).open_box(box) == key
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/" and not cookie["max-age"]
    answer = client.post("/tai-khoan/dang-xuat/")
    assert answer.cookies[COOKIE].value == "" and answer.cookies[COOKIE]["max-age"] == 0
    assert SESSION not in client.session


def test_the_cookie_travels_over_https_only_where_there_is_https(client: Client, worker: Member, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SESSION_COOKIE_SECURE = True
    sign_in(client, worker.user.username)
    assert client.cookies[COOKIE]["secure"]


def test_who_has_no_case_role_gets_no_key(client: Client, vault: Vault) -> None:
    officer = with_password(make_user("commune_officer", vault.world.commune))
    sign_in(client, officer.username)
    assert COOKIE not in client.cookies and SESSION not in client.session
    assert not MemberKey.objects.filter(user=officer).exists()


def test_the_first_sign_in_makes_a_key_that_opens_nothing_yet(client: Client, vault: Vault) -> None:
    user = with_password(make_user("case_worker", vault.world.commune))
    sign_in(client, user.username)
    assert MemberKey.objects.get(user=user).grants.count() == 0
    assert keys_of(client).member == MemberKey.objects.get(user=user) and not keys_of(client)
    assert list(Event.objects.order_by("seq").values_list("verb", flat=True)) == [
        "account.signed_in", "keys.member_made",
    ]  # fmt: skip


def test_no_key_is_made_under_a_password_that_somebody_else_gave(client: Client, vault: Vault) -> None:
    """The administrator, who knows the first password, must not be able to open the lock from a backup."""
    user = make_user("case_worker", vault.world.commune)
    with_password(user)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    sign_in(client, user.username)
    assert not MemberKey.objects.exists()
    change(client)
    mine = MemberKey.objects.get(user=user)
    assert keys_of(client).member == mine
    with pytest.raises(Unopened):
        unlock(bytes(mine.locked), PASSWORD, owner=user.uid)
    assert KeyPair.of(unlock(bytes(mine.locked), NEW, owner=user.uid)).public == bytes(mine.public)


def change(client: Client, old: str = PASSWORD) -> None:
    answer = client.post("/tai-khoan/mat-khau/", {"oldpassword": old, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302


def test_a_changed_password_locks_the_same_key_anew(client: Client, vault: Vault, worker: Member) -> None:
    box, key = make_box(owner=vault.world.commune)
    sign_in(client, worker.user.username)
    change(client)
    assert keys_of(client).open_box(box) == key, "the session goes on"
    again = Client()
    sign_in(again, worker.user.username, NEW)
    assert keys_of(again).open_box(box) == key
    with pytest.raises(Unopened):
        unlock(bytes(MemberKey.objects.get(user=worker.user).locked), PASSWORD, owner=worker.user.uid)


def test_a_reset_password_loses_no_case(client: Client, vault: Vault, worker: Member) -> None:
    """The old key is retired, a new one waits to be admitted; the colleague at the unit still opens everything."""
    box, key = make_box(owner=vault.world.commune)
    colleague = vault.member("case_supervisor", vault.world.commune)
    keeper = make_actor("administrator", vault.world.province)
    accounts.reset_password(actor=keeper, user=worker.user, password="tám chữ của quản trị")
    sign_in(client, worker.user.username, "tám chữ của quản trị")
    assert Grant.objects.filter(member_key__user=worker.user).count() == 1, "nothing changes before the own password"
    change(client, "tám chữ của quản trị")
    assert "khóa cũ của bạn không mở được nữa" in client.get("/tai-khoan/").content.decode()
    old, new = MemberKey.objects.filter(user=worker.user).order_by("pk")
    assert old.retired_on and not old.grants.exists() and not new.retired_on
    assert not keys_of(client)
    assert colleague.keys.open_box(box) == key


def test_a_retired_key_opens_nothing(vault: Vault, worker: Member) -> None:
    client = visit(worker)
    assert keys_of(client)
    MemberKey.objects.update(retired_on="2021-06-01")
    assert not keys_of(client)


def test_a_weak_lock_is_made_as_strong_as_the_setting(client: Client, worker: Member, settings) -> None:  # type: ignore[no-untyped-def]
    settings.VAULT_COST = Cost(16 * 1024, 2)
    sign_in(client, worker.user.username)
    assert cost_of(bytes(MemberKey.objects.get(user=worker.user).locked)) == settings.VAULT_COST
    assert keys_of(client)
    settings.VAULT_COST = Cost(8 * 1024, 1)
    sign_in(Client(), worker.user.username)
    assert cost_of(bytes(MemberKey.objects.get(user=worker.user).locked)) == Cost(16 * 1024, 2), "never weaker"


@pytest.mark.parametrize("stolen", ["session", "cookie"])
def test_half_of_what_a_browser_holds_opens_nothing(worker: Member, stolen: str) -> None:
    client, thief = visit(worker), Client()
    if stolen == "session":
        thief.cookies["sessionid"] = client.cookies["sessionid"].value
    else:
        thief.force_login(worker.user, backend=BACKEND)
        thief.cookies[COOKIE] = client.cookies[COOKIE].value
    assert keys_of(client) and not keys_of(thief)
    assert thief.get("/tai-khoan/").status_code == 200


def test_another_cookie_and_another_account_open_nothing(vault: Vault, worker: Member) -> None:
    client = visit(worker)
    client.cookies[COOKIE] = b64encode(bytes(32)).decode()
    assert not keys_of(client)
    client.cookies[COOKIE] = "no%20key"
    assert not keys_of(client) and client.get("/tai-khoan/").status_code == 200
    other, mine = visit(vault.member("case_worker", vault.world.commune)), visit(worker)
    session = other.session
    session[SESSION] = mine.session[SESSION]
    session.save()
    other.cookies[COOKIE] = mine.cookies[COOKIE].value
    assert keys_of(mine) and not keys_of(other)


def test_no_private_key_lies_in_the_database(client: Client, worker: Member) -> None:
    sign_in(client, worker.user.username)
    stored = "".join(Session.objects.values_list("session_data", flat=True))
    decoded = str(client.session.items())
    for secret in (worker.private, KeyPair.of(worker.private).private):
        assert b64encode(secret).decode() not in stored + decoded
    assert client.cookies[COOKIE].value not in decoded


def test_the_key_opens_after_the_second_factor_only(client: Client, vault: Vault, worker: Member) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(worker.user, secret)
    assert sign_in(client, worker.user.username).headers["Location"].endswith("/ma-xac-thuc/")
    assert not keys_of(client) and "member" not in client.session[SESSION]
    assert not keys_of(_signed_in_besides(client, worker)), "nor by a session of the same person elsewhere"
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    assert client.post("/tai-khoan/dang-nhap/ma-xac-thuc/", {"code": code}).status_code == 302
    assert keys_of(client).unit_ids == {vault.world.commune.pk: vault.key(vault.world.commune).pk}
    assert Authenticator.objects.count()


def _signed_in_besides(client: Client, worker: Member) -> Client:
    other = Client()
    other.force_login(worker.user, backend=BACKEND)
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    session = other.session
    session[SESSION] = client.session[SESSION]
    session.save()
    return other


def test_a_reset_password_without_the_second_factor_retires_nothing(client: Client, worker: Member) -> None:
    totp.TOTP.activate(worker.user, totp.generate_totp_secret())
    with_password(worker.user, NEW)
    sign_in(client, worker.user.username, NEW)
    assert MemberKey.objects.get(user=worker.user).grants.count() == 1


def test_the_password_asked_once_more_opens_the_key_again(client: Client, worker: Member) -> None:
    client.force_login(worker.user, backend=BACKEND)
    assert not keys_of(client)
    assert client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD}).status_code == 302
    assert keys_of(client)


def test_keys_cost_no_query_until_they_are_used(worker: Member, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = visit(worker)
    request = HttpRequest()
    request.COOKIES.update({name: morsel.value for name, morsel in client.cookies.items()})
    request.session, request.user = client.session, worker.user
    request.session.get(SESSION)
    with django_assert_num_queries(0):
        vault_middleware(lambda _request: Answer())(request)
    with django_assert_num_queries(2):
        assert request.keys  # type: ignore[attr-defined]


def test_a_role_that_ended_shuts_at_once(vault: Vault, worker: Member) -> None:
    box, _key = make_box(owner=vault.world.commune)
    assert worker.keys.open_boxes([box])
    Membership.objects.filter(user=worker.user).update(valid_to="2021-06-01")
    assert not worker.keys and not worker.keys.open_boxes([box])
    Membership.objects.filter(user=worker.user).update(valid_to=None)
    accounts.set_active(actor=make_actor("administrator", vault.world.province), user=worker.user, active=False)
    assert not worker.keys


def test_two_first_sign_ins_at_once_make_one_key(vault: Vault) -> None:
    from lanhmanh.keyring.services.members import open_at_sign_in, settle

    user = with_password(make_user("case_worker", vault.world.commune))
    one, two = (open_at_sign_in(user=user, password=PASSWORD) for _ in range(2))
    found = [
        settle(actor=actor_for(user), user=user, held=each.held, public=each.pair.public, locked=each.locked,
               fresh=each.fresh)[0]
        for each in (one, two) if each
    ]  # fmt: skip
    assert found[0] and found[1] is None
    assert MemberKey.objects.get(user=user) == found[0]


def test_a_lock_whose_public_half_was_exchanged_is_not_trusted(client: Client, vault: Vault, worker: Member) -> None:
    MemberKey.objects.filter(user=worker.user).update(
        public=bytes(newcomer("case_worker", vault.world.sibling).private)
    )
    sign_in(client, worker.user.username)
    assert MemberKey.objects.filter(user=worker.user, retired_on=None).get().grants.count() == 0


def test_the_usual_cost_outside_the_demonstration_is_full() -> None:
    import subprocess
    import sys

    code = "from lanhmanh.config import settings; print(settings.VAULT_COST)"
    for demo, expected in (("", "Cost(memory=131072, passes=3)"), ("1", "Cost(memory=8192, passes=1)")):
        run = subprocess.run(
            [sys.executable, "-c", code], env=_environment(demo), capture_output=True, text=True, check=True
        )  # fmt: skip
        assert run.stdout.strip() == expected


def _environment(demo: str) -> dict[str, str]:
    import os

    return {**os.environ, "LANHMANH_DEMO": demo}
