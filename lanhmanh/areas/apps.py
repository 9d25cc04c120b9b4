"""The areas context."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.areas"
