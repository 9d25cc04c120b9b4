"""What the units one step below made of a plan: a matrix on a page, and as a workbook."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.rules import media_type_of
from lanhmanh.kernel import clock
from lanhmanh.plan import papers, selectors
from lanhmanh.plan.models import Plan
from lanhmanh.plan.rules.coverage import Made, Standing, Tally
from lanhmanh.plan.selectors import Column, Matrix, Row
from lanhmanh.ui import downloads
from lanhmanh.ui.formats import number
from lanhmanh.units.models import Level
from lanhmanh.units.selectors import names_on

MADE = {
    Made.ADOPTED: pgettext_lazy("coverage", "Nguyên văn"),
    Made.ADAPTED: gettext_lazy("Điều chỉnh"),
    Made.LEFT_OUT: gettext_lazy("Không áp dụng"),
    Made.MISSING: gettext_lazy("Thiếu"),
}
MARKS = {Made.ADOPTED: "approved", Made.ADAPTED: "info", Made.LEFT_OUT: "none"}
STANDINGS = {
    Standing.DERIVED: gettext_lazy("lập từ kế hoạch này"),
    Standing.RELATED: gettext_lazy("lập từ bản trước hoặc cấp khác"),
    Standing.OWN: gettext_lazy("có kế hoạch riêng, không lập từ kế hoạch này"),
    Standing.DRAFT: gettext_lazy("đang soạn, chưa xác nhận"),
    Standing.REPLACED: gettext_lazy("bản cũ đã thay thế, chưa có bản mới"),
    Standing.OTHER_YEARS: gettext_lazy("chỉ có kế hoạch của những năm khác"),
    Standing.NONE: gettext_lazy("chưa lập kế hoạch"),
}


@page(needs=Permission.PLAN_VIEW)
@require_GET
def coverage(request: ActorRequest, uid: str) -> HttpResponse:
    """Show clauses down, units across."""
    plan, day = _plan(request, uid), clock.today()
    sections = [(item.path, item.name) for item in selectors.items_of(plan) if item.parent_id is None]
    asked = request.GET.get("phan", "")
    section = asked if asked in dict(sections) else ""
    matrix = selectors.coverage(request.actor, plan, day, section)
    context = {
        "plan": plan,
        "unit_name": names_on([plan.unit_id], selectors.day_within(plan, day)).get(plan.unit_id, ""),
        "matrix": matrix,
        "sections": sections,
        "section": section,
        "heads": heads(matrix),
        "groups": _groups(matrix, dict(sections)),
        "totals": _totals(matrix),
        "reasons": _reasons(matrix),
        "strip": _strip(matrix),
        "legend": [(MARKS.get(made, ""), MADE[made], _of(matrix.tally, made)) for made in Made],
        "lower": [column for column in matrix.columns if column.lower_of],
        "branches": plan.unit.level == Level.COMMUNE,
    }
    return render(request, "plan/coverage.html", context)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def export(request: ActorRequest, uid: str) -> HttpResponse:
    """Hand out the whole matrix as a workbook."""
    plan, day = _plan(request, uid), clock.today()
    matrix = selectors.coverage(request.actor, plan, day)
    name = f"bao-phu-{plan.first_year}-{plan.last_year}-{plan.uid[-6:]}.xlsx".lower()
    return downloads.download(_book(plan, matrix, day), name, media_type_of(name))


def heads(matrix: Matrix) -> list[tuple[Column, str]]:
    """Return the units with how they stand, in words."""
    return [(column, str(STANDINGS[column.standing])) for column in matrix.columns]


def _plan(request: ActorRequest, uid: str) -> Plan:
    """Return the plan; of a draft nothing can have been made yet."""
    plan = selectors.get_plan(request.actor, uid)
    if plan.state == Plan.State.DRAFT:
        raise Http404("draft")
    return plan


def _book(plan: Plan, matrix: Matrix, day: date) -> bytes:
    words = {
        "matrix": _("Bao phủ"), "units": _("Đơn vị"), "reasons": _("Lý do"), "path": _("Mục"), "clause": _("Nội dung"),
        "unit": _("Đơn vị"), "standing": _("Tình trạng"), "added": _("Bổ sung"), "lower": _("Xã có kế hoạch riêng"),
        "lower_of": _("Số xã"), "reason": _("Lý do"), "made": _("Lựa chọn"),
    }  # fmt: skip
    standings = {str(standing): str(word) for standing, word in STANDINGS.items()}
    made = {one: str(word) for one, word in MADE.items()}
    return papers.workbook(plan, matrix, made, words | standings, day)


def _of(tally: Tally, made: Made) -> int:
    return int(getattr(tally, made.value))


def _groups(matrix: Matrix, sections: dict[str, str]) -> list[dict[str, Any]]:
    """Return the rows under their sections; a section that is itself a clause stands in its own group."""
    found: dict[str, list[Row]] = {}
    for row in matrix.rows:
        found.setdefault(row.item.path.split(".")[0], []).append(row)
    return [
        {"path": path, "name": sections.get(path, ""), "rows": [(row, _cells(row)) for row in rows]}
        for path, rows in found.items()
    ]


def _cells(row: Row) -> list[dict[str, Any]]:
    return [
        {
            "state": MARKS.get(cell.made, ""),
            "word": MADE[cell.made],
            "url": reverse("plan:item", args=[cell.item.uid]) if cell.item else "",
            "reason": cell.item.reason if cell.item else "",
        }
        for cell in row.cells
    ]


def _totals(matrix: Matrix) -> list[tuple[str, list[str], str]]:
    """Return the lines of sums under each unit, each with its denominator, and over all units."""
    lines = []
    for made in Made:
        cells = [_share(_of(column.tally, made), column.tally.of) for column in matrix.columns]
        lines.append((str(MADE[made]), cells, _share(_of(matrix.tally, made), matrix.tally.of)))
    added = [number(column.added if column.plan else None) for column in matrix.columns]
    lines.append((_("Bổ sung"), added, number(sum(column.added for column in matrix.columns))))
    return lines


def _share(part: int, of: int) -> str:
    return f"{number(part)}/{number(of)}"


def _reasons(matrix: Matrix) -> list[tuple[Row, list[tuple[str, Any]]]]:
    """Return the clauses that somebody leaves out or adapts for a reason, with who and why."""
    found = []
    for row in matrix.rows:
        pairs = zip(matrix.columns, row.cells, strict=True)
        told = [(column.name, cell.item) for column, cell in pairs if cell.item and cell.item.reason]
        if told:
            found.append((row, told))
    return found


def _strip(matrix: Matrix) -> list[dict[str, Any]]:
    tally, of = matrix.tally, number(matrix.tally.of)
    whole = _("trên %(of)s lượt mục") % {"of": of}
    return [
        {"label": _("Đơn vị đã lập kế hoạch"), "value": number(matrix.made),
         "of": _("trên %(of)s") % {"of": number(len(matrix.columns))}},
        {"label": MADE[Made.ADAPTED], "value": number(tally.adapted), "of": whole},
        {"label": MADE[Made.LEFT_OUT], "value": number(tally.left_out), "of": whole},
        {"label": MADE[Made.MISSING], "value": number(tally.missing), "of": whole},
    ]  # fmt: skip
