"""The verbs of areas."""

from lanhmanh.areas.services.laying import lay_shipped

__all__ = ["lay_shipped"]
