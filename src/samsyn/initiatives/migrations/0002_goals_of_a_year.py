# What goals come to in a year: target and rule, outcome and verdict. Targets in per cent keep their numbers.

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='target',
            name='target_percent',
        ),
        migrations.RenameField(
            model_name='target',
            old_name='percent',
            new_name='value',
        ),
        migrations.RenameField(
            model_name='targetevent',
            old_name='percent',
            new_name='value',
        ),
        migrations.AddField(
            model_name='goal',
            name='measured_by',
            field=models.CharField(blank=True, help_text='where no figure measures it', max_length=300, verbose_name='measured how'),
        ),
        migrations.AddField(
            model_name='goal',
            name='unit',
            field=models.CharField(choices=[('percent', 'per cent'), ('number', 'number'), ('sek', 'SEK'), ('days', 'days')], default='percent', max_length=10, verbose_name='unit of the goal'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='measured_by',
            field=models.CharField(blank=True, help_text='where no figure measures it', max_length=300, verbose_name='measured how'),
        ),
        migrations.AddField(
            model_name='goalevent',
            name='unit',
            field=models.CharField(choices=[('percent', 'per cent'), ('number', 'number'), ('sek', 'SEK'), ('days', 'days')], default='percent', max_length=10, verbose_name='unit of the goal'),
        ),
        migrations.AddField(
            model_name='target',
            name='direction',
            field=models.CharField(choices=[('at_least', 'At least'), ('at_most', 'At most')], default='at_least', max_length=10, verbose_name='direction of the target'),
        ),
        migrations.AddField(
            model_name='target',
            name='judged',
            field=models.CharField(blank=True, choices=[('reached', 'Reached'), ('in_the_main', 'Reached in the main'), ('to_some_extent', 'Reached to some extent'), ('not_reached', 'Not reached')], max_length=20, verbose_name='verdict'),
        ),
        migrations.AddField(
            model_name='target',
            name='main_from',
            field=models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='reached in the main from, per cent of the target'),
        ),
        migrations.AddField(
            model_name='target',
            name='measured_on',
            field=models.DateField(blank=True, null=True, verbose_name='measured on'),
        ),
        migrations.AddField(
            model_name='target',
            name='outcome',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=14, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='target',
            name='outcome_text',
            field=models.CharField(blank=True, max_length=300, verbose_name='outcome in words'),
        ),
        migrations.AddField(
            model_name='target',
            name='reason',
            field=models.CharField(blank=True, max_length=500, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='target',
            name='rule',
            field=models.CharField(choices=[('shares', 'By how much of the target is reached'), ('person', 'Judged by a person, with a reason')], default='shares', max_length=10, verbose_name='how the verdict is given'),
        ),
        migrations.AddField(
            model_name='target',
            name='some_from',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='reached to some extent from, per cent of the target'),
        ),
        migrations.AddField(
            model_name='target',
            name='source',
            field=models.CharField(blank=True, max_length=200, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='target',
            name='value',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=14, null=True, verbose_name='target'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='direction',
            field=models.CharField(choices=[('at_least', 'At least'), ('at_most', 'At most')], default='at_least', max_length=10, verbose_name='direction of the target'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='judged',
            field=models.CharField(blank=True, choices=[('reached', 'Reached'), ('in_the_main', 'Reached in the main'), ('to_some_extent', 'Reached to some extent'), ('not_reached', 'Not reached')], max_length=20, verbose_name='verdict'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='main_from',
            field=models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='reached in the main from, per cent of the target'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='measured_on',
            field=models.DateField(blank=True, null=True, verbose_name='measured on'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='outcome',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=14, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='outcome_text',
            field=models.CharField(blank=True, max_length=300, verbose_name='outcome in words'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='reason',
            field=models.CharField(blank=True, max_length=500, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='rule',
            field=models.CharField(choices=[('shares', 'By how much of the target is reached'), ('person', 'Judged by a person, with a reason')], default='shares', max_length=10, verbose_name='how the verdict is given'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='some_from',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='reached to some extent from, per cent of the target'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='source',
            field=models.CharField(blank=True, max_length=200, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='targetevent',
            name='value',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=14, null=True, verbose_name='target'),
        ),
        migrations.AlterField(
            model_name='goal',
            name='figure',
            field=models.CharField(blank=True, max_length=80, verbose_name='measured by the figure'),
        ),
        migrations.AlterField(
            model_name='goalevent',
            name='figure',
            field=models.CharField(blank=True, max_length=80, verbose_name='measured by the figure'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), ('value__gte', 0), _connector='OR'), name='target_value', violation_error_message='A target is not below zero.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('rule', 'person'), ('value__isnull', False), _connector='OR'), name='target_rule', violation_error_message='State the target, or let a person judge: without it nothing can be counted.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('main_from__lte', 100), ('some_from__lte', models.F('main_from'))), name='target_parts', violation_error_message='“To some extent” begins no later than “in the main”, which begins by 100 per cent.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measured_on', None), ('outcome', None), ('outcome_text', ''), ('source', '')), models.Q(models.Q(('outcome__isnull', False), models.Q(('outcome_text', ''), _negated=True), _connector='OR'), ('measured_on__isnull', False), models.Q(('source', ''), _negated=True)), _connector='OR'), name='target_outcome_whole', violation_error_message='An outcome is a number or words, with the day it was measured and its source.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judged', ''), ('reason', '')), models.Q(models.Q(('judged', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='target_judged_whole', violation_error_message='A verdict given by a person has a reason.'),
        ),
    ]
