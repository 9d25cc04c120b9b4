"""For how long what is at rest is kept: the table, and a province's own terms."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.forms.terms import TermForm
from lanhmanh.cases.guards import CaseRequest, vault
from lanhmanh.cases.selectors.terms import settable
from lanhmanh.cases.services.terms import set_term
from lanhmanh.cases.views.rights_common import cases_crumb, done, plain
from lanhmanh.kernel import clock
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@vault(Permission.CASE_OVERSEE)
@require_http_methods(["GET", "POST"])
def term(request: CaseRequest) -> HttpResponseBase:
    """Ask for how long cases of one kind of end are kept in the province from now on."""
    province = settable(request.actor, request.actor.home_unit_id)
    if province is None:
        raise Http404("province")
    form = TermForm(sent(request), initial={"effective_from": clock.today(), "seal_days": 0})

    def deed() -> None:
        set_term(actor=request.actor, province=province, term=form.term(), token=form.cleaned_data["token"])

    if done(form, deed):
        flash(request, _("Đã đặt thời hạn lưu."))
        return redirect("cases:resting")
    lead = _("Dùng cho cả tỉnh. Hồ sơ đã kết thúc trước ngày áp dụng giữ nguyên ngày đã định.")
    back = "/ho-so/luu-giu/"
    context = {"title": _("Đặt thời hạn lưu"), "lead": lead, "deed": _("Đặt thời hạn"), "back_url": back}
    return plain(request, form, trail=[*cases_crumb(), _("Niêm phong, xóa danh tính"), back], **context)
