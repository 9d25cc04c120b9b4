"""Report forms as data: which indicators, in which order, for which period, due when at each level, checked how."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind
from lanhmanh.kernel.periods import parse as parse_period
from lanhmanh.law.calendars import calendar
from lanhmanh.law.sources import Source
from lanhmanh.law.working_days import DueRule
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules import faults
from lanhmanh.reporting.rules.catalogue import Catalogue
from lanhmanh.reporting.rules.faults import Fault
from lanhmanh.reporting.rules.shapes import Check, Form, FormRule, Section, Severity, timeline

__all__ = [
    "Check",
    "Form",
    "FormError",
    "FormRule",
    "Section",
    "Severity",
    "build",
    "get",
    "latest",
    "load",
    "of_state",
    "owed",
    "parse",
    "read",
    "shared_rules",
]


class FormError(ValueError):
    """Say every fault found in a form, one a line; `faults` says at which place each stands."""

    def __init__(self, text: str, found: tuple[Fault, ...] = ()) -> None:
        """Keep the faults beside the text."""
        super().__init__(text)
        self.faults = found


@cache
def load() -> Mapping[tuple[str, int], Form]:
    """Return the forms shipped with the product by code and version: every file of reporting/data/forms."""
    folder = files("lanhmanh.reporting").joinpath("data", "forms")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    forms = [parse(folder.joinpath(name).read_text(encoding="utf-8"), catalogues.load()) for name in names]
    lines = [timeline(form for form in forms if form.code == code) for code in dict.fromkeys(one.code for one in forms)]
    return {(form.code, form.version): form for line in lines for form in line}


def latest() -> tuple[Form, ...]:
    """Return every form in its latest version, the Union's own before the state's, those of short periods first."""
    newest = {code: get(code) for code, _version in load()}
    return tuple(sorted(newest.values(), key=lambda form: (form.of_state, form.kind.months, form.code)))


def owed() -> tuple[Form, ...]:
    """Return the forms on which units owe reports: all but those that a body of the state makes."""
    return tuple(form for form in latest() if not form.of_state)


def of_state() -> tuple[Form, ...]:
    """Return the forms that a body of the state makes."""
    return tuple(form for form in latest() if form.of_state)


def get(code: str, version: int | None = None) -> Form:
    """Return a form, in its latest version when none is named; Refused when there is none."""
    versions = {number: form for (name, number), form in load().items() if name == code}
    wanted = max(versions, default=0) if version is None else version
    if wanted not in versions:
        raise Refused(f"Không có biểu mẫu “{code}”{'' if version is None else f' bản {version}'}: chọn biểu mẫu khác.")
    return versions[wanted]


@cache
def shared_rules() -> Mapping[str, FormRule]:
    """Return the rules that forms may use by their code: reporting/data/rules.toml."""
    text = files("lanhmanh.reporting").joinpath("data", "rules.toml").read_text(encoding="utf-8")
    return {row["code"]: _rule(row) for row in tomllib.loads(text)["rule"]}


def parse(text: str, catalogue: Catalogue) -> Form:
    """Return the form of a TOML text; FormError names every fault against the catalogue."""
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        raise FormError(f"the form cannot be read: {error!r}") from error
    return read(data, catalogue)


def read(data: Mapping[str, Any], catalogue: Catalogue, owner_id: int | None = None) -> Form:
    """Return the form of a definition, the content of a TOML file; FormError names every fault."""
    found = tuple(faults.of_definition(data, shared_rules().keys()))
    if not found:
        try:
            form = build(data, owner_id)
        except (KeyError, TypeError, ValueError, Refused) as error:
            raise FormError(f"the form cannot be read: {error!r}") from error
        found = tuple(faults.of_form(form, catalogue))
    if found:
        name = f"{data.get('code')} v{data.get('version')}"
        raise FormError("\n".join(f"{name}: {fault}" for fault in found), found)
    return form


def build(data: Mapping[str, Any], owner_id: int | None = None) -> Form:
    """Return the form of a definition that was found without fault before."""
    return Form(
        code=data["code"],
        version=data["version"],
        name_vi=data["name_vi"],
        name_en=data["name_en"],
        calendar=calendar(data["calendar"]).code,
        kind=Kind(data["period"]),
        levels=tuple(DueRule(**{**row, "source": Source(**row["source"])}) for row in data["level"]),
        sections=tuple(Section(**{**row, "rows": tuple(row["rows"])}) for row in data["section"]),
        rules=(*(shared_rules()[code] for code in data.get("use", [])), *map(_own_rule, data.get("rule", []))),
        first_period=parse_period(data["first_period"]) if "first_period" in data else None,
        last_period=parse_period(data["last_period"]) if "last_period" in data else None,
        owner_id=owner_id,
        of_state=data.get("of_state", False),
    )


def _own_rule(row: Mapping[str, Any]) -> FormRule:
    """Return a rule of the form itself; one that is `like` a shared one takes from it what it does not say."""
    if "like" not in row:
        return _rule(row)
    return replace(shared_rules()[row["like"]], **_typed({name: row[name] for name in row if name != "like"}))


def _rule(row: Mapping[str, Any]) -> FormRule:
    return FormRule(**_typed(row))


_TYPES = {"check": Check, "severity": Severity, "indicators": frozenset}


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _TYPES[name](value) if name in _TYPES else value for name, value in row.items()}
