"""Addresses of the pages of units."""

from django.urls import path

from lanhmanh.web.places import views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("<str:uid>/", views.unit, name="unit"),
    path("<str:uid>/chi-hoi/", views.branch, name="branch"),
]
