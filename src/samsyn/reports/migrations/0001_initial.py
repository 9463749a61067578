# The tables of this app as first released.

import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('initiatives', '0001_initial'),
        ('organisations', '0002_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('table', 'Table of figures'), ('chart', 'Chart'), ('result', 'Results of the initiative'), ('goals', 'Goals'), ('statement', 'Amounts'), ('facts', 'Facts about the initiative'), ('plans', 'Versions of the plan'), ('sheet', 'Sheet of the national follow-up'), ('appendices', 'Appendices'), ('signatures', 'Signatures')], max_length=20, verbose_name='kind')),
                ('key', models.CharField(blank=True, max_length=40)),
                ('level', models.PositiveSmallIntegerField(default=2, verbose_name='level of the heading')),
                ('is_numbered', models.BooleanField(default=False, verbose_name='the heading is numbered')),
                ('heading', models.CharField(blank=True, max_length=160, verbose_name='heading')),
                ('hint', models.CharField(blank=True, max_length=400)),
                ('text', models.TextField(blank=True, max_length=60000, verbose_name='text')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='contents')),
            ],
            options={
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('annual', 'Annual report'), ('interim', 'Interim report'), ('appendix', 'Full-year report of an initiative'), ('status', 'Status report'), ('quarterly', 'Quarterly follow-up'), ('final', 'Final report'), ('plan', 'Plan of an initiative'), ('finsam', 'The sheet for Uppföljning Finsam')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(verbose_name='to')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('collecting', 'Appendices are being collected'), ('review', 'Under review'), ('approved', 'Approved'), ('signed', 'Signed'), ('published', 'Published'), ('handed_in', 'Handed in')], default='draft', max_length=20, verbose_name='state')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='to be handed in by')),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='approved by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisations.association', verbose_name='association')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='initiatives.initiative', verbose_name='initiative')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='appendices', to='reports.report')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'ordering': ['-first_day', 'kind', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateTimeField(blank=True, null=True, verbose_name='as of')),
                ('tree', models.JSONField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('pdf', models.BinaryField(blank=True, null=True)),
                ('is_frozen', models.BooleanField(default=False)),
                ('is_sealed', models.BooleanField(default=False)),
                ('progress', models.CharField(choices=[('waiting', 'Waiting for its turn'), ('running', 'Being made'), ('done', 'Done'), ('failed', 'Could not be made')], default='waiting', max_length=10)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='reports.report')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='BlockEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('table', 'Table of figures'), ('chart', 'Chart'), ('result', 'Results of the initiative'), ('goals', 'Goals'), ('statement', 'Amounts'), ('facts', 'Facts about the initiative'), ('plans', 'Versions of the plan'), ('sheet', 'Sheet of the national follow-up'), ('appendices', 'Appendices'), ('signatures', 'Signatures')], max_length=20, verbose_name='kind')),
                ('key', models.CharField(blank=True, max_length=40)),
                ('level', models.PositiveSmallIntegerField(default=2, verbose_name='level of the heading')),
                ('is_numbered', models.BooleanField(default=False, verbose_name='the heading is numbered')),
                ('heading', models.CharField(blank=True, max_length=160, verbose_name='heading')),
                ('hint', models.CharField(blank=True, max_length=400)),
                ('text', models.TextField(blank=True, max_length=60000, verbose_name='text')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='contents')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='reports.block')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.report')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='block',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='reports.report'),
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('annual', 'Annual report'), ('interim', 'Interim report'), ('appendix', 'Full-year report of an initiative'), ('status', 'Status report'), ('quarterly', 'Quarterly follow-up'), ('final', 'Final report'), ('plan', 'Plan of an initiative'), ('finsam', 'The sheet for Uppföljning Finsam')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(verbose_name='to')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('collecting', 'Appendices are being collected'), ('review', 'Under review'), ('approved', 'Approved'), ('signed', 'Signed'), ('published', 'Published'), ('handed_in', 'Handed in')], default='draft', max_length=20, verbose_name='state')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='to be handed in by')),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='approved by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('association', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.association', verbose_name='association')),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='initiatives.initiative', verbose_name='initiative')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.report')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='reports.report')),
                ('started_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('function', models.CharField(choices=[('chair', 'Chair'), ('vice_chair', 'Vice chair'), ('second_vice_chair', 'Second vice chair'), ('member', 'Member of the board'), ('adjuster', 'Adjuster')], default='member', max_length=20, verbose_name='function')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('method', models.CharField(blank=True, max_length=40, verbose_name='second factor')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='reports.report')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SignatureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('function', models.CharField(choices=[('chair', 'Chair'), ('vice_chair', 'Vice chair'), ('second_vice_chair', 'Second vice chair'), ('member', 'Member of the board'), ('adjuster', 'Adjuster')], default='member', max_length=20, verbose_name='function')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed')),
                ('method', models.CharField(blank=True, max_length=40, verbose_name='second factor')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='reports.signature')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.report')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('association', 'initiative', 'kind', 'first_day', 'last_day'), name='report_once', nulls_distinct=False, violation_error_message='That report has been started already; go on writing in it.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='report_period', violation_error_message='The period cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', ''), ('decided_on', None)), models.Q(models.Q(('decided_by', ''), _negated=True), ('decided_on__isnull', False)), _connector='OR'), name='report_decided_whole', violation_error_message='A decision has both a body and a date.'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('is_frozen', True)), fields=('report',), name='edition_frozen_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('report', 'user'), name='signature_once', violation_error_message='That person is to sign already.'),
        ),
    ]
