"""The consolidation as a paper: seen as it will be printed, taken away as a draft, issued under a number."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.rules import media_type_of
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import Family, Node
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.forms import IssueForm
from lanhmanh.reporting.views import issued
from lanhmanh.reporting.views.consolidations import asked_for, of
from lanhmanh.ui import downloads
from lanhmanh.ui.formats import period_name, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import ancestors

FORMATS = ("docx", "pdf", "xlsx")
_FAMILIES = ("union", "state")


def family_of(text: str | None) -> Family:
    """Return the form of the paper that an address asks for.

    :raises Http404: there is none of this name.
    """
    if (text or "union") not in _FAMILIES:
        raise Http404("family")
    return Family(text or "union")


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def preview(request: ActorRequest, form: str, period: str, unit_uid: str) -> HttpResponse:
    """Show the paper as it would be issued now, with what is still to be checked beside it."""
    asked, term, unit = asked_for(request, form, period, unit_uid)
    family = family_of(request.GET.get("the-thuc"))
    whole = selectors.consolidation(request.actor, asked, term, unit)
    missing = selectors.missing_units(asked, term, unit)
    above = ancestors(unit, whole.window.last)
    old = selectors.to_replace(asked, term, unit, family.value)
    narrative = selectors.narrative_of(asked, term, unit)
    draft = papers.official_report(
        whole, missing, narrative=narrative, parent_name=above[0].name if above else "", family=family,
        replaces=papers.replaced(old.document) if old else None,
    )  # fmt: skip
    context: dict[str, Any] = {
        **of(request.actor, whole),
        **issued.of_consolidation(request.actor, whole),
        "draft": draft,
        "replaces": old.document if old else None,
        "nodes": list(flat(draft.outline)),
        "family": family.value,
        "families": IssueForm.FAMILIES,
        "missing": missing,
        "known": sum(value is not None for value in whole.totals.values()),
        "asked": len(whole.totals),
        "formats": FORMATS,
        "written": len(narrative),
    }
    return render(request, "reporting/preview.html", context)


def flat(nodes: tuple[Node, ...], depth: int = 0) -> Any:
    """Yield the clauses of a paper in reading order, each with its depth."""
    for node in nodes:
        yield depth, node
        yield from flat(node.children, depth + 1)


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def export(request: ActorRequest, form: str, period: str, unit_uid: str, format: str) -> HttpResponse:
    """Hand out the draft as a file."""
    asked, term, unit = asked_for(request, form, period, unit_uid)
    if format not in FORMATS:
        raise Http404("format")
    family = family_of(request.GET.get("the-thuc")).value
    files = services.export_consolidation(
        actor=request.actor, form=asked, period=term, unit=unit, family=family, formats=[format]
    )
    name = f"tong-hop-{asked.code}-{term.code}-{unit.uid[-6:]}.{format}".lower()
    return downloads.download(files[format], name, media_type_of(name))


@page(needs=Permission.DOCUMENT_ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, form: str, period: str, unit_uid: str) -> HttpResponseBase:
    """Ask for the form of the paper, then issue it under the next number of the year."""
    asked, term, unit = asked_for(request, form, period, unit_uid)
    if not can(request.actor, Permission.DOCUMENT_ISSUE, unit):
        raise Http404("unit")
    whole = selectors.consolidation(request.actor, asked, term, unit)
    choice = IssueForm(
        sent(request),
        initial={"family": family_of(request.GET.get("the-thuc")).value},
    )
    if request.method == "POST" and choice.is_valid():
        try:
            document = services.issue_consolidation(
                actor=request.actor, form=asked, period=term, unit=unit, family=choice.cleaned_data["family"],
                token=choice.cleaned_data["token"],
            )  # fmt: skip
        except Refused as refusal:
            choice.add_error(None, said(refusal))
        else:
            flash(request, _("Đã ban hành %(number)s.") % {"number": document.number})
            return redirect("documents:detail", document.uid)
    context = {
        "title": _("Ban hành báo cáo tổng hợp %(period)s") % {"period": period_name(term)},
        "explanation": _explanation(whole),
        "deed": _("Cấp số và ban hành"),
        "back_url": reverse("reporting:preview", args=[form, period, unit_uid]),
        "form": choice,
        "replacing": _replacing(request, whole),
    }
    return render(request, "reporting/issue.html", context, status=422 if choice.errors else 200)


def _replacing(request: ActorRequest, whole: selectors.Consolidation) -> list[tuple[str, dict[str, Any]]]:
    """Return the standing documents of the consolidation with the words for what becomes of each."""
    known = selectors.issued(request.actor, whole.form, whole.period, whole.unit)
    names = {code: str(name) for code, name in IssueForm.FAMILIES}
    return [
        (issued.replacing_words(one, names.get(one.document.family, "")), issued.told(one))
        for one in known
        if one.standing != "replaced"
    ]


def _explanation(whole: selectors.Consolidation) -> str:
    said = {
        "approved": whole.approved,
        "expected": whole.expected,
        "unit": whole.unit_name,
        "left": whole.missing_count,
    }
    text = _("%(unit)s: %(approved)d trên %(expected)d báo cáo đã duyệt.") % said
    if whole.missing_count:
        text += " " + _("Còn thiếu %(left)d báo cáo; văn bản nêu rõ và không tính là 0.") % said
    return text + " " + _("Văn bản được cấp số kế tiếp trong năm và không sửa được nữa.")
