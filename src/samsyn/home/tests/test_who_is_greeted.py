"""A start page calls people what they are called where they work."""

import pytest

from samsyn.accounts.models import Role
from samsyn.accounts.tests import factories as people


@pytest.mark.parametrize(("title", "called"), [("Ordförande", "Ordförande"), ("", "Styrelseledamot")])
def test_a_title_of_ones_own_goes_before_the_role(client, db, settings, title, called):
    settings.SECOND_FACTOR_REQUIRED = False
    held = people.AssignmentFactory(role=Role.BOARD_MEMBER, title=title)
    client.force_login(held.user)
    text = client.get("/").content.decode()
    assert f"· {called}, {held.association.name}" in text
    assert f"<span>{called}</span>" in text
