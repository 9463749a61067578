import pytest
from django.db import connection
def role():
    with connection.cursor() as c:
        c.execute("select current_user"); return c.fetchone()[0]
def test_role(db, as_owner):
    assert role()=="samsyn_app"
    with as_owner(): assert role()=="postgres"
    assert role()=="samsyn_app"
@pytest.mark.django_db(transaction=True)
def test_tx(as_owner):
    assert role()=="samsyn_app"
    from samsyn.organisations.models import Municipality
@pytest.mark.django_db(transaction=True)
def test_tx2(as_owner):
    assert role()=="samsyn_app"
def test_tpl():
    from django.template import engines
    engines["django"].from_string("{% if x %}a{% endif %}{{ x }}").render({})
def test_sock():
    import urllib.request
    urllib.request.urlopen("http://192.0.2.1/")
