"""What the database itself refuses of documents."""

from django.db import migrations

from lanhmanh.db.triggers import Refuse, append_only

ISSUED = "OLD.origin = 'issued'"


class Migration(migrations.Migration):
    replaces = [("documents", "0002_frozen")]
    dependencies = [("documents", "0001_tables")]
    operations = [
        *append_only("documents_storedfile"),
        *append_only("documents_mark"),
        Refuse("document_issued_no_update", "documents_document", "UPDATE", "issued documents never change", ISSUED),
        Refuse("document_issued_no_delete", "documents_document", "DELETE", "issued documents never go", ISSUED),
        Refuse("rendition_no_update", "documents_rendition", "UPDATE", "renditions never change"),
        Refuse("rendition_no_delete", "documents_rendition", "DELETE", "renditions never go"),
    ]
