"""The activities context."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.activities"
