"""A decimal as a whole number of ten-thousandths, under the name by which migrations know it."""

from lanhmanh.db.decimals import Figure, decimal_of, plain

__all__ = ["Figure", "decimal_of", "plain"]
