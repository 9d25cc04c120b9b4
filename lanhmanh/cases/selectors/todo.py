"""What the vault lays on somebody's desk: cases offered to the unit, emergency openings to review."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, CaseState, Opening, Outcome, PersonRequest, Transfer, TransferState
from lanhmanh.cases.policies import offered
from lanhmanh.cases.selectors.openings import to_review
from lanhmanh.kernel import clock
from lanhmanh.law.calendars import local_day
from lanhmanh.units.selectors import known_names


@dataclass(frozen=True, slots=True)
class Offer:
    """A case that another unit offers, or did not take."""

    case: Case
    unit_name: str
    since: date


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency opening that waits for a review."""

    opening: Opening
    who: str
    on: date


def offers(actor: Actor) -> list[Offer]:
    """Return the cases that wait for an answer of the actor's unit, the oldest first."""
    found = list(offered(actor).select_related("case").order_by("asked_at"))
    names = known_names({row.from_unit_id for row in found}, clock.today()) if found else {}
    return [Offer(row.case, names.get(row.from_unit_id, ""), timezone.localtime(row.asked_at).date()) for row in found]


def not_taken(actor: Actor) -> list[Offer]:
    """Return the cases that the actor offered and the other unit did not take, until the actor reads why."""
    read = Opening.objects.filter(case=OuterRef("case"), user_id=actor.user_id, at__gt=OuterRef("decided_at"))
    later = Transfer.objects.filter(case=OuterRef("case"), asked_at__gt=OuterRef("asked_at"))
    rows = Transfer.objects.filter(
        ~Exists(read), ~Exists(later), state=TransferState.REFUSED, asked_by=actor.user_id, case__state=CaseState.OPEN,
        case__unit=F("from_unit"),
    )  # fmt: skip
    found = list(rows.select_related("case").order_by("decided_at"))
    names = known_names({row.to_unit_id for row in found}, clock.today()) if found else {}
    return [Offer(row.case, names.get(row.to_unit_id, ""), local_day(row.decided_at or row.asked_at)) for row in found]


def left_behind(today: date) -> int:
    """Return how many cases should have been sealed or erased before today: the timer of the server does not run."""
    late = Case.objects.filter(state=CaseState.CLOSED, seal_on__lt=today).count()
    waits = PersonRequest.objects.filter(case=OuterRef("pk"), outcome=Outcome.OPEN)
    return late + Case.objects.filter(~Exists(waits), state=CaseState.SEALED, erase_on__lt=today).count()


def emergencies(actor: Actor) -> list[Emergency]:
    """Return the emergency openings that the actor has to review, the oldest first."""
    return [
        Emergency(row, row.user.full_name, timezone.localtime(row.at).date()) for row in to_review(actor).order_by("at")
    ]
