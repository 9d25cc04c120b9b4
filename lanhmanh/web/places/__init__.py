"""The pages of the tree of units; they stand here because accounts, which guard them, know units and not the reverse."""
