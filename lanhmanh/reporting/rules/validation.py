"""Check a report's values by the rules of its form; each rule is data, each check is a few lines here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lanhmanh.kernel.numbers import format_vi, rounded
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator
from lanhmanh.reporting.rules.forms import Check, Form, FormRule, Severity

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Tell of one problem: the rule's code, how grave, at which indicator ("" for the whole report), the sentence."""

    code: str
    severity: Severity
    indicator: str
    sentence: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class _Figures:
    """Hold all that a check may look at."""

    rows: tuple[Indicator, ...]
    values: Values
    previous: Values
    derived: Values
    notes: Mapping[str, str]

    def known(self) -> Iterator[tuple[Indicator, Decimal]]:
        """Walk over the rows that a person answers for and that have a value."""
        for one in self.rows:
            value = self.values.get(one.code)
            if value is not None and not one.is_ratio:
                yield one, value

    def has_note(self, code: str) -> bool:
        """Return whether the row carries a note that says something."""
        return bool(self.notes.get(code, "").strip())


@dataclass(frozen=True, slots=True)
class _Finding:
    """Hold what a sentence speaks of."""

    indicator: Indicator | None = None
    value: Decimal | None = None
    other: Indicator | None = None
    other_value: Decimal | None = None


def check(
    form: Form,
    values: Values,
    previous: Values | None = None,
    derived: Values | None = None,
    notes: Mapping[str, str] | None = None,
    *,
    catalogue: Catalogue | None = None,
) -> list[Problem]:
    """Return the problems of a report's values, errors first, each group in the order of the rules and rows.

    `previous` holds the values of the period before, `derived` what the facts give now, `notes` the typed notes,
    all by indicator code; a value that is None or absent is missing.
    """
    known = catalogue or catalogues.load()
    rows = tuple(known[code] for code in form.rows)
    figures = _Figures(rows, values, previous or {}, derived or {}, notes or {})
    problems = [
        _problem(rule, finding)
        for rule in form.rules
        for finding in _CHECKS[rule.check](figures, known)
        if finding.indicator is None or rule.covers(finding.indicator.code)
    ]
    return sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that stop submission."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _empty(figures: _Figures, _: Catalogue) -> Iterator[_Finding]:
    if not any(True for _row in figures.known()):
        yield _Finding()


def _negative(figures: _Figures, _: Catalogue) -> Iterator[_Finding]:
    return (_Finding(one, value) for one, value in figures.known() if value < 0)


def _decimals(figures: _Figures, _: Catalogue) -> Iterator[_Finding]:
    return (_Finding(one, value) for one, value in figures.known() if value != rounded(value, one.decimals))


def _wholes(figures: _Figures, known: Catalogue) -> Iterator[tuple[Indicator, Decimal, Indicator]]:
    """Walk over the rows with a value that are part of another row of the form."""
    codes = {one.code for one in figures.rows}
    return ((one, value, known[one.part_of]) for one, value in figures.known() if one.part_of and one.part_of in codes)


def _part(figures: _Figures, known: Catalogue) -> Iterator[_Finding]:
    for one, value, whole in _wholes(figures, known):
        total = figures.values.get(whole.code)
        if total is not None and value > total:
            yield _Finding(one, value, whole, total)


def _whole(figures: _Figures, known: Catalogue) -> Iterator[_Finding]:
    for one, value, whole in _wholes(figures, known):
        if figures.values.get(whole.code) is None:
            yield _Finding(one, value, whole)


def _together(figures: _Figures, known: Catalogue) -> Iterator[_Finding]:
    for ratio in (one for one in figures.rows if one.is_ratio):
        above, below = (known[code] for code in ratio.references)
        for absent, present in ((above, below), (below, above)):
            value = figures.values.get(present.code)
            told_by_whole = present.part_of == absent.code
            if value is not None and figures.values.get(absent.code) is None and not told_by_whole:
                yield _Finding(absent, None, present, value)


def _derived(figures: _Figures, _: Catalogue) -> Iterator[_Finding]:
    for one in figures.rows:
        value, facts = figures.values.get(one.code), figures.derived.get(one.code)
        if facts is not None and value != facts and not figures.has_note(one.code):
            yield _Finding(one, value, None, facts)


def _fall(figures: _Figures, _: Catalogue) -> Iterator[_Finding]:
    for one, value in figures.known():
        before = figures.previous.get(one.code)
        if before is not None and value < before and not figures.has_note(one.code):
            yield _Finding(one, value, None, before)


_CHECKS: Mapping[Check, Callable[[_Figures, Catalogue], Iterator[_Finding]]] = {
    Check.EMPTY: _empty,
    Check.NEGATIVE: _negative,
    Check.DECIMALS: _decimals,
    Check.PART: _part,
    Check.WHOLE: _whole,
    Check.TOGETHER: _together,
    Check.DERIVED: _derived,
    Check.FALL: _fall,
}


def _problem(rule: FormRule, finding: _Finding) -> Problem:
    return Problem(
        rule.code,
        rule.severity,
        finding.indicator.code if finding.indicator else "",
        rule.sentence_vi.format(**_places(finding, "vi")),
        rule.sentence_en.format(**_places(finding, "en")),
    )


def _places(finding: _Finding, language: str) -> dict[str, str]:
    one, other = finding.indicator, finding.other
    return {
        "name": _name(one, language),
        "unit": (one.unit_vi if language == "vi" else one.unit_en) if one else "",
        "value": _number(finding.value, language),
        "other": _name(other, language),
        "other_value": _number(finding.other_value, language),
    }


def _name(one: Indicator | None, language: str) -> str:
    return (one.name_vi if language == "vi" else one.name_en) if one else ""


def _number(value: Decimal | None, language: str) -> str:
    """Return the value with the decimals it was given with; "trống" when it is missing."""
    if value is None:
        return "trống" if language == "vi" else "empty"
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_vi(value, decimals) if language == "vi" else f"{value:,.{decimals}f}"
