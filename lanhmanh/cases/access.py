"""Reading and writing what is closed with a box's key. Whether somebody may is decided by `policies`, not here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet

from lanhmanh.cases.models import Secret
from lanhmanh.cases.rules.words import refuse_hiv
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel.text import nfc
from lanhmanh.keyring.models import Box
from lanhmanh.sealing import Address, close, open_

# Fields of the person, under the case's own uid.
AT_ONCE = 200  # so many rows are changed in one query
_Told = tuple[Any, ...]
PERSON = ("full_name", "other_names", "id_number", "birth_date", "address", "phone", "relatives", "notes", "ground")


def write(*, box: Box, key: bytes, record: str, fields: Mapping[str, str]) -> dict[str, int]:
    """Add a version to each field of a record whose text differs from the last one; return field → new version.

    :raises Refused: a text mentions what is not stored.
    :raises Unopened: a row was changed, moved or rolled back.
    """
    refuse_hiv(fields.values())
    known, last = read(box=box, key=key, record=record), versions(record)
    changed = {field: nfc(text) for field, text in fields.items() if known.get(field, "") != nfc(text)}
    added = {field: last.get(field, 0) + 1 for field in changed}
    Secret.objects.bulk_create(
        [_closed(box, key, Address(record, field, added[field]), text) for field, text in changed.items()]
    )
    return added


def write_new(written: Iterable[tuple[Box, bytes, str, Mapping[str, str]]]) -> dict[str, dict[str, int]]:
    """Write the first version of the fields of new records, each (box, key, record, fields), what is empty left out.

    Return record → field → version, as `write` does for one.

    :raises Refused: a text mentions what is not stored.
    """
    rows, added = [], dict[str, dict[str, int]]()
    for box, key, record, fields in written:
        refuse_hiv(fields.values())
        said = {field: nfc(text) for field, text in fields.items() if text}
        rows += [_closed(box, key, Address(record, field, 1), text) for field, text in said.items()]
        added[record] = dict.fromkeys(said, 1)
    Secret.objects.bulk_create(rows)
    return added


def read(*, box: Box, key: bytes, record: str) -> dict[str, str]:
    """Return the last version of every field of a record.

    :raises Unopened: a row was changed, moved or rolled back.
    """
    return read_many(keys={box.pk: key}, records=[record]).get(record, {})


def read_many(
    *, keys: Mapping[int, bytes], records: Collection[str], fields: Collection[str] = ()
) -> dict[str, dict[str, str]]:
    """Return record → field → text for the records whose boxes are open, in one query; `fields` narrows.

    :raises Unopened: a row was changed, moved or rolled back.
    """
    if not (keys and records):
        return {}
    told = _fields(keys, records, fields) if fields else _secrets(keys, records)
    newest = {(record, field): (box, version, content) for record, field, box, version, content in told}
    found: dict[str, dict[str, str]] = {}
    for (record, field), (box, version, content) in newest.items():
        text = open_(bytes(content), keys[box], Address(record, field, version))
        found.setdefault(record, {})[field] = text.decode()
    return found


@prepared
def _secrets(boxes: Collection[int], records: Collection[str]) -> QuerySet[Secret, _Told]:
    rows = Secret.objects.filter(box__in=boxes, record__in=records).order_by("version")
    return rows.values_list("record", "field", "box_id", "version", "content")


@prepared
def _fields(boxes: Collection[int], records: Collection[str], fields: Collection[str]) -> QuerySet[Secret, _Told]:
    rows = Secret.objects.filter(box__in=boxes, record__in=records, field__in=fields).order_by("version")
    return rows.values_list("record", "field", "box_id", "version", "content")


def versions(record: str) -> dict[str, int]:
    """Return the newest version of every field of a record."""
    rows = Secret.objects.filter(record=record).values("field").annotate(last=Max("version"))
    return {row["field"]: row["last"] for row in rows}


def history(*, box: Box, key: bytes, record: str, field: str) -> list[tuple[int, str]]:
    """Return every version of a field with its text, the newest first.

    :raises Unopened: a row was changed, moved or rolled back.
    """
    rows = Secret.objects.filter(box=box, record=record, field=field).order_by("-version")
    return [(row.version, open_(bytes(row.content), key, Address(record, field, row.version)).decode()) for row in rows]


def told(*, box: Box, key: bytes, record: str) -> dict[str, list[str]]:
    """Return every text that each field of a record ever had, the oldest first.

    :raises Unopened: a row was changed, moved or rolled back.
    """
    found: dict[str, list[str]] = {}
    for row in Secret.objects.filter(box=box, record=record).order_by("field", "version"):
        text = open_(bytes(row.content), key, Address(record, row.field, row.version)).decode()
        found.setdefault(row.field, []).append(text)
    return found


def append(*, box: Box, key: bytes, record: str, fields: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Add versions to the fields of a record, in their order; return field → the new versions."""
    last, rows, added = versions(record), [], dict[str, list[int]]()
    for field, texts in fields.items():
        for version, text in enumerate(texts, last.get(field, 0) + 1):
            rows.append(_closed(box, key, Address(record, field, version), text))
            added.setdefault(field, []).append(version)
    Secret.objects.bulk_create(rows)
    return added


def close_anew(*, source: Box, old: bytes, target: Box, key: bytes, besides: str) -> None:
    """Close every version of what is in a box, one record besides, with the key of another, in which it is from then.

    :raises Unopened: a row was changed, moved or rolled back.
    """
    rows = list(Secret.objects.filter(box=source).exclude(record=besides))
    for row in rows:
        at = Address(row.record, row.field, row.version)
        row.box, row.content = target, close(open_(bytes(row.content), old, at), key, at)
    Secret.objects.bulk_update(rows, ["box", "content"], batch_size=AT_ONCE)


def _closed(box: Box, key: bytes, at: Address, text: str) -> Secret:
    content = close(text.encode(), key, at)
    return Secret(box=box, record=at.record, field=at.field, version=at.version, content=content)
