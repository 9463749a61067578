"""The referrals app: start-page cards, what it puts on a participant's page,
and who is told when things move.
"""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "samsyn.referrals"

    def ready(self):
        from samsyn.base.tabs import Card, add_buckets, add_card, add_search
        from samsyn.disclosures.subjects import told_by

        from . import cards, events, listeners, queries

        for role, buckets in {
            "referrer": cards.referrer_buckets,
            "coordinator": cards.coordinator_buckets,
            "team_member": cards.member_buckets,
        }.items():
            add_buckets(f"home:{role}", buckets)
        add_card("home:referrer", Card("referrals/cards/sent.html", cards.referrer_card))
        add_card("home:coordinator", Card("referrals/cards/new.html", cards.new_card))
        add_card("home:coordinator", Card("referrals/cards/meetings.html", cards.meeting_card, aside=True))
        add_card("home:coordinator", Card("referrals/cards/queue.html", cards.queue_card, aside=True))
        add_card("home:team_member", Card("referrals/cards/asked.html", cards.member_card))
        add_card(
            "participants:detail",
            Card("referrals/cards/participant.html", cards.participant_card, aside=True),
        )

        add_search(cards.find)
        told_by(queries.handled_by)

        events.referral_sent.connect(listeners.referral_was_sent)
        events.circulated.connect(listeners.referral_was_circulated)
        events.reminded.connect(listeners.parties_were_reminded)
        events.decided.connect(listeners.referral_was_decided)
        events.withdrawn.connect(listeners.referral_was_withdrawn)
