"""Looking for a person: on record with the number of hits, never with the words."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case
from lanhmanh.cases.selectors.listing import of_page
from lanhmanh.cases.selectors.search import MOST_SHOWN, found
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys

SHORTEST, LONGEST = 2, 120


@dataclass(frozen=True, slots=True)
class Hits:
    """Hold what a search found, at most `MOST_SHOWN` of it, by primary key in the order of lists."""

    ids: list[int]
    more: bool

    @property
    def cases(self) -> list[Case]:
        """Return the cases themselves."""
        return of_page(self.ids)


def search_cases(*, actor: Actor, keys: Keys, words: str) -> Hits:
    """Return the cases that bear a name or an identity number, and put the search on record.

    :raises Refused: too few letters, or too many.
    :raises NoKey: the actor holds no key.
    """
    plain = " ".join(words.split())
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Refused(_("Gõ tên (ít nhất tên gọi, hoặc hai chữ liền nhau) hay số định danh, từ 2 đến 120 ký tự."))
    ids = found(actor, keys, plain)
    # Only this is written: who looks for somebody else meanwhile does not wait for the looking.
    with transaction.atomic():
        record(actor=actor, verb="case.searched", unit_id=actor.home_unit_id, hits=min(len(ids), MOST_SHOWN))
    return Hits(ids[:MOST_SHOWN], len(ids) > MOST_SHOWN)
