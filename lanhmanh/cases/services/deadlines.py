"""What the law wants done by when: set from the steps that count, done by a step or by hand, dropped at the end."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Deadline, Episode
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.rules.course import Taken
from lanhmanh.cases.selectors.course import taken_of
from lanhmanh.cases.services.standing import check_runs, hold
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.statuses import deadlines as law_deadlines
from lanhmanh.law.statuses import regime, version_on

_UNCOUNTED = sentence("Từ mốc này pháp luật không tính thời hạn nào cho “%(status)s” (%(basis)s): chọn mốc khác.")
END_OF_DAY = time(23, 59, 59)
Expected = dict[tuple[str, datetime], date | None]


@transaction.atomic
def note_event(*, actor: Actor, keys: Keys, episode: Episode, event: str, at: date | datetime) -> list[Deadline]:
    """Note an event from which the law counts, such as an absence, and set what falls due after it.

    :raises Refused: the law counts nothing from it for this status, or the day has not come.
    """
    held = hold(actor, keys, episode.case)
    episode = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    day = at.date() if isinstance(at, datetime) else at
    check_runs(episode)
    if day > clock.today() or day < episode.started_on:
        raise Refused(_("Ngày này ngoài đợt hỗ trợ: xem lại ngày."))
    found = law_deadlines(episode.status, event, at=at, holidays=vietnamese())
    if not found or event in automatic(episode):
        raise Refused(_UNCOUNTED, status=rules.names(episode.status), basis=rules.law_behind(episode.status, day))
    rows = [_row(episode, one.code, _instant(one.due)) for one in found]
    record(actor=actor, verb="deadline.noted", on=episode, unit_id=held.case.unit_id, case=held.case.uid)
    return rows


@transaction.atomic
def finish_deadline(*, actor: Actor, keys: Keys, deadline: Deadline, on: date) -> Deadline:
    """Say that what the law wanted was done on a day. Twice is once.

    :raises Refused: it was dropped, or the day has not come.
    """
    held = hold(actor, keys, deadline.episode.case)
    found = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if found.dropped:
        raise Refused(_("Việc này không còn phải làm: đợt hỗ trợ đã đi hướng khác."))
    if found.code in rules.DONE_BY:
        raise Refused(_("Việc này xong khi ghi bước tương ứng: ghi bước đó trong diễn biến."))
    if on > clock.today():
        raise Refused(_("Ngày này chưa đến: chỉ ghi việc đã có."))
    if on < deadline.episode.started_on:
        raise Refused(_("Ngày này ngoài đợt hỗ trợ: xem lại ngày."))
    if found.done_on is None:
        found.done_on = on
        found.save(update_fields=["done_on"])
        record(actor=actor, verb="deadline.done", on=found, unit_id=held.case.unit_id, case=held.case.uid)
    return found


@transaction.atomic
def drop_deadline(*, actor: Actor, keys: Keys, deadline: Deadline) -> Deadline:
    """Say that something no longer has to be done. Twice is once.

    :raises Refused: it was done.
    """
    held = hold(actor, keys, deadline.episode.case)
    found = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if found.done_on is not None:
        raise Refused(_("Việc này đã làm xong, không bỏ được."))
    if not found.dropped:
        found.dropped = True
        found.save(update_fields=["dropped"])
        record(actor=actor, verb="deadline.dropped", on=found, unit_id=held.case.unit_id, case=held.case.uid)
    return found


def renew(episode: Episode, before: Expected | None = None) -> None:
    """Bring the deadlines in line with the steps that count; `before` is what was expected until now.

    What is expected as before keeps what a hand said of it; those of noted events stay.
    """
    before, wanted = before or {}, expected(episode)
    rows = {(row.code, row.due): row for row in episode.deadlines.all()}
    for key in set(before) - set(wanted):
        if key in rows:
            _save(rows[key], None, dropped=True)
    for key, done_on in wanted.items():
        row = rows.get(key)
        if row is None or key not in before:
            _save(row or Deadline(episode=episode, code=key[0], due=key[1]), done_on, dropped=False)
        elif done_on != row.done_on and key[0] in rules.DONE_BY:
            _save(row, done_on, dropped=False)


def drop_all(episode: Episode) -> None:
    """Drop what was not done when an episode ends."""
    episode.deadlines.filter(done_on=None).update(dropped=True)


def expected(episode: Episode) -> Expected:
    """Return what the law wants after the steps that count: code and instant, and the day of the step that did it."""
    return expected_after(episode, taken_of(episode))


def expected_after(episode: Episode, taken: Sequence[Taken]) -> Expected:
    """Return what the law wants after these steps of an episode."""
    done = rules.effective(taken, episode.status, episode.started_on)
    found: Expected = {}
    for event, at in _events(episode, done).items():
        for one in law_deadlines(episode.status, event, at=at, holidays=vietnamese()):
            found[one.code, _instant(one.due)] = done.get(rules.DONE_BY.get(one.code, ""))
    return found


def automatic(episode: Episode) -> set[str]:
    """Return the events that the course itself notes."""
    return {*rules.EVENTS.values(), *_starts(episode)}


def _events(episode: Episode, done: dict[str, date]) -> dict[str, date]:
    found = {event: done[step] for step, event in rules.EVENTS.items() if step in done}
    previous = episode.previous
    completed = previous.ended_on if previous is not None and previous.ending == "completed" else None
    return found | dict.fromkeys(_starts(episode), completed or episode.started_on)


def _starts(episode: Episode) -> set[str]:
    """Return the event from which the law of the first day lets the status begin, where no step is that event."""
    known = regime(version_on(episode.started_on).code, episode.status)
    return {known.starts} & rules.AT_INTAKE if known else set()


def _row(episode: Episode, code: str, due: datetime) -> Deadline:
    row, _made = Deadline.objects.get_or_create(episode=episode, code=code, due=due)
    if row.dropped:
        _save(row, None, dropped=False)
    return row


def _save(row: Deadline, done_on: date | None, *, dropped: bool) -> None:
    row.done_on, row.dropped = done_on, dropped
    row.save()


def _instant(due: date | datetime) -> datetime:
    """Return the instant: a day is over at midnight."""
    return due if isinstance(due, datetime) else datetime.combine(due, END_OF_DAY, VIETNAM)
