"""The audit context."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Register the context with Django."""

    name = "lanhmanh.audit"
