"""What stands around every page."""

import os
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission, roles
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.units.models import Agency, Ancestry, Level
from lanhmanh.units.selectors import union_named, versions_on

# Address, label, what it needs: one of these (none: only to be signed in).
SECTIONS: list[tuple[str, str | Promise, tuple[Permission, ...]]] = [
    ("/", pgettext_lazy("menu", "Hôm nay"), ()),
    ("/ke-hoach/", pgettext_lazy("menu", "Kế hoạch"), (Permission.PLAN_VIEW,)),
    ("/hoat-dong/", pgettext_lazy("menu", "Hoạt động"), (Permission.ACTIVITY_VIEW,)),
    ("/hoat-dong/phong-trao/", pgettext_lazy("menu", "Phong trào"), (Permission.ACTIVITY_VIEW,)),
    (
        "/ho-so/",
        pgettext_lazy("menu", "Hồ sơ hỗ trợ"),
        (Permission.CASE_WORK, Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE),
    ),
    ("/dia-ban/", pgettext_lazy("menu", "Địa bàn"), (Permission.AREA_VIEW,)),
    ("/bao-cao/", pgettext_lazy("menu", "Báo cáo"), (Permission.REPORT_VIEW,)),
    ("/bao-cao/tong-hop/", pgettext_lazy("menu", "Tổng hợp"), (Permission.FIGURES_VIEW,)),
    ("/van-ban/", pgettext_lazy("menu", "Văn bản"), (Permission.DOCUMENT_VIEW,)),
    ("/don-vi/", pgettext_lazy("menu", "Đơn vị"), (Permission.UNIT_VIEW,)),
    ("/khoa/", pgettext_lazy("menu", "Khóa hồ sơ"), (Permission.KEYS_MANAGE,)),
    ("/khoa/dien-tap/", pgettext_lazy("menu", "Khôi phục khóa"), (Permission.KEYS_WATCH,)),
    ("/nhat-ky/", pgettext_lazy("menu", "Nhật ký"), (Permission.AUDIT_VIEW,)),
    ("/tai-khoan/nguoi-dung/", pgettext_lazy("menu", "Người dùng"), (Permission.ACCOUNT_MANAGE,)),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the masthead's and foot's contents for this reader."""
    around: dict[str, Any] = {
        "help_url": reverse("help"),
        "privacy_url": reverse("privacy"),
        "demo": _demo(),
        "nav": [],
    }
    user = getattr(request, "user", None)
    actor: Actor | None = getattr(request, "actor", None)
    if user is not None and user.is_authenticated and actor is not None:
        around |= {
            "user_name": user.full_name,
            "user_url": reverse("profile"),
            "unit_name": _unit_name(actor),
            "nav": _nav(actor, request.path),
        }
    return {"shell": around}


def _demo() -> dict[str, Any] | None:
    if not settings.DEMO:
        return None
    stands = clock.today() if os.environ.get("LANHMANH_TODAY") else None
    return {"text": _("Dữ liệu giả lập để minh họa"), "date": stands}


def _nav(actor: Actor, path: str) -> list[dict[str, Any]]:
    shown = [(url, label) for url, label, needs in SECTIONS if not needs or any(map(actor.holds, needs))]
    here = max(
        (url for url, _label in shown if path.startswith(url) and (url != "/" or path == "/")), key=len, default=""
    )
    return [{"url": url, "label": str(label), "current": url == here} for url, label in shown]


def _unit_name(actor: Actor) -> str:
    known = {unit: stands for unit, *stands in _here_and_above(actor.home_unit_id or 0, clock.today())}
    if actor.home_unit_id not in known:
        return ""
    if partner := _agency_name(actor):
        return partner
    parent, name, level = known[actor.home_unit_id]
    _parent, above, step = known.get(parent, (None, "", Level.PROVINCE))
    body = union_named(name, level)
    return body if step == Level.PROVINCE else f"{body}, {above[:1].lower()}{above[1:]}"


@prepared
def _here_and_above(unit: Any, day: Any) -> QuerySet[Any, Any]:
    # Through the closure: beside "or the unit itself" PostgreSQL used no index, and read all units for each page.
    near = Ancestry.objects.filter(valid_on(day), descendant=unit, depth__lte=1).values("ancestor_id")
    rows = versions_on(day).filter(unit_id__in=near)
    return rows.values_list("unit_id", "parent_id", "name", "unit__level")


def _agency_name(actor: Actor) -> str:
    """Return the partner body that the reader works for, "" for people of the Union."""
    role = roles().get(actor.memberships[0][0])
    if role is None or role.agency == "union":
        return ""
    found = Agency.objects.filter(valid_on(clock.today()), unit=actor.home_unit_id or 0, kind=role.agency).first()
    return found.name if found else ""
