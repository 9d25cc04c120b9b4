"""A province full of cases, closed as the product closes them, and a plain table of the same persons."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from os import urandom

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from bench.databases import settle, unguarded
from bench.world import EMPTY, NOW, START, tree
from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.cases.models import Case, Secret, Token
from lanhmanh.kernel.text import fold
from lanhmanh.keyring.access import Keys, box_label, index_label, unit_label
from lanhmanh.keyring.guards import COOKIE, SESSION
from lanhmanh.keyring.models import Box, BoxSeal, Grant, MemberKey, RecoveryKey, UnitKey
from lanhmanh.sealing import LIGHT, Address, Index, KeyPair, close, joined, lock, new_key, new_pair, seal
from lanhmanh.units.models import Unit

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Quốc", "Ngọc", "Xuân", "Gia")
_GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Hà", "Hải", "Hạnh", "Hòa", "Hùng", "Khánh", "Lan", "Linh", "Long", "Mai",
    "Nam", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Tiến", "Trang", "Tuấn", "Tùng", "Vân", "Việt", "Yến",
)  # fmt: skip
_AT_ONCE = 2000
PLAIN = "bench_plain"


@dataclass(frozen=True)
class Reader:
    """Somebody whose keys are unlocked, and the browser in which that is so."""

    actor: Actor
    keys: Keys
    client: Client


@dataclass(frozen=True)
class CaseWorld:
    """So many cases over communes; who works at one of them, and who looks down on all."""

    database: BaseDatabaseWrapper
    count: int
    commune: Unit
    worker: Reader
    overseer: Reader
    name: str


class _Keys:
    """The keys of the province and its communes, founded at once."""

    def __init__(self, top: Unit, communes: Sequence[int]) -> None:
        self.recovery, self.index = new_pair(), new_key()
        row = RecoveryKey.objects.create(province=top, public=self.recovery.public, needed=2, given=3)
        self.pairs = {unit_id: new_pair() for unit_id in (top.pk, *communes)}
        keys = [self._key(row, unit_id, pair) for unit_id, pair in self.pairs.items()]
        self.rows = {key.unit_id: key for key in UnitKey.objects.bulk_create(keys, batch_size=_AT_ONCE)}

    def _key(self, recovery: RecoveryKey, unit_id: int, pair: KeyPair) -> UnitKey:
        key = UnitKey(unit_id=unit_id, public=pair.public, recovery_key=recovery)
        key.recovery = seal(pair.private, self.recovery.public, unit_label(key.uid))
        key.index = seal(self.index, pair.public, index_label(key))
        return key

    def reader(self, role: str, unit_id: int) -> Reader:
        user = User.objects.create(username=f"bench-{role}", full_name="Nguyễn Văn An", password="!")
        Membership.objects.create(user=user, role=role, unit_id=unit_id, valid_from=START)
        pair, secret = new_pair(), new_key()
        locked = lock(pair.private, "bench", owner=user.uid, cost=LIGHT)
        mine = MemberKey.objects.create(user=user, public=pair.public, locked=locked)
        key = self.rows[unit_id]
        sealed = seal(self.pairs[unit_id].private, pair.public, unit_label(key.uid))
        Grant.objects.create(unit_key=key, member_key=mine, sealed=sealed)
        return Reader(actor_for(user, NOW.date()), Keys(mine, pair.private), _browser(user, pair, mine, secret))


def populated(database: BaseDatabaseWrapper, *, communes: int, count: int) -> CaseWorld:
    """Return a province of so many communes with so many cases over them."""
    top, below = tree(communes, nation=False)
    keys = _Keys(top, below)
    worker, overseer = keys.reader("case_supervisor", below[0]), keys.reader("case_overseer", top.pk)
    with unguarded() as cursor:
        cursor.execute(
            f"CREATE TABLE {PLAIN} (case_id bigint PRIMARY KEY, unit_id bigint NOT NULL, "
            "full_name varchar(120) NOT NULL, folded varchar(120) NOT NULL, id_number varchar(30) NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX bench_plain_unit ON {PLAIN} (unit_id)")
        cursor.execute(f"CREATE INDEX bench_plain_number ON {PLAIN} (id_number)")
    places = dict(Unit.objects.filter(pk__in=below).values_list("pk", "uid"))
    for start in range(0, count, _AT_ONCE):
        _load(keys, top.pk, places, below, range(start, min(start + _AT_ONCE, count)))
    settle()
    commune = Unit.objects.get(pk=below[0])
    return CaseWorld(database, count, commune, worker, overseer, _name(0))


def _load(keys: _Keys, top: int, places: dict[int, str], below: Sequence[int], numbers: range) -> None:
    """Load some cases: boxes with seals for commune and province, halves as files, words, tokens, the plain row."""
    units = [below[number % len(below)] for number in numbers]
    boxes = Box.objects.bulk_create([Box(owner_id=unit_id) for unit_id in units])
    cases = Case.objects.bulk_create(
        [_case(number, unit_id, box, len(below)) for number, unit_id, box in zip(numbers, units, boxes, strict=True)]
    )
    index = Index(keys.index)
    seals: list[tuple[int, int, bytes, bool]] = []
    secrets: list[tuple[int, str, str, int, bytes]] = []
    tokens: list[tuple[int, bytes]] = []
    plain: list[tuple[int, int, str, str, str]] = []
    for number, case in zip(numbers, cases, strict=True):
        half, words = new_key(), _words(number)
        key = joined(half, _half(case.box.uid))
        for unit_id in (case.unit_id, top):
            unit_key = keys.rows[unit_id]
            sealed = seal(half, keys.pairs[unit_id].public, box_label(case.box.uid))
            seals.append((case.box_id, unit_key.pk, sealed, False))
        secrets += [
            (case.box_id, case.uid, field, 1, close(text.encode(), key, Address(case.uid, field, 1)))
            for field, text in words.items()
        ]
        found = index.names(words["full_name"], places[case.unit_id]) | {index.number(words["id_number"])}
        tokens += [(case.pk, token) for token in found]
        plain.append((case.pk, case.unit_id, words["full_name"], fold(words["full_name"]), words["id_number"]))
    _insert(BoxSeal._meta.db_table, ("box_id", "unit_key_id", "sealed", "shared"), seals)
    _insert(Secret._meta.db_table, ("box_id", "record", "field", "version", "content"), secrets)
    _insert(Token._meta.db_table, ("case_id", "token"), tokens)
    _insert(PLAIN, ("case_id", "unit_id", "full_name", "folded", "id_number"), plain)


def _case(number: int, unit_id: int, box: Box, communes: int) -> Case:
    opened = date(2021, 1, 1) + timedelta(days=number * 7919 % 365)
    return Case(
        box=box, unit_id=unit_id, year=2021, number=number // communes + 1, ground="assigned", sex="male",
        age_band="30-39", opened_on=opened, status="rehab_home" if number % 2 else "",
    )  # fmt: skip


def _words(number: int) -> dict[str, str]:
    return {
        "full_name": _name(number), "birth_date": str(1960 + number % 45), "id_number": f"075{number:09}",
        "address": f"Tổ {number % 40}, khu phố {number % 9}",
    }  # fmt: skip


def _name(number: int) -> str:
    middle = _MIDDLE[number // 3 % len(_MIDDLE)]
    return f"{_FAMILY[number * 7 % len(_FAMILY)]} {middle} {_GIVEN[number * 11 // 5 % len(_GIVEN)]}"


def _half(uid: str) -> bytes:
    """Write a half as `halves.make` does, without waiting for the disk: these cases are nobody's."""
    place = settings.VAULT_HALVES / uid[-2:] / uid
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = urandom(32)
    place.write_bytes(half)
    return half


def _insert(table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    with unguarded() as cursor:
        for some in _pieces(rows, 400):
            marks = ", ".join([f"({', '.join(['%s'] * len(names))})"] * len(some))
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks}",
                [cell for row in some for cell in row],
            )


def _pieces(rows: Sequence[tuple[object, ...]], most: int) -> Iterator[Sequence[tuple[object, ...]]]:
    for start in range(0, len(rows), most):
        yield rows[start : start + most]


def _browser(user: User, pair: KeyPair, mine: MemberKey, secret: bytes) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    blob = close(pair.private, secret, Address(user.uid, "session", 1))
    session[SESSION] = {"blob": b64encode(blob).decode(), "member": mine.uid}
    session.save()
    client.cookies[COOKIE] = b64encode(secret).decode()
    client.get(EMPTY)
    return client
