from django.db import migrations, models

from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        Tables(
            tables=[
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('seq', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('actor_name', models.CharField(max_length=150)),
                        ('verb', models.CharField(db_index=True, max_length=60)),
                        ('object_type', models.CharField(blank=True, max_length=60)),
                        ('object_uid', models.CharField(blank=True, db_index=True, max_length=64)),
                        ('unit_id', models.BigIntegerField(db_index=True, null=True)),
                        ('facts', models.TextField(default='{}')),
                        ('previous', models.CharField(max_length=64)),
                        ('hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Head',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seq', models.PositiveBigIntegerField(default=0)),
                        ('hash', models.CharField(default='', max_length=64)),
                    ],
                ),
            ],
        ),
    ]
