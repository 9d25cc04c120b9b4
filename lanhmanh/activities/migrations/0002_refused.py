"""What the database itself refuses of activities, registers and models."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

REGISTERS = (
    "team", "teammember", "teamdeed", "personofstanding", "standingdeed", "householdcount", "householdfact",
    "vocationalclass", "loanbalance", "farmservice", "goodproducer",
)  # fmt: skip
# What goes on, a team with its members, a person of standing, a class that runs, may leave a unit that went into another.
# What was done stays where it was done.
GOES_ON = ("team", "teammember", "personofstanding", "vocationalclass")
ELSEWHERE = "OLD.unit_id <> NEW.unit_id"
SUCCEEDED = "NOT EXISTS (SELECT 1 FROM units_succession AS s WHERE s.source_id = OLD.unit_id)"
WORDS = "NEW.name <> OLD.name OR NEW.aim <> OLD.aim OR NEW.how <> OLD.how OR NEW.kind <> OLD.kind"
# What was proposed is judged as it was proposed, and what was found worth spreading stays so.
FROZEN = f"(OLD.stage IN ('proposed', 'worth') AND ({WORDS})) OR (OLD.stage = 'worth' AND NEW.stage <> 'worth')"
RECORDS = ("practice", "adoption", "campaign", "libraryitem", "quiz", "quizresult", "registration")


def kept(name):
    """Return what keeps the rows of a register, and keeps them with their unit."""
    when = f"{ELSEWHERE} AND {SUCCEEDED}" if name in GOES_ON else ELSEWHERE
    says = "a row of a register stays with its unit"
    return [
        Refuse(f"{name}_no_delete", f"activities_{name}", "DELETE", "rows of registers are voided, never deleted"),
        Refuse(f"{name}_keeps_its_unit", f"activities_{name}", "UPDATE", says, when),
    ]


class Migration(migrations.Migration):
    replaces = [
        ("activities", "0002_kept"),
        ("activities", "0004_people_kept"),
        ("activities", "0011_models_kept"),
        ("activities", "0012_handed_over"),
        ("activities", "0013_classes_handed_over"),
    ]
    dependencies = [("activities", "0001_tables"), ("units", "0001_tables")]
    operations = [
        Refuse("activity_no_delete", "activities_activity", "DELETE", "activities are voided, never deleted"),
        Refuse(
            "activity_keeps_its_unit", "activities_activity", "UPDATE", "an activity stays with its unit", ELSEWHERE
        ),
        *(operation for name in REGISTERS for operation in kept(name)),
        *append_only("activities_judgement"),
        *append_only("activities_libraryversion"),
        *append_only("activities_quizversion"),
        Refuse(
            "practice_judged_keeps_its_words",
            "activities_practice",
            "UPDATE",
            "a proposed model keeps its words",
            FROZEN,
        ),
        *(
            Refuse(f"{name}_no_delete", f"activities_{name}", "DELETE", "records are taken back, never deleted")
            for name in RECORDS
        ),
    ]
