"""Addresses of cases."""

from django.urls import path

from lanhmanh.cases.views import course, course_papers, measures, registers

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


urlpatterns = [*COURSE]
