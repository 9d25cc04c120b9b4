"""Strings that occur nowhere else, put into every confidential field, and looked for in every spelling."""

import gzip
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import Any
from unicodedata import normalize
from urllib.parse import quote
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from lanhmanh.cases.models import Case, Opening
from lanhmanh.cases.services import (
    Agreed,
    MeasureData,
    add_attachment,
    ask_transfer,
    change_person,
    end_episode,
    open_new_case,
    read_attachment,
    record_measure,
    refuse_transfer,
    review_opening,
    start_episode,
    void_measure,
)
from lanhmanh.cases.services.consents import give_consent
from lanhmanh.cases.services.requests import Asked, answer_request, extend_request, lift_restriction, receive_request
from lanhmanh.cases.services.retention import put_off
from lanhmanh.cases.services.sharing import SharingData, share
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold
from tests.cases.importing.sheets import book, good
from tests.cases.vault.conftest import House, data
from tests.factories.vault import Member, visit

WORD, NUMBER = "Quỳnh1", "09991237"  # with which each of the words, and of the numbers, begins
TODAY = date(2021, 12, 20)
# Every field that is closed; what a canary cannot stand in is a birth year, or the kind of a file.
FIELDS = frozenset({
    "full_name", "other_names", "id_number", "birth_date", "address", "phone", "relatives", "notes", "ground",
    "proof", "representative", "name", "kind", "reason", "review", "words", "answer", "void_reason", "step",
    "receiver", "basis", "who", "contact", "extension", "unrestricted",
})  # fmt: skip


class Canaries:
    """Hand out strings that occur nowhere else, with marks, and remember them."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.numbers = count(10_000)

    def __call__(self, *, digits: bool = False) -> str:
        number = next(self.numbers)
        assert number < 20_000
        self.out.append(f"{NUMBER}{number - 10_000:04}" if digits else f"{WORD[:-1]}{number}xếp")
        return self.out[-1]

    def words(self) -> str:
        """Return one within a sentence that is long enough for a reason."""
        return f"{self()} ở nơi không ai biết"

    def found(self, places: Iterable[bytes]) -> set[str]:
        """Return in which spellings one of them lies in one of the places, packed or not."""
        traces = [(f"{text} {name}", trace) for text in (WORD, NUMBER) for name, trace in spellings(text)]
        return {name for place in places for one in unpacked(place) for name, trace in traces if trace in one}


def spellings(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield the text as it could lie in a file, each with a name for it."""
    forms = {"plain": text, "apart": normalize("NFD", text), "lower": text.lower(), "folded": fold(text)}
    for name, form in forms.items():
        for coded in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = form.encode(coded)
            yield f"{name} {coded}", raw
            yield f"{name} {coded} hex", raw.hex().encode()
            yield f"{name} {coded} HEX", raw.hex().upper().encode()
            for shift in range(3):
                yield f"{name} {coded} base64+{shift}", _base64(raw, shift)
        yield f"{name} JSON", ascii(form)[1:-1].encode()
        yield f"{name} XML", form.encode("ascii", "xmlcharrefreplace")
        yield f"{name} URL", quote(form).encode()


def _base64(raw: bytes, shift: int) -> bytes:
    """Return the letters of base64 that do not depend on what stands around, where it begins at a third byte or not."""
    first, rest = -(-shift * 4 // 3), (len(raw) + shift) % 3
    coded = b64encode(bytes(shift) + raw).rstrip(b"=")
    return coded[first : len(coded) - (1 if rest else 0)]


def unpacked(place: bytes) -> Iterator[bytes]:
    """Yield what lies in a place, and within it what is packed."""
    yield place
    with suppress(BadZipFile):
        for member in (archive := ZipFile(BytesIO(place))).namelist():
            yield from unpacked(archive.read(member))
    with suppress(OSError, EOFError, ZlibError):
        yield gzip.decompress(place)


def everything() -> list[bytes]:
    """Return all that the database holds."""
    if connection.vendor == "sqlite":
        return [bytes(connection.connection.serialize())]
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0].encode() for row in cursor.fetchall()]
    return found


def me(member: Member) -> dict[str, Any]:
    """Return a member as the first arguments of a service."""
    return {"actor": member.actor, "keys": member.keys}


def filled(house: House, canary: Canaries) -> Case:
    """Return a case with a string of its own in each field that a person, a reader or a unit writes."""
    words = {name: canary() for name in ("full_name", "other_names", "address", "relatives", "notes")}
    numbers = {name: canary(digits=True) for name in ("id_number", "phone")}
    agreed = Agreed(TODAY, canary(), canary())
    told = data(kind="asked", birth_date="2005", ground=canary(), agreed=agreed, **words, **numbers)
    case = open_new_case(actor=house.worker.actor, keys=house.worker.keys, unit=house.world.commune, data=told)
    new = {"phone": canary(digits=True), "address": canary(), "notes": canary()}
    change_person(**me(house.worker), case=case, words=new, sex="female", version=1)
    house.open(house.colleague, case, canary.words())
    review = {"justified": False, "words": canary()}
    review_opening(**me(house.supervisor), opening=Opening.objects.get(case=case, kind="break_glass"), **review)
    house.open(house.overseer, case, canary.words())
    name, content = f"{canary()}.txt", canary().encode()
    file = add_attachment(**me(house.worker), case=case, name=name, content=content)
    assert read_attachment(**me(house.worker), case=case, uid=file.uid)[2] == content
    ask_transfer(**me(house.worker), case=case, to_unit=house.world.sibling.uid, words=canary.words())
    refuse_transfer(**me(house.neighbour), case=case, words=canary.words())
    return case


