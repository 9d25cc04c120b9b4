"""One target: opened to the units below, set for all of them in one table, explained where it does not add up."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import services
from lanhmanh.reporting.forms import ReasonForm, TargetSheet
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.targets import adds_up, cascade, standing
from lanhmanh.reporting.selectors.courses import asking, courses
from lanhmanh.reporting.selectors.proposals import Basis, proposal
from lanhmanh.reporting.selectors.targets import ChildLine, TargetPage, settable, target_page, tree_day
from lanhmanh.reporting.views import sides, target_words, words
from lanhmanh.reporting.views.targets import asked_unit
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit


def _asked(request: ActorRequest, year: str, unit_uid: str, code: str) -> TargetPage:
    today = clock.today()
    return target_page(request.actor, asked_unit(request, unit_uid), sides.year_of(year, today.year), code, today)


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def target(request: ActorRequest, year: str, unit_uid: str, code: str) -> HttpResponse:
    """Show one indicator of a unit with the units below it, why they do not add up, and every version."""
    shown = _asked(request, year, unit_uid, code)
    one, places = shown.line.indicator, shown.line.indicator.decimals
    context: dict[str, Any] = {
        **of(shown),
        **target_words.stands(one, shown.line.form, shown.line.progress),
        "page": shown,
        "meaning": target_words.meaning(one),
        "fits": target_words.fits(shown.line.cascade, places),
        "open": bool(shown.line.cascade and shown.line.cascade.is_open),
        "adds_up": adds_up(one),
        "rows": [_child(shown, row) for row in _in_order(shown.rows)],
        "below_of": sides.below_of(shown.unit),
        "events": [target_words.version(row, places, target_words.unit_of(one)) for row in shown.history],
        "figures_url": reverse("reporting:item_figures", args=[one.plan_path]),
    }
    return render(request, "reporting/target.html", context)


def of(shown: TargetPage) -> dict[str, Any]:
    """Return what every page of one target says of it."""
    one = shown.line.indicator
    return {
        "name": words.name_of(one),
        "unit_of": target_words.unit_of(one),
        "places": one.decimals,
        "at": [shown.year, shown.unit.uid, one.code],
        "year_url": f"{reverse('reporting:targets')}?nam={shown.year}&don-vi={shown.unit.uid}",
        "year_word": _("Chỉ tiêu năm %(year)d") % {"year": shown.year},
    }


def _in_order(rows: tuple[ChildLine, ...]) -> list[ChildLine]:
    """Return the units by their places, those without one last in the order of the tree."""
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0))


def _child(shown: TargetPage, row: ChildLine) -> dict[str, Any]:
    one = shown.line.indicator
    return {
        "name": row.version.name,
        "place": row.place,
        "url": reverse("reporting:target", args=[shown.year, row.version.unit.uid, one.code]),
        **target_words.stands(one, shown.line.form, row.progress),
    }


@dataclass
class _Table:
    """The table in which targets are set: what stands there, what was typed, and what is wrong with it."""

    shown: TargetPage
    units: list[tuple[Unit, str, Decimal | None]]
    sheet: TargetSheet
    refusal: str = ""
    notice: str = ""

    @property
    def newest(self) -> int:
        """Return the key of the newest target that stands in the table."""
        targets = [self.shown.line.target, *(row.target for row in self.shown.rows)]
        return max((row.pk for row in targets if row), default=0)

    def own(self) -> Decimal | None:
        """Return the unit's own target as typed, as it is in force where it is not typed."""
        uid, line = self.shown.unit.uid, self.shown.line
        return self.sheet.values.get(uid, line.target.value if line.target else None)

    def fits(self) -> str:
        """Say how what stands in the table adds up, by what was typed; "" where it has not to."""
        one = self.shown.line.indicator
        if not adds_up(one) or not self.shown.rows:
            return ""
        below = [
            self.value_of(row.version.unit.uid, row.target.value if row.target else None) for row in self.shown.rows
        ]
        return target_words.fits(cascade(self.own(), below), one.decimals)

    def value_of(self, uid: str, kept: Decimal | None) -> Decimal | None:
        """Return what was typed for a unit, what is in force where nothing could be typed for it."""
        return self.sheet.values.get(uid, None if uid in self.sheet.typed else kept)


@page(needs=Permission.TARGET_SET)
@require_http_methods(["GET", "POST"])
def set_targets(request: ActorRequest, year: str, unit_uid: str, code: str) -> HttpResponseBase:
    """Set a unit's own target and those of the units below in one table; sharing out only fills it in."""
    shown = _asked(request, year, unit_uid, code)
    reach = settable(request.actor, shown.unit, [row.version for row in shown.rows])
    if not reach:
        raise Http404("targets")
    table = _table(request, shown, reach)
    deed = request.POST.get("deed", "")
    if request.method != "POST":
        return _show(request, table)
    if deed == "tong":
        return render(request, "reporting/target_sum.html", {"fits": table.fits(), "at": of(shown)["at"]})
    if deed in set(Basis):
        return _propose(request, table, Basis(deed))
    return _save(request, table)


def _table(request: ActorRequest, shown: TargetPage, reach: set[int]) -> _Table:
    found = [(shown.unit, shown.unit_name, shown.line.target)]
    found += [(row.version.unit, row.version.name, row.target) for row in shown.rows]
    units = [(unit, name, row.value if row else None) for unit, name, row in found if unit.pk in reach]
    kept = [unit.uid for unit, _name, value in units if value is not None]
    sheet = TargetSheet(request.POST, [unit.uid for unit, *_rest in units], shown.line.indicator.code, kept)
    return _Table(shown, units, sheet)


