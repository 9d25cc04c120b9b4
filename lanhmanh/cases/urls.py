"""Addresses of the cases context."""

from django.urls import path

from lanhmanh.cases.views import assigning, attachments, intake, listing, openings, page, person, transfers

app_name = "cases"
urlpatterns = [
    path("", listing.case_list, name="list"),
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
