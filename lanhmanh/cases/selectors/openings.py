"""Who opened what and why: for those who answer for the unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import Opening, OpeningKind
from lanhmanh.cases.policies import REASONED
from lanhmanh.cases.selectors.reach import CHARGE, ids_of
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.keyring.access import Keys
from lanhmanh.units.selectors import known_names

_UNREVIEWED = Q(kind=OpeningKind.BREAK_GLASS, reviewed_at=None)


@dataclass(frozen=True, slots=True)
class Look:
    """One opening with its words; `opened` is False where the reader holds no key for them."""

    opening: Opening
    unit_name: str
    reason: str
    answer: str
    opened: bool
    may_review: bool


def watched(actor: Actor) -> QuerySet[Opening]:
    """Return the openings with a reason of the units that the actor answers for, the newest first."""
    rows = Opening.objects.filter(case__unit__in=ids_of(actor, CHARGE), kind__in=REASONED)
    return rows.select_related("case__box", "case__unit", "user", "reviewed_by").order_by("-at", "-pk")


def to_review(actor: Actor) -> QuerySet[Opening]:
    """Return the emergency openings that wait for the actor's review; nobody reviews an own one."""
    return watched(actor).filter(_UNREVIEWED).exclude(user_id=actor.user_id)


def number_to_review(actor: Actor, units: Collection[int]) -> int:
    """Return how many those are, for an actor who answers for these units."""
    return len(_to_review(units, actor.user_id))


@prepared
def _to_review(units: Collection[int], user: int) -> QuerySet[Opening, tuple[int]]:
    rows = Opening.objects.filter(_UNREVIEWED, case__unit__in=units).exclude(user_id=user)
    return rows.values_list("pk")


def get_watched(actor: Actor, uid: str) -> Opening:
    """Return an opening that the actor answers for.

    :raises Http404: there is none.
    """
    found = watched(actor).filter(uid=uid).first()
    if found is None:
        raise Http404("opening")
    return found


def looks(actor: Actor, keys: Keys, openings: Sequence[Opening]) -> list[Look]:
    """Return the openings of one page with their words, in a constant number of queries."""
    boxes = keys.open_boxes(list({row.case.box_id: row.case.box for row in openings}.values())) if openings else {}
    words = access.read_many(keys=boxes, records=[row.uid for row in openings]) if boxes else {}
    names = known_names({row.case.unit_id for row in openings}, clock.today())
    return [
        Look(
            opening=row,
            unit_name=names.get(row.case.unit_id, ""),
            reason=words.get(row.uid, {}).get("reason", ""),
            answer=words.get(row.uid, {}).get("review", ""),
            opened=row.case.box_id in boxes,
            may_review=may_review(actor, row),
        )
        for row in openings
    ]


def may_review(actor: Actor, opening: Opening) -> bool:
    """Test whether an opening waits for a review that is not its own author's."""
    return opening.kind == OpeningKind.BREAK_GLASS and not opening.reviewed_at and opening.user_id != actor.user_id
