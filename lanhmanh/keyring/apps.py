"""The keyring context."""

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.keyring"
