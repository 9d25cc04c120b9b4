"""The addresses of areas."""

from django.urls import path

from lanhmanh.areas.views import aims, appeals, appraising, area, assessing, deciding, index, plans, table

app_name = "areas"
urlpatterns = [
    path("", index.index, name="index"),
    path("bang/", table.area_list, name="list"),
    path("nhap/<str:code>/", table.import_history, name="import"),
    path("muc-tieu/", aims.targets, name="targets"),
    path("ngay/<str:code>/", aims.days, name="days"),
    path("dang-ky/", aims.registered, name="registered"),
    path("quyet-dinh/", deciding.decision, name="decide"),
    path("phieu/", appraising.assessments, name="assessments"),
    path("phieu/<str:uid>/", assessing.detail, name="assessment"),
    path("phieu/<str:uid>/cham/", assessing.score, name="score"),
    path("phieu/<str:uid>/nop/", assessing.submit, name="submit"),
    path("phieu/<str:uid>/tham-dinh/", appraising.appraisal, name="appraise"),
    path("phieu/<str:uid>/tra-lai/", appraising.give_back, name="return"),
    path("minh-chung/<str:uid>/", assessing.file, name="evidence"),
    path("minh-chung/<str:uid>/bo/", assessing.remove, name="evidence_remove"),
    path("loai/<str:uid>/thu-hoi/", deciding.withdrawal, name="withdraw"),
    path("loai/<str:uid>/kien-nghi/", appeals.lodge, name="appeal"),
    path("kien-nghi/<str:uid>/", appeals.answer, name="answer"),
    path("chuyen-hoa/<str:uid>/", plans.detail, name="plan"),
    path("chuyen-hoa/<str:uid>/viec/", plans.step, name="plan_step"),
    path("chuyen-hoa/<str:uid>/viec/<str:number>/", plans.step_done, name="plan_step_done"),
    path("chuyen-hoa/<str:uid>/ban-hanh/", plans.issue, name="plan_issue"),
    path("chuyen-hoa/<str:uid>/ket-thuc/", plans.end, name="plan_end"),
    path("so/<str:uid>/", area.detail, name="area"),
    path("so/<str:uid>/cham/", area.start, name="start"),
    path("so/<str:uid>/chuyen-hoa/", plans.begin, name="plan_begin"),
    path("so/<str:unit_uid>/dang-ky/", aims.register, name="register"),
]
