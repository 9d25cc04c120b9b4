"""Writing the words of a paper, section by section; the figures in them stay references."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting.models import Narrative
from lanhmanh.reporting.papers.sections import Section
from lanhmanh.reporting.rules.words import Sources, read
from lanhmanh.units.models import Unit


class WrittenBetween(Refused):
    """Somebody else wrote the section since it was opened; nothing was written, both texts are there."""


@transaction.atomic
def write_section(
    *, actor: Actor, subject: str, unit: Unit, section: Section, text: str, expected: int, sources: Sources
) -> Narrative | None:
    """Write a section of a unit's paper as a new version; empty, or the product's own words, gives it back to these.

    `text` is as an editor shows it, figures by name in brackets; `expected` is the version that was open, 0 for none.
    None where nothing was ever written and nothing is now.

    :raises NotAllowed: the actor does not issue documents here.
    :raises WrittenBetween: there is a later version than the one that was open.
    :raises Refused: a reference names no figure of the paper, or the text is too long.
    """
    require(actor, Permission.DOCUMENT_ISSUE, unit)
    reading = read(text, sources)
    if reading.faults:
        raise reading.faults[0]
    own = "" if reading.text == section.standard else reading.text
    last = _latest(subject, unit, section.key)
    if (last.version if last else 0) != expected:
        raise WrittenBetween(_between())
    if own == (last.text if last else ""):
        return last
    written = Narrative(
        subject=subject, unit=unit, section=section.key, version=expected + 1, text=own, written_at=clock.now(),
        written_by_id=actor.user_id,
    )  # fmt: skip
    _save(written)
    audit.record(
        actor=actor, verb="narrative.written" if own else "narrative.given_back", on=written, unit_id=unit.pk,
        subject=subject, section=section.key, version=written.version,
    )  # fmt: skip
    return written


def _latest(subject: str, unit: Unit, section: str) -> Narrative | None:
    return Narrative.objects.filter(subject=subject, unit=unit, section=section).order_by("-version").first()


def _save(written: Narrative) -> None:
    """Save the version, unless somebody else saved the same one in this moment."""
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError:
        raise WrittenBetween(_between()) from None


def _between() -> str:
    return _("Mục này vừa có người khác sửa. Xem bản mới ở dưới, gộp vào bản của bạn rồi lưu lại.")
