"""The page on which a paper is made from a case."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.cases.forms.course import PaperForm
from lanhmanh.cases.guards import WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Episode
from lanhmanh.cases.papers.course import ByHand, offered
from lanhmanh.cases.selectors.course import get_episode
from lanhmanh.cases.selectors.course_timeline import cited
from lanhmanh.cases.services.course_papers import make_paper
from lanhmanh.cases.views.course_doors import opened_case
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import write_docx, write_pdf
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import either, said
from lanhmanh.ui.forms import sent

MEDIA = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (write_pdf, "application/pdf"),
}


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def papers(request: CaseRequest, uid: str, episode_uid: str) -> HttpResponseBase:
    """Make a paper of an episode and hand it to the reader; nothing is kept."""
    opened = opened_case(request, uid)
    episode = get_episode(request.actor, opened.case, episode_uid)
    found = offered(episode)
    choices = [(one.code, either(one.name_vi, one.name_en)) for one in found]
    initial = {"dated": clock.today(), "kind": "docx", "code": choices[0][0] if choices else ""}
    form = PaperForm(sent(request), choices=choices, initial=initial)
    if form.is_valid():
        try:
            return _made(request, episode, form)
        except Refused as refusal:
            form.add_error(None, said(refusal))
    sources = [(name, *cited(one.source), one.source.note) for one, (_code, name) in zip(found, choices, strict=True)]
    context = {"case": opened.case, "form": form, "sources": sources, "title": _("Lập giấy tờ")}
    return render(request, "cases/course/papers.html", context, status=422 if form.errors else 200)


def _made(request: CaseRequest, episode: Episode, form: PaperForm) -> HttpResponse:
    values = form.cleaned_data
    by_hand = ByHand(
        dated=values["dated"], number=values["number"], signer=values["signer"], facility=values["facility"],
        where=values["where"], months=str(values["months"] or ""),
    )  # fmt: skip
    doc = make_paper(actor=request.actor, keys=request.keys, episode=episode, code=values["code"], by_hand=by_hand)
    write, media = MEDIA[values["kind"]]
    number = str(episode.case).replace("/", "-")
    return download(write(doc), f"ho-so-{number}-{values['code']}.{values['kind']}", media)
