"""What a report form is: its rows, its levels, its rules, and which of its versions is asked for a period."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.working_days import DueRule

LEVELS = ("province", "district", "commune", "branch")  # from the top


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
    AT_MOST = "at_most"
    TOTAL = "total"


HOLDS_AGAINST = frozenset({Check.AT_MOST, Check.TOTAL})  # these name the indicators and the other one


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
    `other` is what the indicators are held against: none of them may be more, or together they must be as much.
    """

    code: str
    check: Check
    severity: Severity
    sentence_vi: str
    sentence_en: str
    indicators: frozenset[str] = frozenset()
    times: int = 0
    least: int = 0
    other: str = ""
    title_vi: str = ""
    title_en: str = ""

    def covers(self, code: str) -> bool:
        """Return whether the rule looks at this indicator; where it holds them against another, it chooses itself."""
        return not self.indicators or code in self.indicators or self.check in HOLDS_AGAINST


@dataclass(frozen=True, slots=True)
class Form:
    """Describe one version of a form; it is asked from `first_period` to `last_period`, None leaving that end open.

    `of_state` says that a body of the state makes it: no unit owes it, though one may report on it to hand it over.
    `owner_id` is the unit that made the form for those below it; None for a form of the product, asked everywhere.
    `earlier` holds the versions before this one, the latest first: a period is reported on the version of its time.
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
    of_state: bool = field(default=False, compare=False)
    earlier: "tuple[Form, ...]" = field(default=(), compare=False, repr=False)

    def in_force(self, period: Period) -> bool:
        """Return whether this version of the form is asked for this period."""
        begun = self.first_period is None or self.first_period <= period
        return begun and (self.last_period is None or period <= self.last_period)

    def at(self, period: Period) -> "Form":
        """Return the version that is asked for a period: this one or one before; this one where none is."""
        return next((form for form in (self, *self.earlier) if form.in_force(period)), self)

    def is_asked(self, period: Period) -> bool:
        """Return whether this version or one before is asked for a period."""
        return self.at(period).in_force(period)

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the codes of all indicators, in the order of the form."""
        return tuple(code for section in self.sections for code in section.rows)

    def asks(self, level: str) -> bool:
        """Return whether units of this level report on the form."""
        return any(rule.level == level for rule in self.levels)

    def concerns(self, level: str) -> bool:
        """Return whether units of this level report on the form or stand above such units."""
        below = LEVELS[LEVELS.index(level) :] if level in LEVELS else ()
        return any(self.asks(one) for one in below)

    def due_rule(self, level: str) -> DueRule:
        """Return the due rule of a level; Refused when the level does not report on this form."""
        found = next((rule for rule in self.levels if rule.level == level), None)
        if found is None:
            raise Refused(f"{self.name_vi} không áp dụng cho cấp “{level}”: chọn biểu mẫu khác.")
        return found


def timeline(versions: Iterable[Form]) -> tuple[Form, ...]:
    """Return the versions of one form, the first first, each ended before the next begins and knowing those before.

    So no period has two versions, and none that began earlier is left without one, unless the form was ended.
    """
    line: list[Form] = []
    for form in sorted(versions, key=lambda form: form.version):
        line = [_ended(one, form.first_period) for one in line]
        line.append(form)
    return tuple(replace(form, earlier=tuple(reversed(line[:place]))) for place, form in enumerate(line))


def _ended(form: Form, successor: Period | None) -> Form:
    if successor is None:
        raise ValueError(f"a version after {form.code} v{form.version} does not say its first period")
    last = successor.previous()
    return replace(form, last_period=last if form.last_period is None else min(form.last_period, last))
