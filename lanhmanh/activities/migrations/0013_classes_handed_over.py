from django.db import migrations

from lanhmanh.db.triggers import Permit, Refuse

# A class that runs goes on in the unit into which its own went, as a team does (0012).
STAYS = (
    "OLD.unit_id <> NEW.unit_id"
    " AND NOT EXISTS (SELECT 1 FROM units_succession AS s WHERE s.source_id = OLD.unit_id)"
)


class Migration(migrations.Migration):
    dependencies = [("activities", "0012_handed_over"), ("units", "0002_no_overlap")]
    operations = [
        Permit("activities_vocationalclass", "vocationalclass_keeps_its_unit"),
        Refuse(
            "vocationalclass_keeps_its_unit", "activities_vocationalclass", "UPDATE",
            "a row of a register stays with its unit", STAYS,
        ),
    ]
