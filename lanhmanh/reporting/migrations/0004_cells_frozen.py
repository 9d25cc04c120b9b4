from django.db import migrations

from lanhmanh.db.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_cells")]
    operations = [*append_only("reporting_remark"), *append_only("reporting_change")]
