"""The index by which a search finds the cases that bear a token holds the case too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_merging")]
    operations = [
        migrations.AlterField("token", "token", models.BinaryField(max_length=16)),
        migrations.AddIndex("token", models.Index(fields=["token", "case"], name="token_found")),
    ]
