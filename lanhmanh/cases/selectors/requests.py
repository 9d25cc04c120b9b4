"""Reading the register of requests: without names, until the box of one is opened."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case as When
from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models import When as If
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Outcome, PersonRequest
from lanhmanh.cases.rules.rights import Dues, dues
from lanhmanh.cases.selectors.door import opened
from lanhmanh.cases.selectors.reach import READERS, WORKERS, holds_at, named, units_of
from lanhmanh.keyring.access import Keys, NoKey
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Hold one request as its reader sees it; `words` is None while its box is not opened."""

    request: PersonRequest
    due: Dues
    words: dict[str, str] | None
    may_answer: bool


def visible(actor: Actor) -> QuerySet[PersonRequest]:
    """Return the requests that the actor may know of."""
    rows = PersonRequest.objects.filter(_at(actor, READERS))
    return rows.select_related("case", "unit", "box", "recorded_by")


def _at(actor: Actor, permissions: tuple[Permission, ...]) -> Q:
    """Return the condition that the actor holds a permission where a request is answered: it goes with its case."""
    units = units_of(actor, permissions).values("pk")
    return Q(case=None, unit__in=units) | Q(case__unit__in=units)


def listed(actor: Actor, *, answered: bool = False) -> QuerySet[PersonRequest]:
    """Return the open requests, the most urgent first; with `answered` all of them, the newest answers last."""
    rows = visible(actor) if answered else visible(actor).filter(outcome=Outcome.OPEN)
    rank = When(If(outcome=Outcome.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("rank", "answer_due", "pk")


def get_request(actor: Actor, uid: str, *, writing: bool = False) -> PersonRequest:
    """Return a request by its public id.

    :raises Http404: there is none that the actor may know of, or answer where `writing`.
    """
    found = visible(actor).filter(_at(actor, WORKERS if writing else READERS), uid=uid).first()
    if found is None:
        raise Http404("request")
    return found


def request_page(actor: Actor, keys: Keys, request: PersonRequest) -> RequestPage:
    """Return a request with its words, where its case is opened or its own box may be."""
    due = dues(request.kind, request.received_on, extended=request.extended)
    may = holds_at(actor, request.holder_id, WORKERS) and request.outcome == Outcome.OPEN
    return RequestPage(request, due, words_of(actor, keys, request), may)


def requests_due(actor: Actor) -> list[PersonRequest]:
    """Return the open requests of the units where the actor answers them, the most urgent first."""
    return list(listed(actor).filter(_at(actor, WORKERS)))


def places(actor: Actor, day: date) -> list[tuple[Unit, str]]:
    """Return the units for which the actor registers requests, with their names."""
    return named(units_of(actor, WORKERS), day)


def words_of(actor: Actor, keys: Keys, request: PersonRequest) -> dict[str, str] | None:
    """Return the words of a request, None while its case is not opened or its own box cannot be."""
    if request.case is not None:
        case = Case.objects.select_related("box", "unit").get(pk=request.case.pk)
        held = opened(actor, keys, case)
        return held.words(request.uid) if held else None
    try:
        key = keys.open_box(request.box)
    except NoKey:
        return None
    return access.read(box=request.box, key=key, record=request.uid)
