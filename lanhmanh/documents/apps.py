"""The documents context."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.documents"
