# The tables of this app as first released.

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('initiatives', '0001_initial'),
        ('organisations', '0001_initial'),
        ('participants', '0001_initial'),
        ('referrals', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('case_number', models.CharField(max_length=40, verbose_name='case number')),
                ('referrer', models.CharField(blank=True, choices=[('fk', 'Swedish Social Insurance Agency'), ('af', 'Swedish Public Employment Service'), ('municipality', 'Municipality'), ('region', 'Region'), ('other', 'Other')], max_length=20, verbose_name='referred by')),
                ('referred_on', models.DateField(blank=True, null=True, verbose_name='referred on')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='started on')),
                ('education', models.CharField(choices=[('none', 'Compulsory school not completed'), ('compulsory', 'Compulsory school'), ('upper_secondary', 'Upper secondary school'), ('higher_up_to_1y', 'Higher education up to 1 year'), ('higher_over_1y', 'Higher education over 1 year'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='education')),
                ('public_support_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months in public support before the start')),
                ('income_at_start', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('salary', 'Salary or own income'), ('sickness_benefit', 'Sickness benefit'), ('rehabilitation_allowance', 'Rehabilitation allowance'), ('sickness_compensation', 'Sickness compensation'), ('activity_compensation', 'Activity compensation'), ('activity_grant', 'Activity grant or development allowance'), ('introduction_benefit', 'Introduction benefit'), ('unemployment_insurance', 'Unemployment insurance'), ('social_assistance', 'Social assistance'), ('study_support', 'Study support'), ('parental_benefit', 'Parental benefit'), ('other_public', 'Other public support'), ('none', 'No public support')], max_length=40), blank=True, default=list, size=None, verbose_name='income at the start')),
                ('occupation_at_start', models.CharField(choices=[('employed', 'Work without subsidy'), ('subsidised', 'Subsidised work'), ('own_business', 'Own business'), ('studies', 'Studies'), ('jobseeker', 'Seeking work'), ('work_training', 'Work training or placement'), ('daily_activities', 'Daily activities'), ('parental_leave', 'Parental leave'), ('none', 'No occupation'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='occupation at the start')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('exit_reason', models.CharField(blank=True, choices=[('work_studies_jobseeking', 'Work, studies or seeking work'), ('continued_rehabilitation', 'Continued rehabilitation'), ('illness', 'Illness'), ('moved', 'Moved'), ('other', 'Other reason'), ('misregistration', 'Misregistration')], max_length=30, verbose_name='exit reason')),
                ('occupation_at_end', models.CharField(blank=True, choices=[('employed', 'Work without subsidy'), ('subsidised', 'Subsidised work'), ('own_business', 'Own business'), ('studies', 'Studies'), ('jobseeker', 'Seeking work'), ('work_training', 'Work training or placement'), ('daily_activities', 'Daily activities'), ('parental_leave', 'Parental leave'), ('none', 'No occupation'), ('unknown', 'Not known')], max_length=20, verbose_name='occupation at the end')),
                ('income_at_end', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('salary', 'Salary or own income'), ('sickness_benefit', 'Sickness benefit'), ('rehabilitation_allowance', 'Rehabilitation allowance'), ('sickness_compensation', 'Sickness compensation'), ('activity_compensation', 'Activity compensation'), ('activity_grant', 'Activity grant or development allowance'), ('introduction_benefit', 'Introduction benefit'), ('unemployment_insurance', 'Unemployment insurance'), ('social_assistance', 'Social assistance'), ('study_support', 'Study support'), ('parental_benefit', 'Parental benefit'), ('other_public', 'Other public support'), ('none', 'No public support')], max_length=40), blank=True, default=list, size=None, verbose_name='income at the end')),
                ('destination', models.CharField(blank=True, choices=[('increased_cooperation', 'Increased cooperation between the employment service and the insurance agency'), ('labour_market_unit', "The municipality's labour market unit"), ('employment_service', 'The employment service'), ('daily_activities', 'Daily activities'), ('studies', 'Studies'), ('work', 'Work'), ('right_benefit', 'The right benefit'), ('other', 'Other')], max_length=30, verbose_name='goes on to')),
                ('misregistered_because', models.CharField(blank=True, max_length=200, verbose_name='what was wrong')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('ended_recorded_at', models.DateTimeField(blank=True, null=True)),
                ('coach', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='coach')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='participants.participant')),
                ('referral', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='referrals.referral')),
                ('track', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.track', verbose_name='track')),
            ],
        ),
        migrations.CreateModel(
            name='EnrolmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('case_number', models.CharField(max_length=40, verbose_name='case number')),
                ('referrer', models.CharField(blank=True, choices=[('fk', 'Swedish Social Insurance Agency'), ('af', 'Swedish Public Employment Service'), ('municipality', 'Municipality'), ('region', 'Region'), ('other', 'Other')], max_length=20, verbose_name='referred by')),
                ('referred_on', models.DateField(blank=True, null=True, verbose_name='referred on')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='started on')),
                ('education', models.CharField(choices=[('none', 'Compulsory school not completed'), ('compulsory', 'Compulsory school'), ('upper_secondary', 'Upper secondary school'), ('higher_up_to_1y', 'Higher education up to 1 year'), ('higher_over_1y', 'Higher education over 1 year'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='education')),
                ('public_support_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months in public support before the start')),
                ('income_at_start', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('salary', 'Salary or own income'), ('sickness_benefit', 'Sickness benefit'), ('rehabilitation_allowance', 'Rehabilitation allowance'), ('sickness_compensation', 'Sickness compensation'), ('activity_compensation', 'Activity compensation'), ('activity_grant', 'Activity grant or development allowance'), ('introduction_benefit', 'Introduction benefit'), ('unemployment_insurance', 'Unemployment insurance'), ('social_assistance', 'Social assistance'), ('study_support', 'Study support'), ('parental_benefit', 'Parental benefit'), ('other_public', 'Other public support'), ('none', 'No public support')], max_length=40), blank=True, default=list, size=None, verbose_name='income at the start')),
                ('occupation_at_start', models.CharField(choices=[('employed', 'Work without subsidy'), ('subsidised', 'Subsidised work'), ('own_business', 'Own business'), ('studies', 'Studies'), ('jobseeker', 'Seeking work'), ('work_training', 'Work training or placement'), ('daily_activities', 'Daily activities'), ('parental_leave', 'Parental leave'), ('none', 'No occupation'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='occupation at the start')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('exit_reason', models.CharField(blank=True, choices=[('work_studies_jobseeking', 'Work, studies or seeking work'), ('continued_rehabilitation', 'Continued rehabilitation'), ('illness', 'Illness'), ('moved', 'Moved'), ('other', 'Other reason'), ('misregistration', 'Misregistration')], max_length=30, verbose_name='exit reason')),
                ('occupation_at_end', models.CharField(blank=True, choices=[('employed', 'Work without subsidy'), ('subsidised', 'Subsidised work'), ('own_business', 'Own business'), ('studies', 'Studies'), ('jobseeker', 'Seeking work'), ('work_training', 'Work training or placement'), ('daily_activities', 'Daily activities'), ('parental_leave', 'Parental leave'), ('none', 'No occupation'), ('unknown', 'Not known')], max_length=20, verbose_name='occupation at the end')),
                ('income_at_end', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('salary', 'Salary or own income'), ('sickness_benefit', 'Sickness benefit'), ('rehabilitation_allowance', 'Rehabilitation allowance'), ('sickness_compensation', 'Sickness compensation'), ('activity_compensation', 'Activity compensation'), ('activity_grant', 'Activity grant or development allowance'), ('introduction_benefit', 'Introduction benefit'), ('unemployment_insurance', 'Unemployment insurance'), ('social_assistance', 'Social assistance'), ('study_support', 'Study support'), ('parental_benefit', 'Parental benefit'), ('other_public', 'Other public support'), ('none', 'No public support')], max_length=40), blank=True, default=list, size=None, verbose_name='income at the end')),
                ('destination', models.CharField(blank=True, choices=[('increased_cooperation', 'Increased cooperation between the employment service and the insurance agency'), ('labour_market_unit', "The municipality's labour market unit"), ('employment_service', 'The employment service'), ('daily_activities', 'Daily activities'), ('studies', 'Studies'), ('work', 'Work'), ('right_benefit', 'The right benefit'), ('other', 'Other')], max_length=30, verbose_name='goes on to')),
                ('misregistered_because', models.CharField(blank=True, max_length=200, verbose_name='what was wrong')),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('ended_recorded_at', models.DateTimeField(blank=True, null=True)),
                ('coach', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='coach')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('participant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='participants.participant')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='enrolments.enrolment')),
                ('referral', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral')),
                ('track', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.track', verbose_name='track')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('controllers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='authorities')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(max_length=120, verbose_name='file')),
                ('content_encrypted', models.BinaryField(null=True)),
                ('state', models.CharField(choices=[('read', 'Waiting for you to confirm'), ('wrong', 'Nothing imported: the file has errors'), ('waiting', 'Waiting for its turn'), ('running', 'Importing'), ('done', 'Imported'), ('failed', 'Nothing imported: something went wrong'), ('dropped', 'Dropped')], default='read', max_length=10, verbose_name='state')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('new', models.PositiveIntegerField(default=0, verbose_name='new')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('findings', models.JSONField(default=list, help_text='row, column, masked value, expected')),
                ('preview', models.JSONField(default=list, help_text='the first rows with their verdicts')),
                ('findings_count', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.association', verbose_name='association')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CaseNumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='initiatives.initiative')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('initiative', 'year'), name='case_number_series_once')],
            },
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('started_on__isnull', False), models.Q(('exit_reason', 'misregistration'), _negated=True)), fields=['initiative', 'started_on'], include=('ended_on', 'exit_reason', 'occupation_at_end', 'participant'), name='enrolment_period'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(models.F('controller'), models.OrderBy(models.F('started_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='enrolment_list'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(models.OrderBy(models.F('started_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='enrolment_newest'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['coach', 'ended_on'], name='enrolment_coach'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('initiative', 'case_number'), name='enrolment_case_number', violation_error_message='The case number is already used in the initiative.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('started_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='enrolment_ends_after_start', violation_error_message='An enrolment cannot end before it started.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('started_on__isnull', False), ('exit_reason', 'misregistration'), _connector='OR'), name='enrolment_ended_was_started', violation_error_message='An enrolment that never started cannot end; undo it instead.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('destination', ''), ('ended_on', None), ('exit_reason', ''), ('income_at_end', []), ('occupation_at_end', '')), models.Q(('ended_on__isnull', False), models.Q(('exit_reason', ''), _negated=True), models.Q(('occupation_at_end', ''), _negated=True)), ('exit_reason', 'misregistration'), _connector='OR'), name='enrolment_exit_whole', violation_error_message='A discharge has a date, an exit reason and an occupation.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exit_reason', 'misregistration'), models.Q(('misregistered_because', ''), _negated=True)), models.Q(models.Q(('exit_reason', 'misregistration'), _negated=True), ('misregistered_because', '')), _connector='OR'), name='enrolment_misregistered_why', violation_error_message='Say what was wrong with the registration.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('started_on__isnull', False), models.Q(('exit_reason', 'misregistration'), _negated=True)), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[(models.Func(models.Func(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('participant'), models.FloatField()), '*', models.Value(1000000.0)), '+', models.F('initiative')), models.Func(models.F('started_on'), output_field=models.FloatField(), template="(%(expressions)s - date '2000-01-01')"), function='point', output_field=models.TextField()), models.Func(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(models.F('participant'), models.FloatField()), '*', models.Value(1000000.0)), '+', models.F('initiative')), django.db.models.functions.comparison.Greatest(django.db.models.functions.comparison.Coalesce(django.db.models.expressions.CombinedExpression(models.Func(models.F('ended_on'), output_field=models.FloatField(), template="(%(expressions)s - date '2000-01-01')"), '-', models.Value(0.5)), models.Value(1000000000.0)), models.Func(models.F('started_on'), output_field=models.FloatField(), template="(%(expressions)s - date '2000-01-01')")), function='point', output_field=models.TextField()), function='box', output_field=models.TextField()), '&&')], name='enrolment_no_overlap', violation_error_message='The participant is already enrolled in the initiative during that time.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('started_on', None), ('exit_reason', '')), fields=('participant', 'initiative'), name='enrolment_one_waiting', violation_error_message='The participant already has a place in the initiative and has not started.'),
        ),
    ]
