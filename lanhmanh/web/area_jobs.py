"""What areas lay on somebody's desk, as lines of Today."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Assessment
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.selectors.agenda import Desk, desk
from lanhmanh.areas.views.common import area_url
from lanhmanh.law.assessing import Step
from lanhmanh.ui.formats import number
from lanhmanh.web.jobs import SHOWN_SINGLY, Job


def area_jobs(actor: Actor, today: date) -> list[Job]:
    """Return what is to score, appraise, decide, answer and do; nobody without such a role costs a query."""
    found = desk(actor, today)
    if found is None:
        return []
    open_ = (_open(found, row) for row in found.open_)
    return [*_begin(found), *_begin_bodies(found), *open_, *_appraise(found), *_decide(found), *_answer(found),
            *_steps(found)]  # fmt: skip


def _begin(found: Desk) -> list[Job]:
    title = _("Tự chấm địa bàn năm %(year)d: %(area)s")
    return [
        Job(
            title % {"year": found.year, "area": found.names.unit(unit_id)},
            reverse("areas:area", args=[found.uids[unit_id]]), _("Mở sổ địa bàn"), due=found.due(Step.SCORE),
        )
        for unit_id in found.to_begin
    ]  # fmt: skip


def _begin_bodies(found: Desk) -> list[Job]:
    """Return the agencies, schools and branches of which the year asks a self-score: one line where they are many."""
    rows = found.bodies
    if len(rows) > SHOWN_SINGLY:
        title = _("Tự chấm năm %(year)d: %(count)s cơ quan, trường học, chi hội")
        note, due = ", ".join(found.names.of(one.area) for one in rows[:3]), min(filter(None, _dues(found)))
        url = f"{reverse('areas:registered')}?cho={found.year}"
        title %= {"year": found.year, "count": number(len(rows))}
        return [Job(title, url, _("Mở danh sách"), due=due, note=note)]
    title = _("Tự chấm năm %(year)d: %(area)s")
    return [
        Job(
            title % {"year": found.year, "area": found.names.of(one.area)}, area_url(one.area), _("Mở sổ địa bàn"),
            due=found.due(Step.SCORE, one.code),
        )
        for one in rows
    ]  # fmt: skip


def _dues(found: Desk) -> Iterator[date | None]:
    return (found.due(Step.SCORE, one.code) for one in found.bodies)


def _first(found: Desk, rows: Sequence[Assessment]) -> date | None:
    """Return the first of the days by which some are to be appraised."""
    return min(filter(None, (found.due(Step.APPRAISE, row.rule_code) for row in rows)), default=None)


def _open(found: Desk, row: Assessment) -> Job:
    words, url = {"year": row.year, "area": found.names.of(row.area)}, reverse("areas:score", args=[row.uid])
    due = found.due(Step.SCORE, row.rule_code)
    if row.state == State.RETURNED:
        title = _("Sửa phiếu tự chấm năm %(year)d bị trả lại: %(area)s") % words
        return Job(title, url, _("Sửa phiếu"), due=due, note=row.return_comment, state="returned")
    title = _("Nộp phiếu tự chấm năm %(year)d: %(area)s") % words
    return Job(title, url, _("Chấm tiếp"), due=due, state="draft")


def _appraise(found: Desk) -> list[Job]:
    rows = found.to_appraise
    if len(rows) > SHOWN_SINGLY:
        words = {"count": number(len(rows)), "year": found.year}
        title = _("Thẩm định %(count)s phiếu tự chấm địa bàn năm %(year)d") % words
        url = f"{reverse('areas:assessments')}?nam={found.year}&buoc={State.SUBMITTED}"
        note = ", ".join(found.names.of(row.area) for row in rows[:3])
        return [Job(title, url, _("Mở danh sách"), due=_first(found, rows), note=note, state="submitted")]
    title = _("Thẩm định phiếu tự chấm của %(area)s")
    return [
        Job(
            title % {"area": found.names.of(row.area)}, reverse("areas:appraise", args=[row.uid]), _("Thẩm định"),
            due=found.due(Step.APPRAISE, row.rule_code), state="submitted",
        )
        for row in rows
    ]  # fmt: skip


def _decide(found: Desk) -> list[Job]:
    base = f"{reverse('areas:decide')}?nam={found.year}"
    return [
        Job(
            _decided(count, bodies=code != found.code) % {"count": number(count)}, f"{base}&bo={code}",
            _("Lập quyết định"), due=found.due(Step.DECIDE, code),
        )
        for code, count in found.to_decide.items()
    ]  # fmt: skip


def _decided(count: int, *, bodies: bool) -> str:
    if bodies:
        return ngettext(
            "Quyết định %(count)s cơ quan, trường học đã thẩm định",
            "Quyết định %(count)s cơ quan, trường học đã thẩm định", count,
        )  # fmt: skip
    return ngettext(
        "Quyết định xếp loại %(count)s địa bàn đã thẩm định", "Quyết định xếp loại %(count)s địa bàn đã thẩm định",
        count,
    )  # fmt: skip


def _answer(found: Desk) -> list[Job]:
    title = _("Trả lời kiến nghị về xếp loại của %(area)s")
    return [
        Job(
            title % {"area": found.names.of(one.given.area)}, reverse("areas:answer", args=[one.uid]), _("Trả lời"),
            state="submitted",
        )
        for one in found.appeals[:SHOWN_SINGLY]
    ]  # fmt: skip


def _steps(found: Desk) -> list[Job]:
    return [
        Job(
            _("Chuyển hóa địa bàn: %(what)s") % {"what": one.what}, reverse("areas:plan", args=[one.plan.uid]),
            _("Ghi kết quả"), due=one.due, note=f"{found.names.of(one.plan.area)} · {one.who}",
        )
        for one in found.steps
    ]  # fmt: skip
