"""The named figures of areas, by unit and period."""

from lanhmanh.areas.figures import classes, places, registered
from lanhmanh.db.figures import Parts

FIGURES = Parts((classes, places, registered))
