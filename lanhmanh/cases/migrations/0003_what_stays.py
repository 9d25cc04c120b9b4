"""What was done and who looked stays on record."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_relations")]

    operations = [
        *append_only("cases_coursestep"),
        *append_only("cases_sharing"),
        Refuse("cases_opening_no_delete", "cases_opening", "DELETE", "cases_opening: openings stay on record"),
    ]
