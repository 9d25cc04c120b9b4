"""The figures of one report as the components of the pages take them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.reporting.forms import Marks, Sheet
from lanhmanh.reporting.rules.forms import Severity
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors import ReportPage, Row
from lanhmanh.reporting.views.words import clause_urls, name_of
from lanhmanh.ui.formats import either, number

Cell = dict[str, Any]
Group = dict[str, Any]


def groups(actor: Actor, page: ReportPage, sheet: Sheet | None = None, marks: Marks | None = None) -> list[Group]:
    """Return the sections of a report with their rows; `sheet` or `marks` is what was just typed and not accepted."""
    urls, opens = clause_urls(actor, clock.today()), can(actor, Permission.ACTIVITY_VIEW, page.report.unit_id)
    return [
        {
            "path": view.section.path,
            "title": either(view.section.title_vi, view.section.title_en),
            "url": urls.get(view.section.path, ""),
            "rows": [_with_marks(row(page, one, sheet, opens=opens), marks) for one in view.rows],
        }
        for view in page.sections
    ]


def row(page: ReportPage, one: Row, sheet: Sheet | None = None, *, opens: bool) -> Cell:
    """Return one row; `opens` tells whether the reader may see the facts behind it."""
    indicator, uid = one.indicator, page.report.uid
    cell: Cell = {
        "id": indicator.code,
        "no": one.number,
        "label": name_of(indicator),
        "unit": either(indicator.unit_vi, indicator.unit_en),
        "places": indicator.decimals,
        "previous": one.previous,
        "change": one.change,
        "derived": one.derived,
        "facts_now": one.facts_now,
        "moved": _moved(page, one),
        "value": one.value,
        "note": one.note,
        "is_ratio": indicator.is_ratio,
    }
    cell |= _round(page, indicator.code)
    if page.may_fill and not cell["closed"]:
        cell["save_url"] = reverse("reporting:save", args=[uid, indicator.code])
    if indicator.is_ratio:
        cell |= {"derived": one.value, "derived_label": _("từ 2 số liệu")}
    elif one.fact_count is not None:
        cell |= _facts(one, uid, opens=opens)
    return _with_problems(page, cell, one, sheet)


def _round(page: ReportPage, code: str) -> Cell:
    """Return what the last return asked of a cell, what it was before, and whether it is closed."""
    now, here = page.round, State(page.report.state) in {State.RETURNED, State.SUBMITTED}
    return {
        "closed": page.may_fill and page.opened is not None and code not in page.opened,
        "asked": now.reasons.get(code, "") if here else "",
        "changed": here and code in now.before,
        "unchanged": here and code in now.untouched(),
        "before": now.before.get(code),
        "history_url": reverse("reporting:history", args=[page.report.uid, code]) if code in page.storied else "",
    }


def _facts(one: Row, uid: str, *, opens: bool) -> Cell:
    count = one.fact_count or 0
    words = ngettext("từ %(count)d hoạt động", "từ %(count)d hoạt động", count) % {"count": count}
    if (one.indicator.figure or "").startswith("cases."):
        words = _("từ hồ sơ hỗ trợ")
    url = reverse("reporting:facts", args=[uid, one.indicator.code]) if opens and count else ""
    return {"derived_label": words, "derived_url": url}


def _with_problems(page: ReportPage, cell: Cell, one: Row, sheet: Sheet | None) -> Cell:
    code = one.indicator.code
    if sheet and code in sheet.typed:
        cell["note"] = sheet.notes[code]
        if code in sheet.refused:
            return cell | {
                "typed": sheet.typed[code],
                "state": "error",
                "message": _message("error", _unsaved(page, sheet, code)),
            }
    asked = cell["asked"] if page.report.state == State.RETURNED else ""
    if one.problems:
        state = "error" if any(p.severity is Severity.ERROR for p in one.problems) else "warning"
        text = " ".join(either(problem.sentence, problem.sentence_en) for problem in one.problems)
        text = " ".join(filter(None, [asked and _("Đã trả lại: %(why)s") % {"why": asked}, text]))
        return cell | {"state": state, "message": _message(state, text)}
    if asked:
        return cell | {"state": "returned", "message": _message("returned", asked)}
    if cell["moved"]:
        return cell | {"message": _message("info", cell["moved"])}
    if one.differs and one.note:
        said = _("Khác số tự tính (%(number)s). Đã có ghi chú.") % {"number": number(one.derived)}
        return cell | {"message": _message("warning", said)}
    return cell


def _moved(page: ReportPage, one: Row) -> str:
    """Say that the facts give another value than when the report was sent, "" where they do not."""
    if not one.facts_moved or page.report.state not in {State.SUBMITTED, State.APPROVED}:
        return ""
    words = {"now": number(one.facts_now), "then": number(one.derived)}
    return _("Hoạt động ghi đến nay cho số %(now)s, khi nộp là %(then)s. Số đã nộp giữ nguyên.") % words


def _unsaved(page: ReportPage, sheet: Sheet, code: str) -> str:
    """Return the refusal; where there is no input any more, with what was typed."""
    if page.may_fill:
        return sheet.refused[code]
    words = {"why": sheet.refused[code], "typed": sheet.typed[code], "note": sheet.notes[code]}
    said = _("%(why)s Đã gõ: %(typed)s.") if not words["note"] else _("%(why)s Đã gõ: %(typed)s; ghi chú: %(note)s.")
    return said % words


def _message(state: str, text: str) -> dict[str, str]:
    titles = {"error": _("Chưa đúng"), "returned": _("Cấp trên trả lại ô này")}
    return {"state": state, "title": titles.get(state, _("Lưu ý")), "text": text}


def _with_marks(cell: Cell, marks: Marks | None) -> Cell:
    if marks is None:
        return cell
    code = cell["id"]
    error = _("Ghi lý do trả lại ô này.") if code in marks.unexplained else ""
    return cell | {"picked": code in marks.picked, "reason": marks.reasons.get(code, ""), "reason_error": error}
