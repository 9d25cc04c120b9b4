"""Reading keys: who holds, who waits, when recovery was practised, whether anything is missing."""

from lanhmanh.keyring.selectors.integrity import strays, verify

__all__ = ["strays", "verify"]
