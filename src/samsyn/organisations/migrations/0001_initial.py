# The tables of this app as first released.

import django.db.models.deletion
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Association',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(unique=True, verbose_name='name in commands')),
                ('suppress_below', models.PositiveSmallIntegerField(default=5, help_text='smaller counts than this are hidden in fine breakdowns; zero is always shown', verbose_name='show counts from')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4, unique=True, verbose_name='municipality code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=2, unique=True, verbose_name='county code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('county', models.CharField(max_length=60, verbose_name='county')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='organisations.association', verbose_name='association')),
                ('municipalities', models.ManyToManyField(related_name='areas', to='organisations.municipality', verbose_name='municipalities')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.municipality', verbose_name='seat')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AssociationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(db_index=False, verbose_name='name in commands')),
                ('suppress_below', models.PositiveSmallIntegerField(default=5, help_text='smaller counts than this are hidden in fine breakdowns; zero is always shown', verbose_name='show counts from')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='organisations.association')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Controller',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('short_name', models.CharField(max_length=40, verbose_name='short name')),
                ('slug', models.SlugField(unique=True, verbose_name='name in commands')),
                ('kind', models.CharField(choices=[('fk', 'Swedish Social Insurance Agency'), ('af', 'Swedish Public Employment Service'), ('municipality', 'Municipality'), ('region', 'Region'), ('other', 'Other')], max_length=20, verbose_name='party')),
                ('legal_regime', models.CharField(choices=[('social_services', 'Social services (Secrecy Act 26:1, SoLPuL)'), ('labour_market', 'Municipal labour market unit outside social services (Secrecy Act 28:11)'), ('health_care', 'Health care (Secrecy Act 25:1, Patient Data Act)'), ('social_insurance', 'Social insurance (Secrecy Act 28:1)'), ('employment_service', 'Employment service (Secrecy Act 28:11, Act 2002:546)'), ('general', 'No secrecy of its own beyond Secrecy Act chapter 21')], max_length=30, verbose_name='legal regime')),
                ('retention_years', models.PositiveSmallIntegerField(help_text='counted from the last entry in a record, when it may be disposed of', verbose_name='retention, years')),
                ('retention_basis', models.CharField(blank=True, max_length=120, verbose_name='legal basis of the retention')),
                ('keeps_whole_team', models.BooleanField(default=False, help_text='otherwise a coach sees only the participants allocated to them', verbose_name="coaches see the local team's participants")),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='controllers', to='organisations.municipality', verbose_name='municipality')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='controllers', to='organisations.region', verbose_name='region')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='organisations.area')),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association', verbose_name='association')),
                ('seat', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='seat')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('since', models.DateField(blank=True, null=True, verbose_name='member since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='member until')),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='organisations.association', verbose_name='association')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='organisations.controller', verbose_name='authority')),
            ],
        ),
        migrations.AddField(
            model_name='association',
            name='controllers',
            field=models.ManyToManyField(related_name='associations', through='organisations.Party', to='organisations.controller'),
        ),
        migrations.CreateModel(
            name='PartyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('since', models.DateField(blank=True, null=True, verbose_name='member since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='member until')),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association', verbose_name='association')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='organisations.party')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReferenceStatistic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('measure', models.CharField(choices=[('population', 'Population'), ('unemployed', 'Openly unemployed'), ('social_assistance', 'Households on social assistance'), ('sickness_days', 'Days of sickness benefit per insured person'), ('activity_compensation', 'Persons with activity compensation'), ('higher_education', 'Share with higher education, per cent'), ('socioeconomy', 'Socioeconomic index')], max_length=30, verbose_name='measure')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='value')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statistics', to='organisations.municipality', verbose_name='municipality')),
            ],
            options={
                'ordering': ['municipality__name', 'measure', '-as_of'],
            },
        ),
        migrations.CreateModel(
            name='ReferenceStatisticEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('measure', models.CharField(choices=[('population', 'Population'), ('unemployed', 'Openly unemployed'), ('social_assistance', 'Households on social assistance'), ('sickness_days', 'Days of sickness benefit per insured person'), ('activity_compensation', 'Persons with activity compensation'), ('higher_education', 'Share with higher education, per cent'), ('socioeconomy', 'Socioeconomic index')], max_length=30, verbose_name='measure')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='value')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('municipality', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='organisations.referencestatistic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='municipality',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='organisations.region', verbose_name='region'),
        ),
        migrations.CreateModel(
            name='ControllerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('short_name', models.CharField(max_length=40, verbose_name='short name')),
                ('slug', models.SlugField(db_index=False, verbose_name='name in commands')),
                ('kind', models.CharField(choices=[('fk', 'Swedish Social Insurance Agency'), ('af', 'Swedish Public Employment Service'), ('municipality', 'Municipality'), ('region', 'Region'), ('other', 'Other')], max_length=20, verbose_name='party')),
                ('legal_regime', models.CharField(choices=[('social_services', 'Social services (Secrecy Act 26:1, SoLPuL)'), ('labour_market', 'Municipal labour market unit outside social services (Secrecy Act 28:11)'), ('health_care', 'Health care (Secrecy Act 25:1, Patient Data Act)'), ('social_insurance', 'Social insurance (Secrecy Act 28:1)'), ('employment_service', 'Employment service (Secrecy Act 28:11, Act 2002:546)'), ('general', 'No secrecy of its own beyond Secrecy Act chapter 21')], max_length=30, verbose_name='legal regime')),
                ('retention_years', models.PositiveSmallIntegerField(help_text='counted from the last entry in a record, when it may be disposed of', verbose_name='retention, years')),
                ('retention_basis', models.CharField(blank=True, max_length=120, verbose_name='legal basis of the retention')),
                ('keeps_whole_team', models.BooleanField(default=False, help_text='otherwise a coach sees only the participants allocated to them', verbose_name="coaches see the local team's participants")),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='organisations.controller')),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.region', verbose_name='region')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('association', 'name'), name='area_name', violation_error_message='There is already an area of that name.'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('association', 'controller'), name='party_once', violation_error_message='The authority is already a member.'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='party_period', violation_error_message='A membership cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='association',
            constraint=models.CheckConstraint(condition=models.Q(('suppress_below__gte', 3), ('suppress_below__lte', 20)), name='association_suppress_below', violation_error_message='Choose a limit from 3 to 20.'),
        ),
        migrations.AddConstraint(
            model_name='referencestatistic',
            constraint=models.UniqueConstraint(fields=('municipality', 'measure', 'as_of'), name='statistic_once', violation_error_message='This measure is already recorded for that municipality and day.'),
        ),
        migrations.AddConstraint(
            model_name='controller',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'municipality'), _negated=True), ('municipality__isnull', False), _connector='OR'), name='controller_municipality', violation_error_message='A municipal authority belongs to a municipality.'),
        ),
        migrations.AddConstraint(
            model_name='controller',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'region'), _negated=True), ('region__isnull', False), _connector='OR'), name='controller_region', violation_error_message='A regional authority belongs to a region.'),
        ),
    ]
