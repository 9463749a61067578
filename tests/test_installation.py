"""A database that the product makes for itself."""

import os

import psycopg
import pytest
from django.db import connections

from samsyn.project.installation import make_database

NAME = f"samsyn_made_{os.getpid()}"
NAMES = ["Öberg", "Ängström", "zimmer", "Åkesson", "Andersson"]


@pytest.fixture
def made():
    owner = connections["owner"]
    with owner._nodb_cursor() as cursor:
        make_database(cursor, NAME)
    facts = owner.get_connection_params() | {"dbname": NAME}
    facts = {name: facts[name] for name in ("dbname", "user", "password", "host", "port") if facts.get(name)}
    with psycopg.connect(**facts) as connection:
        yield connection
    with owner._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME}")


@pytest.mark.django_db(transaction=True)
def test_it_puts_names_in_swedish_order_where_the_server_knows_languages(made):
    if not made.execute("SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'sv-x-icu')").fetchone()[0]:
        pytest.skip("This PostgreSQL was built without ICU.")
    found = made.execute("SELECT name FROM unnest(%s::text[]) AS name ORDER BY name", [NAMES]).fetchall()
    assert [name for (name,) in found] == ["Andersson", "zimmer", "Åkesson", "Ängström", "Öberg"]
