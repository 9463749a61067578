import django.db.models.deletion
from django.db import migrations, models


def forget(apps, schema_editor):
    """Whose those sent so far were is not known. They only keep a letter from being sent twice."""
    apps.get_model("disclosures", "Notice").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0001_initial"),
        ("organisations", "0002_proposals"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddField(
            model_name="notice",
            name="controller",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.controller"
            ),
            preserve_default=False,
        ),
    ]
