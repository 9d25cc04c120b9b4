"""The web context."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.web"
