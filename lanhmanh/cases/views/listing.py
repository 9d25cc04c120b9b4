"""The list of cases, and the search."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import services
from lanhmanh.cases.forms.vault import FilterForm, SearchForm
from lanhmanh.cases.guards import ANSWERABLE, EVERYBODY, CaseRequest, vault
from lanhmanh.cases.selectors import listing, openings, shelves, todo, twins
from lanhmanh.cases.selectors.naming import status_choices
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent

PER_PAGE = 30


@vault(*EVERYBODY)
@require_GET
def case_list(request: CaseRequest) -> HttpResponse:
    """Show the cases that the reader may know of."""
    shelf = shelves.shelf(request.actor)
    form = FilterForm(request.GET, statuses=status_choices(), units=shelves.unit_choices(shelf))
    filters = form.filters()
    shown = shelves.Pages(shelf, filters, PER_PAGE).get_page(request.GET.get("page"))
    rows = listing.rows(request.actor, request.keys, listing.of_page(list(shown.object_list)), shelf)
    context = {
        "form": form,
        "page": shown,
        "rows": rows,
        "filtered": any((filters.state, filters.status, filters.unit)),
        "search": SearchForm(),
        **_around(request, shelf),
    }
    return render(request, "cases/list.html", context)


@vault(*EVERYBODY)
@require_http_methods(["GET", "POST"])
def search(request: CaseRequest) -> HttpResponse:
    """Look for a person; the words are posted and stand in no address."""
    form = SearchForm(sent(request))
    context: dict[str, Any] = {"form": form, "today": clock.today()}
    if form.is_valid():
        try:
            hits = services.search_cases(actor=request.actor, keys=request.keys, words=form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error("words", said(refusal))
        else:
            shown = Paginator(hits.ids, PER_PAGE).get_page(form.cleaned_data["page"] or 1)
            rows = listing.rows(request.actor, request.keys, listing.of_page(list(shown.object_list)))
            context |= {"asked": True, "page": shown, "rows": rows, "more": hits.more, "count": len(hits.ids)}
    return render(request, "cases/search.html", context, status=422 if form.errors else 200)


def _around(request: CaseRequest, shelf: shelves.Shelf) -> dict[str, Any]:
    """Return what stands above the list: what waits for the reader."""
    actor = request.actor
    answers = any(actor.holds(permission) for permission in ANSWERABLE)
    return {
        "today": clock.today(),
        "may_record": actor.holds(Permission.CASE_WORK),
        "may_import": actor.holds(Permission.CASE_SUPERVISE),
        "answers": answers,
        "to_review": openings.number_to_review(actor, shelf.reached(ANSWERABLE)) if answers else 0,
        "offers": todo.offers(actor) if shelf.offered else [],
        "twins": twins.named(twins.newest(shelf.reached({Permission.CASE_OVERSEE}))),
        "has_keys": bool(request.keys),
    }
