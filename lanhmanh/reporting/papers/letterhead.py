"""Whose paper it is: issuer, place, addressees and signature by the level of the unit, as data."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = ("Thành phố ", "Thị trấn ", "Thị xã ", "Tỉnh ", "Huyện ", "Phường ", "Xã ", "Quận ", "Đặc khu ")


@cache
def words() -> dict[str, Any]:
    """Return the words of the official report; callers must not change them."""
    return tomllib.loads(files("lanhmanh.reporting").joinpath("data/official_report.toml").read_text("utf-8"))


def of_level(level: str) -> dict[str, Any]:
    """Return the words of a level: who issues, who signs, to whom it goes."""
    found: dict[str, Any] = words()["level"][level]
    return found


def names(unit_name: str, parent_name: str) -> dict[str, str]:
    """Return the names of the unit and of the one above as they stand in running text."""
    return {"unit": lower(unit_name), "parent": lower(parent_name)}


def issuer(level: str, unit_name: str, parent_name: str) -> tuple[str, ...]:
    """Return the lines of the letterhead."""
    return tuple(line.format(**names(unit_name, parent_name)).upper() for line in of_level(level)["issuer"])


def recipients(level: str, unit_name: str, parent_name: str) -> tuple[str, ...]:
    """Return to whom it goes."""
    return tuple(line.format(**names(unit_name, parent_name)) for line in of_level(level)["recipients"])


def body(level: str, unit_name: str, parent_name: str) -> str:
    """Return the body that speaks: "Ban Thường vụ Hội Nông dân tỉnh Đồng Nai"."""
    return str(of_level(level)["body"]).format(**names(unit_name, parent_name))


def place(name: str) -> str:
    """Return the name without its kind: "Đồng Nai" of "Tỉnh Đồng Nai"."""
    return next((name.removeprefix(kind) for kind in KINDS if name.startswith(kind)), name)


def lower(name: str) -> str:
    """Return the name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]
