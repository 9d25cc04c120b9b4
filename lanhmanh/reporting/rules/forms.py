"""Report forms as data: which indicators, in which order, for which period, due when at each level, checked how."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.kernel.periods import parse as parse_period
from lanhmanh.law.calendars import calendar
from lanhmanh.law.sources import Source
from lanhmanh.law.working_days import DueRule
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules.catalogue import Catalogue

PLACES = frozenset({"name", "value", "unit", "other", "other_value", "group", "times"})


class Severity(StrEnum):
    """Say whether a problem stops submission or asks for a note."""

    ERROR = "error"
    WARNING = "warning"


class Check(StrEnum):
    """Name the checks that a form may ask for; `checks` carries them out."""

    EMPTY = "empty"
    NEGATIVE = "negative"
    DECIMALS = "decimals"
    PART = "part"
    WHOLE = "whole"
    TOGETHER = "together"
    DERIVED = "derived"
    FALL = "fall"
    JUMP = "jump"
    SPLIT = "split"
    EXACT = "exact"
    REST = "rest"


class FormError(ValueError):
    """Say every fault found in a form, one a line."""


@dataclass(frozen=True, slots=True)
class Section:
    """Hold the rows of a form that belong to one item of the plan."""

    path: str
    title_vi: str
    title_en: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormRule:
    """Ask for one check, with the sentence that tells of its problem; no indicators means every row it fits.

    `times` and `least` belong to a jump: how many times more or less, and from which size on it is looked at.
    """

    code: str
    check: Check
    severity: Severity
    sentence_vi: str
    sentence_en: str
    indicators: frozenset[str] = frozenset()
    times: int = 0
    least: int = 0

    def covers(self, code: str) -> bool:
        """Return whether the rule looks at this indicator."""
        return not self.indicators or code in self.indicators


@dataclass(frozen=True, slots=True)
class Form:
    """Describe one version of a form; it is asked from `first_period` to `last_period`, None leaving that end open.

    `owner_id` is the unit that made the form for those below it; None for a form of the product, asked everywhere.
    """

    code: str
    version: int
    name_vi: str
    name_en: str
    calendar: str
    kind: Kind
    levels: tuple[DueRule, ...]
    sections: tuple[Section, ...]
    rules: tuple[FormRule, ...]
    first_period: Period | None = None
    last_period: Period | None = None
    owner_id: int | None = None

    def in_force(self, period: Period) -> bool:
        """Return whether the form is asked for this period."""
        begun = self.first_period is None or self.first_period <= period
        return begun and (self.last_period is None or period <= self.last_period)

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the codes of all indicators, in the order of the form."""
        return tuple(code for section in self.sections for code in section.rows)

    def due_rule(self, level: str) -> DueRule:
        """Return the due rule of a level; Refused when the level does not report on this form."""
        found = next((rule for rule in self.levels if rule.level == level), None)
        if found is None:
            raise Refused(f"{self.name_vi} không áp dụng cho cấp “{level}”: chọn biểu mẫu khác.")
        return found


@cache
def load() -> Mapping[tuple[str, int], Form]:
    """Return the forms shipped with the product by code and version: every file of reporting/data/forms."""
    folder = files("lanhmanh.reporting").joinpath("data", "forms")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    forms = [parse(folder.joinpath(name).read_text(encoding="utf-8"), catalogues.load()) for name in names]
    return {(form.code, form.version): form for form in forms}


def latest() -> tuple[Form, ...]:
    """Return every form in its latest version, those of short periods first."""
    newest = {code: get(code) for code, _version in load()}
    return tuple(sorted(newest.values(), key=lambda form: (form.kind.months, form.code)))


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
    try:
        form = replace(_form(data), owner_id=owner_id)
    except (KeyError, TypeError, ValueError, Refused) as error:
        raise FormError(f"the form cannot be read: {error!r}") from error
    faults = [*_faults(form, catalogue), *(fault for rule in form.rules for fault in _rule_faults(rule, form))]
    if faults:
        raise FormError("\n".join(f"{form.code} v{form.version}: {fault}" for fault in faults))
    return form


def _form(data: Mapping[str, Any]) -> Form:
    return Form(
        code=data["code"],
        version=data["version"],
        name_vi=data["name_vi"],
        name_en=data["name_en"],
        calendar=calendar(data["calendar"]).code,
        kind=Kind(data["period"]),
        levels=tuple(DueRule(**{**row, "source": Source(**row["source"])}) for row in data["level"]),
        sections=tuple(Section(**{**row, "rows": tuple(row["rows"])}) for row in data["section"]),
        rules=(*(shared_rules()[code] for code in data.get("use", [])), *(_rule(row) for row in data.get("rule", []))),
        first_period=parse_period(data["first_period"]) if "first_period" in data else None,
        last_period=parse_period(data["last_period"]) if "last_period" in data else None,
    )


def _rule(row: Mapping[str, Any]) -> FormRule:
    typed = {
        "check": Check(row["check"]),
        "severity": Severity(row["severity"]),
        "indicators": frozenset(row.get("indicators", ())),
    }
    return FormRule(**{**row, **typed})


def _faults(form: Form, catalogue: Catalogue) -> Iterator[str]:
    if form.kind not in calendar(form.calendar).kinds:
        yield f"calendar {form.calendar} has no {form.kind}"
    ends = [period for period in (form.first_period, form.last_period) if period is not None]
    yield from (f"period {period} is not a {form.kind}" for period in ends if period.kind is not form.kind)
    if ends != sorted(ends):
        yield "the last period lies before the first"
    yield from _row_faults(form, catalogue)


def _row_faults(form: Form, catalogue: Catalogue) -> Iterator[str]:
    yield from (f"row {code} is not in the catalogue" for code in form.rows if code not in catalogue)
    yield from (f"row {code} stands more than once" for code, times in Counter(form.rows).items() if times > 1)
    for ratio in (one for one in catalogue if one.is_ratio and one.code in form.rows):
        yield from (f"row {ratio.code} needs row {part}" for part in ratio.references if part not in form.rows)
    for (whole, split), parts in catalogue.groups().items():
        codes = {whole, *(part.code for part in parts)}
        if any(part.code in form.rows for part in parts):
            yield from (f"the split of {whole} by {split} needs row {code}" for code in sorted(codes - {*form.rows}))


def _rule_faults(rule: FormRule, form: Form) -> Iterator[str]:
    yield from (f"rule {rule.code} names {code}, which is no row" for code in sorted(rule.indicators - {*form.rows}))
    if [one.code for one in form.rules].count(rule.code) > 1:
        yield f"rule {rule.code} stands more than once"
    if (rule.check is Check.JUMP) != (rule.times > 1):
        yield f"rule {rule.code}: a jump, and only a jump, says by how many times, 2 or more"
    for sentence in (rule.sentence_vi, rule.sentence_en):
        places = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        yield from (f"rule {rule.code} has the unknown place {{{name}}}" for name in sorted(places - PLACES))
