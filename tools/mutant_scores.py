"""What became of the mutants of each module: the score, what is known as equivalent, and what was measured before."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tools.mutants import ROOT, Mutant, mutants_of

WANTED = {"lanhmanh/cases": 95}
ELSE_WANTED = 90
KEPT = ROOT / "var" / "mutants.json"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
_LEANED_ON = ("lanhmanh", "tests", "tools")
Key = tuple[str, str, str]


@cache
def equivalent() -> frozenset[Key]:
    """Return the mutants that no test can tell from what is written, by path, place and change."""
    rows = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return frozenset((path, row["within"], row["change"]) for path, found in rows.items() for row in found)


def missing() -> list[Key]:
    """Return those that are known as equivalent and are no mutant any more."""
    paths = {path: ROOT / path for path, _within, _change in equivalent()}
    there = {one.key for file in paths.values() if file.exists() for one in mutants_of(file)}
    return sorted(equivalent() - there)


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one module."""

    path: str
    count: int
    alive: Sequence[Mutant]

    @property
    def equivalent(self) -> int:
        """Return how many of the survivors no test can tell from what is written."""
        return sum(one.key in equivalent() for one in self.alive)

    @property
    def gone(self) -> list[Key]:
        """Return which of those known as equivalent are no survivors, though mutants there are."""
        there = {one.key for one in mutants_of(ROOT / self.path)}
        return sorted((equivalent() & there) - {one.key for one in self.alive})

    @property
    def share(self) -> float:
        """Return the percentage of the others that a test noticed."""
        return 100 * (self.count - len(self.alive)) / max(self.count - self.equivalent, 1)

    @property
    def enough(self) -> bool:
        """Return whether that is as many as is wanted of the module."""
        wanted = next((WANTED[name] for name in WANTED if self.path.startswith(name)), ELSE_WANTED)
        return self.count == 0 or self.share >= wanted

    def told(self) -> str:
        """Return the lines that tell what survives and has no explanation."""
        lines = [f"{self.path}: {self.count} mutants, {len(self.alive)} survive, {self.equivalent} of them equivalent"]
        lines += [f"  {one}" for one in self.alive if one.key not in equivalent()]
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        killed = self.count - len(self.alive)
        return f"| `{self.path}` | {self.count} | {killed} | {self.equivalent} | {self.share:.1f} |"


class Kept:
    """What was measured of this very code and these very tests, by module."""

    def __init__(self) -> None:
        """Read what was kept; forget it where anything has changed since."""
        self.of = _digest()
        told = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        self.scores: dict[str, dict[str, Any]] = told["scores"] if told.get("of") == self.of else {}

    def score(self, path: Path) -> Score | None:
        """Return what became of a module's mutants, None where that was not measured."""
        told = self.scores.get(str(path.relative_to(ROOT)))
        return None if told is None else Score(told["path"], told["count"], [Mutant(**one) for one in told["alive"]])

    def keep(self, score: Score) -> Score:
        """Keep what was measured, and return it."""
        self.scores[score.path] = asdict(score)
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps({"of": self.of, "scores": self.scores}), encoding="utf-8")
        return score


def _digest() -> str:
    """Return what changes with any file that a mutant's end may depend on: the list of equivalent ones is none."""
    found = sha256()
    for folder in _LEANED_ON:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".toml", ".json", ".csv", ".txt", ".po") and file != EQUIVALENT:
                found.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return found.hexdigest()
