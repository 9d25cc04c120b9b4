"""The cases context."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.cases"
