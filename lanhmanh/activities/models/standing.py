"""People of standing: those who agreed to be listed, what they did, how they were thanked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.registers import (
    KEPT,
    NAMED,
    Kept,
    Named,
    classed,
    erased_check,
    in_order,
    known,
    on_day,
)
from lanhmanh.db.models import void_says_why


class StandingKind(models.TextChoices):
    """For what somebody is listened to."""

    ELDER = "elder", _("Người cao tuổi, già làng")
    HEAD = "head", _("Trưởng ấp, trưởng khu phố")
    CLERGY = "clergy", _("Chức sắc, chức việc tôn giáo")
    INTELLECTUAL = "intellectual", _("Trí thức, nhà giáo, thầy thuốc")
    BUSINESS = "business", _("Chủ doanh nghiệp, cơ sở kinh doanh")
    OTHER = "other", _("Người có uy tín khác")


class StandingDeedKind(models.TextChoices):
    """What they did, or what was done to thank them."""

    WORK = "work", _("Việc đã tham gia")
    THANKS = "thanks", _("Thăm hỏi, cảm ơn")
    COMMENDATION = "commendation", _("Khen thưởng")


class PersonOfStanding(Named):
    """Somebody who agreed to be listed as a person of standing."""

    slug, dated = "uy-tin", "listed_on"
    stated = ("name", "kind", "place", "consent_on", "consent_how", "listed_on", "ended_on", "note")
    same = ("unit", "name", "kind")

    kind = models.CharField(max_length=12, choices=StandingKind.choices)
    place = models.CharField(max_length=200, blank=True)
    consent_on = models.DateField()
    consent_how = models.CharField(max_length=200)
    listed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    classes = classed(
        internal=f"{KEPT} {NAMED} kind consent_on consent_how listed_on ended_on", personal="name place note"
    )

    class Meta:
        constraints = [
            known("standing", "kind", StandingKind),
            in_order("standing", "listed_on", "ended_on"),
            void_says_why("standing_void_says_why"),
            erased_check("standing", needed=True),
            models.CheckConstraint(
                condition=Q(consent_on__lte=F("listed_on")) & ~Q(consent_how=""), name="standing_agreed_first"
            ),
        ]

    def __str__(self) -> str:
        return str(StandingKind(self.kind).label) if self.erased_at or not self.name else self.name


class StandingDeed(Kept):
    """What a person of standing did on a day, or how they were thanked."""

    slug, parent = "viec-uy-tin", "person"
    stated = ("kind", "day", "what", "decision")
    same = ("person", "kind", "day", "what")

    person = models.ForeignKey(PersonOfStanding, on_delete=models.PROTECT, related_name="deeds")
    kind = models.CharField(max_length=12, choices=StandingDeedKind.choices)
    day = models.DateField()
    what = models.CharField(max_length=300)
    decision = models.CharField(max_length=100, blank=True)

    classes = classed(internal=f"{KEPT} person kind day what decision")

    class Meta:
        constraints = [known("standingdeed", "kind", StandingDeedKind), void_says_why("standingdeed_void_says_why")]
        indexes = [models.Index(fields=["unit", "day"], name="standingdeed_of_unit")]

    def __str__(self) -> str:
        return self.what or on_day(str(StandingDeedKind(self.kind).label), self.day)
