"""The pages of the tree: all units of a province on a day, and the life of one unit."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import npgettext_lazy, pgettext
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.flows.branches import open_branch
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import number, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units import selectors
from lanhmanh.units.models import Level, Succession, UnitVersion
from lanhmanh.units.rules.history import Change
from lanhmanh.units.rules.names import in_sentence
from lanhmanh.units.selectors import Move, Tree
from lanhmanh.web.places.forms import BranchForm, ProvinceForm, TreeForm

KINDS = {
    "tỉnh": npgettext_lazy("kind", "tỉnh", "tỉnh"),
    "thành phố": npgettext_lazy("kind", "thành phố", "thành phố"),
    "quận": npgettext_lazy("kind", "quận", "quận"),
    "huyện": npgettext_lazy("kind", "huyện", "huyện"),
    "thị xã": npgettext_lazy("kind", "thị xã", "thị xã"),
    "xã": npgettext_lazy("kind", "xã", "xã"),
    "phường": npgettext_lazy("kind", "phường", "phường"),
    "thị trấn": npgettext_lazy("kind", "thị trấn", "thị trấn"),
    "đặc khu": npgettext_lazy("kind", "đặc khu", "đặc khu"),
    "chi hội": npgettext_lazy("kind", "chi hội", "chi hội"),
}


@page(needs=Permission.UNIT_VIEW)
@require_GET
def tree(request: ActorRequest) -> HttpResponse:
    """Show a province's units on a day (`?ngay=`), or those that bear a name or code (`?q=`)."""
    form = TreeForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day: date = asked.get("ngay") or clock.today()
    tops = selectors.provinces(day)
    chosen = _chosen(request, tops)
    shown = selectors.tree(chosen, day) if chosen else None
    found = selectors.find(asked.get("q", ""), day)
    above = selectors.names_on([version.parent_id for version in found if version.parent_id], day)
    if form.is_valid():
        form = TreeForm(initial={"q": asked["q"], "ngay": day})
    context = {
        "fields": [*form, *(_choice(tops, chosen) or ())],
        "day": day,
        "reforms": selectors.reform_days(),
        "query": asked.get("q", ""),
        "found": [(version, above.get(version.parent_id or 0, "")) for version in found],
        "tree": shown,
        "counts": _counts(shown) if shown else [],
    }
    return render(request, "units/tree.html", context)


