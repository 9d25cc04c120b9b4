"""What the pages of rights share: a refused deed goes back to its form, a paper goes straight to the reader."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lanhmanh import paper
from lanhmanh.cases.guards import CaseRequest
from lanhmanh.cases.selectors.door import NotOpened, OnlyLooking
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import slug
from lanhmanh.paper import OfficialDocument
from lanhmanh.ui import forms
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import Form
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def done(form: Form, deed: Callable[[], Any], *, ready: bool | None = None) -> bool:
    """Do the deed of a valid form; what refuses it stands above the form, or at the field that the refusal names.

    An opening that ran out is not the form's fault and is left to the page.
    """
    return forms.done(form, deed, ready=ready, left=(NotOpened, OnlyLooking))


def to_case(request: CaseRequest, uid: str, refusal: Refused) -> HttpResponseBase:
    """Send to the page where the case is opened, saying why."""
    flash(request, said(refusal), state="warning")
    return redirect(f"/ho-so/{uid}/")


def page_of(request: CaseRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """Show a page with a form, as wrong (422) when the form is."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def plain(request: CaseRequest, form: Form, **context: Any) -> HttpResponse:
    """Show a page that is one form: `title`, `lead`, `deed`, `back_url`, `crumbs` as pairs of label and address."""
    return page_of(request, "cases/rights/form.html", form, **context)


def file_of(document: OfficialDocument, kind: str, name: str) -> HttpResponse:
    """Hand a paper out as Word or PDF; nothing of it is kept.

    :raises Http404: another kind.
    """
    if kind not in MEDIA:
        raise Http404(kind)
    content = paper.write_pdf(document) if kind == "pdf" else paper.write_docx(document)
    return download(content, f"{slug(name, '-')}.{kind}", MEDIA[kind])


def chosen(request: CaseRequest, units: list[tuple[Unit, str]]) -> str:
    """Return which unit a new form begins with: the own one, else the first.

    :raises Http404: there is none.
    """
    if not units:
        raise Http404("unit")
    return next((unit.uid for unit, _name in units if unit.pk == request.actor.home_unit_id), units[0][0].uid)


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of file with the words of their buttons."""
    return [("docx", _("Tải Word")), ("pdf", _("Tải PDF để in"))]


def cases_crumb() -> tuple[str, str]:
    """Return the first step of the way here."""
    return _("Hồ sơ hỗ trợ"), "/ho-so/"
