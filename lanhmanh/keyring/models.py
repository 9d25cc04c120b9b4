"""Keys and to whom they are sealed. No row of these tables opens anything without a member's password or the shares."""

from django.db import models
from django.db.models import Q

from lanhmanh.db.models import Identified, classed
from lanhmanh.kernel import clock

_HELD = Q(retired_on__isnull=True)


class MemberKey(Identified):
    """The key pair of an account; the private half is locked with the account's password."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    locked = models.BinaryField(max_length=512)
    created_at = models.DateTimeField(default=clock.now)
    retired_on = models.DateField(null=True, blank=True)

    classes = classed(internal="id uid user public created_at retired_on", sensitive="locked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], condition=_HELD, name="memberkey_one_in_use")]


class RecoveryKey(Identified):
    """The key of last resort of a province; its private half exists only as the custodians' shares."""

    province = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    needed = models.PositiveSmallIntegerField()
    given = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    retired_on = models.DateField(null=True, blank=True)

    classes = classed(internal="id uid province public needed given created_at retired_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province"], condition=_HELD, name="recoverykey_one_in_use"),
            models.CheckConstraint(
                condition=Q(needed__gte=2) & Q(needed__lte=models.F("given")) & Q(given__lte=16),
                name="recoverykey_shares_make_sense",
            ),
        ]


class Custodian(models.Model):
    """Who was handed which share of a recovery key."""

    recovery_key = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, related_name="custodians")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)

    classes = classed(internal="id recovery_key number", personal="name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recovery_key", "number"], name="custodian_one_a_share")]


class Drill(models.Model):
    """A practice of recovery with real shares: nothing is changed, whether it worked is kept."""

    recovery_key = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, related_name="drills")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=60)
    shares = models.PositiveSmallIntegerField()
    passed = models.BooleanField()

    classes = classed(internal="id recovery_key at by shares passed")


class UnitKey(Identified):
    """A generation of a unit's key pair; sealed to each entitled member (`Grant`) and to the recovery key."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    public = models.BinaryField(max_length=32)
    recovery_key = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, related_name="+")
    recovery = models.BinaryField(max_length=256)
    # The key of the blind index of the whole province, sealed to this unit key.
    index = models.BinaryField(max_length=256)
    created_at = models.DateTimeField(default=clock.now)
    retired_on = models.DateField(null=True, blank=True)

    classes = classed(
        internal="id uid unit generation public recovery_key created_at retired_on", sensitive="recovery index"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "generation"], name="unitkey_generations_in_order"),
            models.UniqueConstraint(fields=["unit"], condition=_HELD, name="unitkey_one_in_use"),
        ]


class Grant(models.Model):
    """A unit key sealed to one member."""

    unit_key = models.ForeignKey(UnitKey, on_delete=models.CASCADE, related_name="grants")
    member_key = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="grants")
    sealed = models.BinaryField(max_length=256)
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id unit_key member_key granted_at granted_by", sensitive="sealed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_key", "member_key"], name="grant_once")]


class Box(Identified):
    """A symmetric key that closes one matter; half of it is sealed here to units, half lies in the folder of halves."""

    owner = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    destroyed_on = models.DateField(null=True, blank=True)

    classes = classed(internal="id uid owner created_at destroyed_on")


class BoxSeal(models.Model):
    """The sealed half of a box's key, for one unit key. `shared` ones go to units that are neither owner nor above."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="seals")
    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="seals")
    sealed = models.BinaryField(max_length=256)
    shared = models.BooleanField(default=False)

    classes = classed(internal="id box unit_key shared", sensitive="sealed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "unit_key"], name="boxseal_once")]
