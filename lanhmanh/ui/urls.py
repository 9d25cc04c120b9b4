"""Addresses of the ui."""

from django.urls import path

from lanhmanh.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
