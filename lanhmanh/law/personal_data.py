"""Personal data: times for a person's requests, the clock of a breach, grounds of processing, retention."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.calendars import local_day
from lanhmanh.law.holidays import Holidays
from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses.terms import months_after
from lanhmanh.law.working_days import add

Since = Literal["happened", "detected"]
Need = Literal["consent", "document", "reason"]


@dataclass(frozen=True, slots=True)
class RequestKind:
    """Name a kind of request that a person may make about their data."""

    code: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RequestRule:
    """Hold the times for one kind of request; None where the source names none."""

    kind: RequestKind
    law: str
    acknowledge_working_days: int | None
    answer_days: int | None
    answer_hours: int | None
    source: Source

    @property
    def extendable(self) -> bool:
        """Return whether the answer's time may be extended, once and by as much again."""
        return self.answer_days is not None


@dataclass(frozen=True, slots=True)
class RequestDue:
    """Hold by when a request must be acknowledged and answered; None where no time is known."""

    acknowledge_by: date | None
    answer_by: date | datetime | None
    source: Source


@dataclass(frozen=True, slots=True)
class BreachClock:
    """Hold the instant by which a breach must be reported and the instant it counts from; None without a duty."""

    report_by: datetime | None
    counted_from: datetime | None
    source: Source


@dataclass(frozen=True, slots=True)
class LegalGround:
    """Name what a case or a sharing rests on, and what must be on record for it."""

    code: str
    name_vi: str
    name_en: str
    needs: Need
    source: Source

    @property
    def needs_consent(self) -> bool:
        """Return whether a record of consent must stand behind it."""
        return self.needs == "consent"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Say for how long a case is kept after a status ended; no statuses or no endings means any."""

    statuses: frozenset[str]
    endings: frozenset[str]
    seal_days: int
    erase_months: int
    effective_from: date
    source: Source
    code: str = ""
    name_vi: str = ""
    name_en: str = ""

    def fits(self, status: str, ending: str, ended_on: date) -> bool:
        """Return whether the rule speaks of this end."""
        return (
            self.effective_from <= ended_on
            and (not self.statuses or status in self.statuses)
            and (not self.endings or ending in self.endings)
        )


class OwnTerm(NamedTuple):
    """Hold for how long a province keeps cases of one kind of end, from a day on, by a paper of its own."""

    code: str
    seal_days: int
    erase_months: int
    effective_from: date
    title: str


class Retention(NamedTuple):
    """Hold the day on which a case is sealed, the day on which its keys are destroyed, and why."""

    seal_on: date
    erase_on: date
    source: Source


@cache
def request_kinds() -> Mapping[str, RequestKind]:
    """Return the kinds of request by code; source: data/personal_data.toml."""
    return {code: RequestKind(code, names[0], names[1]) for code, names in _data()["kinds"].items()}


def request_rule(kind: str, *, on: date) -> RequestRule | None:
    """Return the times for a kind of request made on a day, None when no law set any; KeyError for no such kind."""
    wanted = request_kinds()[kind]
    law = _law_on(on)
    row = _data()["laws"][law].get("requests", {}).get(kind)
    if row is None:
        return None
    return RequestRule(
        wanted,
        law,
        row.get("acknowledge"),
        row.get("answer_days"),
        row.get("answer_hours"),
        Source(**row["source"]),
    )


def request_due(kind: str, *, received: datetime, holidays: Holidays, extended: bool = False) -> RequestDue:
    """Return by when a request received at an instant must be acknowledged and answered."""
    day = local_day(received)
    rule = request_rule(kind, on=day)
    if rule is None:
        return RequestDue(None, None, Source(**_data()["laws"][_law_on(day)]["source"]))
    wait = rule.acknowledge_working_days
    acknowledge = None if wait is None else add(day, wait, holidays)
    return RequestDue(acknowledge, _answer_by(rule, received, twice=extended), rule.source)


def breach_due(*, detected_at: datetime, happened_at: datetime | None = None) -> BreachClock:
    """Return by when a breach must be reported, by the law of the day on which it was detected.

    Where the law counts from the event and nobody knows when that was, it counts from the detection.
    """
    row = _data()["laws"][_law_on(local_day(detected_at))]
    breach = row.get("breach")
    if breach is None:
        return BreachClock(None, None, Source(**row["source"]))
    start = happened_at if breach["since"] == "happened" and happened_at is not None else detected_at
    start = start.astimezone(VIETNAM)
    return BreachClock(start + timedelta(hours=breach["hours"]), start, Source(**breach["source"]))


def dossier_due(first_processed: date) -> date | None:
    """Return by when the impact dossier must be sent after the first processing, None when no law asked for one."""
    days = _data()["laws"][_law_on(first_processed)].get("dossier_days")
    return None if days is None else first_processed + timedelta(days=days)


@cache
def legal_grounds() -> Mapping[str, LegalGround]:
    """Return what a case or a sharing may rest on, by code."""
    return {
        row["code"]: LegalGround(row["code"], row["name"][0], row["name"][1], row["needs"], Source(**row["source"]))
        for row in _data()["grounds"]
    }


@cache
def retention_defaults() -> tuple[RetentionRule, ...]:
    """Return the programme's own retention rules, the first that fits counting; a province may set others."""
    source = Source(**_data()["retention_source"])
    return tuple(
        RetentionRule(
            frozenset(row["statuses"]),
            frozenset(row["endings"]),
            row["seal_days"],
            row["erase_months"],
            row["effective_from"],
            source,
            row["code"],
            *row["name"],
        )
        for row in _data()["retention"]
    )


def retention_rules(own: Iterable[OwnTerm]) -> tuple[RetentionRule, ...]:
    """Return the defaults, before each the terms that a province set for the same kind of end, the newest first."""
    terms = sorted(own, key=lambda one: one.effective_from)  # of one day the later stays the later
    found = list[RetentionRule]()
    for rule in retention_defaults():
        found += [_set(rule, term) for term in reversed(terms) if term.code == rule.code]
        found.append(rule)
    return tuple(found)


def _set(rule: RetentionRule, term: OwnTerm) -> RetentionRule:
    source = Source(term.title, confidence="F")
    return replace(
        rule, seal_days=term.seal_days, erase_months=term.erase_months, effective_from=term.effective_from,
        source=source,
    )  # fmt: skip


def retention(status: str, ending: str, ended_on: date, rules: Sequence[RetentionRule] = ()) -> Retention:
    """Return when a case whose last status ended is sealed and erased: by the first rule that fits, then the defaults.

    A province's own terms are given among the defaults (`retention_rules`).
    """
    rule = next(one for one in (*rules, *retention_defaults()) if one.fits(status, ending, ended_on))
    seal_on = ended_on + timedelta(days=rule.seal_days)
    return Retention(seal_on, max(seal_on, months_after(ended_on, rule.erase_months)), rule.source)


def _answer_by(rule: RequestRule, received: datetime, *, twice: bool) -> date | datetime | None:
    if rule.answer_hours is not None:
        return received.astimezone(VIETNAM) + timedelta(hours=rule.answer_hours)
    if rule.answer_days is None:
        return None
    return local_day(received) + timedelta(days=rule.answer_days * (2 if twice else 1))


def _law_on(day: date) -> str:
    """Return the code of the law on personal data in force on a day."""
    laws: Mapping[str, Any] = _data()["laws"]
    return next(code for code, row in laws.items() if row["effective_from"] <= day <= row.get("effective_to", date.max))


def _data() -> dict[str, Any]:
    return rule_file("personal_data.toml")
