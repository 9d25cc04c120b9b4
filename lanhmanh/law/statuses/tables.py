"""The regime of each legal status in each version of the law, as its file has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses.versions import cited, common, versions


class Status(StrEnum):
    """Name the tracks that an episode of a case can be on."""

    MANAGEMENT = "management"
    REHAB_HOME = "rehab_home"
    REHAB_COMMUNITY = "rehab_community"
    REHAB_COMPULSORY_COMMUNITY = "rehab_compulsory_community"
    REHAB_CENTRE = "rehab_centre"
    REHAB_COMPULSORY = "rehab_compulsory"
    REHAB_COMPULSORY_MINOR = "rehab_compulsory_minor"
    SUBSTITUTION = "substitution"
    POST_REHAB = "post_rehab"
    POST_REHAB_CENTRE = "post_rehab_centre"
    LEAVING = "leaving"

    @property
    def name_vi(self) -> str:
        """Return the status as the law calls it."""
        return str(common()["statuses"][self.value][0])

    @property
    def name_en(self) -> str:
        """Return the status in English."""
        return str(common()["statuses"][self.value][1])


@dataclass(frozen=True, slots=True)
class Decider:
    """Name who decides, or the contract or record that stands in for a decision."""

    code: str
    name_vi: str
    name_en: str
    source: Source


@dataclass(frozen=True, slots=True)
class Ending:
    """Name a ground on which a status ends and the statuses it may lead to, none when nothing follows.

    `resumes`: what is left of the term goes on later. `below` limits the ground to persons under that age.
    """

    code: str
    name_vi: str
    name_en: str
    leads_to: tuple[Status, ...]
    resumes: bool
    below: int | None
    source: Source

    @property
    def article(self) -> str:
        """Return the article behind the ground, empty when it is not known."""
        return self.source.article

    def concerns(self, age: int | None) -> bool:
        """Return whether the ground can apply at this age; an unknown age excludes nothing."""
        return self.below is None or age is None or age < self.below


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Name whom a status must not be imposed on."""

    code: str
    name_vi: str
    name_en: str
    source: Source


@dataclass(frozen=True, slots=True)
class Regime:
    """Describe a status in one version of the law.

    `starts` is the event or step it begins from. `stages_required` of the five stages must be completed: 0 for a
    status without stages, None when the number is not known. Ages run from `age_from` to under `age_below`.
    """

    version: str
    status: Status
    source: Source
    starts: str
    deciders: tuple[Decider, ...]
    endings: tuple[Ending, ...]
    stages_required: int | None
    stages_source: Source
    age_from: int | None
    age_below: int | None
    exclusions: tuple[Exclusion, ...]

    @property
    def decider(self) -> Decider | None:
        """Return who decides in the first place, None where nobody does."""
        return self.deciders[0] if self.deciders else None

    def admits(self, age: int | None) -> bool:
        """Return whether a person of this age may have the status; an unknown age is not refused."""
        if age is None:
            return True
        return (self.age_from is None or age >= self.age_from) and (self.age_below is None or age < self.age_below)

    def ending(self, code: str) -> Ending:
        """Return the ground of ending of that code; KeyError when the version has none."""
        return {one.code: one for one in reversed(self.endings)}[code]


@cache
def regimes(version: str) -> Mapping[Status, Regime]:
    """Return what a version of the law knows, by status; source: data/statuses/<version>.toml."""
    rows = version_file(version)
    return {status: _regime(version, status, rows[status.value]) for status in Status if status.value in rows}


def regime(version: str, status: Status | str) -> Regime | None:
    """Return the regime of a status, None when the version does not know it; ValueError for no such status."""
    return regimes(version).get(Status(status))


def absence(version: str, status: Status) -> Source:
    """Return why a version does not know a status."""
    return cited(version_file(version)["absent"][status.value])


def version_file(code: str) -> dict[str, Any]:
    """Return the rows of a version; KeyError when there is no such version. Callers must not change them."""
    if code not in {one.code for one in versions()}:
        raise KeyError(code)
    return rule_file(f"statuses/{code}.toml")


def named(table: str, code: str) -> tuple[str, str]:
    """Return the names of a code in a common table, Vietnamese first."""
    vietnamese, english = common()[table][code]
    return vietnamese, english


def _regime(version: str, status: Status, row: Mapping[str, Any]) -> Regime:
    ages: Sequence[int | None] = [*row.get("age", ()), None, None]
    return Regime(
        version=version,
        status=status,
        source=cited(row["source"]),
        starts=row["starts"],
        deciders=tuple(Decider(d["code"], *named("deciders", d["code"]), cited(d["source"])) for d in row["deciders"]),
        endings=tuple(_ending(one) for one in row["endings"]),
        stages_required=row.get("stages"),
        stages_source=cited(row.get("stages_source", row["source"])),
        age_from=ages[0],
        age_below=ages[1],
        exclusions=tuple(_exclusion(one) for one in row.get("exclusions", ())),
    )


def _exclusion(row: Mapping[str, Any]) -> Exclusion:
    vietnamese, english = row["name"]
    return Exclusion(row["code"], vietnamese, english, cited(row["source"]))


def _ending(row: Mapping[str, Any]) -> Ending:
    vietnamese, english = named("endings", row["code"])
    return Ending(
        code=row["code"],
        name_vi=vietnamese,
        name_en=english,
        leads_to=tuple(Status(code) for code in row["to"]),
        resumes=row.get("resumes", False),
        below=row.get("below"),
        source=cited(row["source"]),
    )
