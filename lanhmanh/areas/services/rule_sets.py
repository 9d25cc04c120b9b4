"""Making a rule set: begun from a template or a copy, worked on, published with its document, followed, withdrawn."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import RuleSet
from lanhmanh.audit import services as audit
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law import classes
from lanhmanh.ui.formats import said
from lanhmanh.units.models import Unit

State = RuleSet.State
Rows = dict[str, Any]
_NO_DOCUMENT = sentence("Ghi số và ngày của văn bản quyết định bộ tiêu chí.")
_BEFORE = sentence("Ngày có hiệu lực đứng trước ngày văn bản: ghi lý do vào ghi chú, hoặc sửa ngày.")
_SAME_DAY = sentence("Đã có một bản khác có hiệu lực từ chính ngày này: chọn ngày khác.")


@transaction.atomic
def start_rule_set(*, actor: Actor, unit: Unit, code: str, title: str, like: classes.RuleSet) -> RuleSet:
    """Begin a rule set of a unit's own as a copy of a template or of any other.

    :raises Refused: the code cannot be one, or there is a rule set with it.
    """
    require(actor, Permission.RULES_WRITE, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if code in {one.code for one in classes.shipped()} or RuleSet.objects.filter(code=code).exists():
        raise Refused(_("Đã có bộ tiêu chí mang mã “%(code)s”: đặt mã khác.") % {"code": code})
    own = replace(like, code=code, version=1, title=(title, title), template=False, effective_to=None)
    return _add(actor, unit, classes.body_of(own), {"document_title": like.source.title})


@transaction.atomic
def next_rule_set(*, actor: Actor, row: RuleSet) -> RuleSet:
    """Begin the next version of a unit's published rule set as its copy; the draft that there is, if one was begun.

    :raises Refused: it is not published, or it is the state's.
    """
    unit = _owner(actor, row)
    if draft := RuleSet.objects.filter(unit=unit, code=row.code, state=State.DRAFT).first():
        return draft
    latest = RuleSet.objects.filter(unit=unit, code=row.code).order_by("-version").first()
    if latest is None or row.state == State.DRAFT:
        raise Refused(_("Bộ tiêu chí này chưa ban hành: sửa ngay trong nháp."))
    return _add(
        actor, unit, row.body | {"version": latest.version + 1, "effective_from": clock.today().isoformat()}, {}
    )


def _add(actor: Actor, unit: Unit, body: Rows, facts: Rows) -> RuleSet:
    value = classes.read(body)
    row = RuleSet.objects.create(
        unit=unit, code=value.code, version=value.version, title=value.title[0], body=classes.body_of(value),
        effective_from=value.effective_from, effective_to=value.effective_to,
        saved_at=clock.now(), saved_by_id=actor.user_id, **facts,
    )  # fmt: skip
    audit.record(
        actor=actor, verb="rules.started", on=row, unit_id=unit.pk, code=row.code, version=row.version, title=row.title
    )
    return row


@transaction.atomic
def edit_rule_set(
    *, actor: Actor, row: RuleSet, part: str, rows: Rows, document: Mapping[str, Any] | None = None
) -> RuleSet:
    """Keep a part of a draft: `rows` take the place of those of the same names; `document` is what decides it.

    :raises Refused: it is no draft, or the rows cannot be read (`law.classes.Faulty` with all that is wrong).
    """
    held = _draft(actor, row)
    value = classes.read({**held.body, **rows, "code": held.code, "version": held.version})
    before = held.body
    held.body, held.title = classes.body_of(value), value.title[0]
    held.effective_from, held.effective_to = value.effective_from, value.effective_to
    for name, fact in (document or {}).items():
        setattr(held, name, fact)
    held.saved_at, held.saved_by_id = clock.now(), actor.user_id
    held.save()
    if held.body != before or document:
        audit.record(
            actor=actor, verb="rules.saved", on=held, unit_id=held.unit_id, code=held.code, version=held.version,
            part=part,
        )  # fmt: skip
    return held


@transaction.atomic
def publish_rule_set(*, actor: Actor, row: RuleSet) -> RuleSet:
    """Put a draft in force from its day; the version never changes again. Its document is found in the unit's register.

    :raises Refused: it is no draft, something is lacking, or another version begins on the same day.
    """
    held = _draft(actor, row)
    if lacking := publishable(held):
        rest = len(lacking) - 1
        told = _("Chưa ban hành được: %(why)s") % {"why": said(lacking[0])}
        raise Refused(told + (" " + _("Còn %(count)d việc khác.") % {"count": rest} if rest else ""))
    held.document = Document.objects.filter(
        unit=held.unit_id, number=held.document_number, dated=held.document_dated
    ).first()
    held.state, held.published_at, held.published_by_id = State.PUBLISHED.value, clock.now(), actor.user_id
    held.save(update_fields=["document", "state", "published_at", "published_by"])
    audit.record(
        actor=actor, verb="rules.published", on=held, unit_id=held.unit_id, code=held.code, version=held.version,
        document=held.document_number, effective_from=held.effective_from.isoformat(), body=held.body,
    )  # fmt: skip
    return held


def publishable(row: RuleSet) -> list[classes.Said]:
    """Return what a draft still lacks before it can be published."""
    found = list(classes.gaps(classes.read(row.body)))
    if not row.document_number or not row.document_dated:
        found.append(classes.Said(_NO_DOCUMENT))
    elif row.document_dated > row.effective_from and not _dated_before(row):
        found.append(classes.Said(_BEFORE))
    others = RuleSet.objects.filter(unit=row.unit_id, code=row.code, state=State.PUBLISHED).exclude(pk=row.pk)
    if others.filter(effective_from=row.effective_from).exists():
        found.append(classes.Said(_SAME_DAY))
    return found


def _dated_before(row: RuleSet) -> bool:
    """Return whether the note says why a rule set holds for days before its document."""
    return bool(row.body.get("source", {}).get("note"))


@transaction.atomic
def discard_rule_set(*, actor: Actor, row: RuleSet) -> None:
    """Throw a draft away.

    :raises Refused: it is published already.
    """
    held = _draft(actor, row)
    audit.record(
        actor=actor, verb="rules.discarded", on=held, unit_id=held.unit_id, code=held.code, version=held.version,
        body=held.body,
    )  # fmt: skip
    held.delete()


@transaction.atomic
def withdraw_rule_set(*, actor: Actor, row: RuleSet, why: str) -> RuleSet:
    """Take a published version out of use; classes given by it stay, and are explained by it.

    :raises Refused: it is not in use, or no reason is given.
    """
    unit = _owner(actor, row)
    held = RuleSet.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state != State.PUBLISHED:
        raise Refused(_("Bản này không còn hiệu lực hoặc chưa ban hành: tải lại trang."))
    if not why.strip():
        raise Refused(_("Ghi lý do thu hồi."))
    held.state, held.withdrawn_why = State.WITHDRAWN.value, why.strip()
    held.withdrawn_at, held.withdrawn_by_id = clock.now(), actor.user_id
    held.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    audit.record(
        actor=actor, verb="rules.withdrawn", on=held, unit_id=unit.pk, code=held.code, version=held.version,
        reason=held.withdrawn_why,
    )  # fmt: skip
    return held


def _owner(actor: Actor, row: RuleSet) -> Unit:
    if row.unit is None:
        raise Refused(_("Bộ tiêu chí của Nhà nước không sửa ở đây: lập bộ tiêu chí của đơn vị từ bản sao."))
    require(actor, Permission.RULES_WRITE, row.unit)
    return Unit.objects.select_for_update().get(pk=row.unit.pk)


def _draft(actor: Actor, row: RuleSet) -> RuleSet:
    """Return the draft as it stands now, held until the transaction ends."""
    _owner(actor, row)
    found = RuleSet.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None or found.state != State.DRAFT:
        raise Refused(_("Nháp này đã ban hành hoặc đã bỏ: mở lại danh sách bộ tiêu chí."))
    return found
