"""Addresses of the pages of units."""

from django.urls import path

from lanhmanh.web.places import handing_over, views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("<str:uid>/", views.unit, name="unit"),
    path("<str:uid>/chi-hoi/", views.branch, name="branch"),
    path("<str:uid>/sap-nhap/", handing_over.join, name="join"),
    path("<str:uid>/tiep-nhan/", handing_over.take_over, name="take_over"),
]
