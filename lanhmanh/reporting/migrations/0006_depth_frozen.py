from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

PUBLISHED = "OLD.state = 'published'"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_depth")]
    operations = [
        *append_only("reporting_issuepart"),
        *append_only("reporting_wake"),
        *append_only("reporting_reviewissue"),
        *append_only("reporting_target"),
        *append_only("reporting_narrative"),
        Refuse("formdesign_published_no_update", "reporting_formdesign", "UPDATE", "published forms never change",
               PUBLISHED),
        Refuse("formdesign_published_no_delete", "reporting_formdesign", "DELETE", "published forms never go",
               PUBLISHED),
    ]
