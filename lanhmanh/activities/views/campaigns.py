"""The pages of campaigns: who is invited, what each did, who did nothing yet."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.choosing import WhyForm
from lanhmanh.activities.forms.communication import CampaignForm, initial_campaign
from lanhmanh.activities.models import Campaign
from lanhmanh.activities.selectors import campaigns as selectors
from lanhmanh.activities.services import campaigns as services
from lanhmanh.activities.views.form_pages import by_title, clauses, form_page, pages, units_to_record, void_words, why
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.selectors import levels_below
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import children, names_on

SHOWN_DEEDS = 30


def crumb() -> list[str]:
    """Return the way back to the campaigns."""
    return [_("Đợt truyền thông"), reverse("activities:campaigns")]


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def campaign_list(request: ActorRequest) -> HttpResponse:
    """Show the campaigns that the reader sees or is invited to."""
    today = clock.today()
    words, shown = by_title(request, selectors.visible(request.actor))
    names = names_on({row.unit_id for row in shown}, today)
    context = {
        "pages": pages(request, "campaigns"),
        "page": shown,
        "words": words,
        "rows": [(row, names.get(row.unit_id, ""), *_standing(row)) for row in shown],
        "may_record": bool(inviting(request)),
    }
    return render(request, "activities/communication/campaigns.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def campaign_new(request: ActorRequest) -> HttpResponseBase:
    """Plan a campaign; units see it once it is announced.

    :raises Http404: nobody stands below the actor's unit.
    """
    units = inviting(request)
    if not units:
        raise Http404("campaigns")
    form = _form(request, units[0][0], units=units, items=clauses(request))
    made: list[Campaign] = []

    def deed() -> None:
        made.append(services.record_campaign(actor=request.actor, unit=form.unit_of(), data=form.data_of()))

    if done(form, deed):
        flash(request, _("Đã lập đợt. Xem lại rồi mời các đơn vị."))
        return redirect("activities:campaign", made[0].uid)
    words = {"title": _("Lập đợt truyền thông"), "deed": _("Lập đợt")}
    return form_page(request, form, back=reverse("activities:campaigns"), trail=crumb(), **words)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def campaign(request: ActorRequest, uid: str) -> HttpResponse:
    """Show a campaign: its aim, and what every invited unit did."""
    row, today = selectors.get_campaign(request.actor, uid), clock.today()
    deeds = list(selectors.deeds(request.actor, row)[:SHOWN_DEEDS])
    names = names_on({row.unit_id, *(deed.unit_id for deed in deeds)}, today)
    keeps = not row.is_void and can(request.actor, Permission.ACTIVITY_RECORD, row.unit_id)
    state, words = _standing(row)
    context = {
        "campaign": row,
        "unit_name": names.get(row.unit_id, ""),
        "state": state,
        "words": words,
        "picture": selectors.picture(request.actor, row, today),
        "deeds": [(deed, names.get(deed.unit_id, "")) for deed in deeds],
        "may_change": keeps,
        "may_announce": keeps and row.announced_at is None,
        "may_do": row.announced_at is not None and row.first <= today and _may_do(request, row),
        "today": today,
    }
    return render(request, "activities/communication/campaign.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def campaign_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change a campaign."""
    row = selectors.get_campaign(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = _form(
        request, row.unit, units=units_to_record(request, row.unit), items=clauses(request, row.plan_item),
        initial=initial_campaign(row), fixed=row.announced_at is not None,
    )  # fmt: skip
    if done(form, lambda: services.change_campaign(actor=request.actor, campaign=row, data=form.data_of())):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("activities:campaign", uid)
    here = reverse("activities:campaign", args=[uid])
    words = {"title": _("Sửa đợt truyền thông"), "deed": _("Lưu thay đổi")}
    return form_page(request, form, back=here, trail=[*crumb(), row.title, here], **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def campaign_announce(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Invite the units."""
    row = selectors.get_campaign(request.actor, uid, Permission.ACTIVITY_RECORD)
    try:
        services.announce_campaign(actor=request.actor, campaign=row)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, _("Đã mời. Các đơn vị thấy đợt này ở trang Hôm nay và khi ghi hoạt động."))
    return redirect("activities:campaign", uid)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def campaign_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a campaign back in which nobody did anything."""
    row = selectors.get_campaign(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = WhyForm(sent(request))

    def deed() -> None:
        services.void_campaign(actor=request.actor, campaign=row, reason=form.cleaned_data["reason"])

    if done(form, deed):
        flash(request, _("Đã hủy bản ghi."))
        return redirect("activities:campaigns")
    return why(request, form, back=reverse("activities:campaign", args=[uid]), **void_words(row.title))


def _standing(row: Campaign) -> tuple[str, str]:
    """Return the mark and the word of where a campaign stands."""
    today = clock.today()
    if row.is_void:
        return "warning", _("Đã hủy")
    if row.announced_at is None:
        return "draft", _("Nháp, chưa mời")
    if today < row.first:
        return "waiting", _("Sắp đến")
    return ("due", _("Đang diễn ra")) if today <= row.last else ("approved", _("Đã kết thúc"))


def inviting(request: ActorRequest) -> list[tuple[Unit, str]]:
    """Return the units of the actor from which somebody below can be invited."""
    if not request.actor.holds(Permission.ACTIVITY_RECORD):
        return []
    home = [(unit, name) for unit, name in units_to_record(request) if unit.pk == request.actor.home_unit_id]
    return [(unit, name) for unit, name in home if levels_below(unit, clock.today())]


def _form(request: ActorRequest, unit: Unit | None, *, items: list[PlanItem], **kwargs: Any) -> CampaignForm:
    today = clock.today()
    levels = list(levels_below(unit, today)) if unit else []
    below = [(version.unit, version.name) for version in children(unit, today)] if unit else []
    places = below if len(levels) > 1 else []
    return CampaignForm(sent(request), levels=levels, places=places, items=items, **kwargs)


def _may_do(request: ActorRequest, row: Campaign) -> bool:
    if not request.actor.holds(Permission.ACTIVITY_RECORD):
        return False
    home = Unit.objects.filter(pk=request.actor.home_unit_id or 0).first()
    return home is not None and row.pk in {one.pk for one in selectors.open_to(home, clock.today())}
