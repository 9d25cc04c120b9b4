"""Addresses of the activities context."""

from django.urls import URLPattern

app_name = "activities"
urlpatterns: list[URLPattern] = []
