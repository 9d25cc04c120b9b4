"""Addresses of the keyring context."""

from django.urls import path

from lanhmanh.keyring import views

app_name = "keyring"
_UNIT = "don-vi/<str:uid>/"
urlpatterns = [
    path("", views.index, name="index"),
    path("lap/", views.found, name="found"),
    path("dien-tap/", views.recovery, name="recovery"),
    path(_UNIT, views.unit, name="unit"),
    path(f"{_UNIT}trao/", views.admit, name="admit"),
    path(f"{_UNIT}thay/", views.renew, name="renew"),
    path(f"{_UNIT}go/<str:user_uid>/", views.remove, name="remove"),
]
