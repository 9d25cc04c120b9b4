"""The facts of an area as they are kept: exact figures as text, answers as they are, what is not known as None."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lanhmanh.law.classes.values import Value

Kept = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact as a person states it: the value, None where it is not known, and where it is from."""

    value: Value
    source: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One fact as an appraiser sees it: agreed, or another value and why."""

    agreed: bool
    value: Value = None
    why: str = ""


def kept(facts: Mapping[str, Value]) -> dict[str, str | bool | None]:
    """Return facts as they are kept."""
    return {key: _kept(value) for key, value in facts.items()}


def read(facts: Kept | None) -> dict[str, Value]:
    """Return facts as they were stated."""
    return {key: value if isinstance(value, bool) else _figure(value) for key, value in (facts or {}).items()}


def split(value: Value) -> tuple[Decimal | None, bool | None]:
    """Return a fact as a figure and an answer, one of them at most."""
    if isinstance(value, bool):
        return None, value
    return (None if value is None else Decimal(value)), None


def joined(value: Decimal | None, answer: bool | None = None) -> Value:  # noqa: FBT001 - as its two columns
    """Return a fact from its figure and its answer; a whole number is one."""
    if answer is not None or value is None:
        return answer
    whole = int(value)
    return whole if whole == value else value.normalize()


def _kept(value: Value) -> str | bool | None:
    return value if value is None or isinstance(value, bool) else f"{Decimal(value).normalize():f}"


def _figure(text: str | None) -> Value:
    try:
        return None if text is None else joined(Decimal(text))
    except InvalidOperation:
        return None
