"""Reading the environment, with a sentence where something is wrong."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def flag(name: str) -> bool:
    """Return whether a variable is switched on (1, true, yes)."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def lock_static(headers: Any, path: str, url: str) -> None:
    """Let a static file that is opened by itself do nothing and stand in no frame."""
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    headers["X-Frame-Options"] = "DENY"


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of a database from an address; empty means SQLite in the data folder.

    :raises SystemExit: the address is neither sqlite nor postgresql.
    """
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite"}:
        return _sqlite(parts.path or str(data / "lanhmanh.sqlite3"))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SystemExit(f"LANHMANH_DATABASE: chỉ nhận sqlite:///… hoặc postgresql://…, không nhận {parts.scheme!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A new connection reads the schema and begins with an empty cache: half the time of a page.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384; "
            "PRAGMA secure_delete=ON;",
        },
    }


def secret_key(data: Path) -> str:
    """Return the signing key: from the environment, else made once and kept in the data folder for its owner."""
    given = os.environ.get("LANHMANH_SECRET_KEY")
    if given:
        return given
    kept = data / "secret-key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text()
