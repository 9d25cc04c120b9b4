"""The addresses of areas."""

from django.urls import URLPattern, path

from lanhmanh.areas.views import (
    aims,
    appeals,
    appraising,
    area,
    assessing,
    deciding,
    index,
    plans,
    rules,
    rules_deciding,
    rules_writing,
    table,
    trying,
)

app_name = "areas"
RULES: list[URLPattern] = [
    path("bo-tieu-chi/", rules.index, name="rules"),
    path("bo-tieu-chi/moi/", rules_deciding.start, name="rules_start"),
    path("bo-tieu-chi/mau/<str:code>/", rules.template, name="rules_template"),
    path("bo-tieu-chi/<str:uid>/", rules.detail, name="rule_set"),
    path("bo-tieu-chi/<str:uid>/thong-tin/", rules_writing.head, name="rules_head"),
    path("bo-tieu-chi/<str:uid>/so-lieu/", rules_writing.facts, name="rules_facts"),
    path("bo-tieu-chi/<str:uid>/loai/", rules_writing.classes_, name="rules_classes"),
    path("bo-tieu-chi/<str:uid>/loai/<str:code>/", rules_writing.criteria, name="rules_criteria"),
    path("bo-tieu-chi/<str:uid>/thu/", trying.trial, name="rules_try"),
    path("bo-tieu-chi/<str:uid>/thu/mau.xlsx", trying.blank, name="rules_try_blank"),
    path("bo-tieu-chi/<str:uid>/ban-hanh/", rules_deciding.publish, name="rules_publish"),
    path("bo-tieu-chi/<str:uid>/ban-moi/", rules_deciding.follow, name="rules_follow"),
    path("bo-tieu-chi/<str:uid>/bo/", rules_deciding.discard, name="rules_discard"),
    path("bo-tieu-chi/<str:uid>/thu-hoi/", rules_deciding.withdraw, name="rules_withdraw"),
    path("tinh-loai/", trying.calculator, name="calculator"),
]
LEDGER: list[URLPattern] = [
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
urlpatterns: list[URLPattern] = [*LEDGER, *RULES]
