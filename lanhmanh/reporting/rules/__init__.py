"""Rules of reporting: states, indicators, forms, validation, consolidation. No Django here."""
