"""Targets one step below as arithmetic would have them; only a person makes them targets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count
from django.utils.translation import gettext as _

from lanhmanh.db.models import valid_on
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.shares import Weight, share_out
from lanhmanh.reporting.rules.targets import adds_up, standing
from lanhmanh.reporting.selectors.courses import asking, courses
from lanhmanh.units.models import Ancestry, Level, UnitVersion


class Basis(StrEnum):
    """Name what a sharing out goes by."""

    EQUAL = "deu"
    LAST_YEAR = "nam-truoc"
    COMMUNES = "so-xa"


def proposal(
    *, code: str, year: int, total: Decimal, below: Sequence[UnitVersion], basis: Basis, day: date
) -> dict[int, Decimal]:
    """Return, by unit, the parts of a target that add up to it exactly.

    A unit without a figure of last year is taken as the mean of those that have one.

    :raises Refused: targets of the indicator do not add up, or no unit has an approved figure of last year.
    """
    indicator = catalogue.load()[code]
    if not adds_up(indicator):
        raise Refused(_("Chỉ tiêu này không cộng dồn: giao từng đơn vị một mức, không chia."))
    ids = [one.unit_id for one in below]
    weights: Sequence[Weight | None] = [1] * len(ids)
    if basis is Basis.LAST_YEAR:
        weights = _last_year(code, year - 1, ids)
    elif basis is Basis.COMMUNES:
        weights = _communes(ids, day)
    return dict(zip(ids, share_out(total, weights, indicator.decimals), strict=True))


def _last_year(code: str, year: int, unit_ids: Sequence[int]) -> list[Decimal | None]:
    known, form = catalogue.load(), asking(year).get(code)
    told = courses([code], unit_ids, year)
    found = [standing(known[code], known, told[one, form.code]).value if form else None for one in unit_ids]
    if all(value is None for value in found):
        raise Refused(
            _("Chưa có số đã duyệt của năm %(year)d để chia theo: chia đều hoặc theo số xã.") % {"year": year}
        )
    return found


def _communes(unit_ids: Sequence[int], day: date) -> list[int]:
    rows = Ancestry.objects.filter(valid_on(day), ancestor__in=unit_ids, descendant__level=Level.COMMUNE)
    counts = dict(rows.order_by().values_list("ancestor_id").annotate(Count("pk")))
    return [counts.get(unit_id, 0) for unit_id in unit_ids]
