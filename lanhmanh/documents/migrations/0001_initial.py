import django.db.models.deletion
import lanhmanh.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('units', '0002_no_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=120)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('content', models.BinaryField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=lanhmanh.kernel.ids.new_id, editable=False, max_length=26, unique=True)),
                ('origin', models.CharField(choices=[('received', 'Đã nhận'), ('cited', 'Được viện dẫn'), ('issued', 'Đã ban hành')], max_length=8)),
                ('issuer', models.CharField(blank=True, max_length=300)),
                ('family', models.CharField(blank=True, max_length=5)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('sequence', models.PositiveIntegerField(blank=True, null=True)),
                ('dated', models.DateField(blank=True, null=True)),
                ('title', models.TextField(blank=True)),
                ('search', models.TextField(blank=True)),
                ('value', models.JSONField(blank=True, null=True)),
                ('registered_at', models.DateTimeField()),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', ['received', 'cited', 'issued'])), name='document_origin_known'), models.CheckConstraint(condition=models.Q(('family__in', ['', 'state', 'party', 'union'])), name='document_family_known'), models.UniqueConstraint(condition=models.Q(('origin', 'cited')), fields=('unit', 'number'), name='document_cited_once'), models.CheckConstraint(condition=models.Q(models.Q(('origin', 'issued'), _negated=True), models.Q(('year__isnull', False), ('sequence__isnull', False), ('dated__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='document_issued_is_numbered'), models.UniqueConstraint(condition=models.Q(('origin', 'issued')), fields=('unit', 'year', 'sequence'), name='document_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(blank=True, max_length=120)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='documents.document')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target', 'path'), name='citation_once')],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=10)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renditions', to='documents.document')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'format'), name='rendition_once_per_format')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'year'), name='counter_one_per_year')],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='cites',
            field=models.ManyToManyField(related_name='cited_by', through='documents.Citation', to='documents.document'),
        ),
    ]
