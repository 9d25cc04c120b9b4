"""Papers made from a person's request: they go to the reader and stay nowhere."""

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import PersonRequest
from lanhmanh.cases.papers.requests import ByHand, offered, paper_of
from lanhmanh.cases.selectors.door import NotOpened
from lanhmanh.cases.selectors.reach import WORKERS, require_at
from lanhmanh.cases.selectors.requests import words_of
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys, NoKey
from lanhmanh.paper import OfficialDocument
from lanhmanh.units.models import Unit


@transaction.atomic
def make_request_paper(
    *, actor: Actor, keys: Keys, request: PersonRequest, code: str, by_hand: ByHand
) -> OfficialDocument:
    """Return a paper of a request; that it was made is on record, its content is not.

    :raises NotOpened: the request belongs to a case that the actor has not opened.
    :raises NoKey: the actor holds no key for its words.
    :raises Refused: the request has not come to such a paper.
    """
    require_at(actor, request.holder_id, WORKERS)
    if code not in {one for one, *_names in offered(request)}:
        raise Refused(_("Yêu cầu này chưa có giấy đó."))
    words = words_of(actor, keys, request)
    if words is None and request.box.destroyed_on is None:
        raise NotOpened if request.case is not None else NoKey
    record(actor=actor, verb="request.paper_made", on=request, unit_id=request.holder_id)
    return paper_of(code, request, Unit.objects.get(pk=request.holder_id), words or {}, by_hand)
