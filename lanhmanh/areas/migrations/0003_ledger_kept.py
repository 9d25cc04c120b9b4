from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

OPEN = (
    "EXISTS (SELECT 1 FROM areas_assessment AS a WHERE a.id = {row}.assessment_id AND a.state NOT IN ('draft', 'returned'))"
)
OLD, NEW = OPEN.format(row="OLD"), OPEN.format(row="NEW")
SENT = "what was sent never changes"
OTHER_LINE = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM areas_areaclass AS c WHERE c.id = NEW.replaces_id"
    " AND c.area_id = NEW.area_id AND c.rule_code = NEW.rule_code AND c.year = NEW.year)"
)
NO_EVIDENCE = (
    "NEW.how IN ('decided', 'override')"
    " AND NOT EXISTS (SELECT 1 FROM areas_submission AS s WHERE s.assessment_id = NEW.assessment_id)"
)
OWN = (
    "EXISTS (SELECT 1 FROM areas_submission AS s WHERE s.id = NEW.submission_id"
    " AND s.submitted_by_id = NEW.appraised_by_id)"
)
ENDED = "OLD.state = 'withdrawn' OR (OLD.state = 'decided' AND NEW.state <> 'withdrawn')"


class Migration(migrations.Migration):
    dependencies = [("areas", "0002_ledger")]
    operations = [
        *append_only("areas_areaclass"),
        *append_only("areas_classdecision"),
        *append_only("areas_submission"),
        *append_only("areas_appraisal"),
        *append_only("areas_appraisedfact"),
        *append_only("areas_targetclass"),
        *append_only("areas_courseday"),
        Refuse("areaclass_stays_in_its_line", "areas_areaclass", "INSERT", "a class replaces one of its line", OTHER_LINE),
        Refuse("areaclass_after_its_evidence", "areas_areaclass", "INSERT", "a class needs evidence first", NO_EVIDENCE),
        Refuse("appraisal_by_another", "areas_appraisal", "INSERT", "nobody appraises what they sent", OWN),
        Refuse("statedfact_sent_no_insert", "areas_statedfact", "INSERT", SENT, NEW),
        Refuse("statedfact_sent_no_update", "areas_statedfact", "UPDATE", SENT, OLD),
        Refuse("statedfact_sent_no_delete", "areas_statedfact", "DELETE", SENT, OLD),
        Refuse("evidence_sent_no_insert", "areas_evidence", "INSERT", SENT, NEW),
        Refuse("evidence_no_update", "areas_evidence", "UPDATE", SENT),
        Refuse("evidence_sent_no_delete", "areas_evidence", "DELETE", SENT, OLD),
        Refuse("assessment_ended_no_update", "areas_assessment", "UPDATE", "a decision stands", ENDED),
        Refuse("assessment_no_delete", "areas_assessment", "DELETE", "an assessment stays"),
        Refuse("appeal_answered_no_update", "areas_appeal", "UPDATE", "an answer stands", "OLD.state <> 'lodged'"),
        Refuse("appeal_no_delete", "areas_appeal", "DELETE", "an appeal stays"),
    ]
