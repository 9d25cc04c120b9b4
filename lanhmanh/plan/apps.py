"""The plan context."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.plan"
