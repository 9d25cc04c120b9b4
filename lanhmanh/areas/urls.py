"""The addresses of areas."""

from django.urls import path

from lanhmanh.areas.views import businesses, inspections, lists, sites

app_name = "areas"
BUSINESSES = [
    path("co-so/", businesses.business_list, name="businesses"),
    path("co-so/moi/", businesses.business_new, name="business_new"),
    path("co-so/nhap/", lists.businesses_in, name="businesses_in"),
    path("co-so/xuat/", lists.businesses_out, name="businesses_out"),
    path("co-so/kiem-tra/nhap/", lists.inspections_in, name="inspections_in"),
    path("co-so/kiem-tra/xuat/", lists.inspections_out, name="inspections_out"),
    path("co-so/kiem-tra/<str:uid>/", inspections.inspection, name="inspection"),
    path("co-so/kiem-tra/<str:uid>/sua/", inspections.inspection_edit, name="inspection_edit"),
    path("co-so/kiem-tra/<str:uid>/huy/", inspections.inspection_void, name="inspection_void"),
    path("co-so/kiem-tra/<str:uid>/ton-tai/", inspections.finding_new, name="finding_new"),
    path("co-so/kiem-tra/<str:uid>/anh/", inspections.add_photos, name="inspection_photos"),
    path("co-so/kiem-tra/<str:uid>/anh/<str:photo_uid>/", inspections.photo, name="inspection_photo"),
    path("co-so/kiem-tra/<str:uid>/anh/<str:photo_uid>/bo/", inspections.remove_photo, name="inspection_photo_remove"),
    path("co-so/ton-tai/<str:uid>/sua/", inspections.finding_edit, name="finding_edit"),
    path("co-so/ton-tai/<str:uid>/bo/", inspections.finding_remove, name="finding_remove"),
    path("co-so/ton-tai/<str:uid>/khac-phuc/", inspections.finding_correct, name="finding_correct"),
    path("co-so/ton-tai/<str:uid>/xac-nhan/", inspections.finding_verify, name="finding_verify"),
    path("co-so/<str:uid>/", businesses.business, name="business"),
    path("co-so/<str:uid>/sua/", businesses.business_edit, name="business_edit"),
    path("co-so/<str:uid>/ngung/", businesses.business_close, name="business_close"),
    path("co-so/<str:uid>/mo-lai/", businesses.business_reopen, name="business_reopen"),
    path("co-so/<str:uid>/kiem-tra/", inspections.inspection_new, name="inspection_new"),
]
SITES = [
    path("tien-chat/", sites.site_list, name="sites"),
    path("tien-chat/moi/", sites.site_new, name="site_new"),
    path("tien-chat/nhap/", lists.sites_in, name="sites_in"),
    path("tien-chat/xuat/", lists.sites_out, name="sites_out"),
    path("tien-chat/giam-sat/<str:uid>/", sites.visit, name="visit"),
    path("tien-chat/giam-sat/<str:uid>/sua/", sites.visit_edit, name="visit_edit"),
    path("tien-chat/giam-sat/<str:uid>/huy/", sites.visit_void, name="visit_void"),
    path("tien-chat/that-thoat/<str:uid>/", sites.leakage, name="leakage"),
    path("tien-chat/that-thoat/<str:uid>/chuyen/", sites.leakage_forward, name="leakage_forward"),
    path("tien-chat/that-thoat/<str:uid>/tra-loi/", sites.leakage_answer, name="leakage_answer"),
    path("tien-chat/that-thoat/<str:uid>/huy/", sites.leakage_void, name="leakage_void"),
    path("tien-chat/<str:uid>/", sites.site, name="site"),
    path("tien-chat/<str:uid>/sua/", sites.site_edit, name="site_edit"),
    path("tien-chat/<str:uid>/ngung/", sites.site_close, name="site_close"),
    path("tien-chat/<str:uid>/mo-lai/", sites.site_reopen, name="site_reopen"),
    path("tien-chat/<str:uid>/giam-sat/", sites.visit_new, name="visit_new"),
    path("tien-chat/<str:uid>/that-thoat/", sites.leakage_new, name="leakage_new"),
]
urlpatterns = [*BUSINESSES, *SITES]
