"""Addresses of the reporting context."""

from django.urls import path

from lanhmanh.reporting.views import (
    completeness,
    consolidations,
    correcting,
    design_rows,
    designing,
    designs,
    documents,
    filling,
    issued,
    items,
    reminders,
    reviewing,
    target,
    targets,
    timeliness,
    years,
)

app_name = "reporting"
_DRAFT = "bieu/nhap/<str:uid>/"
_OF = "tong-hop/<str:form>/<str:period>/<str:unit_uid>/"
_AIM = "chi-tieu/<str:year>/<str:unit_uid>/"
_YEAR = "tong-hop/<str:form>/nam/<int:year>/<str:unit_uid>/"
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
    path(f"{_OF}ban-hanh/", documents.issue, name="issue"),
    path(f"{_OF}tai/<slug:format>/", documents.export, name="exports"),
    path("van-ban/<str:uid>/thay-doi/", issued.changes, name="changes"),
    path("chi-tieu/", targets.index, name="targets"),
    path(f"{_AIM}giao/", targets.choose, name="target_choose"),
    path(f"{_AIM}tai/", targets.export, name="targets_export"),
    path(f"{_AIM}o/<str:code>/", target.target, name="target"),
    path(f"{_AIM}o/<str:code>/giao/", target.set_targets, name="target_set"),
    path(f"{_AIM}o/<str:code>/giai-trinh/", target.explain, name="target_gap"),
    path("tien-do/", timeliness.index, name="timeliness"),
    path("tien-do/tai/", timeliness.export, name="timeliness_export"),
    path("nhac/", reminders.reminders, name="reminders"),
    path(_YEAR, years.year, name="year"),
    path(f"{_YEAR}tai/", years.export, name="year_file"),
    path("muc/<str:path>/", items.item_figures, name="item_figures"),
    path("bieu/", designs.index, name="designs"),
    path("bieu/moi/", designs.start, name="design_start"),
    path(_DRAFT, designing.head, name="design"),
    path(f"{_DRAFT}chi-tieu/", design_rows.rows, name="design_rows"),
    path(f"{_DRAFT}chi-tieu/them/", design_rows.pick, name="design_pick"),
    path(f"{_DRAFT}phan/<str:path>/", design_rows.section, name="design_section"),
    path(f"{_DRAFT}quy-tac/", designing.rules, name="design_rules"),
    path(f"{_DRAFT}quy-tac/them/<str:like>/", designing.pair, name="design_pair"),
    path(f"{_DRAFT}chay-thu/", designing.trial, name="design_try"),
    path(f"{_DRAFT}ban-hanh/", designing.publish, name="design_publish"),
    path(f"{_DRAFT}bo/", designing.discard, name="design_discard"),
    path("bieu/<str:code>/", designs.show, name="form"),
    path("bieu/<str:code>/ban-moi/", designs.next_version, name="form_next"),
    path("bieu/<str:code>/ngung/", designs.end, name="form_end"),
]
