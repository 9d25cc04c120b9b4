"""What the database itself refuses of the trail."""

from django.db import migrations

from lanhmanh.db.triggers import append_only


class Migration(migrations.Migration):
    replaces = [("audit", "0002_append_only")]
    dependencies = [("audit", "0001_tables")]
    operations = append_only("audit_event")
