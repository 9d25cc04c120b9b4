"""What a form of the course may offer today, by the law and by what is on record."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.cases.models import Deadline, Episode, Ground
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import age_of, rule_of, taken_of
from lanhmanh.cases.selectors.course_timeline import ending_name, status_name
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.statuses import Status, allowed, deadlines, endings_of
from lanhmanh.law.statuses import events as law_events
from lanhmanh.ui.formats import date_vi, either

INTAKE = "intake"
Choices = list[tuple[str, str]]


def statuses(opened: Opened, on: date) -> Choices:
    """Return the statuses of the law of the day that the person's age admits; leaving only where the person asked."""
    found = allowed(None, on=on, age=age_of(opened, on))
    return [
        (one.value, status_name(one)) for one in found if one != Status.LEAVING or opened.case.ground == Ground.ASKED
    ]


def likely(opened: Opened, previous: Episode | None) -> str:
    """Return the status to which the episode before leads first, "" where there was none or it leads nowhere."""
    led_to = _led_to(opened, previous)
    return led_to[0].value if led_to else ""


def _led_to(opened: Opened, previous: Episode | None) -> tuple[Status, ...]:
    if previous is None or previous.ended_on is None:
        return ()
    on = previous.ended_on
    return rules.ending_of(previous.status, previous.ending, on=on, age=age_of(opened, on)).leads_to


def after(opened: Opened, previous: Episode | None) -> str:
    """Say to what the episode before leads, "" where there was none or it leads nowhere."""
    led_to = _led_to(opened, previous)
    if previous is None or previous.ended_on is None or not led_to:
        return ""
    names = ", ".join(status_name(one) for one in led_to)
    words = {"ending": ending_name(previous.status, previous.ending, previous.ended_on), "statuses": names}
    return _("Đợt trước kết thúc: %(ending)s. Theo pháp luật, tiếp theo có thể là: %(statuses)s.") % words


def steps(episode: Episode, on: date) -> Choices:
    """Return the steps that may be taken, the next one first, then those that can be put right."""
    taken = taken_of(episode)
    ahead = rules.next_steps(taken, episode.status, on)
    done = [code for code in rules.effective(taken, episode.status, on) if code not in {INTAKE, *rules.ENDINGS}]
    found = []
    for code in [*ahead, *reversed(done)]:
        step = rules.named(episode.status, code, on)
        if step is not None:
            name = either(step.name_vi, step.name_en)
            found.append((code, _("%(step)s (ghi lại)") % {"step": name} if code in done else name))
    return found


def corrects(episode: Episode) -> str:
    """Say what taking a step again does, where there is one to take again."""
    if len(taken_of(episode)) < 2:
        return ""
    return _("Chọn một bước đã ghi để ghi lại cho đúng: các bước sau bước đó phải ghi lại. Bản cũ vẫn còn trong hồ sơ.")


def endings(opened: Opened, episode: Episode, on: date) -> Choices:
    """Return the grounds on which an episode may end today."""
    found = endings_of(episode.status, on=on, age=age_of(opened, on))
    return list(dict.fromkeys((one.code, either(one.name_vi, one.name_en)) for one in found))


def events(episode: Episode, on: date) -> Choices:
    """Return the events after which the law wants something of this status, without those that the course notes."""
    own = {*rules.EVENTS.values(), *rules.AT_INTAKE}
    return [
        (code, either(*names))
        for code, names in law_events().items()
        if code not in own and deadlines(episode.status, code, at=on, holidays=vietnamese())
    ]


def deadline_name(deadline: Deadline) -> str:
    """Return what the law wants done, in the reader's language."""
    names, _source = rule_of(deadline, deadline.episode)
    return str(capfirst(either(*names)))


def status_line(running: Episode | None, on: date) -> str:
    """Say where a person stands: the status, and the month of the term."""
    if running is None:
        return ""
    name = status_name(running.status)
    if running.decided_on is None or running.due_on is None or on > running.due_on:
        return name
    whole, month = _months(running.decided_on, running.due_on), _months(running.decided_on, on) + 1
    words = {"status": name, "month": min(month, whole), "of": whole, "until": date_vi(running.due_on)}
    return (
        ngettext(
            "%(status)s, tháng thứ %(month)d trên %(of)d, đến %(until)s",
            "%(status)s, tháng thứ %(month)d trên %(of)d, đến %(until)s",
            whole,
        )
        % words
    )


def _months(first: date, last: date) -> int:
    return max(0, (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))
