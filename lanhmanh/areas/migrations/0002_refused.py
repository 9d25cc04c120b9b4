"""What the database itself refuses of rule sets, the ledger of areas and the register of places."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

RULES = "uid code version title body effective_from document_number document_title saved_at published_at".split()
# NULL <> NULL is not true: these are compared as text.
RULES_OR_NONE = "unit_id effective_to document_id document_dated saved_by_id published_by_id".split()
CHANGED = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in RULES]
    + [f"COALESCE(CAST(NEW.{c} AS text), '') <> COALESCE(CAST(OLD.{c} AS text), '')" for c in RULES_OR_NONE]
)
# A published version may only be withdrawn, one withdrawn does not change at all.
FROZEN = f"OLD.state = 'withdrawn' OR (OLD.state = 'published' AND (NEW.state <> 'withdrawn' OR {CHANGED}))"
OPEN = "EXISTS (SELECT 1 FROM areas_assessment AS a WHERE a.id = {row}.assessment_id AND a.state NOT IN ('draft', 'returned'))"
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
APPEND_ONLY = ("areaclass", "classdecision", "submission", "appraisal", "appraisedfact", "targetclass", "courseday")
PLACES = {
    "business": "businesses are closed, never deleted",
    "site": "sites are closed, never deleted",
    "inspection": "inspections are voided, never deleted",
    "visit": "visits are voided, never deleted",
    "leakage": "leakages are voided, never deleted",
}
CORRECTED = "OLD.corrected_on IS NOT NULL"


class Migration(migrations.Migration):
    replaces = [("areas", "0003_ledger_kept"), ("areas", "0011_places_kept")]
    dependencies = [("areas", "0001_tables")]
    operations = [
        Refuse("ruleset_published_no_update", "areas_ruleset", "UPDATE", "published rule sets never change", FROZEN),
        Refuse(
            "ruleset_published_no_delete",
            "areas_ruleset",
            "DELETE",
            "published rule sets never go",
            "OLD.state <> 'draft'",
        ),
        *(operation for name in APPEND_ONLY for operation in append_only(f"areas_{name}")),
        Refuse(
            "areaclass_stays_in_its_line", "areas_areaclass", "INSERT", "a class replaces one of its line", OTHER_LINE
        ),
        Refuse(
            "areaclass_after_its_evidence", "areas_areaclass", "INSERT", "a class needs evidence first", NO_EVIDENCE
        ),
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
        *(Refuse(f"{name}_no_delete", f"areas_{name}", "DELETE", message) for name, message in PLACES.items()),
        Refuse("finding_corrected_stays", "areas_finding", "DELETE", "a corrected finding stays", CORRECTED),
        *(
            Refuse(
                f"{name}_keeps_its_unit",
                f"areas_{name}",
                "UPDATE",
                f"a {name} stays where it was",
                "OLD.unit_id <> NEW.unit_id",
            )
            for name in ("inspection", "visit", "leakage")
        ),
    ]
