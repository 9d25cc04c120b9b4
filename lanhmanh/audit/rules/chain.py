"""How one event is tied to the next."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def canonical(facts: Mapping[str, Any]) -> str:
    """Return the facts as JSON with sorted keys; what JSON does not know (dates, decimals) as text."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def link(previous: str, seq: int, at: datetime, *parts: str | int | None) -> str:
    """Return the SHA-256 that ties an event to the one before it, in hexadecimal."""
    content = [previous, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), *parts]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
