"""What models, campaigns and the registers of the movement lay on somebody's desk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.rules.teams import days_of
from lanhmanh.activities.selectors import agenda, campaigns, spreading
from lanhmanh.ui.formats import date_vi, number, period_name
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import name_on
from lanhmanh.web.jobs import SHOWN_SINGLY, Job, by_the_end_of_the_year


def movement_jobs(actor: Actor, unit: Unit, today: date) -> list[Job]:
    """Return the models to judge, the campaigns that wait for the unit, and what the registers still lack."""
    found = agenda.desk(actor, today)
    return [
        *_judgements(actor, today), *_invitations(actor, unit, today), *_short(found, today), *_untrained(found, today),
        *_uncounted(found.uncounted, today), *_unpledged(found.unpledged, today),
    ]  # fmt: skip


def _judgements(actor: Actor, today: date) -> list[Job]:
    if not actor.holds(Permission.MODEL_JUDGE):
        return []
    found: list[Any] = list(spreading.to_judge(actor).annotate(unit_name=name_on(today))[: 10 * SHOWN_SINGLY])
    if len(found) > SHOWN_SINGLY:
        title = _("Đánh giá %(count)s mô hình được đề xuất nhân rộng") % {"count": number(len(found))}
        url = f"{reverse('activities:models')}?xem=cho-danh-gia"
        return [Job(title, url, _("Mở danh sách"), state="submitted")]
    return [
        Job(
            _("Đánh giá mô hình “%(name)s”") % {"name": one.name},
            reverse("activities:model_judge", args=[one.uid]),
            _("Đánh giá"),
            note=one.unit_name,
            state="submitted",
        )
        for one in found
    ]


def _invitations(actor: Actor, unit: Unit, today: date) -> list[Job]:
    return [
        Job(
            _("Làm trong đợt “%(title)s”") % {"title": one.title},
            reverse("activities:campaign", args=[one.uid]),
            _("Xem đợt"),
            due=one.last,
            note=_("từ ngày %(day)s, đơn vị chưa ghi hoạt động nào") % {"day": date_vi(one.first)},
            soon=True,
        )
        for one in campaigns.waiting_on(actor, unit, today)
    ]


def _short(found: agenda.Desk, today: date) -> list[Job]:
    if len(found.short) > SHOWN_SINGLY:
        period = found.short[0].judgement.period
        words = {"count": number(len(found.short)), "period": period_name(period)}
        title = _("%(count)s đội chưa đạt ổn định, hiệu quả %(period)s") % words
        note, url = _several([one.team.name for one in found.short]), reverse("activities:register", args=["doi"])
        return [Job(title, url, _("Mở danh sách"), due=days_of(period)[1], note=note, soon=True)]
    return [_of_team(one) for one in found.short]


def _of_team(one: agenda.Short) -> Job:
    """Say of a team what the quarter still needs; its own page takes members and deeds."""
    words = {"team": one.team.name, "period": period_name(one.judgement.period)}
    title = _("%(team)s chưa ghi việc gì trong %(period)s") if one.idle else _(
        "%(team)s chưa đạt ổn định, hiệu quả %(period)s"
    )  # fmt: skip
    lacks = [f"{_(name)}: {counted}/{needed}" for name, counted, needed in one.lacks]
    url = reverse("activities:row", args=["doi", one.team.uid])
    note = " · ".join([one.unit_name, *lacks])
    return Job(title % words, url, _("Mở đội"), due=days_of(one.judgement.period)[1], note=note, soon=True)


def _untrained(found: agenda.Desk, today: date) -> list[Job]:
    teams = found.untrained
    if not teams:
        return []
    title = ngettext(
        "%(count)s đội chưa được tập huấn năm %(year)d", "%(count)s đội chưa được tập huấn năm %(year)d", len(teams)
    )
    url, action = reverse("activities:register", args=["doi"]), _("Mở danh sách")
    if len(teams) == 1:
        url, action = reverse("activities:row", args=["doi", teams[0].uid]), _("Mở đội")
    words, note = {"count": number(len(teams)), "year": today.year}, _several([team.name for team in teams])
    return [Job(title % words, url, action, note=note, **by_the_end_of_the_year(today))]


def _uncounted(names: Sequence[str], today: date) -> list[Job]:
    title = ngettext(
        "%(count)s đơn vị chưa nhập số hộ năm %(year)d", "%(count)s đơn vị chưa nhập số hộ năm %(year)d", len(names)
    )
    return _of_households(names, today, title, "ho", _("Nhập số hộ"))


def _unpledged(names: Sequence[str], today: date) -> list[Job]:
    title = ngettext(
        "%(count)s đơn vị chưa ghi hộ ký cam kết năm %(year)d", "%(count)s đơn vị chưa ghi hộ ký cam kết năm %(year)d",
        len(names),
    )  # fmt: skip
    return _of_households(names, today, title, "cam-ket", _("Ghi cam kết"))


def _of_households(names: Sequence[str], today: date, title: str, register: str, action: str) -> list[Job]:
    if not names:
        return []
    url = reverse("activities:register_add", args=[register])
    words = {"count": number(len(names)), "year": today.year}
    return [Job(title % words, url, action, note=_several(names), **by_the_end_of_the_year(today))]


def _several(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - SHOWN_SINGLY
    return ", ".join(names[:SHOWN_SINGLY]) + (f" (+{more})" if more > 0 else "")
