import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lanhmanh.kernel.ids
from lanhmanh.db.tables import Tables


class Migration(migrations.Migration):

    replaces = [('documents', '0001_initial'), ('documents', '0003_marks')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('units', '0001_tables'),
    ]

    operations = [
        Tables(
            tables=[
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
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
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
                        ('cites', models.ManyToManyField(related_name='cited_by', through='documents.Citation', to='documents.document')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', ['received', 'cited', 'issued'])), name='document_origin_known'), models.CheckConstraint(condition=models.Q(('family__in', ['', 'state', 'party', 'union'])), name='document_family_known'), models.UniqueConstraint(condition=models.Q(('origin', 'cited')), fields=('unit', 'number'), name='document_cited_once'), models.CheckConstraint(condition=models.Q(models.Q(('origin', 'issued'), _negated=True), models.Q(('year__isnull', False), ('sequence__isnull', False), ('dated__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='document_issued_is_numbered'), models.UniqueConstraint(condition=models.Q(('origin', 'issued')), fields=('unit', 'year', 'sequence'), name='document_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Citation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='documents.document')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                        ('path', models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'target', 'path'), name='citation_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Rendition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renditions', to='documents.document')),
                        ('format', models.CharField(max_length=10)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('document', 'format'), name='rendition_once_per_format')],
                    },
                ),
                migrations.CreateModel(
                    name='Mark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='documents.document')),
                        ('kind', models.CharField(choices=[('changed', 'Số liệu đã thay đổi'), ('replaced', 'Đã thay thế')], max_length=8)),
                        ('reason', models.TextField(blank=True)),
                        ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='documents.document')),
                        ('marked_at', models.DateTimeField()),
                        ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'changed'), ('successor__isnull', True), models.Q(('reason', ''), _negated=True)), models.Q(('kind', 'replaced'), ('successor__isnull', False)), _connector='OR'), name='mark_says_what_became'), models.UniqueConstraint(condition=models.Q(('kind', 'replaced')), fields=('document',), name='mark_replaced_once'), models.UniqueConstraint(fields=('successor',), name='mark_takes_one_place')],
                    },
                ),
                migrations.CreateModel(
                    name='Counter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('last', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit', 'year'), name='counter_one_per_year')],
                    },
                ),
            ],
        ),
    ]
