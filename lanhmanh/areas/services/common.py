"""What the services of the ledger share."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lanhmanh.areas.models import Area, AreaClass, Assessment, How
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc


def words(text: str, most: int = 2000) -> str:
    """Return a text as it is kept: composed, without idle space, cut where it is too long."""
    return nfc(text.strip())[:most]


def line(text: str, most: int = 300) -> str:
    """Return one line of text as it is kept."""
    return nfc(" ".join(text.split()))[:most]


def areas_of(unit_ids: Iterable[int]) -> dict[int, Area]:
    """Return the area of each unit, made where it is not there yet; three queries at most."""
    wanted = set(unit_ids)
    mine = Area.objects.filter(kind=Area.Kind.UNIT, unit_id__in=wanted)
    known = {area.unit_id: area for area in mine}
    if lacking := sorted(wanted - known.keys()):
        now = clock.now()
        made = [Area(unit_id=unit_id, created_at=now) for unit_id in lacking]
        Area.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
        known = {area.unit_id: area for area in mine.all()}
    return known


def area_of(unit_id: int) -> Area:
    """Return the area of a unit, made where it is not there yet."""
    return areas_of([unit_id])[unit_id]


def locked(assessment: Assessment, version: int | None = None) -> Assessment:
    """Return an assessment that nobody else changes until the transaction ends.

    :raises Refused: it was changed since `version` was read.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("area")
    found = rows.get(pk=assessment.pk)
    if version is not None and found.version != version:
        raise Refused(_("Có người vừa sửa phiếu này. Mở lại trang, xem bản mới rồi làm tiếp."))
    return found


def standing(given: AreaClass) -> AreaClass:
    """Return a class that stands and stays so until the transaction ends.

    :raises Refused: another row took its place, or it was withdrawn.
    """
    rows = AreaClass.objects.select_for_update(of=("self",)).select_related("area")
    found: AreaClass = rows.get(pk=given.pk)
    if AreaClass.objects.filter(replaces=found).exists():
        raise Refused(_("Loại này đã có kết quả khác thay: mở lại sổ địa bàn để xem."))
    return found


def latest_of(area_ids: Iterable[int], code: str, year: int) -> dict[int, AreaClass]:
    """Return area → the row that stands in its line of a year, a withdrawal too; in one query."""
    rows = AreaClass.objects.filter(area__in=list(area_ids), rule_code=code, year=year, replaced_by=None)
    return {row.area_id: row for row in rows}


def require_given(given: AreaClass) -> None:
    """Return if a row gives a class.

    :raises Refused: it withdrew one.
    """
    if given.how == How.WITHDRAWN:
        raise Refused(_("Kết quả này đã thu hồi."))
