"""Campaigns over several units, the library of materials, channels, and checks of knowledge that know no names."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.activities.models.done import Activity
from lanhmanh.activities.models.kept import KEPT, Kept
from lanhmanh.db.models import Frozen, Identified, classed, void_says_why


class Campaign(Kept):
    """A campaign (*đợt truyền thông*) to which a unit invites units below it; a draft until it is announced."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=200)
    aim = models.TextField()
    plan_item = models.ForeignKey("plan.PlanItem", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal=f"{KEPT} unit title aim plan_item first last announced_at announced_by")

    class Meta:
        constraints = [
            void_says_why("campaign_void_says_why"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="campaign_days_in_order"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(aim=""), name="campaign_says_what"),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True, announced_by__isnull=True)
                | Q(announced_at__isnull=False, announced_by__isnull=False),
                name="campaign_announced_says_who",
            ),
        ]

    def __str__(self) -> str:
        """Return its title."""
        return self.title


class Invitation(models.Model):
    """A unit that is invited to a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id campaign unit")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="invitation_once")]


class Channel(models.TextChoices):
    """By which ways people were reached."""

    LOUDSPEAKER = "loudspeaker", _("Loa truyền thanh")
    MOBILE = "mobile", _("Xe, loa lưu động")
    ZALO = "zalo", _("Zalo")
    ONLINE = "online", _("Trang thông tin, mạng xã hội khác")
    POSTER = "poster", _("Áp phích, băng rôn, bảng tin")
    CLUB = "club", _("Sinh hoạt câu lạc bộ")
    MEETING = "meeting", _("Họp chi, tổ hội")
    DRAMA = "drama", _("Sân khấu, tiểu phẩm")
    CONTEST = "contest", _("Hội thi, hội diễn, diễn đàn")
    HOME = "home", _("Đến từng nhà")
    PRESS = "press", _("Báo, đài")


class ActivityChannel(models.Model):
    """A channel that an activity used."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(max_length=11, choices=Channel.choices)

    classes = classed(internal="id activity channel")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "channel"], name="activitychannel_once"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="activitychannel_known"),
        ]


class LibraryKind(models.TextChoices):
    """The kinds of communication material."""

    LEAFLET = "leaflet", _("Tờ rơi")
    POSTER = "poster", _("Áp phích")
    SCRIPT = "script", _("Bài phát thanh")
    DRAMA = "drama", _("Kịch bản tiểu phẩm")
    SLIDES = "slides", _("Bài giảng, bài trình chiếu")
    ANSWERS = "answers", _("Sổ tay, hỏi đáp")
    SOUND = "sound", _("Tệp âm thanh")


class Language(models.TextChoices):
    """In which language."""

    VIETNAMESE = "vi", _("Tiếng Việt")
    CHORO = "crw", _("Tiếng Chơ Ro")
    MA = "cma", _("Tiếng Mạ")
    STIENG = "sti", _("Tiếng Xtiêng")
    COHO = "kpm", _("Tiếng Cơ Ho")
    KHMER = "km", _("Tiếng Khmer")
    CHINESE = "zh", _("Tiếng Hoa")
    CHAM = "cjm", _("Tiếng Chăm")
    ENGLISH = "en", _("Tiếng Anh")


class LibraryItem(Kept):
    """A material of the library: what it is, where it comes from, who approved it; its files are its versions."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="library")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=7, choices=LibraryKind.choices)
    language = models.CharField(max_length=3, choices=Language.choices, default=Language.VIETNAMESE)
    summary = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    approver = models.CharField(max_length=200)
    search = models.TextField(editable=False)

    classes = classed(internal=f"{KEPT} unit title kind language summary source approver search")

    class Meta:
        constraints = [
            void_says_why("libraryitem_void_says_why"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(source="") & ~Q(approver=""), name="libraryitem_says_whose"
            ),
            models.CheckConstraint(condition=Q(kind__in=LibraryKind.values), name="libraryitem_kind_known"),
        ]

    def __str__(self) -> str:
        """Return its title."""
        return self.title


class LibraryVersion(Frozen, Identified):
    """One version of a material; it never changes, so that what was handed out can be read as it was."""

    item = models.ForeignKey(LibraryItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    dated = models.DateField()
    changed = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid item number file dated changed added_at added_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="libraryversion_numbered"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(changed=""), name="libraryversion_says_what_changed"),
        ]


class MaterialUse(Identified):
    """An activity used a version of a material, so many pieces or times."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="uses")
    version = models.ForeignKey(LibraryVersion, on_delete=models.PROTECT, related_name="uses")
    quantity = models.PositiveIntegerField()

    classes = classed(internal="id uid activity version quantity")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "version"], name="materialuse_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="materialuse_some"),
        ]


class Quiz(Kept):
    """A set of five questions of a unit; what it asks stands in its versions."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="quizzes")
    title = models.CharField(max_length=200)

    classes = classed(internal=f"{KEPT} unit title")

    class Meta:
        constraints = [
            void_says_why("quiz_void_says_why"),
            models.CheckConstraint(condition=~Q(title=""), name="quiz_titled"),
        ]

    def __str__(self) -> str:
        """Return its title."""
        return self.title


class QuizVersion(Frozen, Identified):
    """The five questions with their answers as they stood: a result belongs to what was asked."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid quiz number questions written_at written_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "number"], name="quizversion_numbered")]


def _right() -> models.Field:  # type: ignore[type-arg]
    return models.PositiveIntegerField(null=True, blank=True)


def _side(side: str) -> Q:
    """Return the condition that one side was counted whole, none right more often than asked, or not at all."""
    names = [f"{side}_people", *(f"{side}_{number}" for number in range(1, 6))]
    nothing = Q(**{f"{name}__isnull": True for name in names})
    counted = Q(**{f"{name}__isnull": False for name in names}) & Q(**{f"{side}_people__gte": 1})
    for name in names[1:]:
        counted &= Q(**{f"{name}__gte": 0, f"{name}__lte": F(f"{side}_people")})
    return nothing | counted


class QuizResult(Kept):
    """How many answered before and after, and how many each question rightly; no row, and no word, is of one person.

    `group` says what kind of people they were, never who.
    """

    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="results")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="quiz_results")
    day = models.DateField()
    group = models.CharField(max_length=120, blank=True)
    before_people, before_1, before_2, before_3, before_4, before_5 = (_right() for _column in range(6))
    after_people, after_1, after_2, after_3, after_4, after_5 = (_right() for _column in range(6))

    classes = classed(
        internal=f"{KEPT} version unit day group before_people before_1 before_2 before_3 before_4 before_5"
        " after_people after_1 after_2 after_3 after_4 after_5"
    )

    class Meta:
        constraints = [
            void_says_why("quizresult_void_says_why"),
            models.CheckConstraint(condition=_side("before"), name="quizresult_before_whole"),
            models.CheckConstraint(condition=_side("after"), name="quizresult_after_whole"),
            models.CheckConstraint(
                condition=Q(before_people__isnull=False) | Q(after_people__isnull=False),
                name="quizresult_says_something",
            ),
        ]
