"""What nobody types: NULs, endless numbers and endless words in addresses, queries, cookies and forms of every page."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import roles
from lanhmanh.kernel import clock
from tests.factories import make_user
from tests.growth import examples
from tests.web.conftest import BACKEND, Things
from tests.web.test_matrix import ROUTES

HUGE = "9" * 20
PARTS = ["\x00", HUGE] + ["x" * 3000] * (examples(1) > 1)
WORDS = [HUGE] + ["x" * 300, "-1", "²"] * (examples(1) > 1)
TYPED = ["\x00", "9" * 12, "x" * 9000]
# Every name that a page reads from the query by itself, and those of the forms that search.
ASKED = (
    "ai area back bieu bo buoc cap chon code ct cua den dong dot due family kind ky "
    "level loai mo muc nam nay next ngay nhu o page phan q quy report role seen so "
    "standing state tep tinh tu tut unit vao version viec words xem year "
)
# Pages whose deed is to show something: a first password, a trial, rows of a form with one more.
SHOW = {
    "person_password", "reporting:design_try", "reporting:form", "areas:rules_facts", "areas:rules_classes",
    "areas:rules_criteria", "areas:rules_try",
}  # fmt: skip
_NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*?\bname="([^"]+)"')
# What ends the session, or the language, of who looks; and what takes as long as a password is stretched.
LEFT_OUT = {"account_logout", "set_language", "account_change_password", "account_reauthenticate"}


@pytest.fixture
def everybody(things: Things, settings) -> Client:  # type: ignore[no-untyped-def]
    """Return the browser of somebody who holds every role at the commune and at the province."""
    settings.DEMO = True
    user = make_user("commune_officer", things.world.commune)
    for role in roles():
        for unit in (things.world.commune, things.world.province):
            if (role, unit) != ("commune_officer", things.world.commune):
                Membership.objects.create(user=user, role=role, unit=unit, valid_from=clock.today())
    User.objects.filter(pk=user.pk).update(password="md5$a$0")
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def addresses(things: Things) -> dict[str, list[str]]:
    """Return the arguments of every address, made before anything is changed."""
    return {name: route.arguments(things) for name, route in ROUTES.items() if name not in LEFT_OUT}


def bent(name: str, arguments: list[str], part: str) -> Iterator[str]:
    """Yield the address with each of its parts replaced."""
    for at in range(len(arguments)):
        try:
            yield reverse(name, args=[*arguments[:at], part, *arguments[at + 1 :]])
        except NoReverseMatch:
            continue


@pytest.mark.slow
@pytest.mark.deep
def test_no_part_of_an_address_makes_a_fault(things: Things, everybody: Client) -> None:
    found = []
    for name, arguments in addresses(things).items():
        for part in PARTS:
            for path in bent(name, arguments, part):
                status = everybody.get(path).status_code
                if status >= 500 or (part == "\x00" and status != 404):
                    found.append(f"{path[:200]}: {status}")
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.deep
def test_no_query_makes_a_fault(things: Things, everybody: Client) -> None:
    found = []
    for name, arguments in addresses(things).items():
        path = reverse(name, args=arguments)
        for asked in ("words=%00", "%00=1"):
            if (status := everybody.get(f"{path}?{asked}").status_code) != 400:
                found.append(f"{name}?{asked}: {status}")
        for word in WORDS:
            if (status := everybody.get(f"{path}?{urlencode(dict.fromkeys(ASKED.split(), word))}").status_code) >= 500:
                found.append(f"{name} {word[:30]}: {status}")
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.deep
def test_no_form_makes_a_fault_nor_is_shown_anew_for_being_sent_empty(things: Things, everybody: Client) -> None:
    found = []
    for name, arguments in addresses(things).items():
        path = reverse(name, args=arguments)
        page = everybody.get(path)
        if page.status_code != 200 or page.streaming or b"<form" not in page.content:
            continue
        fields = sorted(set(_NAMES.findall(page.content.decode())) - {"csrfmiddlewaretoken"})
        for status, typed in answers(everybody, path, [{}, *(dict.fromkeys(fields, word) for word in TYPED)]):
            if status >= 500 or (status == 200 and not typed and name not in SHOW):
                found.append(f"{name} {str(typed)[:60]}: {status}")
    assert not found, "\n".join(found)


def answers(client: Client, path: str, forms: Iterable[dict[str, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield what each form is answered, and take back what it changed."""
    for typed in forms:
        with transaction.atomic():
            yield client.post(path, typed).status_code, typed
            transaction.set_rollback(True)
