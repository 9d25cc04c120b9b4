"""Opening cases, one or two thousand: numbered, boxed, closed, found again, agreed to. A part of the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.models import User
from lanhmanh.audit.services import record_many
from lanhmanh.cases import access
from lanhmanh.cases.models import Assignment, Case, Consent, Token
from lanhmanh.cases.rules.people import MINORS
from lanhmanh.cases.services.finding import note_new_twins, tokens_of
from lanhmanh.cases.services.numbers import next_numbers
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.services import make_boxes
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class Agreed:
    """Say that the person agreed, on what day, how it can be proven, and who agreed for a minor."""

    on: date
    proof: str
    representative: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person whose case is to be opened, everything about whom was checked; `twins` may be of the same person."""

    ground: str
    sex: str
    band: str
    words: Mapping[str, str] = field(repr=False)
    in_charge: User
    agreed: Agreed | None = None
    twins: Sequence[Case] = ()
    uid: str = field(default_factory=new_id)

    def beside(self, twins: Sequence[Case]) -> "Newcomer":
        """Return the newcomer with the cases of other units that may be of the same person."""
        return replace(self, twins=twins)


@dataclass(frozen=True, slots=True)
class Filed:
    """A case that was just opened, with the key of its box."""

    case: Case
    newcomer: Newcomer
    key: bytes = field(repr=False)


def file_cases(*, actor: Actor, keys: Keys, unit: Unit, newcomers: Sequence[Newcomer]) -> list[Filed]:
    """Open the cases and put each on record, in as many queries for a thousand as the database takes rows at once."""
    filed = _numbered(unit, newcomers)
    written = access.write_new((one.case.box, one.key, one.case.uid, one.newcomer.words) for one in filed)
    places = unit.uid
    Token.objects.bulk_create(
        [token for one in filed for token in tokens_of(keys.index, one.case, one.newcomer.words, places)]
    )
    today = clock.today()
    Assignment.objects.bulk_create(
        [Assignment(case=one.case, user=one.newcomer.in_charge, valid_from=today) for one in filed]
    )
    _consents(actor, filed)
    note_new_twins((one.case, other) for one in filed for other in one.newcomer.twins)
    record_many(actor=actor, verb="case.recorded", told=[_told(one, written) for one in filed])
    return filed


def _numbered(unit: Unit, newcomers: Sequence[Newcomer]) -> list[Filed]:
    today = clock.today()
    numbers = next_numbers(unit, today.year, len(newcomers))
    boxes = make_boxes(owner=unit, count=len(newcomers))
    filed = []
    for number, (box, key), one in zip(numbers, boxes, newcomers, strict=True):
        case = Case(box=box, unit=unit, year=today.year, number=number, ground=one.ground, opened_on=today)
        case.uid, case.sex, case.age_band = one.uid, one.sex, one.band
        filed.append(Filed(case, one, key))
    Case.objects.bulk_create([one.case for one in filed])
    return filed


def _consents(actor: Actor, filed: Sequence[Filed]) -> None:
    rows, closed = [], []
    for one in filed:
        agreed, minor = one.newcomer.agreed, one.newcomer.band in MINORS
        if agreed is None:
            continue
        row = Consent(case=one.case, purpose="support", given_on=agreed.on)
        row.recorded_by_id = actor.user_id
        words = {"proof": agreed.proof.strip(), "representative": agreed.representative.strip() if minor else ""}
        rows.append(row)
        closed.append((one.case.box, one.key, row.uid, words))
    Consent.objects.bulk_create(rows)
    access.write_new(closed)


def _told(one: Filed, written: Mapping[str, Mapping[str, int]]) -> tuple[Case, int, dict[str, object]]:
    facts = {
        "number": str(one.case), "ground": one.case.ground, "in_charge": one.newcomer.in_charge.pk,
        "twins": len(one.newcomer.twins), "fields": dict(written[one.case.uid]),
    }  # fmt: skip
    return one.case, one.case.unit_id, facts
