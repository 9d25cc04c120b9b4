"""The accounts context."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.accounts"
