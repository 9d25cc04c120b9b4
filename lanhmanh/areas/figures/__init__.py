"""The named figures of areas, by unit and period."""

from lanhmanh.db.figures import Parts

FIGURES = Parts(())
