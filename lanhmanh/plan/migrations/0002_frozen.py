from django.db import migrations

from lanhmanh.db.triggers import Refuse

PLAN_OF = "EXISTS (SELECT 1 FROM plan_plan AS p WHERE p.id = {row}.plan_id AND p.state = 'confirmed')"
OLD, NEW = PLAN_OF.format(row="OLD"), PLAN_OF.format(row="NEW")
SAYS = "items of a confirmed plan never change"
CONFIRMED = "OLD.state = 'confirmed'"
PROGRESS = "NOT EXISTS (SELECT 1 FROM plan_task AS t WHERE t.id = NEW.task_id AND t.state = 'confirmed')"


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial")]
    operations = [
        Refuse("planitem_confirmed_no_insert", "plan_planitem", "INSERT", SAYS, NEW),
        Refuse("planitem_confirmed_no_update", "plan_planitem", "UPDATE", SAYS, OLD),
        Refuse("planitem_confirmed_no_delete", "plan_planitem", "DELETE", SAYS, OLD),
        Refuse("plan_confirmed_no_update", "plan_plan", "UPDATE", "confirmed plans never change", CONFIRMED),
        Refuse("plan_confirmed_no_delete", "plan_plan", "DELETE", "confirmed plans never go", CONFIRMED),
        Refuse("taskprogress_task_confirmed", "plan_taskprogress", "INSERT", "the task is not confirmed", PROGRESS),
        Refuse("taskprogress_no_delete", "plan_taskprogress", "DELETE", "progress never goes"),
    ]
