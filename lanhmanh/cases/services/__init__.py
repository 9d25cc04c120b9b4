"""What is done to cases."""

from lanhmanh.cases.services.opening import open_case

__all__ = ["open_case"]
