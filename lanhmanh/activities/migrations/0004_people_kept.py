from django.db import migrations

from lanhmanh.db.triggers import Refuse

TABLES = (
    "team", "teammember", "teamdeed", "personofstanding", "standingdeed", "householdcount", "householdfact",
    "vocationalclass", "loanbalance", "farmservice", "goodproducer",
)


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_people")]
    operations = [
        operation
        for table in TABLES
        for operation in (
            Refuse(f"{table}_no_delete", f"activities_{table}", "DELETE", "rows of registers are voided, never deleted"),
            Refuse(
                f"{table}_keeps_its_unit", f"activities_{table}", "UPDATE", "a row of a register stays with its unit",
                "OLD.unit_id <> NEW.unit_id",
            ),
        )
    ]
