"""The demo, loaded once for all the tests that look at it."""

import io

import pytest
from django.core.management import call_command


def of_a_test(block):
    """Not the product's own: what must stand outermost stands inside it as it does elsewhere."""
    block._from_testcase = True
    return block


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """Everything in one transaction, taken away again at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), of_a_test(transaction.atomic()):
        call_command("load_demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def person(demo, django_db_blocker):
    """``person(key)`` gives somebody of demo/people.py, with the database open."""
    from django.db import transaction

    from samsyn.accounts.models import User
    from samsyn.demo import people

    everybody = {one.key: one for one in people.SORMLAND + people.KALMAR}
    with django_db_blocker.unblock(), of_a_test(transaction.atomic()):
        yield lambda key: User.objects.get(email=everybody[key].email)
        transaction.set_rollback(True)
