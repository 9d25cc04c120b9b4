"""Addresses of cases."""

from django.urls import path

from lanhmanh.cases.views import breaches, requests, rights, rounds

app_name = "cases"

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
    path("yeu-cau/<str:asked>/ban-sao/<str:kind>/", requests.copy, name="request_copy"),
    path("luu-giu/", rights.resting, name="resting"),
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

urlpatterns = [*RIGHTS]
