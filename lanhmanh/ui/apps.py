"""The design system as a Django app: templates, tags, form fields; no tables of its own."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lanhmanh.ui"
    verbose_name = "Giao diện"
