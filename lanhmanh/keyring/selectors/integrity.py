"""Checking boxes against the halves in the folder and against the keys in use."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from lanhmanh.keyring import halves
from lanhmanh.keyring.models import Box, BoxSeal

_SHOWN = 10


def verify() -> Iterator[str]:
    """Yield a sentence for living boxes that cannot be opened, and for destroyed ones that still could."""
    kept = halves.kept()
    living = set(Box.objects.filter(destroyed_on__isnull=True).values_list("uid", flat=True))
    gone = set(Box.objects.filter(destroyed_on__isnull=False).values_list("uid", flat=True))
    yield from _told("hộp hồ sơ thiếu nửa khóa trong thư mục keys, không mở được", living - kept)
    yield from _told("hộp hồ sơ không có niêm phong cho khóa đang dùng của đơn vị giữ", set(_unsealed()))
    yield from _told("hộp hồ sơ đã hủy mà nửa khóa còn trong thư mục keys, hãy xóa tệp mang tên này", gone & kept)


def strays() -> int:
    """Return how many halves belong to no box: left by what was begun and taken back, or the database is older."""
    return len(halves.kept() - set(Box.objects.values_list("uid", flat=True)))


def _unsealed() -> Iterator[str]:
    own = BoxSeal.objects.filter(box=OuterRef("pk"), unit_key__unit=OuterRef("owner"), unit_key__retired_on=None)
    yield from Box.objects.filter(~Exists(own), destroyed_on__isnull=True).values_list("uid", flat=True)


def _told(what: str, uids: set[str]) -> Iterator[str]:
    if uids:
        listed = ", ".join(sorted(uids)[:_SHOWN]) + (f" (+{len(uids) - _SHOWN})" if len(uids) > _SHOWN else "")
        yield f"{len(uids)} {what}: {listed}"
