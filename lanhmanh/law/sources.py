"""Where a rule of law was taken from, how far that was checked, and the reading of rule files."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Confidence = Literal["F", "P", "M"]


@dataclass(frozen=True, slots=True)
class Source:
    """Name the text behind a rule: F found in a source that was read, P partly, M from memory."""

    title: str
    article: str = ""
    confidence: Confidence = "M"
    note: str = ""

    def __post_init__(self) -> None:
        if self.confidence not in ("F", "P", "M"):
            raise ValueError(f"confidence of “{self.title}” must be F, P or M, not {self.confidence!r}")

    @property
    def checked(self) -> bool:
        """Return whether the rule was read in its source."""
        return self.confidence == "F"

    @property
    def flag(self) -> str:
        """Return "chưa đối chiếu" for a rule not checked against the original, else nothing."""
        return "" if self.checked else "chưa đối chiếu"

    @property
    def flag_en(self) -> str:
        """Return the flag in English."""
        return "" if self.checked else "not checked against the original"


@cache
def rule_file(name: str) -> dict[str, Any]:
    """Return the content of a TOML file of `law/data`; callers must not change it."""
    return tomllib.loads(files("lanhmanh.law").joinpath("data", name).read_text(encoding="utf-8"))
