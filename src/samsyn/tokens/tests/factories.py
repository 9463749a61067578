"""Ready-made tokens, and a client that sends them."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from samsyn.accounts.acting import hats_of
from samsyn.accounts.tests.factories import approver, just_shown
from samsyn.base.days import today
from samsyn.tokens import actions
from samsyn.tokens.models import Token


def a_token(user, role: str = "", *, approved: bool = True, days: int = 90) -> tuple[Token, str]:
    """Of the user's first role unless told otherwise; approved by each authority that has a say."""
    hat = role or hats_of(user)[0].value
    made = actions.make_token(
        name="Verksamhetssystemet", hat=hat, expires_on=today() + timedelta(days=days), on=today(), by=user,
        **just_shown(),
    )  # fmt: skip
    if approved and made.token.reaches_records:
        for reach in made.token.reaches.select_related("assignment__controller"):
            reach.approved_by, reach.approved_at = approver(reach.assignment.controller), timezone.now()
            reach.save()
    return made.token, made.secret


class Machine(Client):
    """Sends a token and keeps no cookies."""

    def __init__(self, secret: str = "", **defaults: Any):
        if secret:
            defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        super().__init__(**defaults)

    def read(self, path: str, **query: Any) -> Any:
        return self.get(f"/api/{path}", query)
