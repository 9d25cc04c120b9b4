"""Addresses of the cases context."""

from django.urls import path

from lanhmanh.cases.views import (
    assigning,
    attachments,
    course,
    course_papers,
    course_sections,
    intake,
    listing,
    measures,
    openings,
    page,
    person,
    registers,
    roster,
    transfers,
)

app_name = "cases"

# The registers stand before the addresses of a case: no case has the uid "so".
COURSE = [
    path("so/", registers.register_list, name="registers"),
    path("so/<str:code>/<str:unit_uid>/<str:year>/", registers.register, name="register"),
    path("so/<str:code>/<str:unit_uid>/<str:year>/xlsx/", registers.register_xlsx, name="register_xlsx"),
    path("<str:uid>/dot/", course.course, name="course"),
    path("<str:uid>/dot/moi/", course.episode_new, name="episode_new"),
    path("<str:uid>/dot/ket-thuc-ho-so/", course.case_close, name="case_close"),
    path("<str:uid>/dot/han/<int:number>/", course.deadline, name="deadline"),
    path("<str:uid>/dot/<str:episode_uid>/buoc/", course.step_new, name="step_new"),
    path("<str:uid>/dot/<str:episode_uid>/ket-thuc/", course.episode_end, name="episode_end"),
    path("<str:uid>/dot/<str:episode_uid>/moc/", course.event_new, name="event_new"),
    path("<str:uid>/dot/<str:episode_uid>/giay-to/", course_papers.papers, name="course_papers"),
    path("<str:uid>/viec/", measures.measure_list, name="measures"),
    path("<str:uid>/viec/tham/", measures.visit, name="visit"),
    path("<str:uid>/viec/ghi/", measures.measure_new, name="measure_new"),
    path("<str:uid>/viec/<str:measure_uid>/sua/", measures.measure_edit, name="measure_edit"),
    path("<str:uid>/viec/<str:measure_uid>/huy/", measures.measure_void, name="measure_void"),
]

# What the course and the help lay into the page of a case.
page.MAIN.append(course_sections.main_sections)
page.SIDE.append(course_sections.side_sections)

urlpatterns = [
    *COURSE,
    path("", listing.case_list, name="list"),
    path("nhap/", roster.bring, name="roster"),
    path("nhap/mau/", roster.template, name="roster_template"),
    path("nhap/xac-nhan/", roster.confirm, name="roster_confirm"),
    path("nhap/can-sua/", roster.to_mend, name="roster_to_mend"),
    path("moi/", intake.new, name="new"),
    path("tim/", listing.search, name="search"),
    path("lan-mo/", openings.openings, name="openings"),
    path("lan-mo/<str:opening>/", openings.review, name="review"),
    path("trung/<str:twin>/", openings.settle, name="settle_twin"),
    path("<str:uid>/", page.case_page, name="page"),
    path("<str:uid>/dong/", page.shut, name="shut"),
    path("<str:uid>/sua/", person.edit, name="edit"),
    path("<str:uid>/lich-su/<str:field>/", person.field_history, name="history"),
    path("<str:uid>/phan-cong/", assigning.assigned, name="assign"),
    path("<str:uid>/phan-cong/<str:assignment>/thoi/", assigning.unassign, name="unassign"),
    path("<str:uid>/chuyen/", transfers.ask, name="transfer"),
    path("<str:uid>/tiep-nhan/", transfers.answer, name="answer"),
    path("<str:uid>/khong-tiep-nhan/", transfers.refuse, name="refuse"),
    path("<str:uid>/rut-lai/", transfers.take_back, name="take_back"),
    path("<str:uid>/tep/", attachments.add, name="add_attachment"),
    path("<str:uid>/tep/<str:attachment>/", attachments.get, name="attachment"),
    path("<str:uid>/tep/<str:attachment>/bo/", attachments.remove, name="remove_attachment"),
]
