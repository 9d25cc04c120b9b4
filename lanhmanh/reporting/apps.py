"""The reporting context."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.reporting"
