"""What the database itself refuses of plans."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

PLAN_OF = "EXISTS (SELECT 1 FROM plan_plan AS p WHERE p.id = {row}.plan_id AND p.state <> 'draft')"
OLD, NEW = PLAN_OF.format(row="OLD"), PLAN_OF.format(row="NEW")
SAYS = "items of a confirmed plan never change"
KEPT = "uid unit_id title first_year last_year created_at created_by_id confirmed_at confirmed_by_id".split()
# NULL <> NULL is not true: these are compared as text.
KEPT_OR_NONE = "document_id parent_id amends_id".split()
CHANGED = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in KEPT]
    + [f"COALESCE(CAST(NEW.{c} AS text), '') <> COALESCE(CAST(OLD.{c} AS text), '')" for c in KEPT_OR_NONE]
)
# A confirmed plan may only be replaced, a replaced one does not change at all.
FROZEN = f"OLD.state = 'replaced' OR (OLD.state = 'confirmed' AND (NEW.state <> 'replaced' OR {CHANGED}))"
PROGRESS = "NOT EXISTS (SELECT 1 FROM plan_task AS t WHERE t.id = NEW.task_id AND t.state = 'confirmed')"


class Migration(migrations.Migration):
    replaces = [("plan", "0002_frozen"), ("plan", "0004_amendments_frozen")]
    dependencies = [("plan", "0001_tables")]
    operations = [
        Refuse("planitem_confirmed_no_insert", "plan_planitem", "INSERT", SAYS, NEW),
        Refuse("planitem_confirmed_no_update", "plan_planitem", "UPDATE", SAYS, OLD),
        Refuse("planitem_confirmed_no_delete", "plan_planitem", "DELETE", SAYS, OLD),
        Refuse("plan_confirmed_no_update", "plan_plan", "UPDATE", "confirmed plans never change", FROZEN),
        Refuse("plan_confirmed_no_delete", "plan_plan", "DELETE", "confirmed plans never go", "OLD.state <> 'draft'"),
        Refuse("taskprogress_task_confirmed", "plan_taskprogress", "INSERT", "the task is not confirmed", PROGRESS),
        Refuse("taskprogress_no_delete", "plan_taskprogress", "DELETE", "progress never goes"),
        *append_only("plan_guidance"),
        *append_only("plan_acknowledgement"),
    ]
