"""Plan a campaign over several units, announce it, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Activity, Campaign, Invitation, State
from lanhmanh.activities.rules import campaigns as rules
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.stated import Misstated
from lanhmanh.activities.services.keeping import locked, made_by, sent_before, take_back
from lanhmanh.audit import services as audit
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.selectors import items_for
from lanhmanh.units.models import Ancestry, Unit


@dataclass(frozen=True, slots=True)
class CampaignData:
    """Hold what is told of a campaign; `levels` are invited, of all units below or of those under `within`."""

    aim: Aim
    levels: Sequence[str]
    within: Sequence[Unit] = ()
    plan_item: PlanItem | None = None
    token: str = field(default_factory=new_id)
    uid: str = field(default_factory=new_id)


@transaction.atomic
def record_campaign(*, actor: Actor, unit: Unit, data: CampaignData) -> Campaign:
    """Plan a campaign of a unit: a draft that nobody else sees.

    :raises NotAllowed: the actor may not record for this unit.
    :raises Misstated: something stated cannot be, or nobody would be invited.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(Campaign, actor, unit, data.token):
        return known
    aim = _checked(unit, data)
    campaign = Campaign(
        unit=unit, uid=data.uid, token=data.token, plan_item=data.plan_item, **_fields(aim), **made_by(actor)
    )
    campaign.save()
    invited = _invite(campaign, data)
    audit.record(actor=actor, verb="campaign.recorded", on=campaign, unit_id=unit.pk, invited=invited)
    return campaign


@transaction.atomic
def record_campaigns(*, actor: Actor, rows: Sequence[tuple[Unit, CampaignData]]) -> list[Campaign]:
    """Plan several campaigns as drafts, all or none."""
    return [record_campaign(actor=actor, unit=unit, data=data) for unit, data in rows]


@transaction.atomic
def change_campaign(*, actor: Actor, campaign: Campaign, data: CampaignData) -> Campaign:
    """Change a campaign; whom it invites only while it is a draft.

    :raises Misstated: something stated cannot be; a deed of it would lie outside its new days.
    """
    campaign = locked(actor, campaign)
    aim = _checked(campaign.unit, data, campaign.plan_item_id)
    deeds = Activity.objects.filter(campaign=campaign, state=State.RECORDED)
    if deeds.exclude(day__range=(aim.first, aim.last)).exists():
        raise Misstated("last", _("Đã có hoạt động ngoài những ngày này: chọn lại ngày."))
    for name, value in {**_fields(aim), "plan_item": data.plan_item}.items():
        setattr(campaign, name, value)
    campaign.save()
    if campaign.announced_at is None:
        campaign.invitations.all().delete()
        _invite(campaign, data)
    audit.record(actor=actor, verb="campaign.changed", on=campaign, unit_id=campaign.unit_id)
    return campaign


@transaction.atomic
def announce_campaign(*, actor: Actor, campaign: Campaign) -> Campaign:
    """Invite the units: from now on they see it. Twice is once.

    :raises Refused: it is over.
    """
    campaign = locked(actor, campaign)
    if campaign.announced_at is not None:
        return campaign
    rules.check_announcing(campaign.last, clock.today())
    campaign.announced_at, campaign.announced_by_id = clock.now(), actor.user_id
    campaign.save(update_fields=["announced_at", "announced_by"])
    invited = campaign.invitations.count()
    audit.record(actor=actor, verb="campaign.announced", on=campaign, unit_id=campaign.unit_id, invited=invited)
    return campaign


@transaction.atomic
def void_campaign(*, actor: Actor, campaign: Campaign, reason: str) -> None:
    """Take a campaign back.

    :raises Refused: units have done something in it, or no reason is given.
    """
    campaign = locked(actor, campaign)
    if Activity.objects.filter(campaign=campaign, state=State.RECORDED).exists():
        raise Refused(_("Đã có đơn vị làm trong đợt này: không hủy được. Sửa ngày kết thúc nếu đợt dừng sớm."))
    take_back(actor, campaign, reason, verb="campaign.voided")


def check_campaigns(rows: Sequence[tuple[Campaign | None, Unit, date]]) -> None:
    """Pass activities, each of a unit on a day, that name a running campaign or none; in two queries however many.

    :raises Misstated: a unit is not invited, nor is one above it, or a day lies outside.
    """
    told = [(campaign, unit, day) for campaign, unit, day in rows if campaign is not None]
    if not told:
        return
    asked = {campaign.pk for campaign, _unit, _day in told}
    invited = set(Invitation.objects.filter(campaign__in=asked).values_list("campaign_id", "unit_id"))
    lines = list(Ancestry.objects.filter(descendant__in={unit.pk for _campaign, unit, _day in told}))
    for campaign, unit, day in told:
        line = {one.ancestor_id for one in lines if one.descendant_id == unit.pk and _holds(one, day)}
        among = campaign.unit_id == unit.pk or any((campaign.pk, above) in invited for above in line)
        open_to_all = campaign.announced_at is not None and not campaign.is_void
        rules.check_belongs(campaign.title, campaign.first, campaign.last, day, invited=among and open_to_all)


def _holds(line: Ancestry, day: date) -> bool:
    return line.valid_from <= day and (line.valid_to is None or day < line.valid_to)


def _checked(unit: Unit, data: CampaignData, kept: int | None = None) -> Aim:
    item = data.plan_item
    if item and item.pk != kept and item.pk not in {one.pk for one in items_for(unit, clock.today())}:
        raise Misstated("item", _("Mục này không thuộc kế hoạch của đơn vị: chọn mục khác."))
    return rules.check_aim(data.aim)


def _fields(aim: Aim) -> dict[str, object]:
    return {"title": aim.title, "aim": aim.aim, "first": aim.first, "last": aim.last}


def _invite(campaign: Campaign, data: CampaignData) -> int:
    """Write who is invited as the tree stands today, and return how many that are."""
    below = Ancestry.objects.filter(valid_on(clock.today()), descendant__level__in=data.levels)
    wanted = below.filter(ancestor=campaign.unit, depth__gt=0).values_list("descendant_id", flat=True)
    if data.within:
        inside = below.filter(ancestor__in=data.within).values("descendant_id")
        wanted = wanted.filter(descendant_id__in=inside)
    found = sorted(set(wanted))
    rules.check_invited(len(found))
    Invitation.objects.bulk_create(
        (Invitation(campaign=campaign, unit_id=unit_id) for unit_id in found), batch_size=1000
    )
    return len(found)
