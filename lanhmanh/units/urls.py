"""Addresses of the units context."""

from django.urls import path

from lanhmanh.units import views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("<str:uid>/", views.unit, name="unit"),
]
