"""Two cases that may be of one person, before those above both: whether they are, and which unit goes on."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import services
from lanhmanh.cases.forms.merging import SettleForm
from lanhmanh.cases.guards import CaseRequest, vault
from lanhmanh.cases.selectors import listing, overseen
from lanhmanh.cases.selectors.door import opened
from lanhmanh.cases.selectors.naming import status_name
from lanhmanh.cases.services.settling import goes_over
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash


@vault(Permission.CASE_OVERSEE)
@require_http_methods(["GET", "POST"])
def settle(request: CaseRequest, twin: str) -> HttpResponseBase:
    """Show both cases without names, and ask; a POST settles it."""
    pair = overseen.get_twin(request.actor, twin)
    rows = listing.rows(request.actor, request.keys, [pair.first, pair.second])
    form = SettleForm(sent(request), pair=pair, names=[row.unit_name for row in rows], over=goes_over(pair))

    def deed() -> None:
        services.settle_twin(actor=request.actor, uid=twin, same=form.same, keep=form.keep)

    if done(form, deed):
        flash(request, _("Đã ghi kết luận; hai đơn vị thấy ở Hôm nay.") if form.same else _("Đã ghi kết luận."))
        return redirect("cases:list")
    looked = [opened(request.actor, request.keys, row.case) is not None for row in rows]
    sides = [(row, status_name(row.case.status), seen) for row, seen in zip(rows, looked, strict=True)]
    context = {"pair": pair, "sides": sides, "form": form}
    return render(request, "cases/merging/settle.html", context, status=422 if form.errors else 200)
