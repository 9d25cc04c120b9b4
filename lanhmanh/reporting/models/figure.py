"""A decimal as a whole number of ten-thousandths, under the name by which migrations know it."""

from lanhmanh.db.decimals import Figure, plain

__all__ = ["Figure", "plain"]
