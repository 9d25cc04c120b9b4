"""The page on which a unit takes over what those that went into it left in their registers."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.flows.branches import close_into
from lanhmanh.flows.handing_over import Left, estate_of, take_over_all, take_over_chosen
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import number, said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import children, get_unit, keeper_of, version_of
from lanhmanh.web.places.forms import JoinForm

LABELS = {
    "businesses": gettext_lazy("Cơ sở kinh doanh dịch vụ"),
    "sites": gettext_lazy("Nơi có tiền chất, hóa chất"),
    "bodies": gettext_lazy("Cơ quan, trường học đăng ký"),
    "teams": gettext_lazy("Đội, nhóm, kèm thành viên"),
    "people": gettext_lazy("Người có uy tín"),
    "models": gettext_lazy("Mô hình, câu lạc bộ"),
    "classes": gettext_lazy("Lớp dạy nghề đang học"),
    "adoptions": gettext_lazy("Mô hình đang áp dụng"),
    "registrations": gettext_lazy("Đăng ký chương trình chưa có kết quả"),
    "households": gettext_lazy("Số hộ hội viên, cộng lại"),
    "loans": gettext_lazy("Dư nợ vốn vay, cộng lại theo nguồn"),
}
MOST_CHOSEN = 2000


@page(needs=Permission.BRANCH_EDIT)
@require_http_methods(["GET", "POST"])
def take_over(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Show what the units that went into one still hold; take it over in one action."""
    heir, day = get_unit(uid), clock.today()
    version = version_of(heir, day)
    if version is None or not can(request.actor, Permission.BRANCH_EDIT, keeper_of(heir, day)):
        raise Http404("heir")
    refusal = ""
    if request.method == "POST":
        try:
            told = _deed(request, heir)
        except Refused as why:
            refusal = said(why)
        else:
            flash(request, _("Đã tiếp nhận: %(what)s.") % {"what": _told(told)})
            return redirect("units:take_over", uid)
    estate = estate_of(request.actor, heir, day)
    context = {
        "heir": heir, "name": version.name, "refusal": refusal,
        "whole": [_shown(one) for one in estate.whole], "sums": _named(estate.sums),
        "divided": [_shown(one) for one in estate.divided],
        "forebears": [one.forebear for one in estate.left],
    }  # fmt: skip
    return render(request, "units/take_over.html", context, status=422 if refusal else 200)


def _deed(request: ActorRequest, heir: Unit) -> dict[str, int]:
    source = request.POST.get("source", "")
    if not source:
        return take_over_all(actor=request.actor, heir=heir)
    # A database takes no NUL.
    chosen = [one for one in request.POST.getlist("pick")[:MOST_CHOSEN] if one.isalnum()]
    return take_over_chosen(actor=request.actor, heir=heir, source=source, only=chosen)


def _shown(one: Left) -> dict[str, Any]:
    items = [(item.uid, item.name or _("(đã xóa tên)"), LABELS[item.register]) for item in one.items]
    return {"forebear": one.forebear, "counts": _named(one.counts), "total": one.total, "items": items}


def _named(counts: dict[str, int]) -> list[tuple[Any, int]]:
    return [(LABELS[name], count) for name, count in counts.items()]


def _told(counts: dict[str, int]) -> str:
    """Return in words what was taken over; members go with their teams and are not told apart."""
    told = [f"{str(LABELS[name]).lower()} {number(count)}" for name, count in counts.items() if name in LABELS]
    return "; ".join(told)


@page(needs=Permission.BRANCH_EDIT)
@require_http_methods(["GET", "POST"])
def join(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask into which branch of its commune a branch goes, and from when."""
    branch, day = get_unit(uid), clock.today()
    version = version_of(branch, day)
    commune = version.parent if version and branch.level == Level.BRANCH else None
    if version is None or commune is None or not can(request.actor, Permission.BRANCH_EDIT, commune):
        raise Http404("branch")
    others = {one.unit.uid: one for one in children(commune, day) if one.unit_id != branch.pk}
    form = JoinForm(sent(request), others=[(key, one.name) for key, one in others.items()], initial={"on": day})

    def deed() -> None:
        into = others[form.cleaned_data["into"]].unit
        close_into(actor=request.actor, branch=branch, into=into, on=form.cleaned_data["on"])

    if request.method == "POST" and done(form, deed):
        heir = others[form.cleaned_data["into"]]
        flash(request, _("%(branch)s đã nhập vào %(into)s. Tiếp nhận sổ ở trang này.")
              % {"branch": version.name, "into": heir.name})  # fmt: skip
        return redirect("units:take_over", heir.unit.uid)
    context = {"form": form, "unit": branch, "version": version, "alone": not others}
    return render(request, "units/join.html", context, status=422 if form.errors else 200)
