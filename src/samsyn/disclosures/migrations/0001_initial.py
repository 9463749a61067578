# The tables of this app as first released.

import django.contrib.postgres.fields
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
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('purpose', models.CharField(choices=[('collaboration', 'Exchange of information in the collaboration team'), ('survey', 'Survey'), ('employers', 'Contact with employers'), ('follow_up', 'Follow-up after discharge'), ('evaluation', 'Evaluation')], default='collaboration', max_length=20, verbose_name='purpose')),
                ('between', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='between the authorities')),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('identity', 'Name, number and contact details'), ('income', 'Income'), ('occupation', 'Work and studies'), ('education', 'Education'), ('health', 'Health'), ('social', 'Social situation'), ('planning', 'Planning at the authorities')], max_length=20), size=None, verbose_name='about')),
                ('exceptions', models.TextField(blank=True, help_text='what may not be told, and to whom', verbose_name='exceptions')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('how_given', models.CharField(choices=[('paper', 'In writing'), ('signed', 'Signed electronically'), ('oral', 'Orally')], max_length=10, verbose_name='how it was given')),
                ('language', models.CharField(blank=True, max_length=60, verbose_name='language or interpreter')),
                ('noted_on', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_how', models.CharField(blank=True, choices=[('paper', 'In writing'), ('signed', 'Signed electronically'), ('oral', 'Orally')], max_length=10, verbose_name='how it was withdrawn')),
                ('about', models.CharField(blank=True, help_text='what it concerns, as app.model:id', max_length=80)),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('noted_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='noted at')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('purpose', models.CharField(choices=[('collaboration', 'Exchange of information in the collaboration team'), ('survey', 'Survey'), ('employers', 'Contact with employers'), ('follow_up', 'Follow-up after discharge'), ('evaluation', 'Evaluation')], default='collaboration', max_length=20, verbose_name='purpose')),
                ('between', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='between the authorities')),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('identity', 'Name, number and contact details'), ('income', 'Income'), ('occupation', 'Work and studies'), ('education', 'Education'), ('health', 'Health'), ('social', 'Social situation'), ('planning', 'Planning at the authorities')], max_length=20), size=None, verbose_name='about')),
                ('exceptions', models.TextField(blank=True, help_text='what may not be told, and to whom', verbose_name='exceptions')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('how_given', models.CharField(choices=[('paper', 'In writing'), ('signed', 'Signed electronically'), ('oral', 'Orally')], max_length=10, verbose_name='how it was given')),
                ('language', models.CharField(blank=True, max_length=60, verbose_name='language or interpreter')),
                ('noted_on', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_how', models.CharField(blank=True, choices=[('paper', 'In writing'), ('signed', 'Signed electronically'), ('oral', 'Orally')], max_length=10, verbose_name='how it was withdrawn')),
                ('about', models.CharField(blank=True, help_text='what it concerns, as app.model:id', max_length=80)),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('noted_at', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='noted at')),
                ('noted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='disclosures.consent')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('recipients', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='recipients')),
                ('purpose', models.CharField(choices=[('collaboration', 'Exchange of information in the collaboration team'), ('survey', 'Survey'), ('employers', 'Contact with employers'), ('follow_up', 'Follow-up after discharge'), ('evaluation', 'Evaluation')], default='collaboration', max_length=20, verbose_name='purpose')),
                ('title', models.CharField(max_length=160, verbose_name='concerns')),
                ('told', models.JSONField(default=list, verbose_name='what was told')),
                ('is_anonymous', models.BooleanField(default=False, verbose_name='without identity')),
                ('about', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='answer by')),
                ('open_until', models.DateTimeField(verbose_name='can be opened until')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='disclosures.consent')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='authority')),
                ('in_reply_to', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='disclosures.disclosure')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.controller', verbose_name='to')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='DisclosureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('recipients', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='recipients')),
                ('purpose', models.CharField(choices=[('collaboration', 'Exchange of information in the collaboration team'), ('survey', 'Survey'), ('employers', 'Contact with employers'), ('follow_up', 'Follow-up after discharge'), ('evaluation', 'Evaluation')], default='collaboration', max_length=20, verbose_name='purpose')),
                ('title', models.CharField(max_length=160, verbose_name='concerns')),
                ('told', models.JSONField(default=list, verbose_name='what was told')),
                ('is_anonymous', models.BooleanField(default=False, verbose_name='without identity')),
                ('about', models.CharField(blank=True, max_length=80)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='answer by')),
                ('open_until', models.DateTimeField(verbose_name='can be opened until')),
                ('consent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='disclosures.consent')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='authority')),
                ('in_reply_to', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='disclosures.disclosure')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='disclosures.disclosure')),
                ('to', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.controller', verbose_name='to')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about'], name='consent_about'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='consent_period', violation_error_message='A consent cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_how', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_how', ''), _negated=True)), _connector='OR'), name='consent_withdrawn_whole', violation_error_message='A withdrawal has a moment, a way and somebody who noted it.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('between__len__gte', 2), models.Q(models.Q(('purpose', 'collaboration'), _negated=True), ('between__len__gte', 1)), _connector='OR'), name='consent_between_two', violation_error_message='A consent is between at least two authorities.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('categories__len__gte', 1)), name='consent_about_something', violation_error_message='Choose what the consent is about.'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['to', '-made_at'], name='disclosure_to'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['about'], name='disclosure_about'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['in_reply_to'], name='disclosure_reply'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('consent__isnull', False), ('is_anonymous', True), _connector='OR'), name='disclosure_ground', violation_error_message='What identifies somebody is told only on consent.'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('controller', models.F('to')), _negated=True), name='disclosure_between_two', violation_error_message='An authority does not disclose to itself.'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('key', 'user'), name='notice_once'),
        ),
    ]
