"""What was done, where, with whom, and for how many."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Identified, classed
from lanhmanh.kernel.ids import new_id


class Kind(models.TextChoices):
    """The kinds of activity that the plan speaks of."""

    SESSION = "session", _("Buổi tuyên truyền")
    TRAINING = "training", _("Lớp tập huấn")
    CAMPAIGN = "campaign", _("Đợt phát động, ra quân")
    JOINT_ACTION = "joint_action", _("Hoạt động phối hợp")
    VISIT = "visit", _("Thăm hỏi, động viên")
    BROADCAST = "broadcast", _("Phát thanh")
    NEWS = "news", _("Tin, bài")


class State(models.TextChoices):
    """A record counts until it is taken back; it is never deleted."""

    RECORDED = "recorded", _("Đã ghi")
    VOID = "void", _("Đã hủy")


class Group(models.TextChoices):
    """Who attended; each attendance is counted in one group only."""

    CADRES = "cadres", _("Cán bộ")
    MEMBERS = "members", _("Hội viên nông dân")
    FARMERS = "farmers", _("Nông dân")
    WOMEN = "women", _("Phụ nữ")
    YOUTH = "youth", _("Thanh niên")
    STUDENTS = "students", _("Học sinh, sinh viên")
    ELDERS = "elders", _("Người cao tuổi")
    CLERGY = "clergy", _("Chức sắc, chức việc tôn giáo")
    WORKERS = "workers", _("Công nhân, người lao động")
    OTHERS = "others", _("Thành phần khác")
    MIXED = "mixed", _("Chung, không tách nhóm")


class MaterialKind(models.TextChoices):
    """What was handed out, put up or played; the unit of measure stands in the name."""

    LEAFLET = "leaflet", _("Tờ rơi, tài liệu (tờ)")
    BANNER = "banner", _("Băng rôn (cái)")
    PANEL = "panel", _("Pa nô (cái)")
    LOUDSPEAKER = "loudspeaker", _("Lượt phát trên loa truyền thanh (lượt)")
    NEWS = "news", _("Tin, bài (tin, bài)")
    VIDEO = "video", _("Phim, video (lượt chiếu)")


class PartnerKind(models.TextChoices):
    """With whom it was done."""

    POLICE = "police", _("Công an")
    SOCIAL_EVILS = "social_evils", _("Cơ quan phòng, chống tệ nạn xã hội")
    COMMITTEE = "committee", _("Ủy ban nhân dân")
    FRONT = "front", _("Mặt trận Tổ quốc và đoàn thể")
    OTHER = "other", _("Cơ quan, đơn vị khác")


class Activity(Identified):
    """One activity of one unit. `people` is how many different persons came, null where nobody knows.

    `token` comes with the form, so that a form sent twice gives one record. `version` grows with every change.
    """

    token = models.CharField(max_length=26, unique=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    plan_item = models.ForeignKey("plan.PlanItem", on_delete=models.PROTECT, related_name="activities")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="activities")
    day = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    search = models.TextField(editable=False)
    campaign = models.ForeignKey(
        "activities.Campaign", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECORDED)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    void_reason = models.CharField(max_length=300, blank=True)

    classes = classed(
        internal="id uid token version kind plan_item unit day title place note people search campaign state"
        " recorded_at recorded_by voided_at voided_by void_reason"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="activity_kind_known"),
            models.CheckConstraint(condition=Q(people__isnull=True) | Q(people__gte=0), name="activity_people_counted"),
            models.CheckConstraint(condition=Q(version__gte=1), name="activity_version_counted"),
            models.CheckConstraint(
                condition=Q(state="recorded", voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(state="void", voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name="activity_void_says_who_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "day", "kind"], name="activity_of_unit"),
            models.Index(fields=["plan_item", "day"], name="activity_of_item"),
        ]

    def __str__(self) -> str:
        """Return what it was called, else its kind and place."""
        return self.title or " · ".join(filter(None, (self.get_kind_display(), self.place)))


class Attendance(models.Model):
    """Attendances (*lượt*) of one group: women and men where they were told apart, else only their number."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="attendances")
    group = models.CharField(max_length=8, choices=Group.choices)
    female = models.PositiveIntegerField(null=True, blank=True)
    male = models.PositiveIntegerField(null=True, blank=True)
    unstated = models.PositiveIntegerField(null=True, blank=True)

    classes = classed(internal="id activity group female male unstated")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "group"], name="attendance_once_per_group"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="attendance_group_known"),
            models.CheckConstraint(
                condition=Q(female__isnull=False, male__isnull=False, unstated__isnull=True)
                | Q(female__isnull=True, male__isnull=True, unstated__isnull=False),
                name="attendance_split_or_not",
            ),
            models.CheckConstraint(
                condition=(Q(female__isnull=True) | Q(female__gte=0))
                & (Q(male__isnull=True) | Q(male__gte=0))
                & (Q(unstated__isnull=True) | Q(unstated__gte=0)),
                name="attendance_not_below_zero",
            ),
        ]

    @property
    def total(self) -> int:
        """Return the attendances of the group."""
        return (self.female or 0) + (self.male or 0) + (self.unstated or 0)


class Material(models.Model):
    """How much of one material an activity used."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=11, choices=MaterialKind.choices)
    quantity = models.PositiveIntegerField()

    classes = classed(internal="id activity kind quantity")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind"], name="material_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=MaterialKind.values), name="material_kind_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="material_some"),
        ]


class Partner(models.Model):
    """A body that took part; `agency` where it is known which one."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="partners")
    kind = models.CharField(max_length=12, choices=PartnerKind.choices)
    agency = models.ForeignKey("units.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id activity kind agency")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind", "agency"], name="partner_agency_once"),
            models.UniqueConstraint(
                fields=["activity", "kind"], condition=Q(agency__isnull=True), name="partner_kind_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=PartnerKind.values), name="partner_kind_known"),
        ]


class Photo(Identified):
    """A photo of an activity, re-encoded as JPEG, without metadata; taken off, its bytes are gone too."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="photos")
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(max_length=200, blank=True)

    classes = classed(internal="id uid activity width height caption", personal="content")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="photo_has_a_size"),
        ]
