"""The flows context."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.flows"
