"""What confidential cases and their keys lay on somebody's desk; a case goes by its number, never by a name."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.selectors import breaches, todo, twins
from lanhmanh.cases.selectors.agenda import CaseDue, case_agenda, held_cases
from lanhmanh.cases.selectors.requests import requests_due
from lanhmanh.cases.selectors.settled import Settled, Step, settled_for
from lanhmanh.kernel import clock
from lanhmanh.keyring import selectors as keyring
from lanhmanh.ui.formats import date_vi, number
from lanhmanh.web.jobs import SHOWN_SINGLY, Job


def case_jobs(actor: Actor, today: date) -> list[Job]:
    """Return what is due in cases and with keys; nobody without such a role costs a query."""
    return [
        *_cases(actor, today),
        *_twins(actor),
        *_settled(actor, today),
        *_offers(actor),
        *_emergencies(actor),
        *_requests(actor),
        *_breaches(actor),
        *_keys(actor),
        *_timer(actor, today),
    ]


def _offers(actor: Actor) -> list[Job]:
    """Return the cases that other units offer."""
    if not (actor.holds(Permission.CASE_WORK) or actor.holds(Permission.CASE_SUPERVISE)):
        return []
    title = _("Trả lời đề nghị tiếp nhận hồ sơ %(number)s của %(unit)s")
    return [
        Job(
            title % {"number": one.case, "unit": one.unit_name}, reverse("cases:answer", args=[one.case.uid]),
            _("Xem đề nghị"), note=_("gửi ngày %(day)s") % {"day": date_vi(one.since)},
        )
        for one in todo.offers(actor)
    ] + _not_taken(actor)  # fmt: skip


def _not_taken(actor: Actor) -> list[Job]:
    """Return the cases that other units did not take over from this person."""
    title = _("%(unit)s không tiếp nhận hồ sơ %(number)s")
    return [
        Job(
            title % {"number": one.case, "unit": one.unit_name}, reverse("cases:page", args=[one.case.uid]),
            _("Mở hồ sơ, đọc lý do"), note=_("trả lời ngày %(day)s") % {"day": date_vi(one.since)},
        )
        for one in todo.not_taken(actor)
    ]  # fmt: skip


def _twins(actor: Actor) -> list[Job]:
    """Return that pairs of cases wait for who oversees both to say whether they are of one person."""
    count = twins.twins(actor).count() if actor.holds(Permission.CASE_OVERSEE) else 0
    if not count:
        return []
    title = ngettext("%(count)s cặp hồ sơ có thể của một người", "%(count)s cặp hồ sơ có thể của một người", count)
    return [Job(title % {"count": number(count)}, reverse("cases:list"), _("Xem, kết luận"))]


def _settled(actor: Actor, today: date) -> list[Job]:
    """Return what follows where it was settled above that another case is of the same person; whose, nowhere."""
    if not (actor.holds(Permission.CASE_WORK) or actor.holds(Permission.CASE_SUPERVISE)):
        return []
    found = settled_for(actor, held_cases(actor, today))
    if len(found) <= SHOWN_SINGLY:
        return [_one_person(one) for one in found]
    rest = len(found) - SHOWN_SINGLY + 1
    title = ngettext("%(count)s hồ sơ khác của người có hai hồ sơ", "%(count)s hồ sơ khác của người có hai hồ sơ", rest)
    many = Job(title % {"count": number(rest)}, reverse("cases:list"), _("Mở danh sách"))
    return [*(_one_person(one) for one in found[: SHOWN_SINGLY - 1]), many]


def _one_person(one: Settled) -> Job:
    note = _("kết luận ngày %(day)s") % {"day": date_vi(one.on)}
    page = reverse("cases:page", args=[one.case.uid])
    if one.step == Step.MERGE:
        title = _("Gộp hồ sơ %(number)s và %(other)s: cấp trên kết luận là một người")
        page = reverse("cases:merge", args=[one.case.uid, one.other.uid])
        return Job(title % {"number": one.case, "other": one.other}, page, _("Xem cạnh nhau"), note=note)
    title = _("Hồ sơ %(number)s: cấp trên kết luận đơn vị khác cũng giúp người này") % {"number": one.case}
    if one.step == Step.HAND_OVER:
        return Job(title, page, _("Mở hồ sơ, chuyển đi"), note=note + " · " + _("chuyển hồ sơ này sang đơn vị đó"))
    return Job(title, page, _("Mở hồ sơ"), note=note + " · " + _("đơn vị đó sẽ đề nghị chuyển sang; nhận xong thì gộp"))


def _emergencies(actor: Actor) -> list[Job]:
    """Return the emergency openings that wait for a judgement."""
    if not (actor.holds(Permission.CASE_SUPERVISE) or actor.holds(Permission.CASE_OVERSEE)):
        return []
    title = _("Xem lần mở khẩn cấp hồ sơ %(number)s của %(who)s")
    return [
        Job(
            title % {"number": one.opening.case, "who": one.who}, reverse("cases:review", args=[one.opening.uid]),
            _("Kết luận"), note=_("mở ngày %(day)s") % {"day": date_vi(one.on)},
        )
        for one in todo.emergencies(actor)
    ]  # fmt: skip


def _cases(actor: Actor, today: date) -> list[Job]:
    """Return what is due in the person's cases, each by its number; no name ever stands on this page."""
    week = today + timedelta(days=7)
    near = [one for one in case_agenda(actor, today) if one.term or one.due <= week]
    if len(near) <= SHOWN_SINGLY:
        return [_case(one) for one in near]
    rest = near[SHOWN_SINGLY - 1 :]
    title = ngettext("%(count)s việc khác của hồ sơ hỗ trợ", "%(count)s việc khác của hồ sơ hỗ trợ", len(rest))
    many = Job(title % {"count": number(len(rest))}, reverse("cases:list"), _("Mở danh sách"), due=rest[0].due)
    return [*(_case(one) for one in near[: SHOWN_SINGLY - 1]), many]


