"""Making a form: begun, worked on, published, followed by a new version, ended."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting import policies
from lanhmanh.reporting.access import is_shipped
from lanhmanh.reporting.models import FormDesign, FormEnd
from lanhmanh.reporting.rules import drafting, forms, publishing
from lanhmanh.reporting.rules.drafting import Definition
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.designs import draft_of, reported_until
from lanhmanh.ui.formats import period_name, said
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import version_of

State = FormDesign.State


@transaction.atomic
def start_form(
    *, actor: Actor, unit: Unit, code: str, name_vi: str, name_en: str, like: Form | None = None
) -> FormDesign:
    """Begin a form of a unit's own, from nothing or as a copy of any form; `code` is the part after the unit's prefix.

    :raises Refused: the code cannot be one, or there is a form with it.
    """
    require(actor, Permission.FORM_DESIGN, unit)
    version = version_of(unit, clock.today())
    whole = drafting.own_code(version.code if version else "", code)
    if is_shipped(whole) or FormDesign.objects.filter(code=whole).exists():
        raise Refused(_("Đã có biểu mẫu mang mã “%(code)s”: đặt mã khác.") % {"code": whole})
    of = drafting.copied(like, whole) if like else drafting.blank(whole)
    return _add(actor, unit, {**of, "name_vi": name_vi.strip(), "name_en": name_en.strip()})


@transaction.atomic
def edit_form(*, actor: Actor, design: FormDesign, step: str, change: Callable[[Definition], Definition]) -> FormDesign:
    """Keep one step of work on a draft: `change` gives the new definition from the present one.

    :raises Refused: it is published already.
    """
    design = _held(actor, design)
    before = design.definition
    design.definition = {**change(before), "code": design.code, "version": design.version}
    if design.definition == before:
        return design
    design.saved_at, design.saved_by_id = clock.now(), actor.user_id
    design.save(update_fields=["definition", "saved_at", "saved_by"])
    audit.record(
        actor=actor, verb="form.saved", on=design, unit_id=design.unit_id, form=design.code, version=design.version,
        step=step,
    )  # fmt: skip
    return design


@transaction.atomic
def publish_form(*, actor: Actor, design: FormDesign) -> FormDesign:
    """Put a draft in force from its first period; the version never changes again, and the one before ends.

    :raises Refused: it is no draft, or something is wrong with it.
    """
    design = _held(actor, design)
    faults = draft_of(design).faults
    if faults:
        told = _("Chưa ban hành được: %(why)s") % {"why": said(faults[0].why)}
        rest = len(faults) - 1
        raise Refused(told + (" " + _("Còn %(count)d lỗi khác.") % {"count": rest} if rest else ""))
    at = clock.now()
    design.state, design.published_at, design.published_by_id = State.PUBLISHED.value, at, actor.user_id
    design.save(update_fields=["state", "published_at", "published_by"])
    audit.record(
        actor=actor, verb="form.published", on=design, unit_id=design.unit_id, form=design.code,
        version=design.version, definition=design.definition,
    )  # fmt: skip
    return design


@transaction.atomic
def next_version(*, actor: Actor, design: FormDesign) -> FormDesign:
    """Begin the next version of a published form as its copy; the draft that there is, if one was begun already.

    :raises Refused: the form is not published.
    """
    require(actor, Permission.FORM_DESIGN, design.unit_id)
    Unit.objects.select_for_update().get(pk=design.unit_id)
    latest = FormDesign.objects.filter(code=design.code, state=State.PUBLISHED).order_by("-version").first()
    if latest is None:
        raise Refused(_("Biểu này chưa ban hành: sửa ngay trong nháp."))
    if draft := FormDesign.objects.filter(code=design.code, state=State.DRAFT).first():
        return draft
    of = {name: value for name, value in latest.definition.items() if name not in {"first_period", "last_period"}}
    return _add(actor, latest.unit, {**of, "version": latest.version + 1})


@transaction.atomic
def discard_form(*, actor: Actor, design: FormDesign) -> None:
    """Throw a draft away.

    :raises Refused: it is published already.
    """
    design = _held(actor, design)
    audit.record(
        actor=actor, verb="form.discarded", on=design, unit_id=design.unit_id, form=design.code,
        version=design.version, definition=design.definition,
    )  # fmt: skip
    design.delete()


@transaction.atomic
def end_form(*, actor: Actor, design: FormDesign, last: Period, reason: str) -> FormEnd:
    """Say the last period for which a published form is asked; what was reported stays.

    :raises Refused: it has an end, a later version, or reports after that period; or no reason is given.
    """
    require(actor, Permission.FORM_DESIGN, design.unit_id)
    Unit.objects.select_for_update().get(pk=design.unit_id)
    why = policies.require_text(reason, _("Ghi lý do ngừng áp dụng."))
    latest = FormDesign.objects.filter(code=design.code, state=State.PUBLISHED).order_by("-version").first()
    if latest is None or latest.pk != design.pk or FormEnd.objects.filter(design=design).exists():
        raise Refused(_("Bản này không còn là bản đang áp dụng: tải lại trang."))
    form = forms.build(design.definition, design.unit_id)
    if last not in publishing.endings(form, clock.today(), reported_until(design.code)):
        raise Refused(_("Không ngừng được từ %(period)s: chọn một kỳ trong danh sách.") % {"period": period_name(last)})
    end = FormEnd(
        design=design, last_period=last.code, reason=why, ended_at=clock.now(), ended_by_id=actor.user_id
    )  # fmt: skip
    end.save()
    audit.record(
        actor=actor, verb="form.ended", on=design, unit_id=design.unit_id, form=design.code, version=design.version,
        last_period=last.code, reason=why,
    )  # fmt: skip
    return end


def _held(actor: Actor, design: FormDesign) -> FormDesign:
    """Return the draft as it stands now, held until the transaction ends."""
    require(actor, Permission.FORM_DESIGN, design.unit_id)
    found = FormDesign.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=design.pk).first()
    if found is None or found.state != State.DRAFT:
        raise Refused(_("Nháp này đã ban hành hoặc đã bỏ: mở lại danh sách biểu mẫu."))
    return found


def _add(actor: Actor, unit: Unit, of: Definition) -> FormDesign:
    design = FormDesign.objects.create(
        unit=unit, code=of["code"], version=of["version"], definition=of, saved_at=clock.now(),
        saved_by_id=actor.user_id,
    )  # fmt: skip
    audit.record(actor=actor, verb="form.started", on=design, unit_id=unit.pk, form=design.code, version=design.version)
    return design
