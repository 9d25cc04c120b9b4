"""The lists of the movement, in and out of Excel: one address for each."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms import lists_communication as communication
from lanhmanh.activities.forms import lists_models as models
from lanhmanh.activities.forms.choosing import Units
from lanhmanh.activities.models import Adoption, Campaign, LibraryItem, Practice, QuizResult, Registration
from lanhmanh.activities.selectors import library, programmes, quizzes
from lanhmanh.activities.selectors.library import Sought
from lanhmanh.activities.services import adopting, spreading
from lanhmanh.activities.services import campaigns as campaign_services
from lanhmanh.activities.services import library as library_services
from lanhmanh.activities.services import programmes as programme_services
from lanhmanh.activities.services import quizzes as quiz_services
from lanhmanh.activities.views import campaigns as campaign_pages
from lanhmanh.activities.views import library as library_pages
from lanhmanh.activities.views import programmes as programme_pages
from lanhmanh.activities.views import quizzes as quiz_pages
from lanhmanh.activities.views import spreading as model_pages
from lanhmanh.activities.views.form_pages import listed_units
from lanhmanh.kernel import clock
from lanhmanh.plan.selectors import levels_below
from lanhmanh.ui.lists import Row, serve_list

BOTH = require_http_methods(["GET", "POST"])


@page(needs=Permission.ACTIVITY_RECORD)
@BOTH
def model_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring models and clubs in from Excel, hand them out."""
    actor, units = request.actor, listed_units(request)

    def take(rows: Sequence[Row]) -> None:
        spreading.record_practices(actor=actor, rows=[models.practice_entry(row, units) for row in rows])

    return serve_list(
        request, models.practice_kind(units), judge=lambda rows: models.judge_practices(rows, units), take=take,
        into=Practice, back=f"{reverse('activities:models')}?xem=cua-don-vi", crumbs=model_pages.crumb(),
        current=lambda: models.practice_rows(actor),
    )  # fmt: skip


@page(needs=Permission.ACTIVITY_RECORD)
@BOTH
def adoption_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring in from Excel which models units took up, hand it out."""
    actor, units = request.actor, listed_units(request)

    def take(rows: Sequence[Row]) -> None:
        known = models.models_by_name(actor)
        adopting.record_adoptions(actor=actor, rows=[models.adoption_entry(row, units, known) for row in rows])

    return serve_list(
        request, models.adoption_kind(units), judge=lambda rows: models.judge_adoptions(actor, rows, units), take=take,
        into=Adoption, back=reverse("activities:models"), crumbs=model_pages.crumb(),
        current=lambda: models.adoption_rows(units),
    )  # fmt: skip


@page(needs=Permission.ACTIVITY_RECORD)
@BOTH
def campaign_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring campaigns in from Excel as drafts, hand them out.

    :raises Http404: nobody stands below the actor's unit.
    """
    actor, units = request.actor, campaign_pages.inviting(request)
    if not units:
        raise Http404("campaigns")
    unit = units[0][0]
    levels = list(levels_below(unit, clock.today()))

    def take(rows: Sequence[Row]) -> None:
        data = [(unit, communication.campaign_data(row)) for row in rows]
        campaign_services.record_campaigns(actor=actor, rows=data)

    return serve_list(
        request, communication.campaign_kind(levels), judge=lambda rows: communication.judge_campaigns(rows, unit),
        take=take, into=Campaign, back=reverse("activities:campaigns"), crumbs=campaign_pages.crumb(),
        current=lambda: communication.campaign_rows(unit),
    )  # fmt: skip


@page(needs=Permission.ACTIVITY_RECORD)
@BOTH
def library_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring materials in from Excel, hand them out; their files come one by one."""
    actor, units = request.actor, listed_units(request)

    def take(rows: Sequence[Row]) -> None:
        data = [(models.unit_of(row, units), communication.item_data(row)) for row in rows]
        library_services.record_items(actor=actor, rows=data)

    return serve_list(
        request, communication.item_kind(units), judge=lambda rows: communication.judge_items(rows, units), take=take,
        into=LibraryItem, back=reverse("activities:library"), crumbs=library_pages.crumb(),
        current=lambda: communication.item_rows(list(_of_units(actor, units))),
    )  # fmt: skip


def _of_units(actor: Actor, units: Units) -> QuerySet[LibraryItem]:
    return library.items(actor, Sought()).filter(unit__in=[unit for unit, _name in units]).select_related("unit")


@page(needs=Permission.ACTIVITY_RECORD)
@BOTH
def quiz_sheet(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Bring counts of a set of questions in from Excel, hand them out."""
    actor, units = request.actor, listed_units(request)
    quiz = quizzes.get_quiz(actor, uid)
    version = quiz_pages.version_of(quiz, "")

    def take(rows: Sequence[Row]) -> None:
        data = [(models.unit_of(row, units), communication.count_data(row, version)) for row in rows]
        quiz_services.record_results(actor=actor, rows=data)

    here = reverse("activities:quiz", args=[uid])
    return serve_list(
        request, communication.count_kind(units), judge=lambda rows: communication.judge_counts(rows, units, version),
        take=take, into=QuizResult, back=here, crumbs=[*quiz_pages.crumb(), quiz.title, here],
        current=lambda: communication.count_rows(quizzes.asked(actor, version).results),
    )  # fmt: skip


@page(needs=Permission.ACTIVITY_RECORD)
@BOTH
def registration_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring registrations in from Excel, hand out those of this year."""
    actor, units = request.actor, listed_units(request)

    def take(rows: Sequence[Row]) -> None:
        entries = [models.registration_entry(row, units) for row in rows]
        programme_services.register_many(actor=actor, rows=entries)

    year = clock.today().year
    return serve_list(
        request, models.registration_kind(units), judge=lambda rows: models.judge_registrations(rows, units),
        take=take, into=Registration, back=reverse("activities:programmes"), crumbs=programme_pages.crumb(),
        current=lambda: models.registration_rows(
            list(programmes.registrations(actor, year).select_related("unit"))
        ),
    )  # fmt: skip
