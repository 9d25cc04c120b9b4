"""A case, and what is closed with its key."""

from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lanhmanh.db.models import Identified, classed
from lanhmanh.kernel import clock


class CaseState(models.TextChoices):
    """A case is worked on, then at rest, then sealed, then only a count; or it went into another of the same person."""

    OPEN = "open", _("Đang hỗ trợ")
    CLOSED = "closed", _("Đã kết thúc")
    SEALED = "sealed", _("Đã niêm phong")
    ERASED = "erased", _("Đã xóa danh tính")
    MERGED = "merged", _("Đã gộp vào hồ sơ khác")


class Ground(models.TextChoices):
    """Why the Union may keep the case: it was assigned to help, or it was asked."""

    ASSIGNED = "assigned", _("Được phân công theo quyết định của Chủ tịch UBND cấp xã")
    TEAM = "team", _("Là thành viên Tổ quản lý")
    ASKED = "asked", _("Người được hỗ trợ tự đề nghị")


class Sex(models.TextChoices):
    """As the person states it."""

    FEMALE = "female", pgettext_lazy("sex", "Nữ")
    MALE = "male", pgettext_lazy("sex", "Nam")
    UNSTATED = "unstated", _("Không nêu")


class AgeBand(models.TextChoices):
    """The age on the day on which the case was opened; the bands keep minors apart, who have rules of their own."""

    CHILD = "12-15", _("12 đến dưới 16 tuổi")
    MINOR = "16-17", _("16 đến dưới 18 tuổi")
    YOUNG = "18-29", _("18 đến 29 tuổi")
    THIRTIES = "30-39", _("30 đến 39 tuổi")
    FORTIES = "40-49", _("40 đến 49 tuổi")
    OLDER = "50+", _("Từ 50 tuổi")
    UNSTATED = "unstated", _("Không nêu")


class Case(Identified):
    """One person's support by one unit. Nothing here tells who it is."""

    box = models.OneToOneField("keyring.Box", on_delete=models.PROTECT, related_name="case")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    # The status of the running episode (`law.statuses`), "" while there is none.
    status = models.CharField(max_length=40, blank=True)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    sex = models.CharField(max_length=10, choices=Sex.choices)
    age_band = models.CharField(max_length=10, choices=AgeBand.choices)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closing = models.CharField(max_length=40, blank=True)
    seal_on = models.DateField(null=True, blank=True)
    erase_on = models.DateField(null=True, blank=True)
    sealed_on = models.DateField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)
    # The person asked that nothing be done with the data beyond keeping it.
    restricted_on = models.DateField(null=True, blank=True)
    # Where a case went that was of the same person, and when; always to one that is still a case of its own.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", db_index=False
    )
    merged_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    classes = classed(
        internal="id uid box unit year number state ground opened_on closed_on closing seal_on erase_on sealed_on "
        "erased_on restricted_on merged_into merged_on version created_at",
        sensitive="status sex age_band",
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "-opened_on"], name="case_list"),
            models.Index(fields=["-opened_on", "-id"], name="case_newest"),
            models.Index(fields=["merged_into", "merged_on"], condition=Q(state="merged"), name="case_merged"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="case_numbered_once"),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None, closing="")
                | (
                    ~Q(state="open") & Q(closed_on__isnull=False, closed_on__gte=models.F("opened_on")) & ~Q(closing="")
                ),
                name="case_closed_has_day_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed", "merged"], sealed_on=None)
                | Q(state__in=["sealed", "erased"], sealed_on__isnull=False, sealed_on__gte=models.F("closed_on")),
                name="case_sealed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state="erased", erased_on__isnull=False) | (~Q(state="erased") & Q(erased_on=None)),
                name="case_erased_has_day",
            ),
            models.CheckConstraint(condition=Q(state="open") | Q(status=""), name="case_status_while_open"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False, merged_on__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None, merged_on=None)),
                name="case_merged_says_where",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")), name="case_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        """Return the number by which people speak of the case."""
        return f"{self.number:03d}/{self.year}"


def of_person(case: "Case | OuterRef") -> Q:
    """Return the condition of a row that is of a case, or of one that went into it."""
    return Q(case=case) | Q(case__merged_into=case)


class Secret(models.Model):
    """A version of a confidential field, closed with its box's key; `record` is the uid of what it is of."""

    box = models.ForeignKey("keyring.Box", on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=26)
    field = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    content = models.BinaryField()

    classes = classed(internal="id box record field version", sensitive="content")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "field", "version"], name="secret_versions_in_order")]


class Attachment(Identified):
    """A file of a case, closed with its key; name and type are secrets under the same uid."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    content = models.BinaryField()
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id uid case added_at added_by", sensitive="content")


class Token(models.Model):
    """A token of a blind index by which a case is found (`sealing.Index`)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tokens")
    token = models.BinaryField(max_length=16)

    classes = classed(internal="id case", sensitive="token")

    class Meta:
        # With the case, which is all that a search asks of it: else each token found wants its row.
        indexes = [models.Index(fields=["token", "case"], name="token_found")]
