"""Addresses of the cases context."""

from django.urls import path

from lanhmanh.cases.views import (
    assigning,
    attachments,
    breaches,
    course,
    course_papers,
    course_sections,
    intake,
    listing,
    measures,
    merging,
    openings,
    page,
    person,
    publishing,
    registers,
    request_papers,
    requests,
    rights,
    rights_sections,
    roster,
    rounds,
    settling,
    state_forms,
    terms,
    transfers,
)

app_name = "cases"

# The registers stand before the addresses of a case: no case has the uid "so".
COURSE = [
    path("so/", registers.register_list, name="registers"),
    path("so/bieu/<str:code>/<str:unit_uid>/<str:period>/", state_forms.state_form, name="state_form"),
    path("so/<str:code>/<str:unit_uid>/<str:year>/", registers.register, name="register"),
    path("so/<str:code>/<str:unit_uid>/<str:year>/xlsx/", registers.register_xlsx, name="register_xlsx"),
    path("<str:uid>/dot/", course.course, name="course"),
    path("<str:uid>/dot/moi/", course.episode_new, name="episode_new"),
    path("<str:uid>/dot/ket-thuc-ho-so/", course.case_close, name="case_close"),
    path("<str:uid>/dot/han/<int:number>/", course.deadline, name="deadline"),
    path("<str:uid>/dot/<str:episode_uid>/sua/", course.episode_edit, name="episode_edit"),
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

# These stand before the addresses of a case: no case has the uid "so-lieu".
FIGURES = [
    path("so-lieu/", publishing.published, name="published"),
    path("so-lieu/cong-bo/<str:period>/", publishing.publish, name="publish"),
    path("so-lieu/<str:publication_uid>/", publishing.publication, name="publication"),
    path("so-lieu/<str:publication_uid>/xlsx/", publishing.workbook, name="publication_xlsx"),
]

# These stand before the addresses of a case: no case has the uid "yeu-cau".
RIGHTS = [
    path("quyen/", rights.for_the_person, name="leaflet"),
    path("quyen/giay/<str:kind>/", rights.leaflet_file, name="leaflet_file"),
    path("yeu-cau/", requests.request_list, name="requests"),
    path("yeu-cau/ghi/", requests.receive, name="request_new"),
    path("yeu-cau/<str:asked>/", requests.detail, name="request"),
    path("yeu-cau/<str:asked>/da-nhan/", requests.acknowledge, name="request_acknowledge"),
    path("yeu-cau/<str:asked>/gia-han/", requests.extend, name="request_extend"),
    path("yeu-cau/<str:asked>/tra-loi/", requests.answer, name="request_answer"),
    path("yeu-cau/<str:asked>/giay/", request_papers.paper, name="request_paper"),
    path("yeu-cau/<str:asked>/ban-sao/<str:kind>/", requests.copy, name="request_copy"),
    path("luu-giu/", rights.resting, name="resting"),
    path("luu-giu/thoi-han/", terms.term, name="term"),
    path("su-co/", breaches.breach_list, name="breaches"),
    path("su-co/ghi/", breaches.report, name="breach_new"),
    path("su-co/<str:breach>/", breaches.detail, name="breach"),
    path("su-co/<str:breach>/sua/", breaches.change, name="breach_change"),
    path("su-co/<str:breach>/bao/", breaches.notify, name="breach_notify"),
    path("su-co/<str:breach>/ket-thuc/", breaches.close, name="breach_close"),
    path("su-co/<str:breach>/van-ban/<str:kind>/", breaches.notice, name="breach_notice"),
    path("ra-soat/", rounds.round_list, name="rounds"),
    path("ra-soat/ghi/", rounds.record, name="round_new"),
    path("ra-soat/<str:round_uid>/", rounds.detail, name="round"),
    path("ra-soat/<str:round_uid>/sua/", rounds.change, name="round_change"),
    path("ra-soat/<str:round_uid>/huy/", rounds.void, name="round_void"),
    path("<str:uid>/dong-y/", rights.consents, name="consents"),
    path("<str:uid>/dong-y/<str:consent>/rut/", rights.withdraw, name="consent_withdraw"),
    path("<str:uid>/chia-se/", rights.sharings, name="sharings"),
    path("<str:uid>/chia-se/<str:shared>/", rights.sharing, name="sharing"),
    path("<str:uid>/chia-se/<str:shared>/phieu/<str:kind>/", rights.sharing_file, name="sharing_file"),
    path("<str:uid>/bo-han-che/", requests.unrestrict, name="unrestrict"),
    path("<str:uid>/hoan-xoa/", rights.put_off, name="put_off"),
]

# What the course and the help lay into the page of a case.
page.MAIN.append(course_sections.main_sections)
page.SIDE += [course_sections.side_sections, rights_sections.side_sections, merging.side_sections]

urlpatterns = [
    *FIGURES,
    *COURSE,
    *RIGHTS,
    path("", listing.case_list, name="list"),
    path("nhap/", roster.bring, name="roster"),
    path("nhap/mau/", roster.template, name="roster_template"),
    path("nhap/xac-nhan/", roster.confirm, name="roster_confirm"),
    path("nhap/can-sua/", roster.to_mend, name="roster_to_mend"),
    path("moi/", intake.new, name="new"),
    path("tim/", listing.search, name="search"),
    path("lan-mo/", openings.openings, name="openings"),
    path("lan-mo/<str:opening>/", openings.review, name="review"),
    path("trung/<str:twin>/", settling.settle, name="settle_twin"),
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
    path("<str:uid>/gop/", merging.choose, name="merge_choose"),
    path("<str:uid>/gop/<str:other>/", merging.merge, name="merge"),
    path("<str:uid>/tep/", attachments.add, name="add_attachment"),
    path("<str:uid>/tep/<str:attachment>/", attachments.get, name="attachment"),
    path("<str:uid>/tep/<str:attachment>/bo/", attachments.remove, name="remove_attachment"),
]
