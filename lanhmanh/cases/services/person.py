"""What is known of a person, written anew; every version is kept until the case is erased."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Sex
from lanhmanh.cases.rules.people import age_band
from lanhmanh.cases.selectors.door import require_opened
from lanhmanh.cases.services.finding import index_person, note_twins
from lanhmanh.cases.services.intake import doubles, told
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys


@transaction.atomic
def change_person(
    *, actor: Actor, keys: Keys, case: Case, words: Mapping[str, str], sex: str, version: int, namesake: bool = False
) -> Case:
    """Write the confidential fields of a person; what did not change gets no version.

    :raises NotOpened: the actor did not open the case.
    :raises OnlyLooking: from above a case is only looked at.
    :raises Refused: it is sealed or restricted, somebody else saved meanwhile, or a field cannot be.
    :raises Known: the unit has another case of this person.
    """
    found = require_opened(actor, keys, case)
    if sex not in Sex.values:
        raise Refused(_("Chọn giới tính trong danh sách."))
    kept = told({**found.words(), **words})
    band = age_band(kept["birth_date"], case.opened_on)
    if not Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1, sex=sex, age_band=band):
        raise Refused(_("Người khác vừa sửa hồ sơ này: tải lại trang để xem bản mới, rồi sửa lại."))
    twins = doubles(keys, case, kept, namesake=namesake)
    versions = access.write(box=case.box, key=found.key, record=case.uid, fields=kept)
    index_person(keys.index, case, kept, case.unit.uid)
    record(
        actor=actor, verb="case.person_changed", on=case, unit_id=case.unit_id, fields=versions,
        twins=note_twins(case, twins),
    )  # fmt: skip
    case.refresh_from_db(fields=["version", "sex", "age_band"])
    return case
