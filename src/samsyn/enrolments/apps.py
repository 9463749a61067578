"""The enrolments app: listens for offered places,
and shows itself on start pages, the referral's and the participant's page.
"""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    name = "samsyn.enrolments"

    def ready(self):
        from samsyn.base.tabs import add_buckets, add_card
        from samsyn.referrals.events import decided, place_offered, withdrawn

        from . import cards, listeners

        place_offered.connect(listeners.place_was_offered)
        decided.connect(listeners.was_decided)
        withdrawn.connect(listeners.was_withdrawn)
        add_buckets("home:coach", cards.coach_buckets)
        add_buckets("home:coordinator", cards.coordinator_buckets)
        add_card("home:coach", cards.NEEDS_YOU)
        add_card("home:coach", cards.AHEAD)
        add_card("home:coordinator", cards.CASELOAD)
        add_card("home:coordinator", cards.QUALITY)
        add_card("referrals:detail", cards.PLACE)
        add_card("participants:detail", cards.NEXT)
        add_card("participants:detail", cards.TIMELINE)
        add_card("participants:detail", cards.FACTS)
