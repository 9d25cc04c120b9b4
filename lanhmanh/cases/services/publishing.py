"""Publishing the figures of a period beyond those entitled to the cases."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.cases.models import Publication
from lanhmanh.cases.rules.kept import packed
from lanhmanh.cases.rules.publishing import KINDS
from lanhmanh.cases.selectors.publishing import CALENDAR, Draft, draft
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import version_of

UNPROTECTABLE = sentence(
    "Không công bố được: %(count)s ô có số nhỏ mà người đọc sẽ tính ra từ những số đã công bố. Chưa ghi gì ra. "
    "Bản đã công bố vẫn dùng được; công bố kỳ sau, hoặc đợi có thêm thay đổi rồi xem lại kỳ này."
)


class Seen(Refused):
    """What would be printed is no longer what was looked at."""


@transaction.atomic
def publish_figures(*, actor: Actor, unit: Unit, period: Period, seal: str = "") -> Publication:
    """Publish a period's figures for a province or district and all below it, as the next issue of that period.

    `seal` is that of the draft that the person looked at; it is refused when the draft became another one since.

    :raises NotAllowed: the actor does not watch over the cases of the unit.
    :raises Refused: the period is not over, or a small count could no longer be protected.
    """
    made = look(actor=actor, unit=unit, period=period)
    if seal and seal != made.seal:
        raise Seen(_("Số liệu vừa thay đổi. Xem lại bảng dưới đây rồi công bố."))
    refuse_unprotectable(made)
    row = _saved(actor, made)
    audit.record(
        actor=actor, verb="figures.published", on=row, unit_id=unit.pk, period=period.code, issue=row.issue,
        hidden=row.hidden,
    )  # fmt: skip
    return row


def look(*, actor: Actor, unit: Unit, period: Period) -> Draft:
    """Return what would be published now; nothing is written.

    :raises NotAllowed: the actor does not watch over the cases of the unit.
    :raises Refused: the period is not over, or the unit was not there.
    """
    require(actor, Permission.CASE_OVERSEE, unit)
    if unit.level not in {Level.PROVINCE, Level.DISTRICT} or period.kind not in KINDS:
        raise Refused(_("Công bố theo quý, 6 tháng hoặc năm, cho tỉnh hoặc huyện."))
    last = window(CALENDAR, period).last
    if last >= clock.today():
        raise Refused(_("Kỳ này chưa hết: công bố sau ngày cuối kỳ."))
    if version_of(unit, last) is None:
        raise Refused(_("Cuối kỳ này chưa có hoặc không còn đơn vị: chọn kỳ khác."))
    return draft(unit, period)


def refuse_unprotectable(made: Draft) -> None:
    """Return if every small count is protected.

    :raises Refused: one is not; the sentence says how many.
    """
    if made.unprotectable:
        raise Refused(UNPROTECTABLE, count=made.unprotectable)


def _saved(actor: Actor, made: Draft) -> Publication:
    row = Publication(
        province=made.province, unit=made.unit, number=made.number, period=made.period.code, issue=made.issue,
        tree_day=window(CALENDAR, made.period).last, published_at=clock.now(), published_by_id=actor.user_id,
        cells=made.cells, hidden=made.hidden, kept=packed(made.kept),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("Có người vừa công bố số liệu. Xem lại bảng rồi công bố.")) from None
    return row
