"""A report is approved with its numbers in one row, which never change."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

STATE = "(SELECT r.state FROM reporting_report AS r WHERE r.id = NEW.report_id)"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_packed")]
    operations = [
        *append_only("reporting_sealed"),
        Refuse(
            "sealed_of_sent", "reporting_sealed", "INSERT", "only a report that waits is sealed", f"{STATE} <> 'SUBMITTED'"
        ),
        Refuse(
            "report_approved_is_sealed",
            "reporting_report",
            "UPDATE",
            "a report is approved with its numbers in one row",
            "NEW.state = 'APPROVED' AND NOT EXISTS (SELECT 1 FROM reporting_sealed AS s WHERE s.report_id = NEW.id)",
        ),
    ]
