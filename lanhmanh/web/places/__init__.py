"""The pages of units, here because accounts, which guard them, know units and not the reverse."""
