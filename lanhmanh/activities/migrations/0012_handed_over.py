from django.db import migrations

from lanhmanh.db.triggers import Permit, Refuse

# What goes on, a team with its members and a person of standing, may leave a unit that went into another. What was done
# stays where it was done.
GOES_ON = ("team", "teammember", "personofstanding")
STAYS = (
    "OLD.unit_id <> NEW.unit_id"
    " AND NOT EXISTS (SELECT 1 FROM units_succession AS s WHERE s.source_id = OLD.unit_id)"
)


class Migration(migrations.Migration):
    dependencies = [("activities", "0011_models_kept"), ("units", "0002_no_overlap")]
    operations = [
        operation
        for table in GOES_ON
        for operation in (
            Permit(f"activities_{table}", f"{table}_keeps_its_unit"),
            Refuse(
                f"{table}_keeps_its_unit", f"activities_{table}", "UPDATE", "a row of a register stays with its unit",
                STAYS,
            ),
        )
    ]
