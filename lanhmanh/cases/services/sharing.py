"""Handing something of a case to an agency: never without a consent that stands, or a ground of the law."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, CaseState, Consent, ConsentPurpose, Ground, Recipient, Sharing
from lanhmanh.cases.rules.rights import CONSENT, Lack, Wanted, lack
from lanhmanh.cases.selectors.door import Opened, hold_for_person
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import id_of
from lanhmanh.keyring.access import Keys

SENTENCES = {
    Lack.NO_GROUND: sentence("Chọn căn cứ chia sẻ: đồng ý của người đó, hoặc căn cứ theo luật."),
    Lack.NO_CONSENT: sentence(
        "Chưa có đồng ý còn hiệu lực cho mục đích “%(purpose)s”. Ghi đồng ý của người đó cho mục đích này, hoặc chọn "
        "căn cứ khác."
    ),
    Lack.NOT_ASSIGNED: sentence(
        "Hồ sơ này dựa trên đồng ý, không phải phân công: cần đồng ý của người đó cho mục đích “%(purpose)s”."
    ),
    Lack.NOT_A_BODY: sentence(
        "Không có đồng ý thì chỉ chia sẻ với cơ quan có thẩm quyền. Với %(to)s cần đồng ý của người đó."
    ),
    Lack.NOT_THIS_PURPOSE: sentence("Căn cứ này không dùng cho mục đích “%(purpose)s”: cần đồng ý của người đó."),
    Lack.NO_BASIS: sentence(
        "Nêu văn bản hoặc tình huống làm căn cứ (ít nhất 15 ký tự), ví dụ số, ngày của quyết định."
    ),
    Lack.NO_FIELDS: sentence("Chọn ít nhất một nội dung để chia sẻ."),
    Lack.RESTRICTED: sentence("Người đó đã yêu cầu hạn chế xử lý: chỉ chia sẻ để bảo vệ khẩn cấp tính mạng, sức khỏe."),
    Lack.NOT_OPEN: sentence("Hồ sơ đã niêm phong hoặc đã xóa danh tính: không chia sẻ được."),
}
UNKNOWN = sentence("Chọn nơi nhận và mục đích trong danh sách.")
RECEIVER = sentence("Ghi ai nhận thay mặt cơ quan, ví dụ: đồng chí Bình, Trạm Y tế phường.")


@dataclass(frozen=True, slots=True)
class SharingData:
    """Hold what is to be handed over, to whom, for what, and on what ground."""

    to: str
    purpose: str
    fields: tuple[str, ...]
    ground: str
    receiver: str
    basis: str = ""
    # The form that told all this: sent twice it is one sharing.
    token: str = ""


class Groundless(Refused):
    """The sharing lacks something; `lacks` says what."""

    def __init__(self, lacks: Lack, data: SharingData) -> None:
        values = {"purpose": ConsentPurpose(data.purpose).label, "to": Recipient(data.to).label}
        super().__init__(SENTENCES[lacks], **{key: value for key, value in values.items() if key in SENTENCES[lacks]})
        self.lacks = lacks


@transaction.atomic
def share(*, actor: Actor, keys: Keys, case: Case, data: SharingData) -> Sharing:
    """Record that chosen fields of a case are handed to an agency; the extract is made from this record.

    The same form sent twice gives the record of the first time.

    :raises Groundless: no ground carries it; the sentence says what is needed.
    :raises Refused: no such recipient or purpose, or nobody is named who takes it.
    """
    held = hold_for_person(actor, keys, case)
    if data.to not in Recipient.values or data.purpose not in ConsentPurpose.values:
        raise Refused(UNKNOWN)
    consent = standing_consent(case, data.purpose) if data.ground == CONSENT else None
    if lacks := lack(_wanted(case, data, consent)):
        raise Groundless(lacks, data)
    receiver = tidy(data.receiver, RECEIVER, least=3, most=200)
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    uid = id_of(data.token, case.pk, data)
    before: Sharing | None = Sharing.objects.filter(uid=uid, case=case).first()
    if before is not None:
        return before
    made = _kept(uid, actor, held, data, consent)
    held.write({"receiver": receiver, "basis": tidy(data.basis)}, record=made.uid)
    told = {"case": case.uid, "to": made.to, "purpose": made.purpose, "ground": made.ground, "fields": made.fields}
    record(actor=actor, verb="sharing.made", on=made, unit_id=case.unit_id, **told)
    return made


@transaction.atomic
def note_extract(*, actor: Actor, sharing: Sharing, kind: str) -> None:
    """Put on record that the extract of a sharing was made as a file; its content is kept nowhere."""
    facts = {"case": sharing.case.uid, "kind": kind}
    record(actor=actor, verb="sharing.extracted", on=sharing, unit_id=sharing.case.unit_id, **facts)


def standing_consent(case: Case, purpose: str) -> Consent | None:
    """Return the consent that stands today for a purpose."""
    rows = Consent.objects.filter(case=case, purpose=purpose, withdrawn_on=None, given_on__lte=clock.today())
    return rows.first()


def _wanted(case: Case, data: SharingData, consent: Consent | None) -> Wanted:
    return Wanted(
        to=data.to, purpose=data.purpose, fields=data.fields, ground=data.ground, basis=data.basis,
        has_consent=consent is not None, assigned=case.ground in {Ground.ASSIGNED, Ground.TEAM},
        restricted=case.restricted_on is not None, open=case.state in {CaseState.OPEN, CaseState.CLOSED},
    )  # fmt: skip


def _kept(uid: str, actor: Actor, held: Opened, data: SharingData, consent: Consent | None) -> Sharing:
    """Write the row; the database refuses it where the consent was withdrawn or the case put to rest meanwhile."""
    try:
        with transaction.atomic():
            return Sharing.objects.create(
                uid=uid, case=held.case, to=data.to, purpose=data.purpose, fields=" ".join(_once(data.fields)),
                ground=data.ground, consent=consent, at=clock.now(), by_id=actor.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise Groundless(Lack.NO_CONSENT if consent else Lack.NOT_OPEN, data) from None


def _once(fields: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(fields))
