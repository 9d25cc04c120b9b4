"""The recovery key of a province: when it was handed out, to whom, when it was last practised."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.models import Membership
from lanhmanh.accounts.rules import Permission, Scope
from lanhmanh.kernel import clock
from lanhmanh.keyring.access import working
from lanhmanh.keyring.models import Custodian, Drill, RecoveryKey, UnitKey
from lanhmanh.keyring.policies import over, under
from lanhmanh.keyring.rules import is_overdue
from lanhmanh.units.models import Level, Unit


@dataclass(frozen=True)
class Recovery:
    """What may be known of a recovery key; `key` is None before the first ceremony."""

    province: Unit
    key: RecoveryKey | None
    custodians: list[Custodian]
    last: date | None
    failed: date | None
    behind: int
    in_use: int

    @property
    def handed_out(self) -> date | None:
        """Return the day of the ceremony."""
        return timezone.localdate(self.key.created_at, clock.VIETNAM) if self.key else None

    @property
    def overdue(self) -> bool:
        """Test whether recovery should be practised; before a ceremony there is nothing to practise."""
        return self.key is not None and is_overdue(self.last, clock.today())


def recovery_of(unit_id: int | None) -> Recovery | None:
    """Return how recovery stands in the province of a unit; None where it stands under none."""
    unit = Unit.objects.filter(pk=unit_id or 0).first()
    province = Unit.objects.filter(pk__in=over(unit), level=Level.PROVINCE).first() if unit else None
    return recovery_in(province) if province else None


def recovery_in(province: Unit) -> Recovery:
    """Return how recovery stands in a province."""
    key = RecoveryKey.objects.filter(province=province, retired_on__isnull=True).first()
    keys = UnitKey.objects.filter(unit__in=under(province), retired_on__isnull=True)
    in_use = list(keys.values_list("recovery_key_id", flat=True))
    custodians = list(Custodian.objects.filter(recovery_key=key).order_by("number")) if key else []
    behind = sum(one != (key.pk if key else None) for one in in_use)
    last = _last(key)
    return Recovery(province, key, custodians, last.get(True), last.get(False), behind, len(in_use))


def drill_due(actor: Actor) -> Recovery | None:
    """Return the recovery key that the actor, at the province, should see handed out or practised now."""
    places = actor.places(Permission.KEYS_WATCH).get(Scope.OWN, set())
    places = places | actor.places(Permission.KEYS_MANAGE).get(Scope.OWN, set())
    at = Unit.objects.filter(pk__in=places, level=Level.PROVINCE).first()
    found = recovery_in(at) if at else None
    if found is None or found.overdue:
        return found
    missing = found.key is None and Membership.objects.filter(working(), unit__in=under(found.province)).exists()
    return found if missing else None


def _last(key: RecoveryKey | None) -> dict[bool, date]:
    """Return the day of the last drill that passed, and of the last that did not."""
    if key is None:
        return {}
    rows = Drill.objects.filter(recovery_key=key).order_by().values_list("passed").annotate(last=Max("at"))
    return {passed: timezone.localdate(at, clock.VIETNAM) for passed, at in rows}
