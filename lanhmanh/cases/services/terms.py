"""A province sets for how long it keeps what is at rest."""

from datetime import date, timedelta

from django.db import transaction

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import record
from lanhmanh.cases.models import RetentionTerm
from lanhmanh.cases.rules.words import refuse_numbers
from lanhmanh.cases.services.numbers import hold_unit
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import id_of
from lanhmanh.law.personal_data import OwnTerm, retention_defaults
from lanhmanh.units.models import Level, Unit

MOST_DAYS, MOST_MONTHS, FAR = 365, 120, timedelta(days=5 * 366)
KIND = sentence("Chọn loại kết thúc trong danh sách.")
WITHIN = sentence("Niêm phong trong 0 đến 365 ngày, xóa danh tính trong 1 đến 120 tháng.")
DAY = sentence("Thời hạn mới áp dụng từ hôm nay trở đi, không quá 5 năm tới: chọn ngày khác.")
TITLE = sentence(
    "Ghi văn bản của tỉnh quy định thời hạn này (ít nhất 10 ký tự), ví dụ: Quyết định 12-QĐ/HNDT ngày 5/1."
)
PROVINCE = sentence("Thời hạn lưu là của cả tỉnh: chọn đơn vị cấp tỉnh.")


@transaction.atomic
def set_term(*, actor: Actor, province: Unit, term: OwnTerm, token: str = "") -> RetentionTerm:
    """Set for how long cases of one kind of end are kept, from a day on; who ended before keeps the days there are.

    The same form (`token`) sent twice sets it once.

    :raises NotAllowed: the actor does not oversee the cases of the province.
    :raises Refused: no such kind, no reasonable time, a day that is over, or no paper is named.
    """
    require(actor, Permission.CASE_OVERSEE, province)
    if province.level != Level.PROVINCE:
        raise Refused(PROVINCE)
    if term.code not in {one.code for one in retention_defaults()}:
        raise Refused(KIND)
    if not (0 <= term.seal_days <= MOST_DAYS and 1 <= term.erase_months <= MOST_MONTHS):
        raise Refused(WITHIN)
    _check_day(term.effective_from, clock.today())
    title = tidy(term.title, TITLE, least=10, most=200)
    refuse_numbers([title])
    hold_unit(province)
    uid = id_of(token, province.pk, term)
    before: RetentionTerm | None = RetentionTerm.objects.filter(uid=uid).first()
    if before is not None:
        return before
    made = RetentionTerm.objects.create(
        uid=uid,
        province=province,
        recorded_at=clock.now(),
        recorded_by_id=actor.user_id,
        **term._replace(title=title)._asdict(),
    )
    facts = {**term._replace(title=title)._asdict(), "effective_from": term.effective_from.isoformat()}
    record(actor=actor, verb="retention.set", on=made, unit_id=province.pk, **facts)
    return made


def _check_day(day: date, today: date) -> None:
    if not today <= day <= today + FAR:
        raise Refused(DAY)
