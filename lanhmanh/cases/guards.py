"""What every page of the vault keeps: strangers find nothing, no cache holds it, what does not open says so plainly."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from lanhmanh.accounts.guards import SIGNED_IN, ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import record
from lanhmanh.cases.policies import ANSWERING, KNOWING
from lanhmanh.cases.selectors.door import AtRest, NotOpened, OnlyLooking
from lanhmanh.kernel.ids import new_id
from lanhmanh.keyring.access import Keys, NoKey
from lanhmanh.sealing import Unopened
from lanhmanh.ui.formats import said
from lanhmanh.ui.messages import flash

EVERYBODY, ANSWERABLE = KNOWING, ANSWERING
WORKERS = (Permission.CASE_WORK,)
_log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


class CaseRequest(ActorRequest):
    """A request of somebody whose keys may be unlocked."""

    keys: Keys


def vault(*permissions: Permission) -> Callable[[View], View]:
    """Return the decorator of a page of the vault, open to who holds one of the permissions anywhere.

    Which case may be seen is decided by its door, whether its words are shown by an opening.
    """

    def decorate(view: View) -> View:
        @page(needs=SIGNED_IN)
        @sensitive_post_parameters()
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.actor.holds(permission) for permission in permissions):
                raise Http404("vault")
            answer = _answer(view, request, *args, **kwargs)
            answer["Cache-Control"] = "no-store"
            return answer

        return guarded

    return decorate


def _answer(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except (NotOpened, OnlyLooking, AtRest) as refusal:
        flash(request, said(refusal), state="warning")
        return redirect("cases:page", kwargs["uid"])
    except NoKey as refusal:
        return _plain(request, _("Chưa có khóa"), said(refusal), code=403)
    except Unopened:
        return _tampered(request, str(kwargs.get("uid", "")))


def _tampered(request: Any, uid: str) -> HttpResponse:
    """Say that content is not what was written here, with a code to find it by; show nothing of it."""
    reference = new_id()[-8:]
    with transaction.atomic():
        record(actor=request.actor, verb="case.unopened", unit_id=request.actor.home_unit_id, code=reference, case=uid)
    _log.error("content of case %s does not open; code %s", uid, reference)
    lead = _(
        "Nội dung trong cơ sở dữ liệu không còn là nội dung đã ghi: có thể đã bị sửa, chuyển chỗ hoặc khôi phục sai. "
        "Hệ thống không hiển thị gì từ hồ sơ này."
    )
    return _plain(request, _("Không mở được nội dung"), lead, code=409, reference=reference)


def _plain(request: Any, title: str, lead: str, *, code: int, reference: str = "") -> HttpResponse:
    context = {"code": code, "title": title, "lead": lead, "hints": (), "reference": reference}
    return render(request, "ui/error.html", context, status=code)
