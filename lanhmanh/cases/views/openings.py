"""Who opened what and why; emergency openings are judged."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.cases import services
from lanhmanh.cases.forms.vault import ReviewForm
from lanhmanh.cases.guards import ANSWERABLE, CaseRequest, vault
from lanhmanh.cases.selectors import openings as selectors
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

PER_PAGE = 30


@vault(*ANSWERABLE)
@require_GET
def openings(request: CaseRequest) -> HttpResponse:
    """Show the openings that had to give a reason, those that wait for a judgement first."""
    waiting = selectors.to_review(request.actor)
    rest = selectors.watched(request.actor).exclude(pk__in=waiting.values("pk"))
    shown = Paginator(rest, PER_PAGE).get_page(request.GET.get("page"))
    rows = [*waiting[:PER_PAGE], *shown.object_list]
    looks = services.read_looks(actor=request.actor, keys=request.keys, openings=rows)
    context = {
        "waiting": [look for look in looks if look.may_review],
        "rest": [look for look in looks if not look.may_review],
        "page": shown,
    }
    return render(request, "cases/openings.html", context)


@vault(*ANSWERABLE)
@require_http_methods(["GET", "POST"])
def review(request: CaseRequest, opening: str) -> HttpResponseBase:
    """Judge an emergency opening."""
    row = selectors.get_watched(request.actor, opening)
    form = ReviewForm(sent(request))
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.review_opening(
                actor=request.actor, keys=request.keys, opening=row, justified=told["justified"] == "yes",
                words=told["words"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã ghi kết luận."))
            return redirect("cases:openings")
    [look] = services.read_looks(actor=request.actor, keys=request.keys, openings=[row])
    return render(request, "cases/review.html", {"look": look, "form": form}, status=422 if form.errors else 200)