def _case(one: CaseDue) -> Job:
    title = _("Hồ sơ %(number)s: %(what)s") % {"number": one.number, "what": one.what}
    note = " · ".join(filter(None, (one.article, one.unchecked)))
    return Job(title, reverse("cases:page", args=[one.case_uid]), _("Mở hồ sơ"), due=one.due, note=note, soon=one.term)


def _requests(actor: Actor) -> list[Job]:
    """Return what people on record asked and wait for, without a name; first that they be told it arrived."""
    found, waiting = [], requests_due(actor)
    if len(waiting) > SHOWN_SINGLY:
        title = _("Trả lời %(count)s yêu cầu của người được hỗ trợ") % {"count": number(len(waiting))}
        due = min(one.answer_due if one.acknowledged_on else one.acknowledge_due for one in waiting)
        return [Job(title, reverse("cases:requests"), _("Mở danh sách"), due=due)]
    for one in waiting:
        words = {"kind": one.get_kind_display(), "case": one.case or _("chưa có hồ sơ")}
        told = one.acknowledged_on is not None
        title = _("Trả lời yêu cầu “%(kind)s” (%(case)s)") if told else _("Báo đã nhận yêu cầu “%(kind)s” (%(case)s)")
        due, action = (one.answer_due, _("Trả lời")) if told else (one.acknowledge_due, _("Mở yêu cầu"))
        # It stays in sight until it is answered, however far the day is.
        found.append(Job(title % words, reverse("cases:request", args=[one.uid]), action, due=due, soon=True))
    return found


def _breaches(actor: Actor) -> list[Job]:
    """Return the breaches of data that run, with the hours that are left to notify."""
    found = []
    for one in breaches.running(actor):
        hours = breaches.hours_left(one, clock.now())
        title = _("Kết thúc sự cố dữ liệu ngày %(day)s") if one.notified else _("Báo sự cố dữ liệu ngày %(day)s")
        left = ngettext("còn %(hours)d giờ", "còn %(hours)d giờ", hours) if hours >= 0 else _("đã quá 72 giờ")
        note = "" if one.notified else left % {"hours": hours} if hours >= 0 else left
        due = None if one.notified else one.notify_due.astimezone(clock.VIETNAM).date()
        words = {"day": date_vi(one.detected)}
        found.append(Job(title % words, reverse("cases:breach", args=[one.uid]), _("Mở sự cố"), due=due, note=note))
    return found


def _keys(actor: Actor) -> list[Job]:
    """Ask who keeps keys to hand them out and to take them back, and who is at the province to practise recovery."""
    found = []
    if actor.holds(Permission.KEYS_MANAGE):
        todo, url = keyring.to_do(actor), reverse("keyring:index")
        if todo.waiting:
            title = ngettext("%(count)s người chờ trao khóa", "%(count)s người chờ trao khóa", todo.waiting)
            found.append(Job(title % {"count": number(todo.waiting)}, url, _("Trao khóa")))
        if todo.gone:
            title = ngettext("%(count)s người cần gỡ khỏi khóa", "%(count)s người cần gỡ khỏi khóa", todo.gone)
            found.append(Job(title % {"count": number(todo.gone)}, url, _("Xem và gỡ"), state="warning"))
    due = (
        keyring.drill_due(actor) if actor.holds(Permission.KEYS_MANAGE) or actor.holds(Permission.KEYS_WATCH) else None
    )
    if due is not None:
        title = _("Diễn tập khôi phục khóa hồ sơ") if due.key else _("Phát khóa khôi phục hồ sơ")
        page = "keyring:recovery" if actor.holds(Permission.KEYS_WATCH) else "keyring:index"
        note = _("Lần thành công gần nhất: ngày %(day)s") % {"day": date_vi(due.last)} if due.last else ""
        found.append(Job(title, reverse(page), _("Xem cách làm"), note=note, state="warning"))
    return found


def _timer(actor: Actor, today: date) -> list[Job]:
    """Tell who runs the server that nothing is sealed and erased in time; how many, and nothing of any case."""
    count = todo.left_behind(today) if actor.holds(Permission.KEYS_WATCH) else 0
    if not count:
        return []
    title = ngettext(
        "%(count)s hồ sơ quá ngày niêm phong hoặc xóa danh tính",
        "%(count)s hồ sơ quá ngày niêm phong hoặc xóa danh tính",
        count,
    )
    note = _("lịch chạy hằng ngày của máy chủ chưa đặt hoặc đã dừng")
    return [
        Job(
            title % {"count": number(count)}, reverse("keyring:recovery"), _("Xem cách làm"), note=note, state="warning"
        )
    ]
