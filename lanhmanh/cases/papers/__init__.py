"""Papers made from cases."""
