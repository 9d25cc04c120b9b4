"""What the page of a case shows of the person's rights, and the lists of consents, sharings and days to let go."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Case, CaseState, Consent, Hold, Outcome, Postponement, Sharing, of_person
from lanhmanh.cases.rules.rights import CONSENT
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.naming import FIELDS, ground_name
from lanhmanh.kernel import clock
from lanhmanh.units.selectors import known_names

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold a row with the words closed beside it, empty while they are not opened."""

    row: Any
    words: dict[str, str]
    fields: list[str]
    ground: str = ""


def consent_lines(case: Case, opened: Opened | None) -> list[Line]:
    """Return the consents of a case, those that stand first; two queries."""
    rows = list(case.consents.select_related("recorded_by").order_by("withdrawn_on", "given_on", "pk"))
    rows.sort(key=lambda row: row.withdrawn_on is not None)
    words = opened.words_of([row.uid for row in rows]) if opened and rows else {}
    return [Line(row, words.get(row.uid, {}), []) for row in rows]


def sharing_lines(case: Case, opened: Opened | None) -> list[Line]:
    """Return what went out of a case, the newest first; two queries."""
    rows = list(Sharing.objects.filter(of_person(case)).select_related("by", "consent").order_by("-at", "-pk"))
    words = opened.words_of([row.uid for row in rows]) if opened and rows else {}
    return [
        Line(row, words.get(row.uid, {}), [str(FIELDS.get(one, one)) for one in row.shared], ground_name(row.ground))
        for row in rows
    ]


def get_consent(case: Case, uid: str) -> Consent:
    """Return a consent of a case.

    :raises Http404: there is none.
    """
    found = case.consents.select_related("case").filter(uid=uid).first()
    if found is None:
        raise Http404("consent")
    return found


def get_sharing(case: Case, uid: str) -> Sharing:
    """Return a sharing of a case.

    :raises Http404: there is none.
    """
    rows = Sharing.objects.filter(of_person(case), uid=uid)
    found: Sharing | None = rows.select_related("case", "by", "consent").first()
    if found is None:
        raise Http404("sharing")
    return found


def may_be_printed(sharing: Sharing) -> bool:
    """Test whether the extract may be made: on the day of the sharing, while its consent stands."""
    same_day = clock.today() == sharing.at.astimezone(clock.VIETNAM).date()
    stands = sharing.ground != CONSENT or (sharing.consent is not None and sharing.consent.withdrawn_on is None)
    return same_day and stands and sharing.case.state in {CaseState.OPEN, CaseState.CLOSED}


def section(case: Case, opened: Opened | None) -> dict[str, Any]:
    """Return what `cases/rights/section.html` shows: consents, sharings, requests, the days to let go."""
    return {
        "case": case,
        "today": clock.today(),
        "consents": consent_lines(case, None),
        "sharings": sharing_lines(case, None),
        "requests": list(case.requests.order_by("-received_on", "-pk")),
        "put_off": _put_off(case, opened),
        "may_write": opened is not None and opened.may_write and case.state in {CaseState.OPEN, CaseState.CLOSED},
        "may_ask": opened is not None and opened.may_write,
    }


def _put_off(case: Case, opened: Opened | None) -> str:
    """Return the ground on which the erasure of an opened case was put off last, "" where it was not."""
    last = Postponement.objects.filter(of_person(case)).order_by("-pk").first()
    ground = opened.words(last.uid).get("ground", "") if last and opened else ""
    return str(Hold(ground).label) if ground in Hold.values else ""


@dataclass(frozen=True, slots=True)
class Resting:
    """Hold a case on its way out, with its unit's name, and whether the person's open request keeps it."""

    case: Case
    unit_name: str
    waits: bool
    may_put_off: bool


def resting(actor: Actor, day: date) -> QuerySet[Case]:
    """Return the cases that are sealed or erased within thirty days, the nearest first."""
    reach = units_for(actor, Permission.CASE_SUPERVISE) if actor.holds(Permission.CASE_SUPERVISE) else None
    above = units_for(actor, Permission.CASE_OVERSEE) if actor.holds(Permission.CASE_OVERSEE) else None
    ids = [pk for rows in (reach, above) if rows is not None for pk in rows.values_list("pk", flat=True)]
    rows = Case.objects.filter(unit__in=ids, state__in=[CaseState.CLOSED, CaseState.SEALED])
    soon = rows.filter(state=CaseState.CLOSED, seal_on__lte=day + AHEAD) | rows.filter(erase_on__lte=day + AHEAD)
    return soon.order_by("erase_on", "pk")


def resting_lines(actor: Actor, cases: list[Case], day: date) -> list[Resting]:
    """Return a page of cases on their way out; a constant number of queries."""
    names = known_names({case.unit_id for case in cases}, day)
    own = charged(actor)
    waiting = set(
        Case.objects.filter(pk__in=[case.pk for case in cases], requests__outcome=Outcome.OPEN).values_list(
            "pk", flat=True
        )
    )
    return [
        Resting(
            case, names.get(case.unit_id, ""), case.pk in waiting, case.unit_id in own and case.erase_on is not None
        )
        for case in cases
    ]


def charged(actor: Actor) -> set[int]:
    """Return the units at which the actor is in charge of cases."""
    if not actor.holds(Permission.CASE_SUPERVISE):
        return set()
    return set(units_for(actor, Permission.CASE_SUPERVISE).values_list("pk", flat=True))
