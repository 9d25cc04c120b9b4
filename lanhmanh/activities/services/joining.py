"""Models taken up and registrations of a unit that is no more: they go over, or end where the heir has its own."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import override

from lanhmanh.activities.models import Adoption, Registration
from lanhmanh.activities.rules.programmes import Outcome
from lanhmanh.activities.rules.spreading import Step
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import Forebear


def take_over_adoptions(pks: Collection[int], target: Unit, forebear: Forebear) -> int:
    """Let models taken up go over, held rows of one transaction; where the heir took up the same, the older one ends.

    One that was only planned begins nowhere else: its plan is the heir's to make. Return how many there were.
    """
    there = set(Adoption.objects.filter(unit=target, voided_at=None).values_list("practice_id", flat=True))
    rows = list(Adoption.objects.filter(pk__in=pks).order_by("pk"))
    for row in rows:
        if row.practice_id not in there:
            row.unit = target
            there.add(row.practice_id)
        else:
            row.started_on = row.started_on or forebear.on
            row.step, row.ended_on = Step.ENDED.value, max(row.started_on, forebear.on)
            row.outcome, row.result = Adoption.Outcome.KEPT, _joined(forebear)
    Adoption.objects.bulk_update(rows, ["unit", "step", "started_on", "ended_on", "outcome", "result"], batch_size=500)
    return len(rows)


def take_over_registrations(pks: Collection[int], target: Unit, forebear: Forebear) -> int:
    """Let registrations without a result go over; where the heir has the same one, this one ends as withdrawn.

    Return how many there were.
    """
    mine = Registration.objects.filter(unit=target, voided_at=None)
    there = set(mine.values_list("programme", "year", "who", "key"))
    rows = list(Registration.objects.filter(pk__in=pks).order_by("pk"))
    for row in rows:
        same = (row.programme, row.year, row.who, row.key)
        if same not in there:
            row.unit = target
            there.add(same)
        else:
            row.outcome, row.result_on = Outcome.WITHDRAWN.value, max(row.registered_on, forebear.on)
            row.result_document = _joined(forebear)[:200]
    Registration.objects.bulk_update(rows, ["unit", "outcome", "result_on", "result_document"], batch_size=500)
    return len(rows)


def _joined(forebear: Forebear) -> str:
    """Return why a record ends; it is data, Vietnamese whoever reads the page."""
    with override("vi"):
        return _("%(unit)s đã nhập vào đơn vị khác; đơn vị đó đã có mục này.") % {"unit": forebear.name}
