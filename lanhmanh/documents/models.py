"""The register of official documents and the files that belong to records."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lanhmanh.db.models import Frozen, Identified, classed


class StoredFile(Frozen, Identified):
    """Bytes kept in the database, so that a backup and a transaction hold them too."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    classes = classed(internal="id uid name media_type size sha256 content created_at")


class Document(Identified):
    """An official document: received, cited by another, or issued here with a number of its own."""

    class Origin(models.TextChoices):
        """How it came into the register."""

        RECEIVED = "received", _("Đã nhận")
        CITED = "cited", _("Được viện dẫn")
        ISSUED = "issued", _("Đã ban hành")

    origin = models.CharField(max_length=8, choices=Origin.choices)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300, blank=True)
    family = models.CharField(max_length=5, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    dated = models.DateField(null=True, blank=True)
    title = models.TextField(blank=True)
    search = models.TextField(blank=True)
    value = models.JSONField(null=True, blank=True)
    cites = models.ManyToManyField("self", symmetrical=False, through="Citation", related_name="cited_by")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(
        internal="id uid origin unit issuer family kind number year sequence dated title search value cites"
        " registered_at registered_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=["received", "cited", "issued"]), name="document_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(family__in=["", "state", "party", "union"]), name="document_family_known"
            ),
            models.UniqueConstraint(fields=["unit", "number"], condition=Q(origin="cited"), name="document_cited_once"),
            models.CheckConstraint(
                condition=~Q(origin="issued")
                | (Q(year__isnull=False) & Q(sequence__isnull=False) & Q(dated__isnull=False) & ~Q(number="")),
                name="document_issued_is_numbered",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "sequence"], condition=Q(origin="issued"), name="document_number_once"
            ),
        ]


class Citation(models.Model):
    """One document cites another, in a clause (path empty: before the outline)."""

    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=120, blank=True)

    classes = classed(internal="id source target path")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "path"], name="citation_once")]


class Rendition(models.Model):
    """A file that is one form of a document: as received, or rendered as docx, pdf, xlsx."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renditions")
    format = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id document format file")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "format"], name="rendition_once_per_format")]


class Mark(Frozen):
    """What became of an issued document since: a figure in it changed, or another document took its place.

    `reason` says which cell of which unit; `successor` is the document that took the place.
    """

    class Kind(models.TextChoices):
        """What is marked."""

        CHANGED = "changed", _("Số liệu đã thay đổi")
        REPLACED = "replaced", _("Đã thay thế")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.TextField(blank=True)
    successor = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="taken_over")
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    classes = classed(internal="id document kind reason successor marked_at marked_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="changed", successor__isnull=True) & ~Q(reason=""))
                | Q(kind="replaced", successor__isnull=False),
                name="mark_says_what_became",
            ),
            models.UniqueConstraint(fields=["document"], condition=Q(kind="replaced"), name="mark_replaced_once"),
            models.UniqueConstraint(fields=["successor"], name="mark_takes_one_place"),
        ]


class Counter(models.Model):
    """The last number given by an issuer in a year; locked while the next is given, so that none is skipped."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    classes = classed(internal="id unit year last")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="counter_one_per_year")]
