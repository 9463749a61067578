# The tables of this app as first released.

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('budgeted', models.PositiveIntegerField(verbose_name='budgeted participants')),
            ],
            options={
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.area', verbose_name='area')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='organisations.controller', verbose_name='authority that keeps the records')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coverage', to='organisations.municipality', verbose_name='municipality')),
            ],
            options={
                'ordering': ['municipality__name'],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('level', models.CharField(choices=[('individual', 'Individual'), ('structural', 'Structural'), ('organisation', 'Organisation'), ('economy', 'Economy')], max_length=20, verbose_name='level')),
                ('text', models.CharField(max_length=300, verbose_name='goal')),
                ('figure', models.CharField(blank=True, max_length=40, verbose_name='measured by the figure')),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='organisations.association', verbose_name='association')),
            ],
            options={
                'ordering': ['level', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, verbose_name='name in commands')),
                ('kind', models.CharField(choices=[('individual', 'Individual-oriented'), ('structural', 'Structural')], default='individual', max_length=20, verbose_name='orientation')),
                ('form', models.CharField(choices=[('project', 'Project'), ('permanent', 'Permanent (LIS)')], default='project', max_length=20, verbose_name='form')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('target_group', models.TextField(blank=True, verbose_name='target group')),
                ('eligibility', models.TextField(blank=True, help_text='what must be met, in plain words', verbose_name='eligibility')),
                ('youngest', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age')),
                ('oldest', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age')),
                ('methods', models.TextField(blank=True, verbose_name='methods')),
                ('decision_rule', models.CharField(choices=[('team', 'The collaboration team decides'), ('coordinator', 'The coordinator decides')], default='team', max_length=20, verbose_name='who decides')),
                ('team_meets_every_days', models.PositiveSmallIntegerField(default=14, verbose_name='the team meets every (days)')),
                ('length_benchmark_months', models.PositiveSmallIntegerField(blank=True, default=12, null=True, verbose_name='benchmark length, months')),
                ('places_at_once', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places at the same time')),
                ('destinations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('increased_cooperation', 'Increased cooperation between the employment service and the insurance agency'), ('labour_market_unit', "The municipality's labour market unit"), ('employment_service', 'The employment service'), ('daily_activities', 'Daily activities'), ('studies', 'Studies'), ('work', 'Work'), ('right_benefit', 'The right benefit'), ('other', 'Other')], max_length=30), blank=True, default=list, size=None, verbose_name='destinations')),
                ('source', models.CharField(choices=[('records', 'Records kept here'), ('reported', 'Counts reported by the party that keeps the records')], default='records', max_length=20, verbose_name='source of the figures')),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='organisations.association', verbose_name='association')),
                ('run_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='run by')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='GoalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('level', models.CharField(choices=[('individual', 'Individual'), ('structural', 'Structural'), ('organisation', 'Organisation'), ('economy', 'Economy')], max_length=20, verbose_name='level')),
                ('text', models.CharField(max_length=300, verbose_name='goal')),
                ('figure', models.CharField(blank=True, max_length=40, verbose_name='measured by the figure')),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association', verbose_name='association')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.goal')),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='goal',
            name='initiative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='initiatives.initiative', verbose_name='initiative'),
        ),
        migrations.CreateModel(
            name='CoverageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.area', verbose_name='area')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority that keeps the records')),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.coverage')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='coverage',
            name='initiative',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverage', to='initiatives.initiative', verbose_name='initiative'),
        ),
        migrations.CreateModel(
            name='CapacityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('budgeted', models.PositiveIntegerField(verbose_name='budgeted participants')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.capacity')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='capacity',
            name='initiative',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capacities', to='initiatives.initiative', verbose_name='initiative'),
        ),
        migrations.CreateModel(
            name='InitiativeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='name in commands')),
                ('kind', models.CharField(choices=[('individual', 'Individual-oriented'), ('structural', 'Structural')], default='individual', max_length=20, verbose_name='orientation')),
                ('form', models.CharField(choices=[('project', 'Project'), ('permanent', 'Permanent (LIS)')], default='project', max_length=20, verbose_name='form')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('target_group', models.TextField(blank=True, verbose_name='target group')),
                ('eligibility', models.TextField(blank=True, help_text='what must be met, in plain words', verbose_name='eligibility')),
                ('youngest', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age')),
                ('oldest', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age')),
                ('methods', models.TextField(blank=True, verbose_name='methods')),
                ('decision_rule', models.CharField(choices=[('team', 'The collaboration team decides'), ('coordinator', 'The coordinator decides')], default='team', max_length=20, verbose_name='who decides')),
                ('team_meets_every_days', models.PositiveSmallIntegerField(default=14, verbose_name='the team meets every (days)')),
                ('length_benchmark_months', models.PositiveSmallIntegerField(blank=True, default=12, null=True, verbose_name='benchmark length, months')),
                ('places_at_once', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places at the same time')),
                ('destinations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('increased_cooperation', 'Increased cooperation between the employment service and the insurance agency'), ('labour_market_unit', "The municipality's labour market unit"), ('employment_service', 'The employment service'), ('daily_activities', 'Daily activities'), ('studies', 'Studies'), ('work', 'Work'), ('right_benefit', 'The right benefit'), ('other', 'Other')], max_length=30), blank=True, default=list, size=None, verbose_name='destinations')),
                ('source', models.CharField(choices=[('records', 'Records kept here'), ('reported', 'Counts reported by the party that keeps the records')], default='records', max_length=20, verbose_name='source of the figures')),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association', verbose_name='association')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.initiative')),
                ('run_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='run by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('number', models.CharField(max_length=10, verbose_name='version')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('text', models.TextField(blank=True, verbose_name='the plan')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='decided by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'ordering': ['-year', '-number'],
            },
        ),
        migrations.CreateModel(
            name='PlanVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('number', models.CharField(max_length=10, verbose_name='version')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('text', models.TextField(blank=True, verbose_name='the plan')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='decided by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.planversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Staffing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('post', models.CharField(choices=[('coordinator', 'Coordinators'), ('coach', 'Coaches')], max_length=20, verbose_name='post')),
                ('funder', models.CharField(choices=[('municipality', 'The municipality'), ('association', 'The association'), ('region', 'The region')], max_length=20, verbose_name='funded by')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='per cent of full time')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staffing', to='initiatives.initiative', verbose_name='initiative')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.municipality', verbose_name='municipality')),
            ],
            options={
                'ordering': ['-year', 'municipality__name', 'post'],
            },
        ),
        migrations.CreateModel(
            name='StaffingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('post', models.CharField(choices=[('coordinator', 'Coordinators'), ('coach', 'Coaches')], max_length=20, verbose_name='post')),
                ('funder', models.CharField(choices=[('municipality', 'The municipality'), ('association', 'The association'), ('region', 'The region')], max_length=20, verbose_name='funded by')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='per cent of full time')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.staffing')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('percent', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='target, per cent')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='initiatives.goal', verbose_name='goal')),
            ],
            options={
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('percent', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='target, per cent')),
                ('goal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.goal', verbose_name='goal')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.target')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TeamMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('starts_at', models.DateTimeField(verbose_name='time')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.area', verbose_name='area')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'ordering': ['starts_at'],
            },
        ),
        migrations.CreateModel(
            name='TeamMeetingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('starts_at', models.DateTimeField(verbose_name='time')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.area', verbose_name='area')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.teammeeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places per year')),
                ('is_open', models.BooleanField(default=True, verbose_name='takes new participants')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracks', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TrackEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places per year')),
                ('is_open', models.BooleanField(default=True, verbose_name='takes new participants')),
                ('initiative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='initiatives.track')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.UniqueConstraint(fields=('association', 'slug'), name='initiative_name', violation_error_message='There is already an initiative of that name.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='initiative_period', violation_error_message='An initiative cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('youngest', None), ('oldest', None), ('oldest__gte', models.F('youngest')), _connector='OR'), name='initiative_ages', violation_error_message='The oldest age cannot be below the youngest.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('team_meets_every_days__gte', 1)), name='initiative_rhythm', violation_error_message='The team meets at least every 1 day.'),
        ),
        migrations.AddConstraint(
            model_name='coverage',
            constraint=models.UniqueConstraint(fields=('initiative', 'municipality'), name='coverage_once', violation_error_message='The initiative already covers that municipality.'),
        ),
        migrations.AddConstraint(
            model_name='capacity',
            constraint=models.UniqueConstraint(fields=('initiative', 'year'), name='capacity_once', violation_error_message='That year is already budgeted.'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('initiative', 'number'), name='plan_number', violation_error_message='There is already a version of that number.'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', ''), ('decided_on', None)), models.Q(models.Q(('decided_by', ''), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='plan_decided_whole', violation_error_message='A decision has both a body and a date.'),
        ),
        migrations.AddConstraint(
            model_name='staffing',
            constraint=models.UniqueConstraint(fields=('initiative', 'year', 'municipality', 'post', 'funder'), name='staffing_once', nulls_distinct=False, violation_error_message='That post is already staffed there that year; change the percentage.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('goal', 'year'), name='target_once', violation_error_message='There is already a target for that year.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='target_percent', violation_error_message='A target is from 0 to 100 per cent.'),
        ),
        migrations.AddConstraint(
            model_name='teammeeting',
            constraint=models.UniqueConstraint(fields=('initiative', 'area', 'starts_at'), name='meeting_once', nulls_distinct=False, violation_error_message='That meeting is already in the calendar.'),
        ),
        migrations.AddConstraint(
            model_name='track',
            constraint=models.UniqueConstraint(fields=('initiative', 'name'), name='track_name', violation_error_message='There is already a track of that name.'),
        ),
    ]
