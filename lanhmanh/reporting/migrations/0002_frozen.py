from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

SENT = "('SUBMITTED', 'APPROVED', 'SUPERSEDED')"
SENT_BEFORE = f"EXISTS (SELECT 1 FROM reporting_report AS r WHERE r.id = OLD.report_id AND r.state IN {SENT})"
SENT_AFTER = f"EXISTS (SELECT 1 FROM reporting_report AS r WHERE r.id = NEW.report_id AND r.state IN {SENT})"
FACTS = "uid form form_version period unit_id version reason opened_at opened_by_id".split()
APPROVAL = "saved_at saved_by_id submitted_at submitted_by_id approved_at approved_by_id digest".split()


def differs(columns: list[str]) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


APPROVED_CHANGES = (
    "OLD.state = 'SUPERSEDED' OR (OLD.state = 'APPROVED' AND (NEW.state NOT IN ('APPROVED', 'SUPERSEDED') OR "
    f"{differs(APPROVAL)}))"
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [
        Refuse("value_sent_no_insert", "reporting_value", "INSERT", "values of a sent report are frozen", SENT_AFTER),
        Refuse(
            "value_sent_no_update",
            "reporting_value",
            "UPDATE",
            "values of a sent report are frozen",
            f"{SENT_BEFORE} OR {SENT_AFTER}",
        ),
        Refuse("value_sent_no_delete", "reporting_value", "DELETE", "values of a sent report are frozen", SENT_BEFORE),
        Refuse("report_keeps_identity", "reporting_report", "UPDATE", "a report keeps its identity", differs(FACTS)),
        Refuse(
            "report_approved_no_update", "reporting_report", "UPDATE", "approved reports never change", APPROVED_CHANGES
        ),
        Refuse(
            "report_sent_no_delete", "reporting_report", "DELETE", "sent reports never go", f"OLD.state IN {SENT}"
        ),
        *append_only("reporting_decision"),
        *append_only("reporting_issue"),
    ]
