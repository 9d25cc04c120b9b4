from django.db import migrations

from lanhmanh.db.triggers import Refuse

KEPT = {
    "business": "businesses are closed, never deleted",
    "site": "sites are closed, never deleted",
    "inspection": "inspections are voided, never deleted",
    "visit": "visits are voided, never deleted",
    "leakage": "leakages are voided, never deleted",
}


class Migration(migrations.Migration):
    dependencies = [("areas", "0010_places")]
    operations = [
        *(Refuse(f"{name}_no_delete", f"areas_{name}", "DELETE", message) for name, message in KEPT.items()),
        Refuse(
            "finding_corrected_stays", "areas_finding", "DELETE", "a corrected finding stays",
            "OLD.corrected_on IS NOT NULL",
        ),
        *(
            Refuse(
                f"{name}_keeps_its_unit", f"areas_{name}", "UPDATE", f"a {name} stays where it was",
                "OLD.unit_id <> NEW.unit_id",
            )
            for name in ("inspection", "visit", "leakage")
        ),
    ]
