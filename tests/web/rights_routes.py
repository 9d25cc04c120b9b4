"""The routes of a person's rights in the matrix: whose arguments, and what each answers to whom from where."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import roles
from lanhmanh.cases.models import Breach, Case, Consent, PersonRequest, ReviewRound, Sharing
from lanhmanh.kernel import clock
from lanhmanh.keyring.models import Box
from tests.accounts.test_access import reaches
from tests.factories import make_user

Arguments = Callable[[Any], list[str]]
Rule = Callable[[str, str], int]
WORK, CHARGE = (P.CASE_WORK,), (P.CASE_SUPERVISE, P.CASE_OVERSEE)
READ = (*WORK, *CHARGE)
DAY, AT = date(2021, 6, 10), datetime(2021, 6, 10, 9, tzinfo=clock.VIETNAM)


class Rights:
    """Hold one of everything at the commune: rows that need no key, for nobody in the matrix has one."""

    def __init__(self, things: Any) -> None:
        world = things.world
        self.by = make_user("case_worker", world.commune, "quyen.nguoigiup")
        box, at = Box.objects.create(owner=world.commune), {"recorded_at": AT, "recorded_by": self.by}
        known = {"unit": world.commune, "opened_on": DAY, "sex": "male", "age_band": "30-39", "ground": "asked"}
        rest = {"closed_on": DAY, "closing": "done", "seal_on": DAY, "erase_on": date(2023, 6, 10), "state": "closed"}
        self.case = Case.objects.create(box=box, year=2021, number=901, **known, **rest)
        self.consent = Consent.objects.create(case=self.case, purpose="health", given_on=DAY, **at)
        self.sharing = Sharing.objects.create(
            case=self.case, to="health", purpose="health", fields="full_name", ground="consent", consent=self.consent,
            at=AT, by=self.by,
        )  # fmt: skip
        own, due = Box.objects.create(owner=world.commune), {"acknowledge_due": DAY, "answer_due": date(2021, 6, 20)}
        self.request = PersonRequest.objects.create(
            unit=world.commune, box=own, kind="see", received_on=DAY, **due, **at
        )
        late = datetime(2021, 6, 13, 9, tzinfo=clock.VIETNAM)
        self.breach = Breach.objects.create(unit=world.commune, detected=AT, notify_due=late, what="Mất máy", **at)
        counts = {"from_union": 1, "from_police": 1, "from_authorities": 1}
        self.round = ReviewRound.objects.create(unit=world.commune, on=DAY, **counts, **at)


_made: dict[int, Rights] = {}


def of(*names: str) -> Arguments:
    """Return the uids of these rows, words that name no row as they are."""

    def arguments(things: Any) -> list[str]:
        key = id(things)
        if key not in _made:
            _made.clear()
            _made[key] = Rights(things)
        made = _made[key]
        return [getattr(made, name).uid if hasattr(made, name) else name for name in names]

    return arguments


@cache
def _may(permissions: tuple[P, ...], role: str, home: str, place: str) -> bool:
    grants = roles()[role].grants
    return any(reaches(scope, home, place) for p in permissions for scope in grants.get(p, ()))


def here(permissions: tuple[P, ...], opens: int = 200) -> Rule:
    """Open where one of the permissions is held at the commune."""
    return lambda role, home: opens if _may(permissions, role, home, "commune") else 404


def somewhere(permissions: tuple[P, ...], opens: int = 200) -> Rule:
    """Open where one of the permissions is held anywhere."""
    return lambda role, _home: opens if any(p in roles()[role].grants for p in permissions) else 404


def of_the_province(role: str, home: str) -> int:
    """Open who oversees the cases of the whole province."""
    return 200 if P.CASE_OVERSEE in roles()[role].grants and home == "province" else 404


def keeps_rounds(role: str, home: str) -> int:
    """Open who works on cases of a commune: a round is a commune's."""
    return 200 if P.CASE_WORK in roles()[role].grants and home in {"commune", "sibling", "other_commune"} else 404


# Nobody here has opened the case: what shows its words sends back to where it is opened (302).
RIGHTS: dict[str, tuple[Arguments, Rule]] = {
    "cases:leaflet": (of(), somewhere(WORK)),
    "cases:leaflet_file": (of("docx"), somewhere(WORK)),
    "cases:requests": (of(), somewhere(READ)),
    "cases:request_new": (of(), somewhere(WORK)),
    "cases:request": (of("request"), here(READ)),
    "cases:request_acknowledge": (of("request"), somewhere(WORK, 405)),
    "cases:request_extend": (of("request"), here(WORK)),
    "cases:request_paper": (of("request"), here(WORK)),
    "cases:request_answer": (of("request"), here(WORK)),
    "cases:request_copy": (of("request", "pdf"), somewhere(WORK, 405)),
    "cases:resting": (of(), somewhere(CHARGE)),
    "cases:term": (of(), of_the_province),
    "cases:breaches": (of(), somewhere(READ)),
    "cases:breach_new": (of(), somewhere(READ)),
    "cases:breach": (of("breach"), here(READ)),
    "cases:breach_change": (of("breach"), here(CHARGE)),
    "cases:breach_notify": (of("breach"), here(CHARGE)),
    "cases:breach_close": (of("breach"), here(CHARGE)),
    "cases:breach_notice": (of("breach", "pdf"), somewhere(CHARGE, 405)),
    "cases:rounds": (of(), somewhere(READ)),
    "cases:round_new": (of(), keeps_rounds),
    "cases:round": (of("round"), here(READ)),
    "cases:round_change": (of("round"), here(WORK)),
    "cases:round_void": (of("round"), here(WORK)),
    "cases:consents": (of("case"), here(READ, 302)),
    "cases:consent_withdraw": (of("case", "consent"), here(WORK, 302)),
    "cases:sharings": (of("case"), here(READ, 302)),
    "cases:sharing": (of("case", "sharing"), here(READ, 302)),
    "cases:sharing_file": (of("case", "sharing", "pdf"), somewhere(WORK, 405)),
    "cases:unrestrict": (of("case"), here(WORK, 302)),
    "cases:put_off": (of("case"), here((P.CASE_SUPERVISE,))),
}
