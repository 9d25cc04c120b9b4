from django.db import migrations

from lanhmanh.db.triggers import Refuse


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("documents", "0002_frozen")]
    operations = [
        Refuse("activity_no_delete", "activities_activity", "DELETE", "activities are voided, never deleted"),
        Refuse(
            "activity_keeps_its_unit", "activities_activity", "UPDATE", "an activity stays with its unit",
            "OLD.unit_id <> NEW.unit_id",
        ),
    ]
