"""The course of a case as its page tells it: what comes next, then chapter by chapter what happened."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.cases.models import Case, CourseStep, Deadline, Episode, Ground
from lanhmanh.cases.rules import course as rules
from lanhmanh.cases.selectors.course import episodes_of, rule_of, taken_of
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.measures import coming as coming_help
from lanhmanh.cases.selectors.measures import due_of
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses import Regime, Status, endings_of, regime, version
from lanhmanh.ui.formats import date_vi, either


@dataclass(frozen=True, slots=True)
class Chip:
    """Say of a deadline whether it was kept, by when it was, and where that stands."""

    state: str
    label: str
    text: str
    article: str
    unchecked: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One point on the line."""

    at: date
    title: str
    note: str = ""
    state: str = "saved"
    ahead: bool = False
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """An episode with what happened in it, the latest first."""

    episode: Episode
    name: str
    days: str
    law: str
    points: list[Happening] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One thing that comes next; `deadline` where a hand can say that it was done."""

    due: date
    title: str
    note: str = ""
    article: str = ""
    unchecked: str = ""
    deadline: Deadline | None = None


def chapters(case: Case, opened: Opened | None = None) -> list[Chapter]:
    """Return the episodes of a case with what happened in each, the latest first; notes only where it is opened."""
    rows = episodes_of(case)
    words = opened.words_of([row.uid for row in rows]) if opened and rows else {}
    return [_chapter(case, row, words.get(row.uid, {})) for row in reversed(rows)]


def ahead(case: Case) -> list[Ahead]:
    """Return what comes next in a case, the soonest first."""
    rows = [row for row in episodes_of(case) if row.ended_on is None]
    found = [_deadline(one, row) for row in rows for one in row.deadlines.all() if _is_open(one)]
    found += [_term(row, row.due_on) for row in rows if row.due_on is not None]
    help_given = coming_help(Case.objects.filter(pk=case.pk))
    found += [Ahead(due_of(one), one.get_kind_display(), _("theo kế hoạch hỗ trợ")) for one in help_given]
    return sorted(found, key=lambda one: one.due)


def status_name(status: str) -> str:
    """Return the name of a status in the reader's language, "" where there is none."""
    return either(*rules.names(status)) if status else ""


def ending_name(status: str, ending: str, on: date) -> str:
    """Return the name of a ground of ending in the reader's language; its code where the law of the day has none."""
    try:
        found = next((one for one in endings_of(status, on=on) if one.code == ending), None)
    except Refused:
        found = None
    return either(found.name_vi, found.name_en) if found else ending


def cited(source: Source) -> tuple[str, str]:
    """Return where a rule stands, and the word that it was not checked against the original."""
    place = ", ".join(filter(None, (source.title, source.article)))
    return place, either(source.flag, source.flag_en)


def _chapter(case: Case, episode: Episode, words: dict[str, str]) -> Chapter:
    taken = taken_of(episode)
    steps = sorted(episode.steps.all(), key=lambda row: row.pk)
    counts = rules.standing(taken, episode.status, episode.started_on)
    points = [_point(case, episode, row, words, counts=count) for row, count in zip(steps, counts, strict=True)]
    points += [
        _by_hand(one, episode) for one in episode.deadlines.all() if one.done_on and one.code not in rules.DONE_BY
    ]
    points.sort(key=lambda one: one.at)
    if episode.ended_on is None and episode.due_on is not None:
        points.append(_expected(episode, episode.due_on))
    ends = f" – {date_vi(episode.ended_on)}" if episode.ended_on else ""
    days = date_vi(episode.started_on) + ends if ends else _("từ %(day)s") % {"day": date_vi(episode.started_on)}
    law = version(episode.law)
    name = status_name(episode.status)
    if episode.times > 1:
        name = _("%(status)s, lần %(times)d") % {"status": name, "times": episode.times}
    return Chapter(episode, name, days, either(law.name_vi, law.name_en), points[::-1])


