"""A new case: one person, one unit, the ground on which the Union may keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import record
from lanhmanh.cases import access
from lanhmanh.cases.models import Assignment, Case, Consent, Ground, OpeningKind, Purpose, Sex
from lanhmanh.cases.policies import way_in
from lanhmanh.cases.rules.people import MINORS, age_band, read_birth
from lanhmanh.cases.selectors.members import member_of
from lanhmanh.cases.services.finding import index_person, note_twins, same_number, same_person
from lanhmanh.cases.services.numbers import next_number
from lanhmanh.cases.services.opening import begin
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.services import make_box
from lanhmanh.units.models import Unit

_KNOWN = sentence("Đơn vị đã có hồ sơ %(case)s của người này: mở hồ sơ đó thay vì lập hồ sơ mới.")


class Known(Refused):
    """The unit has a case of this person."""

    def __init__(self, case: Case, *, by_number: bool) -> None:
        super().__init__(_KNOWN, case=str(case))
        self.case, self.by_number = case, by_number


@dataclass(frozen=True, slots=True)
class Agreed:
    """Say that the person agreed, on what day, how it can be proven, and who agreed for a minor."""

    on: date
    proof: str
    representative: str = ""


@dataclass(frozen=True, slots=True)
class CaseData:
    """Hold what is known of a person when a case is opened; `words` are the confidential fields."""

    ground: str
    words: Mapping[str, str] = field(repr=False)
    sex: str = Sex.UNSTATED
    in_charge: str = ""
    agreed: Agreed | None = None
    # Somebody else of the unit bears the same name and birth.
    namesake: bool = False


@transaction.atomic
def open_new_case(*, actor: Actor, keys: Keys, unit: Unit, data: CaseData) -> Case:
    """Open the case of a person, close its words, and let the member in charge begin.

    :raises NotAllowed: the actor does not work on cases of the unit.
    :raises Refused: something is missing, or the person is younger than twelve.
    :raises Known: the unit has a case of this person.
    :raises NoKey: the actor holds no key.
    :raises NoUnitKey: the unit has no key yet.
    """
    require(actor, Permission.CASE_WORK, unit)
    today, words = clock.today(), told(data.words)
    band = age_band(words["birth_date"], today)
    _check(data, words, minor=band in MINORS)
    in_charge = member_of(unit, data.in_charge) if data.in_charge else User.objects.get(pk=actor.user_id)
    number = next_number(unit, today.year)
    box, key = make_box(owner=unit)
    case = Case(box=box, unit=unit, year=today.year, number=number, ground=data.ground, opened_on=today)
    case.sex, case.age_band = data.sex, band
    twins = doubles(keys, case, words, namesake=data.namesake)
    case.save()
    versions = access.write(box=box, key=key, record=case.uid, fields=words)
    index_person(keys.index, case, words, unit.uid)
    Assignment.objects.create(case=case, user=in_charge, valid_from=today)
    if data.agreed:
        _consent(actor, case, key, data.agreed, minor=band in MINORS)
    record(
        actor=actor, verb="case.recorded", on=case, unit_id=unit.pk, number=str(case), ground=data.ground,
        in_charge=in_charge.pk, twins=note_twins(case, twins), fields=versions,
    )  # fmt: skip
    _let_in(actor, case)
    return case


def told(words: Mapping[str, str]) -> dict[str, str]:
    """Return the confidential fields of a person as they are kept.

    :raises Refused: the name is missing, or the birth cannot be read.
    """
    kept = {name: words.get(name, "").strip() for name in access.PERSON}
    if not kept["full_name"]:
        raise Refused(_("Ghi họ tên của người được hỗ trợ."))
    return kept | {"birth_date": read_birth(kept["birth_date"])}


def doubles(keys: Keys, case: Case, words: Mapping[str, str], *, namesake: bool = False) -> list[Case]:
    """Return the cases of other units that may be of the same person.

    :raises Known: the case's own unit has one; of equal name and birth it may, if said to be a namesake.
    """
    besides = case if case.pk else None
    by_number, by_name = same_number(keys.index, words, besides), same_person(keys.index, words, besides)
    for found, is_number in ((by_number, True), (by_name, False)):
        for other in found:
            if other.unit_id == case.unit_id and (is_number or not namesake):
                raise Known(other, by_number=is_number)
    return [other for other in {one.pk: one for one in by_number + by_name}.values() if other.unit_id != case.unit_id]


def _check(data: CaseData, words: Mapping[str, str], *, minor: bool) -> None:
    if data.ground not in Ground.values or data.sex not in Sex.values:
        raise Refused(_("Chọn căn cứ và giới tính trong danh sách."))
    if data.ground != Ground.ASKED and not words["ground"]:
        raise Refused(_("Ghi số, ngày của quyết định phân công hoặc quyết định lập Tổ quản lý."))
    if data.ground == Ground.ASKED and data.agreed is None:
        raise Refused(_("Người tự đề nghị phải đồng ý trước khi lập hồ sơ: đánh dấu và ghi cách chứng minh."))
    if data.agreed and not data.agreed.proof.strip():
        raise Refused(_("Ghi cách chứng minh sự đồng ý, ví dụ: đơn viết tay, giấy đồng ý đã ký."))
    if data.agreed and minor and not data.agreed.representative.strip():
        raise Refused(_("Người dưới 18 tuổi: ghi người đại diện đã đồng ý."))


def _consent(actor: Actor, case: Case, key: bytes, agreed: Agreed, *, minor: bool) -> None:
    row = Consent.objects.create(
        case=case, purpose="support", given_on=agreed.on, by_representative=minor, recorded_by_id=actor.user_id
    )
    words = {"proof": agreed.proof.strip(), "representative": agreed.representative.strip() if minor else ""}
    access.write(box=case.box, key=key, record=row.uid, fields=words)


def _let_in(actor: Actor, case: Case) -> None:
    """Leave the case open to who recorded it, if it is theirs to work on."""
    kind = way_in(actor, case)
    if kind in {OpeningKind.ORDINARY, OpeningKind.SUPERVISION}:
        begin(actor=actor, case=case, kind=OpeningKind(kind), purpose=Purpose.SUPPORT)
