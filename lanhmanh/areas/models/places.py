"""The registers of service businesses and of sites: what stands where, licensed to whom, until when."""

from django.db import models
from django.db.models import F, Q

from lanhmanh.db.models import Identified, Recorded, classed
from lanhmanh.kernel.ids import new_id


class Place(Identified):
    """What a business and a site have in common.

    `owner` is the name on the licence and nothing more: no number of a paper, no word about the person. `token` comes
    with the form, so that a form sent twice gives one row. One listed by mistake is closed on the day it was listed.
    """

    token = models.CharField(max_length=26, unique=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    licence = models.CharField(max_length=80, blank=True)
    licensed_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    listed_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=300, blank=True)
    sort = models.TextField(editable=False)
    search = models.TextField(editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["unit", "listed_on"], name="%(class)s_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_why="") | (Q(closed_on__isnull=False) & ~Q(closed_why="")),
                name="%(class)s_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("listed_on")), name="%(class)s_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="%(class)s_whole_point",
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


SHARED = (
    "id uid token version unit name address licence licensed_on latitude longitude listed_on closed_on closed_why"
    " sort recorded_at recorded_by"
)


class Business(Place):
    """A service business; its kind is a code of `law/data/places.toml`, which says on which days that is sensitive."""

    kind = models.CharField(max_length=20)
    pledged_on = models.DateField(null=True, blank=True)

    # What is searched through holds the owner's name too.
    classes = classed(internal=f"{SHARED} kind pledged_on", personal="owner search")


class Site(Place):
    """A site that holds precursors, chemicals or medicinal materials."""

    precursors = models.BooleanField(default=False)
    chemicals = models.BooleanField(default=False)
    medicinals = models.BooleanField(default=False)

    classes = classed(internal=f"{SHARED} precursors chemicals medicinals", personal="owner search")

    class Meta(Place.Meta):
        constraints = [
            *Place.Meta.constraints,
            models.CheckConstraint(
                condition=Q(precursors=True) | Q(chemicals=True) | Q(medicinals=True), name="site_holds_something"
            ),
        ]


class Voidable(Recorded):
    """A record of the registers that may be taken back; its form sends a token, so that sent twice it is one."""

    token = models.CharField(max_length=26, unique=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


VOIDABLE = "id uid token version recorded_at recorded_by voided_at voided_by void_reason"


def voided(state: str) -> models.CheckConstraint:
    """Return the constraint that a record of this field's state "void" says who took it back, when and why."""
    nobody = Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
    somebody = Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")
    condition = (~Q(**{state: "void"}) & nobody) | (Q(**{state: "void"}) & somebody)
    return models.CheckConstraint(condition=condition, name="%(class)s_void_says_who_and_why")
