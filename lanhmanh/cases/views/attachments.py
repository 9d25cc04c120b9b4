"""Files of a case: taken in without touching the disk, given out only while the case is open."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.cases import services
from lanhmanh.cases.forms.vault import AttachmentForm
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.models import Case
from lanhmanh.cases.selectors.attachments import get_attachment
from lanhmanh.cases.selectors.door import get_case, require_opened
from lanhmanh.cases.views.page import show
from lanhmanh.documents.rules import MOST_BYTES
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import said
from lanhmanh.ui.messages import flash

FORM = 64 * 1024  # what a form weighs around its file


class InMemory(MemoryFileUploadHandler):
    """Keep an upload in memory whatever the settings say: on disk it would lie readable. What is too big is dropped."""

    most = MOST_BYTES

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Take what fits; the view says what did not."""
        self.activated = content_length <= self.most + FORM


@csrf_exempt
def add(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Set the way of reading before anything of the request is read, then check it as every other."""
    request.upload_handlers = [InMemory(request)]
    return _add(request, uid=uid)


@csrf_protect
@vault(*WORKERS)
@require_POST
def _add(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Close a file with the case's key."""
    case = get_case(request.actor, uid)
    found = require_opened(request.actor, request.keys, case)
    form = AttachmentForm(request.POST, request.FILES)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM:
        form.errors["file"] = form.error_class([_("Tệp lớn hơn 20 MB: chọn tệp nhỏ hơn hoặc tách tệp.")])
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.add_attachment(
                actor=request.actor, keys=request.keys, case=case, name=file.name, content=file.read(),
                token=form.cleaned_data["token"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("file", said(refusal))
        else:
            flash(request, _("Đã thêm tệp."))
            return redirect("cases:page", uid)
    return show(request, found, form, status=422)


add.needs = _add.needs  # type: ignore[attr-defined]


@vault(*EVERYBODY)
@require_GET
def get(request: CaseRequest, uid: str, attachment: str) -> HttpResponse:
    """Hand a file out, never opened inside the page and left in no cache."""
    case = get_case(request.actor, uid)
    name, kind, content = services.read_attachment(actor=request.actor, keys=request.keys, case=case, uid=attachment)
    return download(content, name, kind or "application/octet-stream")


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def remove(request: CaseRequest, uid: str, attachment: str) -> HttpResponseBase:
    """Ask once more, then take a file off for good."""
    case = get_case(request.actor, uid)
    if request.method == "GET":
        return _asked(request, case, attachment)
    try:
        services.remove_attachment(actor=request.actor, keys=request.keys, case=case, uid=attachment)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, _("Đã bỏ tệp."))
    return redirect("cases:page", uid)


def _asked(request: CaseRequest, case: Case, uid: str) -> HttpResponse:
    found = require_opened(request.actor, request.keys, case)
    get_attachment(case, uid)
    context = {
        "title": _("Bỏ tệp “%(name)s”?") % {"name": found.words(uid).get("name", "")},
        "explanation": _("Tệp bị hủy hẳn, không lấy lại được. Việc bỏ tệp được ghi vào nhật ký."),
        "deed": _("Bỏ tệp"),
        "back_url": reverse("cases:page", args=[case.uid]),
    }
    return render(request, "ui/confirm.html", context)
