"""The project itself."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Register the project's own checks and commands."""

    name = "lanhmanh.config"
