# The tables of this app as first released.

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('named_at', models.DateTimeField(auto_now_add=True)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('number_encrypted', models.BinaryField(blank=True, null=True)),
                ('person_key', models.BinaryField(blank=True, max_length=32, null=True)),
                ('is_anonymous', models.BooleanField(default=False, verbose_name='anonymous')),
                ('protection', models.CharField(choices=[('none', 'None'), ('secrecy_marking', 'Secrecy marking'), ('protected_registration', 'Protected population registration')], default='none', max_length=30, verbose_name='protected identity')),
                ('given_name', models.CharField(blank=True, max_length=80, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=80, verbose_name='family name')),
                ('sex', models.CharField(choices=[('woman', 'Woman'), ('man', 'Man')], max_length=10, verbose_name='sex')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language')),
                ('needs_interpreter', models.BooleanField(default=False, verbose_name='needs an interpreter')),
                ('name_search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('given_name', 'family_name', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('named', models.ManyToManyField(related_name='+', through='participants.NamedReader', through_fields=('participant', 'user'), to=settings.AUTH_USER_MODEL, verbose_name='those who may see a protected person')),
            ],
        ),
        migrations.AddField(
            model_name='namedreader',
            name='participant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='participants.participant'),
        ),
        migrations.CreateModel(
            name='ParticipantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('number_encrypted', models.BinaryField(blank=True, null=True)),
                ('person_key', models.BinaryField(blank=True, max_length=32, null=True)),
                ('is_anonymous', models.BooleanField(default=False, verbose_name='anonymous')),
                ('protection', models.CharField(choices=[('none', 'None'), ('secrecy_marking', 'Secrecy marking'), ('protected_registration', 'Protected population registration')], default='none', max_length=30, verbose_name='protected identity')),
                ('given_name', models.CharField(blank=True, max_length=80, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=80, verbose_name='family name')),
                ('sex', models.CharField(choices=[('woman', 'Woman'), ('man', 'Man')], max_length=10, verbose_name='sex')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language')),
                ('needs_interpreter', models.BooleanField(default=False, verbose_name='needs an interpreter')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('municipality', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.municipality', verbose_name='municipality')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='participants.participant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='participant',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_search'], name='participant_name'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['controller', 'family_name', 'given_name', 'id'], name='participant_list'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['family_name', 'given_name', 'id'], name='participant_by_name'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('person_key__isnull', False)), fields=('controller', 'person_key'), name='participant_once', violation_error_message='This person is already registered at the authority.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('is_anonymous', False), models.Q(('address', ''), ('birth_date', None), ('birth_year', None), ('email', ''), ('family_name', ''), ('given_name', ''), ('number_encrypted', None), ('person_key', None), ('phone', '')), _connector='OR'), name='participant_anonymous', violation_error_message='An anonymous participant has no name, number, date of birth or contact details.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('protection', 'none'), models.Q(('address', ''), ('email', ''), ('phone', '')), _connector='OR'), name='participant_protected', violation_error_message='No address or contact details are kept about a protected identity.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('sex__in', ['woman', 'man'])), name='participant_sex', violation_error_message='Choose woman or man, as in the national follow-up.'),
        ),
        migrations.AddConstraint(
            model_name='namedreader',
            constraint=models.UniqueConstraint(fields=('participant', 'user'), name='named_once'),
        ),
    ]