def _save(request: ActorRequest, table: _Table) -> HttpResponseBase:
    shown, sheet = table.shown, table.sheet
    if sheet.refused:
        return _show(request, table, status=422)
    seen = request.POST.get("seen", "")
    try:
        fresh = services.set_targets(
            actor=request.actor, unit=shown.unit, code=shown.line.indicator.code, year=shown.year,
            values={unit.pk: sheet.values[unit.uid] for unit, *_rest in table.units if unit.uid in sheet.values},
            reason=request.POST.get("reason", ""), seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
        )  # fmt: skip
    except Refused as refusal:
        table.refusal = said(refusal)
        return _show(request, table, status=422)
    told = ngettext("Đã giao chỉ tiêu cho %(n)d đơn vị.", "Đã giao chỉ tiêu cho %(n)d đơn vị.", len(fresh))
    flash(request, told % {"n": len(fresh)} if fresh else _("Không có chỉ tiêu nào đổi."))
    return redirect("reporting:target", *of(shown)["at"])


def _propose(request: ActorRequest, table: _Table, basis: Basis) -> HttpResponse:
    """Fill the rows of the units below with parts of the own target; nothing is kept."""
    shown, total = table.shown, table.own()
    try:
        if total is None or table.sheet.refused.get(shown.unit.uid):
            raise Refused(_("Ghi chỉ tiêu chung trước, rồi chia xuống."))
        parts = proposal(
            code=shown.line.indicator.code, year=shown.year, total=total, basis=basis,
            below=[row.version for row in shown.rows], day=tree_day(shown.year, clock.today()),
        )  # fmt: skip
    except Refused as refusal:
        table.refusal = said(refusal)
        return _show(request, table, status=422)
    for row in shown.rows:
        uid = row.version.unit.uid
        table.sheet.refused.pop(uid, None)
        table.sheet.values[uid] = parts[row.version.unit_id]
        table.sheet.typed.pop(uid, None)
    table.notice = _("Số vừa chia là đề xuất, chưa lưu: xem lại, sửa chỗ cần rồi bấm Lưu chỉ tiêu.")
    return _show(request, table)


def _show(request: ActorRequest, table: _Table, *, status: int = 200) -> HttpResponse:
    shown, sheet = table.shown, table.sheet
    last_year = _last_year(shown, [unit.pk for unit, *_rest in table.units])
    context = {
        **of(shown),
        "page": shown,
        "title": _("Giao chỉ tiêu năm %(year)d") % {"year": shown.year},
        "meaning": target_words.meaning(shown.line.indicator),
        "last_year": shown.year - 1,
        "rows": [
            {
                "id": unit.uid, "name": name, "now": value, "is_own": unit.pk == shown.unit.pk,
                "last_year": last_year.get(unit.pk),
                "typed": sheet.typed.get(unit.uid), "value": sheet.values.get(unit.uid, value),
                "error": sheet.refused.get(unit.uid, ""),
            }
            for unit, name, value in table.units
        ],
        "changes": any(value is not None for _unit, _name, value in table.units),
        "reason": request.POST.get("reason", ""),
        "seen": request.POST.get("seen") or table.newest,
        "fits": table.fits(),
        "bases": _bases(shown) if adds_up(shown.line.indicator) and shown.rows else [],
        "adds_up": adds_up(shown.line.indicator),
        "refusal": table.refusal,
        "notice": table.notice,
        "wrong": [name for unit, name, _value in table.units if unit.uid in sheet.refused],
    }  # fmt: skip
    return render(request, "reporting/target_set.html", context, status=status)


def _bases(shown: TargetPage) -> list[tuple[str, str]]:
    found = [(Basis.EQUAL.value, _("Chia đều"))]
    if any(row.version.unit.level == "district" for row in shown.rows):
        found.append((Basis.COMMUNES.value, _("Chia theo số xã")))
    return [*found, (Basis.LAST_YEAR.value, _("Chia theo số năm %(year)d") % {"year": shown.year - 1})]


def _last_year(shown: TargetPage, unit_ids: list[int]) -> dict[int, Decimal | None]:
    known, code, year = catalogue.load(), shown.line.indicator.code, shown.year - 1
    form = asking(year).get(code)
    told = courses([code], unit_ids, year) if form else {}
    return {at[0]: standing(known[code], known, course).value for at, course in told.items()}


@page(needs=Permission.TARGET_SET)
@require_http_methods(["GET", "POST"])
def explain(request: ActorRequest, year: str, unit_uid: str, code: str) -> HttpResponseBase:
    """Ask why the targets below do not add up, and keep it."""
    shown = _asked(request, year, unit_uid, code)
    if not shown.may_explain or shown.line.cascade is None or not shown.line.cascade.is_open:
        raise Http404("gap")
    form = ReasonForm(sent(request))
    form.fields["reason"].help_text = _("Phần chênh để lại cho ai, vì sao, căn cứ vào văn bản nào.")
    if request.method == "POST" and form.is_valid():
        try:
            services.explain_gap(
                actor=request.actor, unit=shown.unit, code=code, year=shown.year, text=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã ghi giải trình."))
            return redirect("reporting:target", *of(shown)["at"])
    context = {
        "title": _("Giải trình chênh lệch: %(name)s") % {"name": of(shown)["name"]},
        "explanation": f"{shown.unit_name}, {shown.year}. "
        + target_words.fits(shown.line.cascade, shown.line.indicator.decimals),
        "deed": _("Ghi giải trình"),
        "back_url": reverse("reporting:target", args=of(shown)["at"]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)
