"""Addresses of the reporting context."""

from django.urls import path

from lanhmanh.reporting.views import (
    completeness,
    consolidations,
    correcting,
    documents,
    filling,
    items,
    plan_reviews,
    reviewing,
    wordings,
)

app_name = "reporting"
_REVIEW = "so-ket/<str:plan_uid>/"
_OF = "tong-hop/<str:form>/<str:period>/<str:unit_uid>/"
urlpatterns = [
    path("", completeness.index, name="index"),
    path("duyet/", reviewing.queue, name="queue"),
    path("mo/<str:unit_uid>/<str:form>/<str:period>/", filling.open_report, name="open"),
    path("phieu/<str:uid>/", filling.report, name="report"),
    path("phieu/<str:uid>/nop/", filling.submit, name="submit"),
    path("phieu/<str:uid>/duyet/", reviewing.review, name="review"),
    path("phieu/<str:uid>/dinh-chinh/", correcting.correct, name="correct"),
    path("phieu/<str:uid>/o/<str:code>/", filling.save, name="save"),
    path("phieu/<str:uid>/o/<str:code>/lich-su/", filling.history, name="history"),
    path("phieu/<str:uid>/o/<str:code>/nguon/", filling.facts, name="facts"),
    path("tong-hop/", consolidations.choose, name="consolidation_index"),
    path(_OF, consolidations.consolidation, name="consolidation"),
    path(f"{_OF}o/<str:code>/", consolidations.cell, name="cell"),
    path(f"{_OF}van-ban/", documents.preview, name="preview"),
    path(f"{_OF}loi-van/", wordings.words_of_report, name="words"),
    path(f"{_OF}loi-van/sua/", wordings.edit_words_of_report, name="edit_words"),
    path(f"{_OF}ban-hanh/", documents.issue, name="issue"),
    path(f"{_OF}tai/<slug:format>/", documents.export, name="exports"),
    path(_REVIEW, plan_reviews.review, name="plan_review"),
    path(f"{_REVIEW}loi-van/", plan_reviews.words_of_review, name="review_words"),
    path(f"{_REVIEW}loi-van/sua/", plan_reviews.edit_words_of_review, name="edit_review_words"),
    path(f"{_REVIEW}van-ban/", plan_reviews.preview, name="review_preview"),
    path(f"{_REVIEW}ban-hanh/", plan_reviews.issue, name="review_issue"),
    path(f"{_REVIEW}tai/<slug:format>/", plan_reviews.export, name="review_exports"),
    path("muc/<str:path>/", items.item_figures, name="item_figures"),
]