def lived(house: House, case: Case, canary: Canaries) -> None:
    """Let a case go its way, with a string in each thing that is said on it."""
    who = me(house.worker)
    episode = start_episode(**who, case=case, status="leaving", on=TODAY, note=canary())
    visited = record_measure(**who, case=case, data=MeasureData(kind="visit", on=TODAY, words=canary.words()))
    void_measure(**who, measure=visited, reason=canary.words())
    end_episode(**who, episode=episode, ending="wish", on=TODAY, note=canary())
    give_consent(
        **who, case=case, purpose="health", given_on=TODAY, by_representative=True, proof=canary.words()
    )  # fmt: skip
    handed = {"fields": ("full_name",), "ground": "consent", "receiver": canary(), "basis": canary.words()}
    share(**who, case=case, data=SharingData(to="health", purpose="health", **handed))  # type: ignore[arg-type]
    asked = Asked("restrict", TODAY, canary(), canary.words(), canary(digits=True))
    made = receive_request(**who, unit=case.unit, case=case, asked=asked)
    extend_request(**who, request=made, reason=canary.words())
    answer_request(**who, request=made, outcome="done", reason=canary.words())
    alone = Asked("copy", TODAY, canary(), canary.words(), canary())
    receive_request(**who, unit=case.unit, case=None, asked=alone)
    house.open(house.supervisor, case)
    lift_restriction(**me(house.supervisor), case=Case.objects.get(pk=case.pk), reason=canary.words())


def put_off_erasing(house: House, case: Case, canary: Canaries) -> None:
    """Put the erasure of a case off, in words."""
    Case.objects.filter(pk=case.pk).update(
        state="closed", closed_on=TODAY, closing="wish", seal_on=TODAY, erase_on=TODAY + timedelta(days=180)
    )
    ended = Case.objects.get(pk=case.pk)
    house.open(house.supervisor, ended)
    until = TODAY + timedelta(days=300)
    put_off(**me(house.supervisor), case=ended, until=until, ground="complaint", reason=canary.words())


def walked(house: House, case: Case, canary: Canaries) -> None:
    """Go through the pages, so that sessions, messages, logs and papers have had their chance."""
    client, name = visit(house.worker), canary.out[0]
    assert name in client.get(f"/ho-so/{case.uid}/").content.decode()
    assert case.uid in client.post("/ho-so/tim/", {"words": name}).content.decode()
    assert client.post("/ho-so/moi/", {"full_name": name, "notes": canary.out[4]}).status_code == 422
    assert client.get(f"/ho-so/{case.uid}/lich-su/notes/").status_code == 200
    with clock.at(clock.now() + timedelta(hours=5)):
        assert name not in visit(house.worker).get(f"/ho-so/{case.uid}/").content.decode()


LINK = re.compile(r'href="(/[^"#]*)"')


def crawled(client: Any, *, most: int) -> Iterator[bytes]:
    """Yield what somebody gets who follows every link from Today and from the pages of cases."""
    ahead = ["/", "/ho-so/", "/ho-so/so/", "/ho-so/so-lieu/", "/ho-so/yeu-cau/", "/ho-so/su-co/", "/ho-so/ra-soat/"]
    seen: set[str] = set()
    while ahead and len(seen) < most:
        address = ahead.pop(0)
        if address in seen or address.startswith(("/static/", "/tai-khoan/")):
            continue
        seen.add(address)
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield repr(answer.headers).encode() + content
        yield content
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            ahead += [one.replace("&amp;", "&") for one in LINK.findall(content.decode())]


def uploaded(house: House, case: Case, canary: Canaries) -> None:
    """Send a file and a list through their pages, and take back what is to be mended."""
    client = visit(house.worker)
    file = SimpleUploadedFile(f"{canary()}.txt", canary().encode() * 1000)
    assert client.post(f"/ho-so/{case.uid}/tep/", {"file": file}).status_code == 302
    chief, rows = visit(house.supervisor), [good(1, full_name=canary(), address=canary(), notes=canary())]
    rows.append(good(2, full_name=canary(), birth_date=canary()))
    sent = {"unit": case.unit.uid, "in_charge": house.worker.user.uid, "file": SimpleUploadedFile("a.xlsx", book(rows))}
    seen = chief.post("/ho-so/nhap/", sent).content.decode()
    packet = {"packet": seen.split('name="packet" value="')[1].split('"')[0]}
    back = chief.post("/ho-so/nhap/can-sua/", packet)
    assert canary.found([back.content]), "the sheet to mend holds what was typed"
    assert chief.post("/ho-so/nhap/xac-nhan/", packet).status_code == 302


def printed(house: House, case: Case, canary: Canaries) -> None:
    """Make every paper that tells of a person, as a text and as a print."""
    client, who = visit(house.worker), me(house.worker)
    house.open(house.worker, case)
    episode = start_episode(**who, case=case, status="rehab_home", on=TODAY)
    asked = Asked("copy", TODAY, canary(), canary.words())
    copy = receive_request(**who, unit=case.unit, case=case, asked=asked)
    give_consent(**who, case=case, purpose="health", given_on=TODAY, by_representative=True, proof=canary.words())
    handed = SharingData("health", "health", ("full_name",), "consent", canary())
    shared = share(**who, case=case, data=handed)
    for kind in ("docx", "pdf"):
        paper = {"code": "registration", "kind": kind, "dated": "20/12/2021", "facility": canary()}
        for address, told in (
            (f"/ho-so/{case.uid}/dot/{episode.uid}/giay-to/", paper),
            (f"/ho-so/yeu-cau/{copy.uid}/ban-sao/{kind}/", {}),
            (f"/ho-so/{case.uid}/chia-se/{shared.uid}/phieu/{kind}/", {}),
        ):
            answer = client.post(address, told)
            assert answer.headers["Content-Disposition"].startswith("attachment"), address
            assert kind == "pdf" or canary.found([answer.content]), address
