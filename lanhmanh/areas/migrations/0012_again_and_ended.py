from django.db import migrations, models
from django.db.models import Q

from lanhmanh.db.triggers import Permit, Refuse

OPEN = (
    "EXISTS (SELECT 1 FROM areas_assessment AS a WHERE a.id = {row}.assessment_id AND a.state NOT IN ('draft', 'returned'))"
)
OLD, NEW = OPEN.format(row="OLD"), OPEN.format(row="NEW")
SENT = "what was sent never changes"
ENDED = "OLD.state = 'withdrawn' OR (OLD.state = 'decided' AND NEW.state <> 'withdrawn')"
# Who was registered before an end had a reason.
UNTOLD = "Chưa ghi lý do"


class Migration(migrations.Migration):
    dependencies = [("areas", "0011_places_kept")]
    operations = [
        # What asks the table of assessments is taken away while SQLite makes that table anew, and put back below.
        Permit("areas_statedfact", "statedfact_sent_no_insert", "statedfact_sent_no_update", "statedfact_sent_no_delete"),
        Permit("areas_evidence", "evidence_sent_no_insert", "evidence_sent_no_delete"),
        Permit("areas_assessment", "assessment_ended_no_update", "assessment_no_delete"),
        migrations.RemoveConstraint(model_name="area", name="area_named_once"),
        migrations.RemoveConstraint(model_name="area", name="area_registers_under_a_name"),
        migrations.RemoveConstraint(model_name="assessment", name="assessment_one_a_year"),
        migrations.AddField("area", "document", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        migrations.AddField("area", "ended_why", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("assessment", "again", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunSQL(
            f"UPDATE areas_area SET ended_why = '{UNTOLD}' WHERE ended_on IS NOT NULL", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(
                condition=~Q(kind="unit") & Q(ended_on=None), fields=("unit", "name"), name="area_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=Q(kind="unit", name="", registered_on=None, document="", ended_on=None)
                | (Q(kind__in=["agency", "school"], registered_on__isnull=False) & ~Q(name="")),
                name="area_registers_under_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="") | Q(ended_on__isnull=False) & ~Q(ended_why=""),
                name="area_end_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=~Q(state="withdrawn"), fields=("area", "rule_code", "year"), name="assessment_one_a_year"
            ),
        ),
        Refuse("statedfact_sent_no_insert", "areas_statedfact", "INSERT", SENT, NEW),
        Refuse("statedfact_sent_no_update", "areas_statedfact", "UPDATE", SENT, OLD),
        Refuse("statedfact_sent_no_delete", "areas_statedfact", "DELETE", SENT, OLD),
        Refuse("evidence_sent_no_insert", "areas_evidence", "INSERT", SENT, NEW),
        Refuse("evidence_sent_no_delete", "areas_evidence", "DELETE", SENT, OLD),
        Refuse("assessment_ended_no_update", "areas_assessment", "UPDATE", "a decision stands", ENDED),
        Refuse("assessment_no_delete", "areas_assessment", "DELETE", "an assessment stays"),
    ]
