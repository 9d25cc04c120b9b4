"""The design system as a Django app: templates, tags, form fields; no tables of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "lanhmanh.ui"
    verbose_name = _("Giao diện")
