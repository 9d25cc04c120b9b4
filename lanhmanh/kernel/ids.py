"""Public identifiers."""

from ulid import ULID


def new_id() -> str:
    """Return a fresh ULID: 26 characters that sort by time of making."""
    return str(ULID())
