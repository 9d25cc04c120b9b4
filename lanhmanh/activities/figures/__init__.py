"""The named figures of what was done, of teams, households, models and livelihood, by unit and period."""

from lanhmanh.activities.figures import combined, done, registers, spreading
from lanhmanh.db.figures import Parts

FIGURES = Parts((done, registers, spreading, combined))
