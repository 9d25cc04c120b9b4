"""Volunteer teams and groups of communication collaborators: who is in them, and what they do."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.registers import (
    KEPT,
    NAMED,
    Kept,
    Named,
    classed,
    counted,
    erased_check,
    in_order,
    known,
    on_day,
)
from lanhmanh.db.models import void_says_why


class TeamKind(models.TextChoices):
    """What a team is for."""

    SOCIAL = "social", _("Đội công tác xã hội tình nguyện")
    COMMUNICATION = "communication", _("Nhóm cộng tác viên truyền thông")


class Post(models.TextChoices):
    """What somebody is in a team."""

    LEADER = "leader", _("Đội trưởng")
    DEPUTY = "deputy", _("Đội phó")
    MEMBER = "member", _("Thành viên")


class Sex(models.TextChoices):
    """As the list of the team names it."""

    FEMALE = "female", _("Nữ")
    MALE = "male", _("Nam")


class TeamDeedKind(models.TextChoices):
    """What a team does; a result is what came of it, not an activity."""

    MEETING = "meeting", _("Sinh hoạt đội")
    TRAINING = "training", _("Được tập huấn")
    VISIT = "visit", _("Thăm hỏi, giúp đỡ")
    TALK = "talk", _("Tuyên truyền, vận động")
    PATROL = "patrol", _("Tuần tra, nắm tình hình")
    RESULT = "result", _("Kết quả")


class Team(Kept):
    """A team, from the decision that set it up until it ends."""

    slug, dated = "doi", "founded_on"
    stated = ("kind", "name", "decision", "founded_on", "area", "ended_on", "end_reason", "note")
    same = ("unit", "kind", "name")

    kind = models.CharField(max_length=13, choices=TeamKind.choices, default=TeamKind.SOCIAL)
    name = models.CharField(max_length=200)
    decision = models.CharField(max_length=100, blank=True)
    founded_on = models.DateField()
    area = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    classes = classed(internal=f"{KEPT} kind name decision founded_on area ended_on end_reason note")

    class Meta:
        constraints = [
            known("team", "kind", TeamKind),
            in_order("team", "founded_on", "ended_on"),
            void_says_why("team_void_says_why"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="team_end_says_why",
            ),
        ]
        indexes = [models.Index(fields=["unit", "founded_on"], name="team_of_unit")]

    def __str__(self) -> str:
        return self.name


class TeamMember(Named):
    """Somebody in a team, from one day to another; the last day is the first on which they were no longer in it."""

    slug, dated, parent = "thanh-vien", "joined_on", "team"
    stated = ("name", "sex", "in_union", "post", "joined_on", "left_on")
    same = ("team", "name", "joined_on")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    in_union = models.BooleanField()
    post = models.CharField(max_length=6, choices=Post.choices, default=Post.MEMBER)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    classes = classed(internal=f"{KEPT} {NAMED} team sex in_union post joined_on left_on", personal="name")

    class Meta:
        constraints = [
            known("teammember", "post", Post),
            models.CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="teammember_sex_known"),
            in_order("teammember", "joined_on", "left_on"),
            void_says_why("teammember_void_says_why"),
            erased_check("teammember", needed=True),
        ]

    def __str__(self) -> str:
        return str(Post(self.post).label) if self.erased_at or not self.name else self.name


class TeamDeed(Kept):
    """What a team did on a day, so many times."""

    slug, parent = "viec-doi", "team"
    stated = ("kind", "day", "times", "what")
    same = ("team", "kind", "day", "what")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="deeds")
    kind = models.CharField(max_length=8, choices=TeamDeedKind.choices)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    what = models.CharField(max_length=300, blank=True)

    classes = classed(internal=f"{KEPT} team kind day times what")

    class Meta:
        constraints = [
            known("teamdeed", "kind", TeamDeedKind), counted("teamdeed", "times", 1),
            void_says_why("teamdeed_void_says_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "day"], name="teamdeed_of_unit")]

    def __str__(self) -> str:
        return self.what or on_day(str(TeamDeedKind(self.kind).label), self.day)


def is_activity() -> Any:
    """Return the condition that a deed is an activity of the team."""
    return ~Q(kind=TeamDeedKind.RESULT)
