# The tables of this app as first released.

import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('initiatives', '0001_initial'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportedCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(verbose_name='to')),
                ('sex', models.CharField(blank=True, choices=[('', 'All'), ('woman', 'Women'), ('man', 'Men')], default='', max_length=10, verbose_name='sex')),
                ('budgeted', models.PositiveIntegerField(blank=True, null=True, verbose_name='budgeted')),
                ('total', models.PositiveIntegerField(verbose_name='total')),
                ('new', models.PositiveIntegerField(verbose_name='new')),
                ('ended', models.PositiveIntegerField(verbose_name='ended')),
                ('ongoing', models.PositiveIntegerField(verbose_name='ongoing')),
                ('to_work_or_studies', models.PositiveIntegerField(blank=True, null=True, verbose_name='to work or studies')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('reported_at', models.DateTimeField(auto_now=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reported_counts', to='organisations.association')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reported_counts', to='initiatives.initiative', verbose_name='initiative')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
            ],
            options={
                'ordering': ['first_day', 'initiative__name', 'sex'],
            },
        ),
        migrations.CreateModel(
            name='ReportedCountEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(verbose_name='to')),
                ('sex', models.CharField(blank=True, choices=[('', 'All'), ('woman', 'Women'), ('man', 'Men')], default='', max_length=10, verbose_name='sex')),
                ('budgeted', models.PositiveIntegerField(blank=True, null=True, verbose_name='budgeted')),
                ('total', models.PositiveIntegerField(verbose_name='total')),
                ('new', models.PositiveIntegerField(verbose_name='new')),
                ('ended', models.PositiveIntegerField(verbose_name='ended')),
                ('ongoing', models.PositiveIntegerField(verbose_name='ongoing')),
                ('to_work_or_studies', models.PositiveIntegerField(blank=True, null=True, verbose_name='to work or studies')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('reported_at', models.DateTimeField(auto_now=True)),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association')),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='figures.reportedcount')),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='reportedcount',
            constraint=models.UniqueConstraint(fields=('association', 'initiative', 'first_day', 'last_day', 'sex'), name='count_once', nulls_distinct=False, violation_error_message='Counts for that period are already reported; change them instead.'),
        ),
        migrations.AddConstraint(
            model_name='reportedcount',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='count_period', violation_error_message='The period cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='reportedcount',
            constraint=models.CheckConstraint(condition=models.Q(('to_work_or_studies', None), ('to_work_or_studies__lte', models.F('ended')), _connector='OR'), name='count_work_or_studies', violation_error_message='No more can go on to work or studies than have ended.'),
        ),
    ]
