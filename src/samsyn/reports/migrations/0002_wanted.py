# Why a report was opened again, until it is handed in anew.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='wanted',
            field=models.TextField(blank=True, max_length=1000, verbose_name='what is to be changed'),
        ),
        migrations.AddField(
            model_name='reportevent',
            name='wanted',
            field=models.TextField(blank=True, max_length=1000, verbose_name='what is to be changed'),
        ),
    ]
