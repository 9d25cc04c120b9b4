"""What an actor may read in the register."""

from collections.abc import Iterable

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.models import Citation, Document, Mark, Rendition
from lanhmanh.kernel.text import fold


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Return the documents in the registers that the actor may read."""
    return Document.objects.filter(unit__in=units_for(actor, Permission.DOCUMENT_VIEW))


def register(
    actor: Actor, *, origin: str = "", year: int | None = None, words: str = "", unit_uid: str = "", standing: str = ""
) -> QuerySet[Document]:
    """Return the register, the latest first: of one origin, year and standing, holding all the words.

    `standing` of a row is "replaced", "changed" (a figure in it changed since it was issued) or "".
    """
    rows = visible_to(actor).defer("value").annotate(in_year=ExtractYear("dated"), standing=_standing())
    if standing:
        rows = rows.filter(standing=standing)
    if origin:
        rows = rows.filter(origin=origin)
    if year:
        rows = rows.filter(in_year=year)
    if unit_uid:
        rows = rows.filter(unit__uid=unit_uid)
    for word in fold(words).split():
        rows = rows.filter(search__contains=word)
    return rows.order_by(F("dated").desc(nulls_last=True), "-sequence", "-pk")


def _standing() -> Case:
    marks = Mark.objects.filter(document=OuterRef("pk"))
    kinds = [Mark.Kind.REPLACED.value, Mark.Kind.CHANGED.value]
    return Case(*(When(Exists(marks.filter(kind=kind)), then=Value(kind)) for kind in kinds), default=Value(""))


def years(actor: Actor) -> list[int]:
    """Return the years of the documents that the actor may read, the latest first."""
    rows = visible_to(actor).filter(dated__isnull=False).order_by()
    found = rows.annotate(in_year=ExtractYear("dated")).values_list("in_year", flat=True).distinct()
    return sorted(found, reverse=True)


def get_document(actor: Actor, uid: str) -> Document:
    """Return a document with its files, its citations, and what became of it since, the newest first.

    :raises Http404: there is none that the actor may read.
    """
    out = Citation.objects.select_related("target").order_by("pk")
    files = Rendition.objects.select_related("file").defer("file__content").order_by("pk")
    marks = Mark.objects.select_related("successor", "marked_by").defer("successor__value").order_by("-pk")
    rows = visible_to(actor).select_related("registered_by").annotate(standing=_standing())
    found = rows.prefetch_related(Prefetch("citations", out), Prefetch("renditions", files), Prefetch("marks", marks))
    document = found.filter(uid=uid).first()
    if document is None:
        raise Http404("document")
    return document


def citing(actor: Actor, document: Document) -> QuerySet[Citation]:
    """Return where documents that the actor may read cite this one."""
    rows = Citation.objects.filter(target=document, source__in=visible_to(actor))
    return rows.select_related("source").order_by("source__dated", "pk")


def place_of(document: Document) -> Document | None:
    """Return the document whose place this one took, None where it took none."""
    mark = Mark.objects.filter(successor=document).select_related("document").defer("document__value").first()
    return mark.document if mark else None


def citations_of(documents: Iterable[int]) -> list[Citation]:
    """Return what some documents cite, with the targets, in the order of their texts."""
    rows = Citation.objects.filter(source__in=list(documents)).select_related("target").defer("target__value")
    return list(rows.order_by("source_id", "pk"))


def readable(actor: Actor, documents: Iterable[int]) -> set[int]:
    """Return those of the documents that the actor may open."""
    return set(visible_to(actor).filter(pk__in=list(documents)).values_list("pk", flat=True))


def get_rendition(actor: Actor, uid: str, form: str) -> Rendition:
    """Return one form of a document with its bytes.

    :raises Http404: there is none that the actor may read.
    """
    rows = Rendition.objects.select_related("file").filter(document__in=visible_to(actor))
    found = rows.filter(Q(document__uid=uid, format=form)).first()
    if found is None:
        raise Http404("rendition")
    return found
