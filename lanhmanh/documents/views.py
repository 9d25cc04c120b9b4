"""The register, one document, its files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents import selectors
from lanhmanh.documents.forms import RegisterForm
from lanhmanh.documents.models import Mark
from lanhmanh.kernel import clock
from lanhmanh.paper.json_form import from_json
from lanhmanh.ui import downloads
from lanhmanh.units.selectors import names_on

PER_PAGE = 50


@page(needs=Permission.DOCUMENT_VIEW)
@require_GET
def register(request: ActorRequest) -> HttpResponse:
    """Show the register."""
    form = RegisterForm(request.GET, years=selectors.years(request.actor))
    rows = selectors.register(request.actor, **form.question())
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = names_on({row.unit_id for row in shown}, clock.today())
    listed = [(row, names.get(row.unit_id, "")) for row in shown]
    return render(request, "documents/register.html", {"form": form, "page": shown, "rows": listed})


@page(needs=Permission.DOCUMENT_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one document: its facts, what it cites, what cites it, its files."""
    document = selectors.get_document(request.actor, uid)
    context: dict[str, Any] = {
        "document": document,
        "unit_name": names_on([document.unit_id], clock.today()).get(document.unit_id, ""),
        "value": from_json(document.value) if document.value else None,
        "changed": [mark for mark in document.marks.all() if mark.kind == Mark.Kind.CHANGED],
        "successor": next((mark.successor for mark in document.marks.all() if mark.successor), None),
        "place_of": selectors.place_of(document),
        "citing": selectors.citing(request.actor, document),
    }
    return render(request, "documents/detail.html", context)


@page(needs=Permission.DOCUMENT_VIEW)
@require_GET
def download(request: ActorRequest, uid: str, form: str) -> HttpResponse:
    """Hand out one file, never opened inside the page."""
    file = selectors.get_rendition(request.actor, uid, form).file
    return downloads.download(bytes(file.content), file.name, file.media_type)
