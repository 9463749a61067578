"""Background work about consents: telling those concerned, in words that say nothing about anybody."""

from procrastinate.contrib.django import app

from samsyn.accounts.actions import machine
from samsyn.base.tenancy import acting_in

from . import actions, letters, queries


@app.task(queue="mail", retry=5)
def tell_of_withdrawal(consent_id: int, controllers: list[int]) -> None:
    """``controllers``: in whose records those concerned can be found (the two sides of the consent)."""
    with acting_in(controllers):
        concerned = queries.concerned_by(consent_id)
        subject, text = letters.consent_withdrawn()
        actions.tell_people(
            key=f"consent_withdrawn:{consent_id}", users=concerned, subject=subject, text=text,
            controller_id=controllers[0], by=machine(),
        )  # fmt: skip
