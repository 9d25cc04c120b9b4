"""Which status may follow which: a table of grounds, read from the version of the law in force on the day."""

from dataclasses import dataclass
from datetime import date

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses.tables import Ending, Regime, Status, regime, version_file
from lanhmanh.law.statuses.terms import Term, basis, known, require_age, term_of
from lanhmanh.law.statuses.versions import LawVersion, cited, version_on, versions

_CANNOT = sentence("Không thể chuyển từ “%(current)s” sang “%(next)s” (%(basis)s): có thể chuyển sang %(possible)s.")
_NOTHING = sentence(
    "Không thể chuyển từ “%(current)s” sang “%(next)s” (%(basis)s): kết thúc đợt này rồi mở đợt mới nếu cần."
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hold a lawful change: from which status (None at intake) to which, on which grounds, and the term that begins."""

    current: Status | None
    next: Status
    version: str
    endings: tuple[Ending, ...]
    term: Term
    source: Source


class IllegalTransition(Refused):
    """Say that the law of the day has no such change, with its article."""


def transition(
    current: Status | str | None, next: Status | str, *, on: date, age: int | None = None, times: int = 1
) -> Allowed:
    """Return the change of status on a day as the law allows it; Refused with the article when it does not.

    `current` is None for the first status of a case or of a new episode: any status of the law in force that the
    person's age admits.
    """
    law, to = version_on(on), Status(next)
    target = known(to, law)
    require_age(target, age)
    if current is None:
        grounds: tuple[Ending, ...] = ()
        source = target.source
    else:
        grounds, source = _grounds(_living(Status(current), law), to, age, law)
    term = term_of(to, decided_on=on, age=age, times=times, after=current, completed_on=on)
    return Allowed(None if current is None else Status(current), to, law.code, grounds, term, source)


def allowed(current: Status | str | None, *, on: date, age: int | None = None) -> tuple[Status, ...]:
    """Return the statuses that may follow on a day, in the order of the table; at intake all that the law knows."""
    law = version_on(on)
    open_to = [one for one in Status if _admitted(one, law, age)]
    if current is None:
        return tuple(open_to)
    living = _living(Status(current), law)
    led_to = [to for one in living.endings if one.concerns(age) for to in one.leads_to]
    carried = [Status(to) for to in _carried(living, law).get("to", ())]
    return tuple(dict.fromkeys(to for to in [*led_to, *carried] if to in open_to))


def endings_of(status: Status | str, *, on: date, age: int | None = None) -> tuple[Ending, ...]:
    """Return the grounds on which a status may end on a day, in the order of the table."""
    living = _living(Status(status), version_on(on))
    return tuple(one for one in living.endings if one.concerns(age))


def _living(status: Status, law: LawVersion) -> Regime:
    """Return the regime of a status in this version, or in the last one before that knew it: what began goes on."""
    before = [one for one in versions() if one.effective_from <= law.effective_from]
    found = (regime(one.code, status) for one in reversed(before))
    return next((one for one in found if one is not None), None) or known(status, law)


def _admitted(status: Status, law: LawVersion, age: int | None) -> bool:
    found = regime(law.code, status)
    return found is not None and found.admits(age)


def _carried(living: Regime, law: LawVersion) -> dict[str, list[str]]:
    """Return what the transition rule of the law says of a status that it no longer knows."""
    found: dict[str, list[str]] = version_file(law.code).get("carried", {}).get(living.status.value, {})
    return found


def _grounds(living: Regime, to: Status, age: int | None, law: LawVersion) -> tuple[tuple[Ending, ...], Source]:
    """Return the grounds that lead there and the article of the first; Refused when there is none."""
    found = tuple(one for one in living.endings if to in one.leads_to and one.concerns(age))
    if found:
        return found, found[0].source
    carried = _carried(living, law)
    if to.value in carried.get("to", ()):
        return (), cited(carried["source"])
    possible = tuple(one for one in allowed(living.status, on=law.effective_from, age=age) if one is not living.status)
    names = tuple(", ".join(f"“{name}”" for name in row) for row in _names(possible))
    raise IllegalTransition(
        _CANNOT if possible else _NOTHING,
        current=(living.status.name_vi, living.status.name_en),
        next=(to.name_vi, to.name_en),
        basis=basis(living.source),
        possible=names,
    )


def _names(statuses: tuple[Status, ...]) -> tuple[list[str], list[str]]:
    return [one.name_vi for one in statuses], [one.name_en for one in statuses]
