"""Appeals: lodge one, answer one."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.judging import AnswerForm, WordsForm, recognition_of
from lanhmanh.areas.models import Appeal
from lanhmanh.areas.selectors.book import rule_of
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import get_appeal, get_class
from lanhmanh.areas.services.appeals import change_class, keep_class, lodge_appeal
from lanhmanh.areas.services.deciding import Other, Signing
from lanhmanh.areas.views.common import area_url, plain, require_at, trail
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def lodge(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask what is not right, then lodge an appeal."""
    given = get_class(request.actor, uid)
    require_at(request.actor, Permission.AREA_SCORE, given.area.unit_id)
    hint = _("Điều gì chưa đúng, căn cứ vào đâu. Không nêu tên ai.")
    form = WordsForm(sent(request), label=_("Kiến nghị"), hint=hint)

    def deed() -> object:
        return lodge_appeal(actor=request.actor, given=given, text=form.cleaned_data["words"])

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã gửi kiến nghị; tỉnh sẽ trả lời."))
        return redirect(area_url(given.area))
    names = names_of([given.area])
    words = {"year": given.year, "area": names.of(given.area)}
    return plain(
        request, form, title=_("Kiến nghị về kết quả năm %(year)d của %(area)s") % words, deed=_("Gửi kiến nghị"),
        lead=_("Kết quả đang có giữ nguyên cho đến khi tỉnh trả lời."), back_url=area_url(given.area),
        trail=trail(given.area, names),
    )  # fmt: skip


@page(needs=Permission.AREA_DECIDE)
@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Answer an appeal: the class is kept, or another is given by a decision of its own."""
    appeal = get_appeal(request.actor, uid)
    area = appeal.given.area
    require_at(request.actor, Permission.AREA_DECIDE, area.unit_id)
    if appeal.state != Appeal.State.LODGED:
        return redirect(area_url(area))
    form = AnswerForm(sent(request), label=_("Trả lời"), rule_set=rule_of(appeal.given))
    if request.method == "POST" and done(form, lambda: _answer(request, appeal, form)):
        flash(request, _("Đã trả lời kiến nghị."))
        return redirect(area_url(area))
    names = names_of([area])
    words = {"year": appeal.given.year, "area": names.of(area)}
    return plain(
        request, form, title=_("Trả lời kiến nghị năm %(year)d của %(area)s") % words, lead=f"“{appeal.words}”",
        deed=_("Trả lời"), back_url=area_url(area), trail=trail(area, names),
    )  # fmt: skip


def _answer(request: ActorRequest, appeal: Appeal, form: AnswerForm) -> Appeal:
    told = form.cleaned_data
    if not told["class_code"]:
        return keep_class(actor=request.actor, appeal=appeal, answer=told["words"])
    other = Other(told["words"], told["class_code"], recognition_of(told["recognised"]))
    return change_class(
        actor=request.actor, appeal=appeal, answer=told["words"], other=other, signing=Signing(told["family"])
    )
