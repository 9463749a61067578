"""The story of signing in to the demo: whoever does has something to do."""

import pytest

from samsyn.demo import people

PRESENTED = [
    (one.key, role.role) for one in people.SORMLAND + people.KALMAR if one.shown_as for role in one.roles
]


@pytest.mark.parametrize(("key", "role"), PRESENTED, ids=lambda value: value)
def test_a_start_page_has_something_on_it(person, client, key, role):
    user = person(key)
    client.force_login(user)
    session = client.session
    session["hat"] = role
    session.save()
    page = client.get("/")
    assert page.status_code == 200
    counted = [bucket for bucket in page.context["buckets"] if bucket.count]
    assert counted or b'class="card' in page.content
