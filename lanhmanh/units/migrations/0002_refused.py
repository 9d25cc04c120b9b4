"""What the database itself refuses of units."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse

OVERLAP = """EXISTS (SELECT 1 FROM units_unitversion AS other WHERE other.unit_id = NEW.unit_id AND other.id <> NEW.id
 AND (NEW.valid_to IS NULL OR other.valid_from < NEW.valid_to)
 AND (other.valid_to IS NULL OR NEW.valid_from < other.valid_to))"""
ON_INSERT = OVERLAP.replace(" AND other.id <> NEW.id", "")


class Migration(migrations.Migration):
    replaces = [("units", "0002_no_overlap")]
    dependencies = [("units", "0001_tables")]
    operations = [
        Refuse("unitversion_no_overlap_insert", "units_unitversion", "INSERT", "unit versions overlap", ON_INSERT),
        Refuse("unitversion_no_overlap_update", "units_unitversion", "UPDATE", "unit versions overlap", OVERLAP),
    ]
