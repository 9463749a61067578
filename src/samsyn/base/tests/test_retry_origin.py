"""What another site has filled in is never offered to be sent again in somebody's name."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("origin", "is_offered"),
    [("http://testserver", True), ("null", False), ("https://elsewhere.example", False), ("/people/", False)],
)
def test_a_stale_form_is_offered_again_only_from_our_own_pages(db, origin, is_offered):
    page = Client(enforce_csrf_checks=True).post(
        "/people/me/edit/", {"name": "Ifyllt namn"}, headers={"origin": origin}
    )
    assert page.status_code == 403
    assert ("Ifyllt namn" in page.content.decode()) == is_offered
