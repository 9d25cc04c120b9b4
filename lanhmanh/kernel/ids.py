"""Public identifiers."""

from hashlib import blake2b

from ulid import ULID


def new_id() -> str:
    """Return a fresh ULID: 26 characters that sort by time of making."""
    return str(ULID())


def id_of(token: str, *told: object) -> str:
    """Return the id of what a form makes: the same form (`token`, an id of its own) that tells the same gives the same.

    So what is sent twice is made once, and what was written anew in an old page is not taken for the first. Without the
    token nobody works out from the id what was told. What is no token gives a fresh id.
    """
    try:
        time = ULID.from_str(token).bytes[:6]
    except ValueError:
        return new_id()
    return str(ULID.from_bytes(time + blake2b(repr(told).encode(), key=token.encode(), digest_size=10).digest()))
