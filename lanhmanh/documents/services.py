"""Keep the register: receive documents, note what they cite, give numbers to our own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lanhmanh import paper
from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.documents import rules
from lanhmanh.documents.models import Citation, Counter, Document, Mark, Rendition, StoredFile
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.law.formats import format_of
from lanhmanh.paper.document import OfficialDocument, Reference
from lanhmanh.paper.json_form import to_json
from lanhmanh.units.models import Unit


@transaction.atomic
def store_file(*, actor: Actor, name: str, media_type: str, content: bytes) -> StoredFile:
    """Keep bytes with their digest; who may do so is decided where the file belongs.

    :raises Refused: the file is empty or larger than 20 MB.
    """
    if not content:
        raise Refused(_("Tệp rỗng: chọn tệp khác."))
    if len(content) > rules.MOST_BYTES:
        raise Refused(_("Tệp lớn hơn 20 MB: chọn tệp nhỏ hơn hoặc tách tệp."))
    file = StoredFile(
        name=rules.safe_name(name),
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
        created_at=clock.now(),
    )
    file.save()
    audit.record(actor=actor, verb="file.stored", on=file, sha256=file.sha256, size=file.size)
    return file


@transaction.atomic
def register_received(*, actor: Actor, unit: Unit, value: OfficialDocument, original: bytes, name: str) -> Document:
    """Put a document that was received into a unit's register, its file as it came, and what it cites.

    The same file given again is the same document. A document that others cited before takes its place.

    :raises NotAllowed: the actor does not keep this register.
    :raises Refused: the file cannot be kept.
    """
    require(actor, Permission.DOCUMENT_ISSUE, unit)
    known = Document.objects.filter(
        unit=unit, renditions__format=rules.ORIGINAL, renditions__file__sha256=sha256(original).hexdigest()
    ).first()
    if known:
        return known
    file = store_file(actor=actor, name=name, media_type=rules.media_type_of(name), content=original)
    document = _place(unit, value.number or "")
    document.origin = Document.Origin.RECEIVED
    _describe(document, actor, value)
    document.save()
    Rendition.objects.create(document=document, format=rules.ORIGINAL, file=file)
    _cite(actor, document, value.references)
    audit.record(actor=actor, verb="document.received", on=document, unit_id=unit.pk, number=document.number)
    return document


@transaction.atomic
def set_number(*, actor: Actor, document: Document, number: str) -> Document:
    """Write the number of a received document that carries none in its text.

    :raises NotAllowed: the actor does not keep this register.
    :raises Refused: the document is not a received one.
    """
    require(actor, Permission.DOCUMENT_ISSUE, document.unit_id)
    if document.origin != Document.Origin.RECEIVED:
        raise Refused(_("Chỉ nhập số hiệu cho văn bản đã nhận."))
    before, document.number = document.number, number.strip()[:60]
    document.search = _search(document)
    document.save(update_fields=["number", "search"])
    audit.record(
        actor=actor, verb="document.numbered", on=document, unit_id=document.unit_id, before=before,
        number=document.number,
    )  # fmt: skip
    return document


@transaction.atomic
def issue(
    *,
    actor: Actor,
    unit: Unit,
    family: str,
    kind: str,
    symbol_suffix: str,
    title: str,
    dated: date,
    build: Callable[[str], OfficialDocument],
    extra: Mapping[str, Callable[[str], bytes]] | None = None,
) -> Document:
    """Issue a document under the unit's next number of the year, as .docx, .pdf and the `extra` forms.

    `build` and every maker in `extra` (form → maker) take the number. If any of them fails nothing is issued and the
    number is given to the next.

    :raises NotAllowed: the actor does not issue documents here.
    :raises KeyError: the family or the kind is not known to `law.formats`.
    """
    require(actor, Permission.DOCUMENT_ISSUE, unit)
    sequence = _next_number(unit, dated.year)
    number = format_of(family).number(number=sequence, kind=kind, issuer=symbol_suffix)
    value = build(number)
    contents = {"docx": paper.write_docx(value), "pdf": paper.write_pdf(value)}
    contents |= {form: make(number) for form, make in (extra or {}).items()}
    document = Document(origin=Document.Origin.ISSUED, unit=unit, year=dated.year, sequence=sequence)
    _describe(document, actor, value)
    document.family, document.kind, document.number = family, kind, number
    document.title, document.dated = title, dated
    document.search = _search(document)
    document.save()
    for form, content in contents.items():
        _render(actor, document, form, content)
    _cite(actor, document, value.references)
    audit.record(actor=actor, verb="document.issued", on=document, unit_id=unit.pk, number=number)
    return document


@transaction.atomic
def mark_changed(*, actor: Actor, reasons: Sequence[tuple[Document, str]]) -> None:
    """Note in the register that figures in issued documents changed, and why; whoever changed them was allowed to.

    The number of queries does not grow with the number of documents.
    """
    at = clock.now()
    Mark.objects.bulk_create(
        Mark(document=document, kind=Mark.Kind.CHANGED, reason=reason, marked_at=at, marked_by_id=actor.user_id)
        for document, reason in reasons
    )
    told = [(document, document.unit_id, {"number": document.number}) for document, _reason in reasons]
    audit.record_many(actor=actor, verb="document.changed", told=told)


@transaction.atomic
def mark_replaced(*, actor: Actor, document: Document, successor: Document) -> Mark:
    """Note in the register that an issued document was replaced by another.

    :raises NotAllowed: the actor does not keep this register.
    """
    require(actor, Permission.DOCUMENT_ISSUE, document.unit_id)
    mark = Mark(
        document=document, kind=Mark.Kind.REPLACED, successor=successor, marked_at=clock.now(),
        marked_by_id=actor.user_id,
    )  # fmt: skip
    mark.save()
    audit.record(
        actor=actor, verb="document.replaced", on=document, unit_id=document.unit_id, number=document.number,
        by=successor.number,
    )  # fmt: skip
    return mark


def _next_number(unit: Unit, year: int) -> int:
    """Return the next number; the row stays locked until the transaction ends."""
    Counter.objects.get_or_create(unit=unit, year=year)
    mine = Counter.objects.filter(unit=unit, year=year)
    mine.update(last=F("last") + 1)
    return mine.get().last


def _render(actor: Actor, document: Document, form: str, content: bytes) -> None:
    name = rules.file_name(document.number, form)
    file = store_file(actor=actor, name=name, media_type=rules.media_type_of(name), content=content)
    Rendition.objects.create(document=document, format=form, file=file)


def _place(unit: Unit, number: str) -> Document:
    """Return the row of a document that was cited by this number before, else a new one."""
    cited = Document.objects.filter(unit=unit, number=number, origin=Document.Origin.CITED) if number else None
    return (cited.first() if cited else None) or Document(unit=unit)


def _describe(document: Document, actor: Actor, value: OfficialDocument) -> None:
    document.issuer = " – ".join(value.issuer)[:300] or document.issuer
    document.family, document.kind = value.family.value, (value.kind or document.kind)[:60]
    document.number = (value.number or "")[:60]
    document.dated = value.date or document.dated
    document.title, document.value = value.title or document.title, to_json(value)
    document.registered_at, document.registered_by_id = clock.now(), actor.user_id
    document.search = _search(document)


def _search(document: Document) -> str:
    return fold(f"{document.number} {document.kind} {document.title} {document.issuer}")


def _cite(actor: Actor, document: Document, references: tuple[Reference, ...]) -> None:
    for reference in references:
        target = _cited(actor, document.unit, reference)
        Citation.objects.get_or_create(source=document, target=target, path=reference.path[:120])


def _cited(actor: Actor, unit: Unit, reference: Reference) -> Document:
    number = nfc(reference.number)[:60]
    known = list(Document.objects.filter(unit=unit, number=number).defer("value").order_by("pk"))
    if known:  # numbers begin anew every year: of several the one of the cited day is meant
        return next((one for one in known if one.dated == reference.date), known[0])
    document = Document(
        origin=Document.Origin.CITED,
        unit=unit,
        issuer=(reference.issuer or "")[:300],
        kind=(reference.kind or "")[:60],
        number=number,
        dated=reference.date,
        registered_at=clock.now(),
        registered_by_id=actor.user_id,
    )
    document.search = _search(document)
    document.save()
    return document
