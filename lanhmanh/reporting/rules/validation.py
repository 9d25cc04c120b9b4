"""Check a report's values by the rules of its form; each rule is data, each check is a few lines in `checks`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules.catalogue import Breakdown, Catalogue, Indicator
from lanhmanh.reporting.rules.checks import CHECKS, Figures, Finding, Values
from lanhmanh.reporting.rules.shapes import Form, FormRule, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """Tell of one problem: the rule's code, how grave, at which indicator ("" for the whole report), the sentence."""

    code: str
    severity: Severity
    indicator: str
    sentence: str
    sentence_en: str


def check(
    form: Form,
    values: Values,
    previous: Values | None = None,
    derived: Values | None = None,
    notes: Mapping[str, str] | None = None,
    *,
    catalogue: Catalogue | None = None,
    begins_year: bool = False,
) -> list[Problem]:
    """Return the problems of a report's values, errors first, each group in the order of the rules and rows.

    `previous` holds the values of the period before, `derived` what the facts give now, `notes` the typed notes,
    all by indicator code; a value that is None or absent is missing. `begins_year` says that the period is the first of
    its year, so that totals since 1 January start anew. A note at the indicator answers a warning, never an error.
    """
    known = catalogue or catalogues.load()
    rows = tuple(known[code] for code in form.rows)
    figures = Figures(rows, values, previous or {}, derived or {}, notes or {}, begins_year)
    problems = [
        _problem(rule, finding)
        for rule in form.rules
        for finding in CHECKS[rule.check](figures, known, rule)
        if _counts(rule, finding, figures)
    ]
    return sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)


def _counts(rule: FormRule, finding: Finding, figures: Figures) -> bool:
    if finding.indicator is None:
        return True
    answered = rule.severity is Severity.WARNING and figures.has_note(finding.indicator.code)
    return rule.covers(finding.indicator.code) and not answered


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that stop submission."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _problem(rule: FormRule, finding: Finding) -> Problem:
    return Problem(
        rule.code,
        rule.severity,
        finding.indicator.code if finding.indicator else "",
        rule.sentence_vi.format(**_places(rule, finding, "vi")),
        rule.sentence_en.format(**_places(rule, finding, "en")),
    )


def _places(rule: FormRule, finding: Finding, language: str) -> dict[str, str]:
    one, other = finding.indicator, finding.other
    return {
        "name": _name(one, language),
        "unit": (one.unit_vi if language == "vi" else one.unit_en) if one else "",
        "value": _number(finding.value, language),
        "other": _name(other, language),
        "other_value": _number(finding.other_value, language),
        "group": _name(finding.group, language),
        "times": str(rule.times),
        "parts": " + ".join(f"“{_name(part, language)}”" for part in finding.parts),
    }


def _name(one: Indicator | Breakdown | None, language: str) -> str:
    return (one.name_vi if language == "vi" else one.name_en) if one else ""


def _number(value: Decimal | None, language: str) -> str:
    """Return the value with the decimals it was given with; "trống" when it is missing."""
    if value is None:
        return "trống" if language == "vi" else "empty"
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_vi(value, decimals) if language == "vi" else f"{value:,.{decimals}f}"
