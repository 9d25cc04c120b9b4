"""What happened to a unit, told from its dated facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True)
class Facts:
    """What a unit was for a period: full name, code, and its parent's name ("" for none)."""

    start: date
    end: date | None
    name: str
    code: str
    parent: str


@dataclass(frozen=True)
class Change:
    """One day on which something about a unit changed; each pair is before and after, None where it stayed."""

    on: date
    first: Facts | None = None
    name: tuple[str, str] | None = None
    code: tuple[str, str] | None = None
    parent: tuple[str, str] | None = None
    ended: bool = False


def changes(facts: Iterable[Facts]) -> list[Change]:
    """Return what happened, the newest first: the beginning, every change, the end."""
    told = sorted(facts, key=lambda f: f.start)
    if not told:
        return []
    done = [Change(told[0].start, first=told[0])]
    for was, now in pairwise(told):
        if was.end is not None and was.end < now.start:
            done.append(Change(was.end, ended=True))
            done.append(Change(now.start, first=now))
            continue
        name, code, parent = (_pair(was, now, of) for of in ("name", "code", "parent"))
        done.append(Change(now.start, name=name, code=code, parent=parent))
    if told[-1].end is not None:
        done.append(Change(told[-1].end, ended=True))
    return done[::-1]


def _pair(was: Facts, now: Facts, of: str) -> tuple[str, str] | None:
    before, after = str(getattr(was, of)), str(getattr(now, of))
    return None if before == after else (before, after)
