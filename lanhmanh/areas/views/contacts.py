"""Where a tip goes: the guide that everybody reads, and the list that the province keeps. No tip is written here."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import SIGNED_IN, ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.contacts import CONTACTS, FIELDS, ContactForm, Contacts, contact_values
from lanhmanh.areas.forms.judging import WordsForm
from lanhmanh.areas.models import TipContact
from lanhmanh.areas.rules.contacts import numbers
from lanhmanh.areas.selectors import contacts as selectors
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.services import contacts as services
from lanhmanh.areas.services.contacts import Entry
from lanhmanh.areas.views.common import plain
from lanhmanh.kernel.text import fold
from lanhmanh.ui import lists
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

PER_PAGE = 30
BOTH = require_http_methods(["GET", "POST"])


@page(needs=SIGNED_IN)
@require_GET
def guide(request: ActorRequest) -> HttpResponse:
    """Say where a suspicion goes, and that nothing of it is written here."""
    unit = selectors.unit_asked(request.actor, request.GET.get("don-vi", "")[:40])
    found = selectors.contacts_for(unit)
    context = {
        "rows": [(row, name, numbers(row.phone)) for row, name in selectors.labelled(found)],
        "unit_name": names_of([], [unit.pk]).unit(unit.pk) if unit else "",
        "keeps": selectors.written_at(request.actor) is not None,
    }
    return render(request, "areas/tip_guide.html", context)


@page(needs=Permission.RULES_WRITE)
@require_GET
def contact_list(request: ActorRequest) -> HttpResponse:
    """Show the bodies of a province that take tips."""
    words, province = request.GET.get("q", "")[:80], _province(request)
    rows = list(selectors.contacts_of(province))
    told = selectors.labelled(rows)
    wanted = [(row, name) for row, name in told if fold(words) in fold(f"{row.name} {name}")]
    shown = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "areas/tip_contacts.html", {"page": shown, "rows": list(shown), "words": words, "kept": []})


@page(needs=Permission.RULES_WRITE)
@BOTH
def contact_new(request: ActorRequest) -> HttpResponseBase:
    """Enter one more body."""
    province = _province(request)
    form = ContactForm(sent(request), units=selectors.units_below(province))

    def deed() -> object:
        entry = Entry(form.unit_of(), form.told())
        return services.enter_contacts(actor=request.actor, province=province, entries=[entry])

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã ghi nơi nhận tin báo."))
        return redirect("areas:tip_contacts")
    return _form(request, form, _("Thêm nơi nhận tin báo"), _("Ghi vào danh sách"))


@page(needs=Permission.RULES_WRITE)
@BOTH
def contact_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what is stated of a body."""
    province, found = _province(request), selectors.get_contact(request.actor, uid)
    begun = {name: getattr(found, name) for name in FIELDS} | {"unit": found.unit.uid}
    name = names_of([], [found.unit_id]).unit(found.unit_id)
    form = ContactForm(sent(request), initial=begun, units=[(found.unit, "", name)])

    def deed() -> object:
        return services.change_contact(actor=request.actor, province=province, contact=found, told=form.told())

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã sửa nơi nhận tin báo."))
        return redirect("areas:tip_contacts")
    return _form(request, form, _("Sửa nơi nhận tin báo"), _("Lưu"))


@page(needs=Permission.RULES_WRITE)
@BOTH
def contact_remove(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a body off the list."""
    province, found = _province(request), selectors.get_contact(request.actor, uid)
    form = WordsForm(sent(request), label=_("Lý do"), hint=_("Ví dụ: số không còn dùng."))

    def deed() -> object:
        reason = form.cleaned_data["words"]
        return services.remove_contact(actor=request.actor, province=province, contact=found, reason=reason)

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã bỏ khỏi danh sách."))
        return redirect("areas:tip_contacts")
    return _form(request, form, _("Bỏ “%(name)s” khỏi danh sách?") % {"name": found.name}, _("Bỏ khỏi danh sách"))


@page(needs=Permission.RULES_WRITE)
@BOTH
def contacts_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring the list in from Excel, hand it out."""
    province = _province(request)
    units, there = selectors.units_below(province), list(selectors.contacts_of(province))

    def take(rows: Sequence[lists.Row]) -> None:
        known = Contacts(units, there)
        services.enter_contacts(actor=request.actor, province=province, entries=[known.entry(row) for row in rows])

    return lists.serve_list(
        request, CONTACTS, judge=lambda rows: Contacts(units, there).judge(rows), take=take, into=TipContact,
        back=reverse("areas:tip_contacts"), crumbs=_crumbs(), current=lambda: contact_values(there, units),
        lead=_("Nơi nhận tin báo của tỉnh, từng huyện, từng xã; số nào chưa gọi thử thì để trống ngày gọi thử."),
    )  # fmt: skip


def _province(request: ActorRequest) -> Unit:
    found = selectors.written_at(request.actor)
    if found is None:
        raise Http404("province")
    return found


def _form(request: ActorRequest, form: ContactForm | WordsForm, title: str, deed: str) -> HttpResponse:
    return plain(
        request, form, title=title, lead=_("Chỉ là số để gọi. Hệ thống không nhận, không lưu nội dung tin báo."),
        deed=deed, back_url=reverse("areas:tip_contacts"), trail=_crumbs(),
    )  # fmt: skip


def _crumbs() -> list[str]:
    return [_("Báo tin ở đâu"), reverse("areas:tip_guide"), _("Nơi nhận tin báo"), reverse("areas:tip_contacts")]
