"""What the database itself refuses of reports, forms and issued figures."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

SENT = "('SUBMITTED', 'APPROVED', 'SUPERSEDED')"
SENT_BEFORE = f"EXISTS (SELECT 1 FROM reporting_report AS r WHERE r.id = OLD.report_id AND r.state IN {SENT})"
SENT_AFTER = f"EXISTS (SELECT 1 FROM reporting_report AS r WHERE r.id = NEW.report_id AND r.state IN {SENT})"
FACTS = "uid form form_version period unit_id version reason opened_at opened_by_id".split()
APPROVAL = "saved_at saved_by_id submitted_at submitted_by_id approved_at approved_by_id digest".split()


def differs(columns):
    """Return the SQL that is true where one of the columns changes."""
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


APPROVED_CHANGES = (
    "OLD.state = 'SUPERSEDED' OR (OLD.state = 'APPROVED' AND (NEW.state NOT IN ('APPROVED', 'SUPERSEDED') OR "
    f"{differs(APPROVAL)}))"
)
FROZEN = "values of a sent report are frozen"
PUBLISHED = "OLD.state = 'published'"
APPEND_ONLY = (
    "decision", "remark", "change", "issue", "issuepart", "wake", "reviewissue", "target", "narrative", "formend",
    "reminder",
)  # fmt: skip


class Migration(migrations.Migration):
    replaces = [("reporting", "0002_frozen"), ("reporting", "0004_cells_frozen"), ("reporting", "0006_depth_frozen")]
    dependencies = [("reporting", "0001_tables")]
    operations = [
        Refuse("value_sent_no_insert", "reporting_value", "INSERT", FROZEN, SENT_AFTER),
        Refuse("value_sent_no_update", "reporting_value", "UPDATE", FROZEN, f"{SENT_BEFORE} OR {SENT_AFTER}"),
        Refuse("value_sent_no_delete", "reporting_value", "DELETE", FROZEN, SENT_BEFORE),
        Refuse("report_keeps_identity", "reporting_report", "UPDATE", "a report keeps its identity", differs(FACTS)),
        Refuse(
            "report_approved_no_update", "reporting_report", "UPDATE", "approved reports never change", APPROVED_CHANGES
        ),
        Refuse("report_sent_no_delete", "reporting_report", "DELETE", "sent reports never go", f"OLD.state IN {SENT}"),
        Refuse(
            "formdesign_published_no_update",
            "reporting_formdesign",
            "UPDATE",
            "published forms never change",
            PUBLISHED,
        ),
        Refuse(
            "formdesign_published_no_delete", "reporting_formdesign", "DELETE", "published forms never go", PUBLISHED
        ),
        *(operation for name in APPEND_ONLY for operation in append_only(f"reporting_{name}")),
    ]
