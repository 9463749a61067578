# The tables of this app as first released.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('act', models.CharField(choices=[('open', 'Opened'), ('reveal', 'Showed the identity number'), ('search', 'Searched'), ('list', 'Listed'), ('export', 'Exported'), ('change', 'Changed'), ('denied', 'Was refused')], max_length=10)),
                ('kind', models.CharField(help_text='the page or action, as a name', max_length=60)),
                ('subject', models.CharField(blank=True, max_length=80)),
                ('person', models.BigIntegerField(null=True)),
                ('controller_id', models.BigIntegerField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('count', models.PositiveIntegerField(help_text='how many records a list, search or export showed', null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['controller_id', 'person', '-at'], name='access_person'), models.Index(fields=['by', '-at'], name='access_by')],
            },
        ),
    ]
