# Decisions that an enrolment may last longer.

import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enrolments', '0001_initial'),
        ('organisations', '0002_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('until', models.DateField(verbose_name='planned end')),
                ('because', models.CharField(max_length=200, verbose_name='why it is extended')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('undone_because', models.CharField(blank=True, max_length=200, verbose_name='what was wrong')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='enrolments.enrolment')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ExtensionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('until', models.DateField(verbose_name='planned end')),
                ('because', models.CharField(max_length=200, verbose_name='why it is extended')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('undone_because', models.CharField(blank=True, max_length=200, verbose_name='what was wrong')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('enrolment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='enrolments.enrolment')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='enrolments.extension')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='extension_why', violation_error_message='Say why the enrolment is extended.'),
        ),
    ]
