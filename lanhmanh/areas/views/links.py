"""Where the pages of areas lead, as far as the reader may go."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.policies import sets_targets
from lanhmanh.areas.views.asked import Asked


def links(actor: Actor, found: Asked) -> list[tuple[str, str]]:
    """Return the other pages: label and address."""
    told = [(_("Phiếu tự chấm"), f"{reverse('areas:assessments')}?{found.query()}")]
    told.append((_("Cơ quan, trường học đăng ký"), f"{reverse('areas:registered')}?{found.query(nam=None)}"))
    if actor.holds(Permission.PLACE_VIEW):
        told.append((_("Cơ sở kinh doanh dịch vụ"), reverse("areas:businesses")))
        told.append((_("Tiền chất, hóa chất"), reverse("areas:sites")))
    told.append((_("Bộ tiêu chí"), reverse("areas:rules")))
    told.append((_("Báo tin ở đâu"), reverse("areas:tip_guide")))
    return told


def deeds(actor: Actor, found: Asked) -> list[tuple[str, str]]:
    """Return what the reader may do beside looking: label and address."""
    told = []
    query = found.query(nam=None)
    if found.code and sets_targets(actor, found.root):
        told.append((_("Đặt mục tiêu"), f"{reverse('areas:targets')}?{query}"))
    if found.code and can(actor, Permission.RULES_WRITE, found.province):
        told.append((_("Nhập lịch sử xếp loại"), f"{reverse('areas:import', args=[found.code])}"))
        told.append((_("Ngày tự chấm, thẩm định"), f"{reverse('areas:days', args=[found.code])}"))
    if found.code and can(actor, Permission.AREA_DECIDE, found.province):
        told.append((_("Lập quyết định"), f"{reverse('areas:decide')}?{query}"))
    return told
