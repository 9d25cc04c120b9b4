"""Names and states as the pages say them, in the reader's language."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period
from lanhmanh.plan.selectors import by_root
from lanhmanh.reporting.models import Change, Decision
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Indicator, Rule
from lanhmanh.reporting.rules.states import LABELS, Shown
from lanhmanh.reporting.selectors.reports import Step
from lanhmanh.reporting.selectors.returns import Turn
from lanhmanh.ui.formats import either, number, period_name
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import ancestors, version_of

LEVELS = {
    "province": gettext_lazy("Tỉnh"), "district": gettext_lazy("Huyện, thành phố"),
    "commune": gettext_lazy("Xã, phường, thị trấn"), "branch": gettext_lazy("Chi hội"),
}  # fmt: skip


class Named(Protocol):
    """Something with a name in both languages."""

    @property
    def name_vi(self) -> str:
        """Return the Vietnamese name."""

    @property
    def name_en(self) -> str:
        """Return the English name."""


def name_of(thing: Named) -> str:
    """Return the name in the reader's language."""
    return either(thing.name_vi, thing.name_en)


def period_short(period: Period, year: int) -> str:
    """Return "Quý II" for a period of that year, "Quý IV/2020" for one of another."""
    name = capfirst(period_name(period))
    return name.removesuffix(f"/{year}").removesuffix(f" {year}") or name


def state_of(shown: Shown | None) -> str:
    """Return the state as the components know it."""
    return "none" if shown is None or shown in {Shown.UPCOMING, Shown.SUPERSEDED} else shown.value.lower()


def label_of(shown: Shown | None) -> str:
    """Return a state in one or two words."""
    return _("Không phải báo cáo") if shown is None else either(*LABELS[shown])


def union_of(name: str) -> str:
    """Return the Union's body of a unit in running text: "Hội Nông dân thành phố Biên Hòa"."""
    return _("Hội Nông dân %(unit)s") % {"unit": name[:1].lower() + name[1:]} if name else ""


def late_words(late_days: int) -> str:
    """Say by how much a report is late, "" while it is in time."""
    if not late_days:
        return ""
    return ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", late_days) % {"days": late_days}


_STEPS = {
    Decision.Kind.SUBMITTED: "submitted",
    Decision.Kind.RETURNED: "returned",
    Decision.Kind.APPROVED: "approved",
}


def told(history: tuple[Step, ...]) -> list[dict[str, Any]]:
    """Return the decisions as a timeline shows them, the newest first."""
    return [
        {
            "at": step.at,
            "title": f"{step.label}: {step.by}",
            "note": step.comment,
            "state": _STEPS.get(Decision.Kind(step.kind), "none"),
        }
        for step in reversed(history)
    ]


def turn(one: Turn, indicator: Indicator) -> dict[str, Any]:
    """Return one entry of a cell's history as a timeline shows it."""
    version = _("Bản %(n)d") % {"n": one.version}
    if one.is_return:
        return {"at": one.at, "title": _("Trả lại: %(why)s") % {"why": one.text}, "note": f"{one.by} · {version}",
                "state": "returned"}  # fmt: skip
    unit = either(indicator.unit_vi, indicator.unit_en)
    step = f"{number(one.before)} → {number(one.after)} {unit}" if one.before != one.after else _("Sửa ghi chú")
    if one.is_correction:
        said = _("Đính chính có hiệu lực: %(step)s") % {"step": step}
        note = _("%(who)s duyệt · %(version)s · lý do: %(why)s") % {"who": one.by, "version": version, "why": one.text}
        return {"at": one.at, "title": said, "note": note, "state": "approved"}
    parts = [one.by, str(Change.Origin(one.origin).label), version, one.text]
    return {"at": one.at, "title": step, "note": " · ".join(filter(None, parts)), "state": "none"}


def clause_urls(actor: Actor, day: date) -> dict[str, str]:
    """Return the addresses of the plan's clauses by path, for who reads plans."""
    unit = Unit.objects.filter(pk=actor.home_unit_id or 0).first()
    if unit is None or not actor.holds(Permission.PLAN_VIEW):
        return {}
    return {path: reverse("plan:item", args=[item.uid]) for path, item in by_root(unit, day).items()}


def place_of(unit: Unit, day: date) -> tuple[str, str]:
    """Return the name of a unit on a day, and of the one above it."""
    version, above = version_of(unit, day), ancestors(unit, day)
    return version.name if version else "", above[0].name if above else ""


def rule_of(one: Indicator) -> str:
    """Say how a figure adds up over units and over time."""
    if one.is_ratio:
        return _("tỷ lệ của các tổng")
    over_time = {
        Rule.SUM: _("cộng các kỳ"),
        Rule.LAST: _("lấy kỳ mới nhất"),
        Rule.MAX: _("lấy kỳ cao nhất"),
        Rule.MIN: _("lấy kỳ thấp nhất"),
        Rule.DISTINCT: _("không cộng các kỳ"),
    }
    over_units = {
        Rule.SUM: _("cộng các đơn vị"),
        Rule.MAX: _("lấy đơn vị cao nhất"),
        Rule.MIN: _("lấy đơn vị thấp nhất"),
        Rule.DISTINCT: _("không cộng các đơn vị"),
    }
    return f"{over_units[one.over_units]}; {over_time[one.over_time]}"


def at_least(codes: Iterable[str]) -> str:
    """Say which of these indicators have the highest period, or the highest unit, as their sum: a lower bound."""
    known = catalogue.load()
    asked = [known[code] for code in codes]
    over_time = _names(one for one in asked if one.over_time in (Rule.MAX, Rule.DISTINCT))
    over_units = _names(one for one in asked if one.over_units is Rule.DISTINCT)
    told = []
    if over_units:
        text = _("Số cộng lấy đơn vị cao nhất, là mức ít nhất, vì nhiều đơn vị có thể tính cùng một nơi: %(names)s.")
        told.append(text % {"names": over_units})
    if over_time:
        text = _("Lũy kế lấy kỳ cao nhất, là mức ít nhất, vì một người, một nơi có thể có mặt ở nhiều kỳ: %(names)s.")
        told.append(text % {"names": over_time})
    return " ".join(told)


def _names(indicators: Iterable[Indicator]) -> str:
    return "; ".join(either(one.name_vi, one.name_en) for one in indicators)
