"""The pages of who keeps keys, and of the administrator who watches over recovery."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lanhmanh.accounts.models import Membership
from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel import clock
from lanhmanh.keyring import selectors
from lanhmanh.keyring.models import Custodian, Drill, RecoveryKey, UnitKey
from lanhmanh.keyring.services import make_box
from lanhmanh.keyring.services.recovery import hold_ceremony
from lanhmanh.web.agenda import agenda
from tests.accounts.conftest import BACKEND
from tests.factories import Province, make_actor, make_user
from tests.factories.vault import Member, Vault, newcomer, visit
from tests.keyring.test_unit_keys import end_role


@pytest.fixture(autouse=True)
def _no_duty(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True


@pytest.fixture
def vault(world: Province) -> Vault:
    return Vault(world)


@pytest.fixture
def chief(vault: Vault) -> Member:
    return vault.member("case_overseer", vault.world.province)


def text(client: Client, name: str, *arguments: str) -> str:
    answer = client.get(reverse(f"keyring:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, *arguments: str) -> str:
    """Ask for the confirmation, give it, and return the page that follows."""
    address = reverse(f"keyring:{name}", args=arguments)
    assert 'class="button button--primary"' in client.get(address).content.decode()
    return str(client.post(address, follow=True).content.decode())


@pytest.mark.deep
def test_the_list_says_what_presses_and_leaves_out_strangers(vault: Vault, chief: Member) -> None:
    world = vault.world
    newcomer("case_worker", world.commune)
    end_role(vault.member("case_worker", world.sibling))
    shown = text(visit(chief), "index")
    assert "1 người chờ trao khóa" in shown and "1 người hết vai trò" in shown
    assert shown.index("Phường Trảng Dài") < shown.index("Xã An Phước")
    overseer = visit(vault.member("case_overseer", world.other_district))
    assert "Xã An Phước" in text(overseer, "index") and "Trảng Dài" not in text(overseer, "index")
    assert overseer.get(reverse("keyring:unit", args=[world.commune.uid])).status_code == 404
    found = visit(chief).get(reverse("keyring:index"), {"q": "trang dai"}).content.decode()
    assert "Phường Trảng Dài" in found and "Xã An Phước" not in found


def test_a_waiting_member_is_admitted(vault: Vault) -> None:
    world = vault.world
    keeper, waits = vault.member("case_supervisor", world.commune), newcomer("case_worker", world.commune, "giup.moi")
    client = visit(keeper)
    assert "giup.moi" in client.get(reverse("keyring:admit", args=[world.commune.uid])).content.decode()
    assert not waits.keys, "asking does nothing"
    assert "Đã trao khóa cho 1 người" in press(client, "admit", world.commune.uid)
    assert waits.keys
    assert "Không còn ai chờ trao khóa" in press(client, "admit", world.commune.uid)


def test_a_leaver_is_taken_off(vault: Vault) -> None:
    world = vault.world
    keeper, leaver = vault.member("case_supervisor", world.commune), vault.member("case_worker", world.commune)
    end_role(leaver)
    client = visit(keeper)
    assert "Cần gỡ khỏi khóa" in text(client, "unit", world.commune.uid)
    assert "khỏi khóa và thay khóa của đơn vị" in press(client, "remove", world.commune.uid, leaver.user.uid)
    assert vault.key(world.commune).generation == 2
    assert "Cần gỡ khỏi khóa" not in text(client, "unit", world.commune.uid)
    assert client.get(reverse("keyring:remove", args=[world.commune.uid, leaver.user.uid])).status_code == 404
    assert "Không thể tự gỡ mình" in press(client, "remove", world.commune.uid, keeper.user.uid)


@pytest.mark.deep
def test_keys_are_founded_below_and_renewed(vault: Vault, chief: Member) -> None:
    world = vault.world
    UnitKey.objects.filter(unit=world.commune).delete()
    worker, client = newcomer("case_worker", world.commune), visit(chief)
    assert "Đã lập khóa cho 1 đơn vị, trao khóa cho 1 người" in press(client, "found")
    box, key = make_box(owner=world.commune)
    assert "Đã thay khóa" in press(client, "renew", world.commune.uid)
    assert worker.keys.open_box(box) == key
    UnitKey.objects.filter(unit=world.sibling).delete()
    newcomer("case_worker", world.sibling)
    assert "Lập khóa của đơn vị?" in text(client, "renew", world.sibling.uid)
    assert "Đã lập khóa của đơn vị" in press(client, "renew", world.sibling.uid)
    supervisor = visit(vault.member("case_supervisor", world.other_commune))
    assert supervisor.get(reverse("keyring:found")).status_code == 404


def test_units_left_out_are_told_with_the_reason(vault: Vault) -> None:
    world = vault.world
    overseer = vault.member("case_overseer", world.district)
    from lanhmanh.keyring.services import share_box

    box, _key = make_box(owner=world.other_commune)
    share_box(keys=vault.member("case_worker", world.other_commune).keys, box=box, unit=world.commune)
    newcomer("case_worker", world.commune)
    shown = press(visit(overseer), "found")
    assert "Còn 1 đơn vị chưa làm được" in shown and "Có 1 hồ sơ" in shown


def test_without_an_unlocked_key_the_page_says_what_to_do(vault: Vault, client: Client) -> None:
    keeper = vault.member("case_supervisor", vault.world.commune)
    client.force_login(keeper.user, backend=BACKEND)
    assert "Đăng xuất, rồi đăng nhập lại" in text(client, "index")
    assert "chưa được trao khóa của đơn vị" in press(client, "renew", vault.world.commune.uid)
    waiting = newcomer("case_supervisor", vault.world.sibling)
    assert "Bạn chưa được trao khóa" in text(visit(waiting), "index")


def test_recovery_as_the_administrator_sees_it(world: Province, client: Client) -> None:
    client.force_login(make_user("administrator", world.province), backend=BACKEND)
    assert "chưa phát khóa khôi phục" in text(client, "recovery")
    newcomer("case_overseer", world.province)
    key = hold_ceremony(actor=SYSTEM, province=world.province, needed=2, custodians=["Một", "Hai", "Ba"]).key
    assert "chưa được diễn tập lần nào" in text(client, "recovery")
    done = Drill.objects.create(recovery_key=key, by="x", shares=2, passed=True)
    shown = text(client, "recovery")
    assert "Diễn tập khôi phục thành công gần nhất" in shown and "cần 2 trong 3" in shown
    assert all(name in shown for name in Custodian.objects.values_list("name", flat=True))
    Drill.objects.filter(pk=done.pk).update(at=clock.now() - timedelta(days=200))
    assert "đã quá 6 tháng" in text(client, "recovery")
    assert client.get(reverse("keyring:index")).status_code == 404


def test_today_asks_for_what_waits(vault: Vault, chief: Member) -> None:
    world = vault.world

    def titles(member: Member) -> list[str]:
        found = agenda(member.actor, clock.today())
        return [job.title for job in (*found.overdue, *found.week)]

    assert titles(chief) == ["Diễn tập khôi phục khóa hồ sơ"]
    Drill.objects.create(recovery_key=RecoveryKey.objects.get(), by="x", shares=2, passed=True)
    assert titles(chief) == []
    newcomer("case_worker", world.commune)
    end_role(vault.member("case_worker", world.sibling))
    assert titles(chief) == ["1 người chờ trao khóa", "1 người cần gỡ khỏi khóa"]
    assert titles(vault.member("case_supervisor", world.commune)) == ["1 người chờ trao khóa"]
    assert titles(vault.member("case_worker", world.commune)) == []


def test_today_counts_as_the_list_does(vault: Vault, chief: Member) -> None:
    """Newcomers without a key of their own, leavers, both roles of one person, units with and without a key."""
    world = vault.world
    make_user("case_worker", world.other_commune, "chua.dang.nhap")
    both = newcomer("case_worker", world.commune, "hai.vai")
    Membership.objects.create(user=both.user, role="case_supervisor", unit=world.commune, valid_from=date(2021, 1, 1))
    newcomer("case_worker", world.district)
    for unit in (world.commune, world.sibling):
        end_role(vault.member("case_worker", unit))
        vault.member("case_worker", unit)
    told = selectors.to_do(chief.actor)
    assert told == selectors.standings(chief.actor)[1]
    assert (told.waiting, told.gone) == (2, 2)


def test_an_administrator_is_asked_for_a_ceremony_where_cases_are_worked_on(world: Province) -> None:
    keeper = make_actor("administrator", world.province)
    assert agenda(keeper, clock.today()).nothing
    make_user("case_worker", world.commune)
    assert [job.title for job in agenda(keeper, clock.today()).week] == ["Phát khóa khôi phục hồ sơ"]


@pytest.mark.deep
def test_ten_times_the_people_cost_no_further_query(vault: Vault, chief: Member, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visit(chief)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, "index")
            text(client, "unit", vault.world.commune.uid)
            agenda(chief.actor, clock.today())
        return len(queries)

    newcomer("case_worker", vault.world.commune)
    asked()
    few = asked()
    for unit in (vault.world.commune, vault.world.sibling, vault.world.other_commune):
        for _ in range(4):
            newcomer("case_worker", unit)
            vault.member("case_worker", unit)
    assert asked() == few


@pytest.mark.parametrize("page", ["index", "unit", "admit", "renew", "recovery"])
def test_pages_speak_english(vault: Vault, page: str) -> None:
    user = vault.member("case_supervisor", vault.world.commune)
    client = visit(user)
    if page == "recovery":
        client.force_login(make_user("administrator", vault.world.province), backend=BACKEND)
    client.cookies["django_language"] = "en"
    shown = text(client, page, *([vault.world.commune.uid] if page in {"unit", "admit", "renew"} else []))
    assert "khóa" not in shown.split("<main", 1)[1].split("</main", 1)[0].lower()
