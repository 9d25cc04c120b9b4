"""The legal statuses of a person and the law behind them, version by version."""

from lanhmanh.law.statuses.courses import Paper, Step, steps
from lanhmanh.law.statuses.deadlines import Deadline, Gap, deadlines, events, gaps
from lanhmanh.law.statuses.tables import Decider, Ending, Exclusion, Regime, Status, absence, regime, regimes
from lanhmanh.law.statuses.terms import Term, months_after, regime_of, term_of
from lanhmanh.law.statuses.transitions import Allowed, allowed, endings_of, transition
from lanhmanh.law.statuses.versions import LawVersion, version, version_on, versions

__all__ = [
    "Allowed",
    "Deadline",
    "Decider",
    "Ending",
    "Exclusion",
    "Gap",
    "LawVersion",
    "Paper",
    "Regime",
    "Status",
    "Step",
    "Term",
    "absence",
    "allowed",
    "deadlines",
    "endings_of",
    "events",
    "gaps",
    "months_after",
    "regime",
    "regime_of",
    "regimes",
    "steps",
    "term_of",
    "transition",
    "version",
    "version_on",
    "versions",
]
