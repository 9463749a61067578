# The tables of this app as first released.

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('title', models.CharField(max_length=160, verbose_name='evaluation')),
                ('organisation', models.CharField(max_length=120, verbose_name='works for')),
                ('purpose', models.TextField(max_length=4000, verbose_name='purpose')),
                ('initiatives', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='initiatives')),
                ('variables', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('initiative', 'Initiative'), ('track', 'Track'), ('municipality', 'Municipality'), ('authority', 'Authority that keeps the record'), ('sex', 'Sex'), ('born', 'Born'), ('referrer', 'Referred by'), ('referred', 'Referred'), ('approved', 'Approved'), ('started', 'Started'), ('education', 'Education'), ('support', 'Months in public support before the start'), ('income_at_start', 'Income at the start'), ('occupation_at_start', 'Occupation at the start'), ('ended', 'Ended on'), ('exit_reason', 'Exit reason'), ('occupation_at_end', 'Occupation at the end'), ('income_at_end', 'Income at the end'), ('destination', 'Goes on to')], max_length=30), size=None, verbose_name='variables')),
                ('first_day', models.DateField(verbose_name='enrolments from')),
                ('last_day', models.DateField(verbose_name='enrolments to')),
                ('valid_until', models.DateField(verbose_name='can be fetched until')),
                ('proposed_on', models.DateField(verbose_name='proposed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('key_encrypted', models.BinaryField(blank=True, null=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='organisations.association', verbose_name='association')),
                ('evaluator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='evaluator')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('title', models.CharField(max_length=160, verbose_name='evaluation')),
                ('organisation', models.CharField(max_length=120, verbose_name='works for')),
                ('purpose', models.TextField(max_length=4000, verbose_name='purpose')),
                ('initiatives', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='initiatives')),
                ('variables', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('initiative', 'Initiative'), ('track', 'Track'), ('municipality', 'Municipality'), ('authority', 'Authority that keeps the record'), ('sex', 'Sex'), ('born', 'Born'), ('referrer', 'Referred by'), ('referred', 'Referred'), ('approved', 'Approved'), ('started', 'Started'), ('education', 'Education'), ('support', 'Months in public support before the start'), ('income_at_start', 'Income at the start'), ('occupation_at_start', 'Occupation at the start'), ('ended', 'Ended on'), ('exit_reason', 'Exit reason'), ('occupation_at_end', 'Occupation at the end'), ('income_at_end', 'Income at the end'), ('destination', 'Goes on to')], max_length=30), size=None, verbose_name='variables')),
                ('first_day', models.DateField(verbose_name='enrolments from')),
                ('last_day', models.DateField(verbose_name='enrolments to')),
                ('valid_until', models.DateField(verbose_name='can be fetched until')),
                ('proposed_on', models.DateField(verbose_name='proposed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association', verbose_name='association')),
                ('evaluator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='evaluator')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='extracts.agreement')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_agreed', models.BooleanField(blank=True, null=True, verbose_name='agreed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='extracts.agreement')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'ordering': ['controller__name'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_agreed', models.BooleanField(blank=True, null=True, verbose_name='agreed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='extracts.agreement')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='extracts.approval')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='agreement_period', violation_error_message='The period cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('proposed_on'))), name='agreement_valid', violation_error_message='The day until which it can be fetched has passed already.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('key_encrypted', None), _connector='OR'), name='agreement_key_gone', violation_error_message='An agreement that has ended keeps no key.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('initiatives__len__gt', 0), ('variables__len__gt', 0)), name='agreement_says_what', violation_error_message='Choose at least one initiative and one variable.'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('agreement', 'controller'), name='approval_once'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_agreed', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('is_agreed__isnull', False)), _connector='OR'), name='approval_decided_whole', violation_error_message='A decision has a person and a moment.'),
        ),
    ]