@page(needs=Permission.UNIT_VIEW)
@require_GET
def unit(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one unit: what it is today, its history, its heirs and forebears, and the bodies in it."""
    found, day = selectors.get_unit(uid), clock.today()
    versions = selectors.life(found)
    now = next((v for v in versions if v.valid_from <= day and (v.valid_to is None or v.valid_to > day)), None)
    came, went = selectors.predecessors(found), selectors.successors(found)
    version = now or versions[-1]
    above = selectors.ancestors(found, day if now else version.valid_from)
    keeper = above[0].unit if found.level == Level.BRANCH and above else found
    keeps = now is not None and can(request.actor, Permission.BRANCH_EDIT, keeper)
    context = {
        "unit": found,
        "version": version,
        "kind_name": _kind(version.kind),
        "exists": now is not None,
        "day": day,
        "above": above,
        "trail": above[::-1],
        "lead": _("Thuộc %s") % ", ".join(in_sentence(up.name) for up in above) if above else "",
        "area_km2": None if version.area_km2 is None else number(version.area_km2),
        "point": _point(version),
        "events": _events(selectors.changes(versions), came, went),
        "tables": [table for table in ((_("Nhận từ"), came), (_("Chuyển cho"), went)) if table[1]],
        "agencies": selectors.agencies(found, day),
        "below": list(selectors.children(found, day)),
        "below_title": _("Chi hội") if found.level == Level.COMMUNE else _("Đơn vị trực thuộc"),
        "may_join": keeps and found.level == Level.BRANCH,
        "may_take_over": keeps and bool(came),
        "may_add_branch": found.level == Level.COMMUNE and can(request.actor, Permission.BRANCH_EDIT, found),
    }
    return render(request, "units/unit.html", context)


def _chosen(request: ActorRequest, tops: list[UnitVersion]) -> UnitVersion | None:
    """Return the province asked for, else the reader's own, else the first."""
    by_uid = {top.unit.uid: top for top in tops}
    if asked := by_uid.get(request.GET.get("tinh", "")):
        return asked
    home = selectors.province_ids(request.actor.home_unit_id)
    return next((top for top in tops if top.unit_id in home), tops[0] if tops else None)


def _choice(tops: list[UnitVersion], chosen: UnitVersion | None) -> ProvinceForm | None:
    if len(tops) < 2 or chosen is None:
        return None
    return ProvinceForm(initial={"tinh": chosen.unit.uid}, provinces=[(top.unit.uid, top.name) for top in tops])


def _kind(kind: str, count: int = 1) -> str:
    """Return a kind of unit in the reader's language, for so many units."""
    return KINDS[kind] % count if kind in KINDS else kind


def _counts(shown: Tree) -> list[dict[str, Any]]:
    """Return the figures of the strip: districts while there are any, communes by kind, branches."""
    ordered = sorted(shown.communes.items(), key=lambda k: -k[1])
    kinds = ", ".join(f"{number(count)} {_kind(kind, count)}" for kind, count in ordered)
    rows = [
        (_("Cấp huyện"), shown.districts, ""),
        (_("Cấp xã"), shown.communes.total(), kinds),
        (pgettext("menu", "Chi hội"), shown.branches, ""),
    ]
    return [{"label": label, "value": number(n), "note": note, "trend": None} for label, n, note in rows if n]


@page(needs=Permission.BRANCH_EDIT)
def branch(request: ActorRequest, uid: str) -> HttpResponse:
    """Set up a branch below a commune."""
    commune = selectors.get_unit(uid)
    if commune.level != Level.COMMUNE or not can(request.actor, Permission.BRANCH_EDIT, commune):
        raise Http404("commune")
    form = BranchForm(sent(request), initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = open_branch(actor=request.actor, commune=commune, **form.cleaned_data)
        except Refused as problem:
            form.add_error("name", said(problem))
        else:
            flash(request, _("Đã lập %s.") % form.cleaned_data["name"])
            return redirect("units:unit", made.uid)
    version = selectors.version_of(commune, clock.today())
    status = 422 if form.errors else 200
    return render(request, "units/branch.html", {"form": form, "unit": commune, "version": version}, status=status)


def _events(changes: Iterable[Change], came: list[Move], went: list[Move]) -> list[dict[str, Any]]:
    """Return the timeline, the newest first: changes of the unit itself, and what it got and gave on each day."""
    told: dict[date, list[str]] = defaultdict(list)
    for change in changes:
        told[change.on] += _words(change)
    for move in went:
        words = _("Toàn bộ nhập vào %s") if move.succession.extent == Succession.Extent.WHOLE else _("Một phần về %s")
        told[move.succession.on].append(words % move.name)
    gifts: dict[date, list[str]] = defaultdict(list)
    for move in came:
        part = "" if move.succession.extent == Succession.Extent.WHOLE else _(" (một phần)")
        gifts[move.succession.on].append(f"{move.name}{part}")
    for day, names in gifts.items():
        told[day].append(_("Nhận %s") % ", ".join(names))
    return [
        {"at": day, "title": words[0], "note": ". ".join(words[1:]), "state": "info"}
        for day, words in sorted(told.items(), reverse=True)
    ]


def _words(change: Change) -> list[str]:
    if change.ended:
        return [_("Kết thúc hoạt động")]
    if change.first:
        code = _("Mã %s") % change.first.code if change.first.code else ""
        under = _("Thuộc %s") % change.first.parent if change.first.parent else ""
        return [_("Có trong danh mục: %s") % change.first.name, *filter(None, (code, under))]
    pairs = (
        (change.name, _("Đổi tên từ %s thành %s")),
        (change.code, _("Đổi mã từ %s sang %s")),
        (change.parent, _("Chuyển từ %s về %s")),
    )
    return [words % pair for pair, words in pairs if pair] or [_("Cập nhật")]


def _point(version: UnitVersion) -> str:
    if version.latitude is None or version.longitude is None:
        return ""
    return f"{number(version.latitude)}; {number(version.longitude)}"
