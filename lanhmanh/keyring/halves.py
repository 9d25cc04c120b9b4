"""The half of every box's key that is kept outside the database, one small file each.

A backup of the database therefore opens nothing by itself, whatever passwords are known, and destroying a half here
destroys the matter in every backup of the database that was ever made (crypto-shredding). The folder is backed up apart
and only its newest copy is kept; without it nothing can be opened, so `lanhmanh verify` counts what is missing.
"""

import os
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from lanhmanh.sealing import Unopened, new_key


def make(uids: Collection[str]) -> dict[str, bytes]:
    """Make a half for each box, write them durably and return them.

    All are written before the first is waited for: the disk then takes them in few turns instead of one each.
    """
    made = {uid: _written(_place(uid)) for uid in uids}
    for uid in uids:
        file = os.open(_place(uid), os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
    return made


def read(uid: str) -> bytes:
    """Return a half.

    :raises Unopened: there is none: it was destroyed, or the folder was not restored.
    """
    try:
        with open(f"{settings.VAULT_HALVES}/{uid[-2:]}/{uid}", "rb", buffering=0) as file:
            return file.read()
    except FileNotFoundError:
        raise Unopened(uid) from None


def exists(uid: str) -> bool:
    """Test whether a half is there."""
    return _place(uid).exists()


def kept() -> set[str]:
    """Return the boxes whose half lies in the folder."""
    folder: Path = settings.VAULT_HALVES
    return {place.name for place in folder.glob("*/*") if place.is_file()}


def destroy(uid: str) -> None:
    """Destroy a half for good; one that is gone already is fine."""
    _place(uid).unlink(missing_ok=True)


def _written(place: Path) -> bytes:
    half = new_key()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(half)
    return half


def _place(uid: str) -> Path:
    folder: Path = settings.VAULT_HALVES
    return folder / uid[-2:] / uid
