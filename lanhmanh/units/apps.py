"""The units context."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.units"
