# The table in which attempts to sign in are counted, shared by all web processes (Django's DatabaseCache).

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE samsyn_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX samsyn_cache_expires ON samsyn_cache (expires);
            """,
            "DROP TABLE samsyn_cache",
        )
    ]
