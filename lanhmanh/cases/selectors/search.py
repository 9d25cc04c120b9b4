"""Finding cases by a name or an identity number, through tokens: nothing is opened to look into."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, CaseState, Token
from lanhmanh.cases.policies import visible
from lanhmanh.cases.selectors.shelves import NEWEST, Shelf, shelf
from lanhmanh.db.prepared import prepared
from lanhmanh.keyring.access import Keys
from lanhmanh.units.models import Unit

FEWEST_DIGITS = 6
MOST_SHOWN = 200


def found(actor: Actor, keys: Keys, words: str) -> list[int]:
    """Return the cases that bear these words, of those that the actor may know of, the newest first.

    If there are more than `MOST_SHOWN`, one more than that.

    :raises NoKey: the actor holds no key, so nothing can be looked for.
    """
    if _is_number(words):
        return _known(actor, _bearers({keys.index.number(words)}))
    here = shelf(actor)
    places = [uid for (uid,) in _uids(here.known)]
    return lying(here, _bearers(keys.index.asked(words, places)))


def _bearers(tokens: Collection[bytes]) -> set[int]:
    """Return which cases bear them; given as a subquery, PostgreSQL walks through all cases by their dates."""
    return {case for (case,) in (_borne(tokens) if tokens else ())}


def _known(actor: Actor, cases: Collection[int]) -> list[int]:
    rows = visible(actor).filter(pk__in=cases).order_by(*NEWEST)
    return list(rows.values_list("pk", flat=True)[: MOST_SHOWN + 1])


def lying(shelf: Shelf, cases: Collection[int]) -> list[int]:
    """Return which of these cases lie there, the newest first; if more than `MOST_SHOWN`, one more than that."""
    return [case for (case,) in (_lying(shelf.units, shelf.offered, cases) if cases else ())]


@prepared
def _uids(units: Collection[int]) -> QuerySet[Unit, tuple[str]]:
    return Unit.objects.filter(pk__in=units).values_list("uid")


@prepared
def _borne(tokens: Collection[bytes]) -> QuerySet[Token, tuple[int]]:
    return Token.objects.filter(token__in=tokens).values_list("case_id")


@prepared
def _lying(units: Collection[int], offered: Collection[int], cases: Collection[int]) -> QuerySet[Case, tuple[int]]:
    rows = Case.objects.filter(Q(unit__in=units) | Q(pk__in=offered), pk__in=cases).exclude(state=CaseState.MERGED)
    return rows.order_by(*NEWEST).values_list("pk")[: MOST_SHOWN + 1]


def _is_number(words: str) -> bool:
    """Test whether it is an identity number that was typed: digits for the most part, as in "B 1234567"."""
    signs = [char for char in words if char.isalnum()]
    digits = sum(char.isdigit() for char in signs)
    return digits >= FEWEST_DIGITS and digits * 2 > len(signs)
