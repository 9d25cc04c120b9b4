"""Addresses of the shell."""

from django.urls import path

from lanhmanh.web import views

urlpatterns = [
    path("", views.today, name="today"),
    path("nhat-ky/", views.trail, name="trail"),
    path("tro-giup/", views.help_page, name="help"),
    path("du-lieu-ca-nhan/", views.privacy, name="privacy"),
    path("suc-khoe/", views.health, name="health"),
]
