"""The wall, tried against the real database in the application's role."""

import pytest
from django.db import ProgrammingError, connection

from samsyn.base import tenancy

CASE_TABLES = sorted(model._meta.db_table for model in tenancy.walls())


def test_the_wall_stands(db):
    assert tenancy.findings(connection) == []


def test_we_are_not_owner_nor_superuser(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("samsyn_app", False, False)


@pytest.mark.parametrize("table", CASE_TABLES)
def test_no_setting_means_no_rows(db, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)


def test_the_gate_reads_no_names(db):
    with connection.cursor() as cursor:
        with tenancy.through_the_gate([1]):
            cursor.execute("SELECT sex FROM participants_participant")
        with pytest.raises(ProgrammingError, match="permission denied"), tenancy.through_the_gate([1]):
            cursor.execute("SELECT given_name FROM participants_participant")
