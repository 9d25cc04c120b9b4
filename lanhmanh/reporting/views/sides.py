"""The pages beside each other that tell of reports and targets, and the parts of their addresses."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.units.models import Level, Unit

Side = tuple[str, str, bool]


def sides(actor: Actor, unit: Unit, here: str) -> list[Side]:
    """Return name, address and whether it is open of each of these pages that the reader may open, of the same unit."""
    pages = [
        ("reporting:index", _("Ai đã báo cáo"), Permission.REPORT_VIEW),
        ("reporting:timeliness", _("Đúng hạn"), Permission.REPORT_VIEW),
        ("reporting:reminders", _("Cần nhắc"), Permission.REPORT_REVIEW),
        ("reporting:targets", pgettext("targets", "Chỉ tiêu"), Permission.FIGURES_VIEW),
    ]
    if unit.level == Level.BRANCH:  # it has neither targets nor a share of reports in time
        pages = [page for page in pages if page[0] in {"reporting:index", "reporting:reminders"}]
    of = "" if unit.pk == actor.home_unit_id else f"?don-vi={unit.uid}"
    return [(word, f"{reverse(name)}{of}", name == here) for name, word, need in pages if actor.holds(need)]


def year_of(text: str | None, usual: int) -> int:
    """Return the year that an address names, the usual one where it names none.

    :raises Http404: it is no year.
    """
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) == 4 and 2000 <= int(text) <= 2100):
        raise Http404("year")
    return int(text)


def below_of(unit: Unit) -> str:
    """Return what the units one step below are called in the head of a table."""
    return {Level.PROVINCE: _("Huyện, thành phố"), Level.DISTRICT: _("Xã, phường, thị trấn")}.get(
        Level(unit.level), _("Đơn vị")
    )
