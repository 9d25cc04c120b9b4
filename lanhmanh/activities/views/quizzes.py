"""The pages of checks of knowledge: five questions, a sheet to print, counts before and after."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.choosing import WhyForm
from lanhmanh.activities.forms.communication import CountForm, QuizForm, initial_quiz
from lanhmanh.activities.models import Quiz, QuizVersion
from lanhmanh.activities.rules.quizzes import LEAST_FOR_SHARE
from lanhmanh.activities.selectors import quizzes as selectors
from lanhmanh.activities.services import quizzes as services
from lanhmanh.activities.views.form_pages import by_title, form_page, pages, units_to_record, void_words, why
from lanhmanh.kernel import clock
from lanhmanh.ui.formats import date_vi
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on


def crumb() -> list[str]:
    """Return the way back to the sets of questions."""
    return [_("Kiểm tra kiến thức"), reverse("activities:quizzes")]


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def quiz_list(request: ActorRequest) -> HttpResponse:
    """Show the sets of questions of the province."""
    words, shown = by_title(request, selectors.quizzes(request.actor))
    names = names_on({row.unit_id for row in shown}, clock.today())
    context = {
        "pages": pages(request, "quizzes"),
        "page": shown,
        "words": words,
        "rows": [(row, names.get(row.unit_id, "")) for row in shown],
        "may_record": request.actor.holds(Permission.ACTIVITY_RECORD),
    }
    return render(request, "activities/communication/quizzes.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def quiz_new(request: ActorRequest) -> HttpResponseBase:
    """Write five questions."""
    form = QuizForm(sent(request), units=units_to_record(request))
    made: list[Quiz] = []

    def deed() -> None:
        values = form.cleaned_data
        made.append(
            services.write_quiz(
                actor=request.actor, unit=form.unit_of(), title=values["title"], questions=form.questions(),
                token=values["token"],
            )
        )  # fmt: skip

    if done(form, deed):
        flash(request, _("Đã viết bộ câu hỏi."))
        return redirect("activities:quiz", made[0].uid)
    words = {"title": _("Viết bộ câu hỏi"), "deed": _("Lưu bộ câu hỏi")}
    template = "activities/communication/quiz_form.html"
    back = reverse("activities:quizzes")
    return form_page(request, form, back=back, trail=crumb(), template=template, **words)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def quiz(request: ActorRequest, uid: str) -> HttpResponse:
    """Show a set of questions with what was counted of one of its versions, the latest unless another is asked for."""
    row = selectors.get_quiz(request.actor, uid)
    version, today = version_of(row, request.GET.get("ban", "")), clock.today()
    asked = selectors.asked(request.actor, version)
    names = names_on({row.unit_id, *(result.unit_id for result in asked.results)}, today)
    records = request.actor.holds(Permission.ACTIVITY_RECORD)
    mine = {unit.pk for unit, _name in units_to_record(request)} if records else set()
    context = {
        "quiz": row,
        "unit_name": names.get(row.unit_id, ""),
        "asked": asked,
        "versions": [(one, one.pk == version.pk) for one in row.versions.all()],
        "results": [(one, names.get(one.unit_id, ""), one.unit_id in mine) for one in asked.results],
        "least": LEAST_FOR_SHARE,
        "may_count": bool(mine) and not row.is_void,
        "may_change": not row.is_void and can(request.actor, Permission.ACTIVITY_RECORD, row.unit_id),
    }
    return render(request, "activities/communication/quiz.html", context)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def quiz_print(request: ActorRequest, uid: str) -> HttpResponse:
    """Show the sheet of questions to print, with the key on a page of its own."""
    row = selectors.get_quiz(request.actor, uid)
    version = version_of(row, request.GET.get("ban", ""))
    context = {"quiz": row, "version": version, "questions": services.questions_of(version)}
    return render(request, "activities/communication/quiz_print.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def quiz_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Write the questions anew, as the next version."""
    row = selectors.get_quiz(request.actor, uid, Permission.ACTIVITY_RECORD)
    version = version_of(row, "")
    units = units_to_record(request, row.unit)
    form = QuizForm(sent(request), units=units, initial=initial_quiz(version))

    def deed() -> None:
        title, questions = form.cleaned_data["title"], form.questions()
        services.rewrite_quiz(actor=request.actor, quiz=row, title=title, questions=questions)

    if done(form, deed):
        flash(request, _("Đã lưu. Kết quả cũ vẫn đi với câu hỏi cũ."))
        return redirect("activities:quiz", uid)
    here = reverse("activities:quiz", args=[uid])
    lead = _("Sửa câu hỏi là thêm một bản mới; kết quả đã ghi vẫn đi với bản cũ.")
    words = {"title": _("Sửa bộ câu hỏi"), "deed": _("Lưu bản mới"), "lead": lead}
    template = "activities/communication/quiz_form.html"
    return form_page(request, form, back=here, trail=[*crumb(), row.title, here], template=template, **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def quiz_count(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Keep how many answered, and how many each question rightly."""
    row = selectors.get_quiz(request.actor, uid)
    version = version_of(row, request.GET.get("ban", ""))
    form = CountForm(sent(request), units=units_to_record(request), initial={"day": clock.today()})

    def deed() -> None:
        services.record_result(actor=request.actor, unit=form.unit_of(), data=form.data_of(version))

    if done(form, deed):
        flash(request, _("Đã ghi kết quả."))
        return redirect("activities:quiz", uid)
    here = reverse("activities:quiz", args=[uid])
    lead = _("Đếm phiếu rồi ghi số phiếu đúng từng câu. Không ghi tên ai; phiếu đếm xong thì hủy.")
    words = {"title": _("Ghi kết quả kiểm tra"), "deed": _("Ghi kết quả"), "lead": lead}
    template = "activities/communication/quiz_count.html"
    return form_page(request, form, back=here, trail=[*crumb(), row.title, here], template=template, **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def quiz_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a set of questions out of use."""
    row = selectors.get_quiz(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = WhyForm(sent(request))
    if done(form, lambda: services.void_quiz(actor=request.actor, quiz=row, reason=form.cleaned_data["reason"])):
        flash(request, _("Đã thôi dùng bộ câu hỏi."))
        return redirect("activities:quizzes")
    return why(request, form, back=reverse("activities:quiz", args=[uid]), **void_words(row.title))


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def count_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a result back."""
    row = selectors.get_result(request.actor, uid)
    form = WhyForm(sent(request))

    def deed() -> None:
        services.void_result(actor=request.actor, result=row, reason=form.cleaned_data["reason"])

    quiz_uid = row.version.quiz.uid
    if done(form, deed):
        flash(request, _("Đã hủy bản ghi."))
        return redirect("activities:quiz", quiz_uid)
    return why(
        request,
        form,
        back=reverse("activities:quiz", args=[quiz_uid]),
        **void_words(f"{row.version.quiz.title}, {date_vi(row.day)}"),
    )


def version_of(row: Quiz, number: str) -> QuizVersion:
    """Return the version asked for, the latest where none is.

    :raises Http404: there is no such version.
    """
    versions: list[QuizVersion] = list(row.versions.all())
    if not number:
        return versions[0]
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise Http404("version")
    return found
