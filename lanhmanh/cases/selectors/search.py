"""Finding cases by a name or an identity number, through tokens: nothing is opened to look into."""

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, Token
from lanhmanh.cases.policies import visible
from lanhmanh.cases.selectors.listing import in_order, shelf
from lanhmanh.keyring.access import Keys
from lanhmanh.units.models import Unit

FEWEST_DIGITS = 6
MOST_SHOWN = 200


def found(actor: Actor, keys: Keys, words: str) -> QuerySet[Case]:
    """Return the cases that bear these words, of those that the actor may know of.

    :raises NoKey: the actor holds no key, so nothing can be looked for.
    """
    if _is_number(words):
        tokens = {keys.index.number(words)}
    else:
        places = Unit.objects.filter(pk__in=shelf(actor).known).values_list("uid", flat=True)
        tokens = {keys.index.asked(words, place) for place in places}
    # Which cases bear them is asked before: given as a subquery, PostgreSQL walks through all cases by their dates.
    bearers = set(Token.objects.filter(token__in=tokens).values_list("case_id", flat=True))
    return in_order(visible(actor).filter(pk__in=bearers))


def _is_number(words: str) -> bool:
    """Test whether it is an identity number that was typed: digits for the most part, as in "B 1234567"."""
    signs = [char for char in words if char.isalnum()]
    digits = sum(char.isdigit() for char in signs)
    return digits >= FEWEST_DIGITS and digits * 2 > len(signs)
