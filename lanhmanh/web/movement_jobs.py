"""What models and campaigns lay on somebody's desk."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.selectors import campaigns, spreading
from lanhmanh.ui.formats import date_vi
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on
from lanhmanh.web.jobs import SHOWN_SINGLY, Job


def movement_jobs(actor: Actor, unit: Unit, today: date) -> list[Job]:
    """Return the models to judge and the campaigns that wait for the unit, in at most three queries."""
    return [*_judgements(actor, today), *_invitations(actor, unit, today)]


def _judgements(actor: Actor, today: date) -> list[Job]:
    if not actor.holds(Permission.MODEL_JUDGE):
        return []
    found = list(spreading.to_judge(actor)[: 10 * SHOWN_SINGLY])
    if len(found) > SHOWN_SINGLY:
        title = _("Đánh giá %(count)d mô hình được đề xuất nhân rộng") % {"count": len(found)}
        url = f"{reverse('activities:models')}?xem=cho-danh-gia"
        return [Job(title, url, _("Mở danh sách"), state="submitted")]
    names = names_on({one.unit_id for one in found}, today) if found else {}
    return [
        Job(
            _("Đánh giá mô hình “%(name)s”") % {"name": one.name},
            reverse("activities:model_judge", args=[one.uid]),
            _("Đánh giá"),
            note=names.get(one.unit_id, ""),
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
