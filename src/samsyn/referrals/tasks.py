"""Background work about referrals: telling people that something waits for them,
and tidying after a withdrawal.
"""

from procrastinate.contrib.django import app

from samsyn.accounts.actions import machine
from samsyn.base.tenancy import acting_in
from samsyn.disclosures.actions import tell_people

from . import actions, letters, queries


@app.task(queue="mail", retry=5)
def tell_coordinators(referral_id: int, controller_id: int) -> None:
    with acting_in([controller_id]):
        referral = queries.referral_sent(referral_id)
        assert referral is not None, "the job was queued by sending it"
        _tell(
            f"referral_sent:{referral_id}:{referral.version}",
            queries.handlers_of(referral),
            letters.referral_sent(),
            controller_id,
        )


@app.task(queue="mail", retry=5)
def tell_parties(circulation_id: int, controller_id: int) -> None:
    with acting_in([controller_id]):
        _tell(
            f"circulated:{circulation_id}",
            queries.members_asked(circulation_id),
            letters.circulated(),
            controller_id,
        )


@app.task(queue="mail", retry=5)
def remind_parties(circulation_id: int, controller_id: int, day: str) -> None:
    """``day``: ISO date; the same day nobody is reminded twice."""
    with acting_in([controller_id]):
        missing = queries.members_missing(circulation_id)
        _tell(f"reminded:{circulation_id}:{day}", missing, letters.reminded(), controller_id)


@app.task(queue="mail", retry=5)
def tell_referrer(decision_id: int, controller_id: int) -> None:
    with acting_in([controller_id]):
        _tell(f"decided:{decision_id}", queries.referrer_of(decision_id), letters.decided(), controller_id)


@app.task(queue="mail", retry=5)
def tidy_withdrawn(referral_id: int, controller_id: int) -> None:
    with acting_in([controller_id]):
        referral = queries.referral_sent(referral_id)
        if referral is None:
            return
        actions.tidy_withdrawn(referral=referral, by=machine())
        _tell(f"withdrawn:{referral_id}", queries.handlers_of(referral), letters.withdrawn(), controller_id)


def _tell(key, users, letter, controller_id: int):
    subject, text = letter
    tell_people(
        key=key, users=users, subject=subject, text=text, controller_id=controller_id, by=machine()
    )  # fmt: skip
