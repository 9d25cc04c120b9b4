"""A case may go into another of the same person; it says where, and nothing comes back or hangs on it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lanhmanh.db.triggers import Permit, Refuse

# As they stood before; SQLite makes the table anew for a constraint, and its triggers are put back below.
EARLY = "NEW.state = 'erased' AND (NEW.erase_on IS NULL OR NEW.erased_on < NEW.erase_on)"
BACK = "OLD.state = 'erased' AND NEW.state <> 'erased'"
DAYLESS = (
    "NEW.state IN ('sealed', 'erased') AND (NEW.closed_on IS NULL OR NEW.sealed_on IS NULL "
    "OR NEW.seal_on IS NULL OR NEW.sealed_on < NEW.seal_on)"
)
AT_REST = (
    "EXISTS (SELECT 1 FROM cases_case AS k WHERE k.id = NEW.case_id AND k.state IN ('sealed', 'erased', 'merged'))"
)
# Where a case went is a case of its own: no chain, nothing dangling, no way back.
ONWARD = (
    "NEW.merged_into_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case AS k "
    "WHERE k.id = NEW.merged_into_id AND k.state = 'merged')"
)
HELD_TO = "NEW.state = 'merged' AND EXISTS (SELECT 1 FROM cases_case AS k WHERE k.merged_into_id = NEW.id)"
RETURNS = "OLD.state = 'merged' AND NEW.state <> 'merged'"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_publications'),
        ('keyring', '0001_initial'),
        ('units', '0002_no_overlap'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Permit('cases_sharing', 'cases_sharing_of_live_case'),
        Permit('cases_case', 'cases_case_not_erased_early', 'cases_case_sealed_on_its_day', 'cases_case_stays_erased'),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_sealed_has_day',
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='consent_one_standing',
        ),
        migrations.AddField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='cases.case'),
        ),
        migrations.AddField(
            model_name='case',
            name='merged_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='consent',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='episode',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='measure',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('open', 'Đang hỗ trợ'), ('closed', 'Đã kết thúc'), ('sealed', 'Đã niêm phong'), ('erased', 'Đã xóa danh tính'), ('merged', 'Đã gộp vào hồ sơ khác')], default='open', max_length=10),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'merged')), fields=['merged_into', 'merged_on'], name='case_merged'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'sealed', 'erased', 'merged'])), name='case_state_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sealed_on', None), ('state__in', ['open', 'closed', 'merged'])), models.Q(('sealed_on__gte', models.F('closed_on')), ('sealed_on__isnull', False), ('state__in', ['sealed', 'erased'])), _connector='OR'), name='case_sealed_has_day'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('merged_on__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None), ('merged_on', None)), _connector='OR'), name='case_merged_says_where'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='case_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('came_from', None), ('withdrawn_on', None)), fields=('case', 'purpose'), name='consent_one_standing'),
        ),
        Refuse('cases_sharing_of_live_case', 'cases_sharing', 'INSERT', 'cases_sharing: the case is at rest', AT_REST),
        Refuse('cases_case_not_erased_early', 'cases_case', 'UPDATE', 'cases_case: erased before its day', EARLY),
        Refuse('cases_case_sealed_on_its_day', 'cases_case', 'UPDATE', 'cases_case: sealed without its day', DAYLESS),
        Refuse('cases_case_stays_erased', 'cases_case', 'UPDATE', 'cases_case: an erased case stays erased', BACK),
        Refuse('cases_case_merged_into_a_live_one', 'cases_case', 'UPDATE', 'cases_case: merged into a merged case', ONWARD),
        Refuse('cases_case_leaves_none_behind', 'cases_case', 'UPDATE', 'cases_case: others were merged into it', HELD_TO),
        Refuse('cases_case_stays_merged', 'cases_case', 'UPDATE', 'cases_case: a merged case stays merged', RETURNS),
    ]