def _point(case: Case, episode: Episode, row: CourseStep, words: dict[str, str], *, counts: bool) -> Happening:
    note = words.get(f"step-{row.pk}", "")
    if not counts:
        corrected = _("Đã ghi lại sau đó")
        return Happening(
            row.on, _title(case, episode, row), f"{corrected}. {note}" if note else corrected, state="none"
        )
    chips = tuple(
        _chip(one, episode) for one in episode.deadlines.all()
        if one.done_on and rules.DONE_BY.get(one.code) == row.step
    )  # fmt: skip
    return Happening(row.on, _title(case, episode, row), note or _own_note(episode, row), chips=chips)


def _title(case: Case, episode: Episode, row: CourseStep) -> str:
    if row.step in {rules.COMPLETION, rules.CLOSED}:
        return _("Kết thúc: %(why)s") % {"why": ending_name(episode.status, episode.ending, row.on).lower()}
    if row.step == "intake" and episode.number == 1:
        return str(Ground(case.ground).label)
    if row.step == "intake":
        return _("Mở đợt hỗ trợ mới")
    step = rules.named(episode.status, row.step, row.on)
    name = either(step.name_vi, step.name_en) if step else row.step
    return _("Xong %(stage)s") % {"stage": name[:1].lower() + name[1:]} if row.step.startswith("stage_") else name


def _own_note(episode: Episode, row: CourseStep) -> str:
    """Return what the episode itself says of a step: who decides, until when."""
    known = regime(episode.law, episode.status)
    if row.step != rules.DECISION or known is None:
        return ""
    who = either(known.decider.name_vi, known.decider.name_en) if known.decider else ""
    until = _("thời hạn đến %(day)s") % {"day": date_vi(episode.due_on)} if episode.due_on else ""
    return "; ".join(filter(None, (who, until)))


def _chip(one: Deadline, episode: Episode) -> Chip:
    assert one.done_on is not None  # noqa: S101 - the callers looked
    names, source = rule_of(one, episode)
    due = day_of(one.due)
    days = (due - one.done_on).days
    if days < 0:
        state, label = "overdue", ngettext("Muộn %(days)d ngày", "Muộn %(days)d ngày", -days) % {"days": -days}
    elif days == 0:
        state, label = "approved", _("Đúng hạn")
    else:
        state, label = "approved", ngettext("Sớm %(days)d ngày", "Sớm %(days)d ngày", days) % {"days": days}
    text = _("hạn %(day)s: %(what)s") % {"day": date_vi(due), "what": either(*names)}
    return Chip(state, label, text, *cited(source))


def _by_hand(one: Deadline, episode: Episode) -> Happening:
    names, _source = rule_of(one, episode)
    assert one.done_on is not None  # noqa: S101 - the caller looked
    return Happening(one.done_on, capfirst(either(*names)), chips=(_chip(one, episode),))


def _expected(episode: Episode, due: date) -> Happening:
    """Return the point at which the term ends, with what the law lets follow."""
    leads = _led_to(episode, due)
    note = _("Sau đó: %(status)s") % {"status": _lower(", ".join(status_name(one) for one in leads))} if leads else ""
    return Happening(due, _("Hết thời hạn"), note, state="none", ahead=True)


def _led_to(episode: Episode, due: date) -> tuple[Status, ...]:
    try:
        return rules.ending_of(episode.status, "completed", on=due, age=None).leads_to
    except Refused:
        return ()


def _term(episode: Episode, due: date) -> Ahead:
    known: Regime | None = regime(episode.law, episode.status)
    place, unchecked = cited(known.source) if known else ("", "")
    title = _("Hết thời hạn: %(status)s") % {"status": _lower(status_name(episode.status))}
    return Ahead(due, title, "", place, unchecked)


def _deadline(one: Deadline, episode: Episode) -> Ahead:
    names, source = rule_of(one, episode)
    by_hand = one if one.code not in rules.DONE_BY else None
    return Ahead(day_of(one.due), capfirst(either(*names)), "", *cited(source), by_hand)


def _is_open(one: Deadline) -> bool:
    return one.done_on is None and not one.dropped


def day_of(due: datetime) -> date:
    """Return the day in Viet Nam on which something is due."""
    return localtime(due).date()


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
