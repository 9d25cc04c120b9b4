"""A new case: one person, one unit, the ground on which the Union may keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Ground, OpeningKind, Purpose, Sex
from lanhmanh.cases.policies import way_in
from lanhmanh.cases.rules.people import MINORS, age_band, read_birth
from lanhmanh.cases.selectors.members import member_of
from lanhmanh.cases.services.filing import Agreed, Newcomer, file_cases
from lanhmanh.cases.services.finding import same
from lanhmanh.cases.services.numbers import hold_numbers
from lanhmanh.cases.services.opening import begin
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import id_of
from lanhmanh.keyring.access import Keys
from lanhmanh.units.models import Unit

__all__ = ["Agreed", "CaseData", "Known", "check", "doubles", "open_new_case", "told"]

_KNOWN = sentence("Đơn vị đã có hồ sơ %(case)s của người này: mở hồ sơ đó thay vì lập hồ sơ mới.")


class Known(Refused):
    """The unit has a case of this person."""

    def __init__(self, case: Case, *, by_number: bool) -> None:
        super().__init__(_KNOWN, case=str(case))
        self.case, self.by_number = case, by_number


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
    # The form that told all this: sent twice it opens one case.
    token: str = ""


@transaction.atomic
def open_new_case(*, actor: Actor, keys: Keys, unit: Unit, data: CaseData) -> Case:
    """Open the case of a person, close its words, and let the member in charge begin; the same form twice opens one.

    :raises NotAllowed: the actor does not work on cases of the unit.
    :raises Refused: something is missing, or the person is younger than twelve.
    :raises Known: the unit has a case of this person.
    :raises NoKey: the actor holds no key.
    :raises NoUnitKey: the unit has no key yet.
    """
    require(actor, Permission.CASE_WORK, unit)
    words = told(data.words)
    band = age_band(words["birth_date"], clock.today())
    check(data, words, minor=band in MINORS)
    hold_numbers(unit, clock.today().year)
    uid = id_of(data.token, unit.pk, data.ground, sorted(words.items()))
    if before := Case.objects.filter(uid=uid, unit=unit).first():
        return before
    in_charge = member_of(unit, data.in_charge) if data.in_charge else User.objects.get(pk=actor.user_id)
    twins = doubles(keys, Case(unit=unit), words, namesake=data.namesake)
    newcomer = Newcomer(data.ground, data.sex, band, words, in_charge, data.agreed, twins, uid)
    case = file_cases(actor=actor, keys=keys, unit=unit, newcomers=[newcomer])[0].case
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
    by_number, by_name = same(keys.index, words, besides)
    for found, is_number in ((by_number, True), (by_name, False)):
        for other in found:
            if other.unit_id == case.unit_id and (is_number or not namesake):
                raise Known(other, by_number=is_number)
    return [other for other in {one.pk: one for one in by_number + by_name}.values() if other.unit_id != case.unit_id]


def check(data: CaseData, words: Mapping[str, str], *, minor: bool) -> None:
    """Return if everything stands there that the ground and the age ask for.

    :raises Refused: something is missing.
    """
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


def _let_in(actor: Actor, case: Case) -> None:
    """Leave the case open to who recorded it, if it is theirs to work on."""
    kind = way_in(actor, case)
    if kind in {OpeningKind.ORDINARY, OpeningKind.SUPERVISION}:
        begin(actor=actor, case=case, kind=OpeningKind(kind), purpose=Purpose.SUPPORT)
