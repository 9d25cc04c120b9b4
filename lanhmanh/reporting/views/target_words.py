"""Targets, progress and forecasts as the pages say them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.kernel.periods import Kind
from lanhmanh.reporting.models import Target
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Direction, Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.targets import (
    FORMULAS,
    MEANINGS,
    Cascade,
    Fit,
    Progress,
    Standing,
    Verdict,
    as_decimal,
    way,
)
from lanhmanh.ui.formats import either, number, percent, period_name

Words = dict[str, Any]


def verdict(found: Verdict) -> tuple[str, str]:
    """Return the state and the words of a verdict."""
    return {
        Verdict.UNKNOWN: ("none", _("Chưa có số")),
        Verdict.REACHED: ("approved", _("Đã đạt")),
        Verdict.ON_COURSE: ("info", _("Kịp tiến độ")),
        Verdict.BEHIND: ("warning", _("Chậm tiến độ")),
        Verdict.NOT_YET: ("none", _("Chưa đạt")),
        Verdict.WITHIN: ("info", _("Trong mức")),
        Verdict.EXCEEDED: ("error", _("Vượt mức")),
    }[found]


def meaning(one: Indicator) -> str:
    """Say what a target of the indicator is held against, and whether less of it is better."""
    text = _(MEANINGS[way(one, catalogue.load())])
    return _("%(what)s, không quá mức này") % {"what": text} if one.direction is Direction.FEWER else text


def stands(one: Indicator, form: Form, found: Progress) -> Words:
    """Return a progress in words, with the numbers for its bar."""
    state, label = verdict(found.verdict) if found.target is not None else ("none", _("Chưa giao"))
    reached = found.standing.value
    return {
        "target": found.target,
        "reached": reached,
        "of": of_reports(found.standing),
        "partial": found.standing.is_partial,
        "share": None if found.share is None else percent(_hundredths(found.share)),
        "by_now": None if found.by_now is None else as_decimal(found.by_now, one.decimals),
        "forecast": found.forecast.value if found.forecast else None,
        "formula": formula(one, form, found),
        "state": state,
        "verdict": label,
        "top": max(reached or Decimal(0), found.target or Decimal(0)) or Decimal(1),
    }


def of_reports(found: Standing) -> str:
    """Say from how many reports of how many a figure was made, and for a level of which period it is."""
    if found.value is None:
        return ""
    count = _("%(n)d/%(of)d báo cáo") % {"n": found.approved, "of": found.expected}
    return f"{count}, {period_name(found.at)}" if found.at else count


def formula(one: Indicator, form: Form, found: Progress) -> str:
    """Say by which arithmetic the forecast comes, and of how many reports where some are missing; "" without one."""
    if found.forecast is None:
        return ""
    told = {
        "done": number(as_decimal(found.forecast.done, 2)),
        "all": found.forecast.periods,
        "kind": kind_of(form),
        "at": period_name(found.standing.at) if found.standing.at else "",
    }
    text = _("Ước tính theo cách tính: %(how)s.") % {"how": _(FORMULAS[found.forecast.way]) % told}
    if found.standing.is_partial:
        said = {"n": found.standing.approved, "of": found.standing.expected}
        text += " " + _("Mới có %(n)d/%(of)d báo cáo được duyệt.") % said
    return text


def kind_of(form: Form) -> str:
    """Return the word for the form's periods in a formula."""
    return {
        Kind.YEAR: _("năm"), Kind.HALF: _("kỳ 6 tháng"), Kind.QUARTER: _("quý"), Kind.MONTH: _("tháng"),
    }[form.kind]  # fmt: skip


def fits(found: Cascade | None, places: int) -> str:
    """Say how the targets one step below stand to the one above; "" where there are none to compare."""
    if found is None:
        return ""
    if found.fit is Fit.NONE:
        return _("Chưa giao cho đơn vị nào.")
    gap = abs(found.difference or Decimal(0))
    told = {"sum": number(found.total, places), "own": number(found.own, places), "gap": number(gap, places)}
    text = {
        Fit.ALONE: _("Các đơn vị cộng lại %(sum)s; chưa có chỉ tiêu chung."),
        Fit.EQUAL: _("Các đơn vị cộng lại đúng bằng %(own)s."),
        Fit.SHORT: _("Các đơn vị cộng lại %(sum)s, thiếu %(gap)s so với %(own)s."),
        Fit.OVER: _("Các đơn vị cộng lại %(sum)s, hơn %(gap)s so với %(own)s."),
    }[found.fit] % told
    if found.missing:
        text += " " + ngettext(
            "Còn %(n)d đơn vị chưa có chỉ tiêu, không tính là 0.",
            "Còn %(n)d đơn vị chưa có chỉ tiêu, không tính là 0.",
            found.missing,
        ) % {"n": found.missing}
    return text


def version(row: Target, places: int, unit: str) -> Words:
    """Return one version of a target as a timeline shows it."""
    title = _("Bản %(n)d: %(value)s %(unit)s") % {"n": row.version, "value": number(row.value, places), "unit": unit}
    why = _("Giải trình: %(why)s") % {"why": row.gap} if row.gap else row.reason
    note = " · ".join(filter(None, [row.set_by.full_name, why]))
    return {"at": row.set_at, "title": title, "note": note, "state": "none"}


def unit_of(one: Indicator) -> str:
    """Return the indicator's unit in the reader's language."""
    return either(one.unit_vi, one.unit_en)


def _hundredths(share: Fraction) -> Decimal:
    return as_decimal(share * 100, 1)
