"""Where a tip goes: the province's list, read by everybody, kept by the province alone; no tip is ever written."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.forms.contacts import CONTACTS
from lanhmanh.areas.models import TipContact
from lanhmanh.areas.rules.contacts import Contact, faults, numbers
from lanhmanh.areas.selectors.contacts import contacts_for
from lanhmanh.areas.services.contacts import Entry, change_contact, enter_contacts, remove_contact
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import lists
from tests.areas.conftest import SignIn
from tests.factories import make_actor
from tests.factories.areas import NOW, Ledger

pytestmark = pytest.mark.django_db
POLICE = Contact("Công an phường Trảng Dài", "0251 3999 111", "cả ngày đêm")
HOTLINE = Contact("Công an tỉnh", "113", checked_on=date(2021, 12, 1))


def entered(ledger: Ledger) -> list[TipContact]:
    entries = [Entry(ledger.world.commune, POLICE), Entry(ledger.world.province, HOTLINE)]
    return enter_contacts(actor=ledger.officer, province=ledger.world.province, entries=entries)


def test_a_commune_reads_its_own_number_first_then_the_provinces(ledger: Ledger) -> None:
    entered(ledger)
    assert [one.name for one in contacts_for(ledger.world.commune)] == [POLICE.name, HOTLINE.name]
    assert [one.name for one in contacts_for(ledger.world.sibling)] == [HOTLINE.name]
    with CaptureQueriesContext(connection) as asked:
        contacts_for(ledger.world.commune)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Contact("", "113"), "name"),
        (Contact("A", "gọi Tư"), "phone"),
        (Contact("A", "11"), "phone"),
        (Contact("A" * 201, "113"), "name"),
        (Contact("A", "113", checked_on=date(2021, 12, 21)), "checked_on"),
        (Contact("A", "113", checked_on=date(1921, 12, 21)), "checked_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(told: Contact, field: str) -> None:
    assert [fault.field for fault in faults(told, NOW.date())] == [field]


def test_several_numbers_are_taken() -> None:
    phone = "0251 3999 111, 113; +84 (251) 3.999-112"
    assert not list(faults(Contact("A", phone), NOW.date()))
    assert [dialled for _written, dialled in numbers(phone)] == ["02513999111", "113", "+842513999112"]


def test_each_change_is_in_the_trail_and_only_the_province_makes_one(ledger: Ledger) -> None:
    first, _second = entered(ledger)
    world = ledger.world
    change_contact(actor=ledger.leader, province=world.province, contact=first, told=Contact(first.name, "113, 114"))
    remove_contact(actor=ledger.officer, province=world.province, contact=first, reason="Số không dùng nữa")
    verbs = Event.objects.filter(verb__startswith="contact.").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["contact.entered_many", "contact.changed", "contact.removed"]
    assert "0251 3999 111" in Event.objects.get(verb="contact.changed").facts
    for deed in (change_contact, remove_contact):
        more = {"told": POLICE} if deed is change_contact else {"reason": "x"}
        with pytest.raises(Refused, match="đã được bỏ"):
            deed(actor=ledger.officer, province=world.province, contact=first, **more)  # type: ignore[operator]
    stranger = make_actor("commune_officer", world.commune)
    for actor in (stranger, ledger.district, ledger.police):
        with pytest.raises(NotAllowed), transaction.atomic():
            enter_contacts(actor=actor, province=world.province, entries=[Entry(world.commune, POLICE)])


def test_the_same_number_of_the_same_body_is_entered_once(ledger: Ledger) -> None:
    entered(ledger)
    with pytest.raises(Refused, match="đã có trong danh sách"):
        entered(ledger)
    assert TipContact.objects.count() == 2


def test_everybody_reads_where_a_tip_goes_and_nobody_can_write_one(ledger: Ledger, sign_in: SignIn) -> None:
    url, client = reverse("areas:tip_guide"), sign_in(ledger.scorer)
    empty = client.get(url).text
    main = empty.split("<main")[1].split("</main")[0]
    assert "Tỉnh chưa nhập số nào" in main and not any(one in main for one in ("<textarea", "<input", "<form"))
    entered(ledger)
    page = client.get(url).text
    assert page.index(POLICE.phone) < page.index("Công an tỉnh") and "chưa đối chiếu" in page
    assert url in client.get(reverse("help")).text
    assert client.post(url, {"text": "x"}).status_code == 405
    assert client.get(url, {"don-vi": "x" * 500}).status_code == 200


def test_the_province_keeps_the_list_by_hand_and_by_excel(
    ledger: Ledger, sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client, told = sign_in(ledger.officer), {"unit": ledger.world.province.uid, "name": "Công an tỉnh", "phone": "113"}
    new = reverse("areas:tip_contact_new")
    assert "Ghi số điện thoại" in client.post(new, {**told, "phone": "số nào?"}).text
    assert client.post(new, told).status_code == 302
    row = TipContact.objects.get()
    assert client.post(reverse("areas:tip_contact_edit", args=[row.uid]), {**told, "phone": "114"}).status_code == 302
    rows = [
        {"code": "25993", "name": POLICE.name, "phone": POLICE.phone},
        {"code": "", "name": "Công an tỉnh", "phone": "114"},
        {"code": "99999", "name": "A", "phone": "113"},
    ]
    url = reverse("areas:tip_contacts_sheet")
    file = SimpleUploadedFile("so.xlsx", lists.export(CONTACTS, rows, NOW.date()))
    page = client.post(url, {"file": file})
    assert (page.context["good"], page.context["doubles"], page.context["faulty"]) == (1, 1, 1)
    client.post(url, {"packet": page.context["packet"], "deed": "take"})
    assert TipContact.objects.get(unit=ledger.world.commune).phone == POLICE.phone
    out = lists.read(CONTACTS, client.get(url, {"tep": "hien-co"}).content)
    assert [one.values["phone"] for one in out] == ["114", POLICE.phone] or len(out) == 2
    assert POLICE.name in client.get(reverse("areas:tip_contacts"), {"q": "trang dai"}).text
    assert client.post(reverse("areas:tip_contact_remove", args=[row.uid]), {"words": "Sai"}).status_code == 302
    assert TipContact.objects.filter(voided_at=None).count() == 1
