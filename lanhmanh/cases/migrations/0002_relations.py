"""Nothing is left to do: the relations stand with their tables in 0001. Kept for databases that took this step."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = []
