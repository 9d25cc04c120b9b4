"""The addresses of areas."""

from django.urls import URLPattern, path

from lanhmanh.areas.views import rules, rules_deciding, rules_writing, trying

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
urlpatterns: list[URLPattern] = [*RULES]
