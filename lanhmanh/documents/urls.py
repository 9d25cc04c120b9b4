"""Addresses of the documents context."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []
