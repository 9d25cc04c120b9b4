"""Papers made from an opened case: they go to the reader and stay nowhere."""

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Episode
from lanhmanh.cases.papers.course import ByHand, offered, paper_of
from lanhmanh.cases.services.standing import hold
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys
from lanhmanh.paper import OfficialDocument


@transaction.atomic
def make_paper(*, actor: Actor, keys: Keys, episode: Episode, code: str, by_hand: ByHand) -> OfficialDocument:
    """Return a paper filled with the data of an opened case; that it was made is on record, its content is not.

    :raises Refused: the course does not want such a paper, or not yet.
    """
    held = hold(actor, keys, episode.case, closed=True)
    paper = next((one for one in offered(episode) if one.code == code), None)
    if paper is None:
        raise Refused(_("Hình thức này không có giấy đó, hoặc chưa đến lúc lập."))
    record(actor=actor, verb="case.paper_made", on=held.case, unit_id=held.case.unit_id)
    return paper_of(paper, held, episode, by_hand)
