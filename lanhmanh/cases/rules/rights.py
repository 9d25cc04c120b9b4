"""A person's rights as the register needs them: days of the law, else the house's own measure; grounds of a sharing.

Where the law of a day sets no time (before Decree 13/2023, and for most kinds under it), the register still counts:
by the times of Decree 356/2025, which are then the programme's own promise and are shown as such.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.personal_data import breach_due as _breach_due
from lanhmanh.law.personal_data import request_due, request_rule
from lanhmanh.law.sources import Source
from lanhmanh.law.working_days import add

# The version whose times are the house's measure while the law is silent.
MEASURE = date(2026, 1, 1)
# What is kept of a representative who agreed and was not named.
UNNAMED = "yes"
CONSENT, ASSIGNMENT, EMERGENCY = "consent", "assignment", "emergency"
# What may leave a case. Free notes and the ground of the case never do.
SHAREABLE = (
    "full_name", "other_names", "birth_date", "sex", "id_number", "address", "phone", "relatives", "status"
)  # fmt: skip
# Without consent only bodies whose duty it is are told (Decree 116/2021 Art. 4.2; Law 91/2025 Art. 19).
_BODIES = {
    ASSIGNMENT: frozenset({"police", "peoples_committee", "health", "labour"}),
    EMERGENCY: frozenset({"police", "peoples_committee", "health"}),
}
_PURPOSES = {
    ASSIGNMENT: frozenset({"support", "coordination", "health"}),
    EMERGENCY: frozenset({"coordination", "health", "family"}),
}
SHORTEST_BASIS = 15


@dataclass(frozen=True, slots=True)
class Dues:
    """Hold by when a request is acknowledged and answered; `binding`: the law of its day says so."""

    acknowledge: date
    answer: date
    source: Source
    binding: bool
    extendable: bool


def dues(kind: str, received: date, *, extended: bool = False) -> Dues:
    """Return the days of a request received on a day; KeyError for no such kind."""
    at = datetime.combine(received, time.min, VIETNAM)
    law = request_due(kind, received=at, holidays=vietnamese(), extended=extended)
    rule, measure = request_rule(kind, on=received), request_rule(kind, on=MEASURE)
    assert measure is not None and measure.answer_days  # noqa: S101 - the measure names every kind
    days = timedelta(days=measure.answer_days * (2 if extended else 1))
    answer = law.answer_by if law.answer_by is not None else received + days
    answer = answer.date() if isinstance(answer, datetime) else answer
    acknowledge = law.acknowledge_by or add(received, measure.acknowledge_working_days or 0, vietnamese())
    binding = law.answer_by is not None
    source = law.source if binding else measure.source
    extendable = rule.extendable if rule and binding else True
    return Dues(min(acknowledge, answer), answer, source, binding, extendable)


@dataclass(frozen=True, slots=True)
class Clock:
    """Hold by when a breach is notified; `binding`: the law of its day says so."""

    due: datetime
    source: Source
    binding: bool


def breach_clock(detected: datetime) -> Clock:
    """Return the clock of a breach: hours that run through nights and holidays."""
    law = _breach_due(detected_at=detected)
    if law.report_by is not None:
        return Clock(law.report_by, law.source, binding=True)
    measure = _breach_due(detected_at=datetime.combine(MEASURE, time.min, VIETNAM))
    assert measure.report_by and measure.counted_from  # noqa: S101 - the measure names the hours
    return Clock(detected + (measure.report_by - measure.counted_from), measure.source, binding=False)


class Lack(StrEnum):
    """Name what a sharing lacks."""

    NO_GROUND = "no_ground"
    NO_CONSENT = "no_consent"
    NOT_ASSIGNED = "not_assigned"
    NOT_A_BODY = "not_a_body"
    NOT_THIS_PURPOSE = "not_this_purpose"
    NO_BASIS = "no_basis"
    NO_FIELDS = "no_fields"
    RESTRICTED = "restricted"
    NOT_OPEN = "not_open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what a sharing asks for, beside how the case stands."""

    to: str
    purpose: str
    fields: tuple[str, ...]
    ground: str
    basis: str
    has_consent: bool
    assigned: bool
    restricted: bool
    open: bool


def lack(wanted: Wanted) -> Lack | None:
    """Return what is missing for a sharing, the first thing first; None when it may be done."""
    if not wanted.open:
        return Lack.NOT_OPEN
    if not wanted.fields or not set(wanted.fields) <= set(SHAREABLE):
        return Lack.NO_FIELDS
    if wanted.restricted and wanted.ground != EMERGENCY:
        return Lack.RESTRICTED
    if wanted.ground == CONSENT:
        return None if wanted.has_consent else Lack.NO_CONSENT
    return _statutory_lack(wanted) if wanted.ground in _BODIES else Lack.NO_GROUND


def _statutory_lack(wanted: Wanted) -> Lack | None:
    if wanted.ground == ASSIGNMENT and not wanted.assigned:
        return Lack.NOT_ASSIGNED
    if wanted.to not in _BODIES[wanted.ground]:
        return Lack.NOT_A_BODY
    if wanted.purpose not in _PURPOSES[wanted.ground]:
        return Lack.NOT_THIS_PURPOSE
    return Lack.NO_BASIS if len(wanted.basis.strip()) < SHORTEST_BASIS else None


class Stands(StrEnum):
    """Name why an identity is not erased before its day although the person asks."""

    OPEN = "open"
    ASSIGNED = "assigned"
    HELD = "held"


def stands_against_erasure(*, is_open: bool, assigned: bool, held: bool) -> Stands | None:
    """Return the ground that stands against an early erasure; None: nothing does.

    A case that only rests on consent is closed and erased when the person asks.
    """
    if held:
        return Stands.HELD
    if assigned:
        return Stands.OPEN if is_open else Stands.ASSIGNED
    return None
