from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

WORDS = "NEW.name <> OLD.name OR NEW.aim <> OLD.aim OR NEW.how <> OLD.how OR NEW.kind <> OLD.kind"
# What was proposed is judged as it was proposed, and what was found worth spreading stays so.
FROZEN = f"(OLD.stage IN ('proposed', 'worth') AND ({WORDS})) OR (OLD.stage = 'worth' AND NEW.stage <> 'worth')"
KEPT = ("practice", "adoption", "campaign", "libraryitem", "quiz", "quizresult", "registration")


class Migration(migrations.Migration):
    dependencies = [("activities", "0010_models")]
    operations = [
        *append_only("activities_judgement"),
        *append_only("activities_libraryversion"),
        *append_only("activities_quizversion"),
        Refuse("practice_judged_keeps_its_words", "activities_practice", "UPDATE", "a proposed model keeps its words", FROZEN),
        *(
            Refuse(f"{name}_no_delete", f"activities_{name}", "DELETE", "records are taken back, never deleted")
            for name in KEPT
        ),
    ]
