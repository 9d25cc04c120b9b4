"""What the registers of businesses and sites lay on the desk of who keeps them."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Finding, Leakage
from lanhmanh.areas.selectors.inspections import Dues, dues
from lanhmanh.ui.formats import date_vi, number
from lanhmanh.web.jobs import SHOWN_SINGLY, Job, by_the_end_of_the_year


def place_jobs(actor: Actor, today: date) -> list[Job]:
    """Return what is due at businesses and sites; nobody without such registers costs a query."""
    if not actor.holds(Permission.PLACE_RECORD):
        return []
    found = dues(actor, today, today + timedelta(days=7), SHOWN_SINGLY)
    return [*_corrections(found), *_verify(found), *_missed(found), *_lacking(found, today), *_signs(found)]


def _corrections(found: Dues) -> list[Job]:
    if found.correction_count > SHOWN_SINGLY:
        words = {"count": number(found.correction_count)}
        title = _("%(count)s tồn tại của cơ sở đến hạn hoặc quá hạn khắc phục") % words
        url = f"{reverse('areas:businesses')}?due=correction"
        return [Job(title, url, _("Mở danh sách"), due=found.corrections[0].due)]
    return [_correction(one) for one in found.corrections]


def _correction(one: Finding) -> Job:
    title = _("Kiểm tra việc khắc phục tại %(place)s") % {"place": one.inspection.business}
    url = reverse("areas:inspection", args=[one.inspection.uid])
    return Job(title, url, _("Mở lần kiểm tra"), due=one.due, note=one.what)


def _verify(found: Dues) -> list[Job]:
    if not found.to_verify:
        return []
    title = ngettext(
        "%(count)s tồn tại đã khắc phục, chờ xác nhận", "%(count)s tồn tại đã khắc phục, chờ xác nhận", found.to_verify
    )
    url = f"{reverse('areas:businesses')}?due=verify"
    return [Job(title % {"count": number(found.to_verify)}, url, _("Mở danh sách"))]


def _missed(found: Dues) -> list[Job]:
    if found.missed_count > SHOWN_SINGLY:
        title = _("%(count)s lần kiểm tra dự kiến đã qua ngày, chưa có kết quả") % {"count": number(found.missed_count)}
        url = f"{reverse('areas:businesses')}?due=planned"
        return [Job(title, url, _("Mở danh sách"), due=found.missed[0].day)]
    title = _("Ghi kết quả kiểm tra %(place)s")
    return [
        Job(
            title % {"place": one.business}, reverse("areas:inspection_edit", args=[one.uid]), _("Ghi kết quả"),
            due=one.day,
        )
        for one in found.missed
    ]  # fmt: skip


def _lacking(found: Dues, today: date) -> list[Job]:
    """Return one line for all that the year still asks for: each of them is a name in the register."""
    if not found.lacking:
        return []
    words = {"count": number(found.lacking), "year": today.year}
    title = ngettext(
        "%(count)s cơ sở nhạy cảm chưa được kiểm tra năm %(year)d",
        "%(count)s cơ sở nhạy cảm chưa được kiểm tra năm %(year)d",
        found.lacking,
    )
    url = f"{reverse('areas:businesses')}?due=inspection"
    return [Job(title % words, url, _("Mở danh sách"), **by_the_end_of_the_year(today))]


def _signs(found: Dues) -> list[Job]:
    jobs = [_unforwarded(one) for one in found.unforwarded]
    if found.unanswered_count > SHOWN_SINGLY:
        words = {"count": number(found.unanswered_count)}
        title = _("%(count)s dấu hiệu thất thoát đã chuyển, chưa có trả lời") % words
        url = f"{reverse('areas:sites')}?due=answer"
        return [*jobs, Job(title, url, _("Mở danh sách"), due=found.unanswered[0].answer_due)]
    return [*jobs, *(_unanswered(one) for one in found.unanswered)]


def _unforwarded(one: Leakage) -> Job:
    title = _("Chuyển cơ quan chức năng dấu hiệu thất thoát tại %(place)s") % {"place": one.site}
    return Job(title, reverse("areas:leakage", args=[one.uid]), _("Mở dấu hiệu"), due=one.found_on)


def _unanswered(one: Leakage) -> Job:
    title = _("Hỏi trả lời về dấu hiệu thất thoát tại %(place)s") % {"place": one.site}
    note = _("chuyển %(to)s ngày %(day)s") % {"to": one.forwarded_to, "day": date_vi(one.forwarded_on)}
    return Job(title, reverse("areas:leakage", args=[one.uid]), _("Mở dấu hiệu"), due=one.answer_due, note=note)
