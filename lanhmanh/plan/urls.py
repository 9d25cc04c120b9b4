"""Addresses of the plan context."""

from django.urls import path

from lanhmanh.plan.views import (
    amending,
    chain,
    confirming,
    coverage,
    deriving,
    guidance,
    importing,
    items,
    outline,
    tasks,
    updating,
)

app_name = "plan"
urlpatterns = [
    path("", outline.index, name="index"),
    path("nhap/", importing.upload, name="upload"),
    path("muc/<str:uid>/", items.item, name="item"),
    path("muc/<str:uid>/giao/", tasks.add, name="add_task"),
    path("muc/<str:uid>/tiep-noi/", amending.match, name="match"),
    path("nhiem-vu/<str:uid>/", tasks.edit, name="task"),
    path("nhiem-vu/<str:uid>/bo/", tasks.drop, name="drop_task"),
    path("nhiem-vu/<str:uid>/tien-do/", tasks.progress, name="progress"),
    path("huong-dan/<str:uid>/", guidance.detail, name="guidance"),
    path("huong-dan/<str:uid>/xac-nhan/", guidance.acknowledge, name="acknowledge"),
    path("huong-dan/<str:uid>/van-ban/<slug:form>/", guidance.file, name="guidance_file"),
    path("<str:uid>/", outline.detail, name="detail"),
    path("<str:uid>/xem-truoc/", importing.preview, name="preview"),
    path("<str:uid>/bo/", importing.discard, name="discard"),
    path("<str:uid>/them-muc/", items.add_item, name="add_item"),
    path("<str:uid>/lap/", deriving.derive, name="derive"),
    path("<str:uid>/sua-doi/", amending.amend, name="amend"),
    path("<str:uid>/doi-chieu/", amending.changes, name="changes"),
    path("<str:uid>/xac-nhan/", confirming.confirm, name="confirm_amendment"),
    path("<str:uid>/cap-nhat/", updating.take_up, name="take_up"),
    path("<str:uid>/lua-chon/", deriving.decide, name="decide"),
    path("<str:uid>/bao-phu/", coverage.coverage, name="coverage"),
    path("<str:uid>/bao-phu/xlsx/", coverage.export, name="coverage_xlsx"),
    path("<str:uid>/huong-dan/", guidance.index, name="guidance_list"),
    path("<str:uid>/huong-dan/gui/", guidance.send, name="send_guidance"),
    path("<str:uid>/chuoi/", chain.chain, name="chain"),
]
