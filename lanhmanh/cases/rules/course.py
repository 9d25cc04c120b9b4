"""The course of a case over the law's tables: which step may follow, what the steps taken say, how old the person is.

A step is taken on a day and stays on record. One taken later in the order goes on; one taken again, or one before,
puts right what stood there, and whatever came after it in the order no longer counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses import Ending, Regime, Status, Step, Term, endings_of, regime, regime_of, steps
from lanhmanh.law.statuses.terms import basis

ENDINGS = ("completion", "post_rehab", "closed")  # steps that an ending takes, never a person
DECISION, COMPLETION, CLOSED = "decision", "completion", "closed"
REHAB = frozenset({
    Status.REHAB_HOME, Status.REHAB_COMMUNITY, Status.REHAB_COMPULSORY_COMMUNITY, Status.REHAB_CENTRE,
    Status.REHAB_COMPULSORY, Status.REHAB_COMPULSORY_MINOR,
})  # fmt: skip
AFTER_REHAB = frozenset({Status.POST_REHAB, Status.POST_REHAB_CENTRE})
# After these the same run of rehab goes on somewhere else or in another form: it is not one more.
GOES_ON = frozenset({"moved", "changed_form", "turned_18"})
ADULT = 18

# The event of the law (`law.statuses.events`) that a step is.
EVENTS = {"assessment": "addicted", "registration": "registered", "decision": "decided"}
AT_INTAKE = frozenset({"positive", "grounds", "completed"})
# The step by which something that the law wants is done.
DONE_BY = {
    "decide_management": "decision", "decide_rehab": "decision", "decide_post_rehab": "decision",
    "register": "registration", "result_usable": "registration", "start_rehab": "stage_1", "limitation": "decision",
}  # fmt: skip

_NO_STEP = sentence("“%(status)s” không có bước này (%(basis)s): chọn bước trong danh sách.")
_STAGES = sentence("Ghi “%(wanted)s” trước: các giai đoạn đi lần lượt, sau khi có quyết định (%(basis)s).")
_BACK_IN_TIME = sentence("Ngày của bước này phải từ %(first)s trở đi: bước trước hoặc đợt hỗ trợ bắt đầu ngày đó.")
_NO_ENDING = sentence("“%(status)s” không kết thúc theo cách này (%(basis)s): chọn lý do trong danh sách.")
_NOT_ALL = sentence("Chưa đủ giai đoạn: “%(status)s” phải xong %(count)s giai đoạn (%(basis)s).")
_NOT_OVER = sentence("Thời hạn đến ngày %(due)s mới hết (%(basis)s): chưa kết thúc vì hết thời hạn được.")
_NO_DECISION = sentence("Chưa ghi quyết định nên chưa có thời hạn (%(basis)s): ghi quyết định trước.")
_MONTHS = sentence("Ghi thời hạn theo quyết định, từ %(least)s đến %(most)s tháng (%(basis)s).")


@dataclass(frozen=True, slots=True)
class Taken:
    """Hold a step that was taken, in the order of recording."""

    step: str
    on: date


def order(status: str, on: date) -> list[str]:
    """Return the steps of a status that a person takes, in their order."""
    return [one.code for one in steps(status, on=on) if one.code not in ENDINGS]


def named(status: str, code: str, on: date) -> Step | None:
    """Return a step of a status by its code, None where it has none."""
    return next((one for one in steps(status, on=on) if one.code == code), None)


def effective(taken: Sequence[Taken], status: str, on: date) -> dict[str, date]:
    """Return the steps that count, with their days: a step puts right itself and whatever stood behind it."""
    return {code: taken[at].on for code, at in _counting(taken, status, on).items()}


def standing(taken: Sequence[Taken], status: str, on: date) -> list[bool]:
    """Return for each step taken whether it counts, or was put right by a later one."""
    counting = set(_counting(taken, status, on).values())
    return [at in counting for at in range(len(taken))]


def _counting(taken: Sequence[Taken], status: str, on: date) -> dict[str, int]:
    """Return the steps that count, each with its place among those taken."""
    places = {code: place for place, code in enumerate([*order(status, on), *ENDINGS])}
    kept: dict[str, int] = {}
    for at, one in enumerate(taken):
        kept = {code: place for code, place in kept.items() if _stands_before(code, one.step, places)} | {one.step: at}
    return kept


def _stands_before(code: str, step: str, places: Mapping[str, int]) -> bool:
    """Test whether a step stands before another; one that the status does not know stood in a start put right."""
    return places.get(code, len(places)) < places.get(step, len(places))


def check_step(taken: Sequence[Taken], status: str, code: str, on: date) -> None:
    """Pass when a step may be taken on a day after those before.

    Steps before the decision may be left out: who is assigned by a decision comes with all of them behind. The stages
    go one by one.

    :raises Refused: there is no such step, a stage is left out, or the day is before that of the step before it.
    """
    known = order(status, on)
    if code not in known[1:]:
        raise Refused(_NO_STEP, status=names(status), basis=law_behind(status, on))
    before = {one: day for one, day in effective(taken, status, on).items() if known.index(one) < known.index(code)}
    if code.startswith("stage_"):
        _check_stage(before, status, code, on, known)
    first = max(before.values(), default=date.min)
    if on < first:
        raise Refused(_BACK_IN_TIME, first=f"{first:%d/%m/%Y}")


def _check_stage(before: Mapping[str, date], status: str, code: str, on: date, known: Sequence[str]) -> None:
    wanted = known[known.index(code) - 1]
    if wanted in before:
        return
    step = named(status, wanted, on)
    found = regime_of(status, decided_on=before.get(DECISION, min(before.values(), default=on)))
    name = (step.name_vi, step.name_en) if step else wanted
    raise Refused(_STAGES, wanted=name, basis=basis(found.stages_source))


def next_steps(taken: Sequence[Taken], status: str, on: date) -> list[str]:
    """Return the steps that may be taken next, the usual one first."""
    known, done = order(status, on), effective(taken, status, on)
    last = max((known.index(code) for code in done if code in known), default=-1)
    ahead = known[last + 1 :]
    return [code for code in ahead if not code.startswith("stage_") or known[known.index(code) - 1] in done]


def ending_of(status: str, code: str, *, on: date, age: int | None) -> Ending:
    """Return a ground on which a status may end.

    :raises Refused: the law of the day has no such ground.
    """
    possible = endings_of(status, on=on, age=age)
    found = next((one for one in possible if one.code == code), None)
    if found is None:
        raise Refused(_NO_ENDING, status=names(status), basis=law_behind(status, on))
    return found


def law_behind(status: str, on: date) -> tuple[str, str]:
    """Return the articles by which a status ends on a day, or else by which it is there, as a sentence names them."""
    grounds = endings_of(status, on=on)
    return basis(grounds[0].source if grounds else regime_of(status, decided_on=on).source)


def check_ending(done: Mapping[str, date], known: Regime, code: str, *, on: date, due_on: date | None) -> None:
    """Pass when what must be done before this ending is done.

    :raises Refused: stages are missing, or the term is not over.
    """
    if code == "completed":
        count = known.stages_required or 0
        if count and f"stage_{count}" not in done:
            raise Refused(_NOT_ALL, status=names(known.status), count=count, basis=basis(known.stages_source))
    if code == "expiry":
        articles = basis(next((one.source for one in known.endings if one.code == code), known.source))
        if due_on is None:
            raise Refused(_NO_DECISION, basis=articles)
        if on < due_on:
            raise Refused(_NOT_OVER, due=f"{due_on:%d/%m/%Y}", basis=articles)


def due_day(term: Term, first: date, months: int | None) -> date | None:
    """Return the day on which a term ends that was decided for so many months.

    :raises Refused: the law leaves a choice of months and none was given, or not within it.
    """
    if months is None and not term.open and not term.fixed:
        raise Refused(_MONTHS, least=term.months_min, most=term.months_max, basis=basis(term.source))
    return term.ends_on(first, months)


def times_of(status: str, before: Sequence[tuple[str, str, int]], *, on: date) -> int:
    """Return how many-th time this is, after episodes of (status, ending, times): rehab of any form counts together."""
    same = [one for one in before if one[0] == status or {one[0], status} <= REHAB]
    if not same:
        return 1
    past, ending, times = same[-1]
    return times if ending in GOES_ON or _resumes(past, ending, on) else times + 1


def _resumes(status: str, ending: str, on: date) -> bool:
    return any(one.code == ending and one.resumes for one in endings_of(status, on=on))


def age_on(day: date, born: date | None, band: str, banded_on: date) -> int | None:
    """Return the age on a day: by the birth date, else by an earlier band if it tells child from adult."""
    if born is not None:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    least, _dash, most = band.partition("-")
    if not least.strip("+").isdigit():
        return None
    gone = max(0, (day - banded_on).days // 366)
    youngest = int(least.strip("+")) + gone
    later = day.year - banded_on.year + 1 if day > banded_on else 0
    oldest = int(most) + later if most else youngest
    return youngest if youngest >= ADULT or oldest < ADULT else None


def names(status: str) -> tuple[str, str]:
    """Return the names of a status, Vietnamese first."""
    return Status(status).name_vi, Status(status).name_en


def source_of(law: str, status: str) -> Source | None:
    """Return where a version of the law speaks of a status, None where it does not know it."""
    found = regime(law, status)
    return found.source if found else None
