"""The history of a province's classes, brought in as decided long ago: all rows or none, nothing overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, AreaClass, How
from lanhmanh.areas.selectors.book import rule_for
from lanhmanh.areas.selectors.ledger import known_classes
from lanhmanh.areas.services.common import areas_of, line
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.units.models import Ancestry, Unit


@dataclass(frozen=True, slots=True)
class Old:
    """One class as it was decided: of a unit or a place that registered in it, for a year, by which paper of which day.

    `area_id`: an agency, school or branch that stands in the ledger; None: the unit itself.
    """

    unit_id: int
    year: int
    class_code: str
    basis: str
    dated: date | None = None
    recognised: bool | None = None
    area_id: int | None = None
    uid: str = field(default_factory=new_id)


@transaction.atomic
def import_classes(*, actor: Actor, province: Unit, code: str, rows: Sequence[Old]) -> int:
    """Put old classes into the ledger under the rules of their day; a row that stands there already counts once.

    Return how many were new.

    :raises NotAllowed: the actor keeps no rules here, or a unit is of another province.
    :raises Refused: a year had no such rules, or a row says another class than stands there.
    """
    require(actor, Permission.RULES_WRITE, province)
    _require_below(province, {row.unit_id for row in rows})
    rules = {year: rule_for(province.pk, code, year) for year in sorted({row.year for row in rows})}
    areas = _areas(rows)
    if any(areas[row].subject not in rules[row.year].value.subjects for row in rows):
        raise Refused(_("Bộ tiêu chí này không dùng cho loại địa bàn này: chọn bộ tiêu chí khác."))
    standing = known_classes(code, {area.pk for area in areas.values()})
    new = [row for row in rows if (areas[row].pk, row.year) not in standing]
    if any(standing.get((areas[row].pk, row.year), row.class_code) != row.class_code for row in rows):
        raise Refused(_("Có dòng khác với loại đã ghi trong sổ: không dòng nào được ghi đè."))
    now = clock.now()
    made = [
        AreaClass(
            uid=row.uid, area=areas[row], rule_set_id=rules[row.year].pk, rule_code=code, year=row.year,
            class_code=row.class_code, recognised=row.recognised, how=How.IMPORTED, basis=line(row.basis),
            dated=row.dated, recorded_at=now, recorded_by_id=actor.user_id,
        )
        for row in new
    ]  # fmt: skip
    _save(made)
    years = sorted({row.year for row in new})
    audit.record(
        actor=actor, verb="area.classes_imported", on=province, unit_id=province.pk, rule=code, count=len(new),
        years=years,
    )  # fmt: skip
    return len(new)


def _areas(rows: Sequence[Old]) -> dict[Old, Area]:
    """Return row → what it is of.

    :raises Refused: a place is none of the unit that its row names.
    """
    own = areas_of({row.unit_id for row in rows if row.area_id is None})
    held = {area.pk: area for area in Area.objects.select_related("unit").filter(pk__in={row.area_id for row in rows})}
    found = {row: held.get(row.area_id) if row.area_id else own[row.unit_id] for row in rows}
    if any(area is None or area.unit_id != row.unit_id for row, area in found.items()):
        raise Refused(_("Có nơi không đăng ký ở đơn vị ghi cùng dòng: xem lại danh sách."))
    return found  # type: ignore[return-value]


def _save(rows: Sequence[AreaClass]) -> None:
    try:
        with transaction.atomic():
            AreaClass.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        raise Refused(_("Một địa bàn có hai loại của cùng một năm: mỗi năm giữ một dòng.")) from None


def _require_below(province: Unit, unit_ids: set[int]) -> None:
    below = Ancestry.objects.filter(ancestor=province, descendant__in=unit_ids).values_list("descendant_id", flat=True)
    if unit_ids - set(below):
        raise NotAllowed(_("Có địa bàn không thuộc tỉnh này."))
