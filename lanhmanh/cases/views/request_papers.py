"""The page on which a paper of a request is made."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lanhmanh.cases.forms.rights import RequestPaperForm
from lanhmanh.cases.guards import WORKERS, CaseRequest, vault
from lanhmanh.cases.models import PersonRequest
from lanhmanh.cases.papers.requests import ByHand, offered
from lanhmanh.cases.selectors import requests as register
from lanhmanh.cases.selectors.door import NotOpened
from lanhmanh.cases.services.request_papers import make_request_paper
from lanhmanh.cases.views.rights_common import file_of, to_case
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import either, said
from lanhmanh.ui.forms import sent


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def paper(request: CaseRequest, asked: str) -> HttpResponseBase:
    """Make a paper of a request and hand it to the reader; nothing is kept."""
    found = register.get_request(request.actor, asked, writing=True)
    choices = [(code, either(vietnamese, english)) for code, vietnamese, english in offered(found)]
    initial = {"dated": clock.today(), "kind": "docx", "code": choices[0][0]}
    form = RequestPaperForm(sent(request), choices=choices, initial=initial)
    if form.is_valid():
        try:
            return _made(request, found, form)
        except NotOpened as refusal:
            return to_case(request, found.case.uid if found.case else "", refusal)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    context = {"found": found, "form": form}
    return render(request, "cases/rights/request_paper.html", context, status=422 if form.errors else 200)


def _made(request: CaseRequest, found: PersonRequest, form: RequestPaperForm) -> HttpResponse:
    told = form.cleaned_data
    by_hand = ByHand(told["dated"], told["number"].strip(), told["signer"].strip())
    made = make_request_paper(
        actor=request.actor, keys=request.keys, request=found, code=told["code"], by_hand=by_hand
    )  # fmt: skip
    return file_of(made, told["kind"], f"yeu-cau-{found.received_on:%Y-%m-%d}-{told['code']}")
