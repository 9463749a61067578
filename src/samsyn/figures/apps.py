"""The figures app: the gate's view, and the cards it lends to start pages."""

from django.apps import AppConfig

from samsyn.base.tabs import Card, add_card
from samsyn.base.tenancy import register_view

# One flat row per enrolment that has started and is no misregistration. The reader's own rights hold: the
# gate's role sees the initiatives it counts, a coach's connection sees its own authorities' rows. A person
# without an identity number is one person per participant record; the outer join lets PostgreSQL skip
# participants when nothing of theirs is asked for. ``until`` stands as in the index enrolment_until, in a
# form that row security lets be looked for there.
GATE_ENROLMENTS = """
SELECT e.id AS enrolment_id, e.controller_id, e.initiative_id, e.track_id, e.municipality_id, e.referral_id,
       e.referrer, p.sex, p.birth_date, p.birth_year, p.is_anonymous,
       CASE WHEN p.birth_date IS NOT NULL THEN extract(year FROM age(e.started_on, p.birth_date))::int
            ELSE extract(year FROM e.started_on)::int - p.birth_year END AS age_at_start,
       coalesce(p.person_key, int8send(e.participant_id)) AS person,
       e.referred_on, e.approved_on, e.started_on, e.education, e.public_support_months, e.income_at_start,
       e.occupation_at_start, e.ended_on,
       CASE WHEN e.ended_on IS NULL THEN DATE '9999-12-31' ELSE e.ended_on END AS until,
       e.exit_reason, e.occupation_at_end, e.income_at_end, e.destination,
       e.recorded_at, e.ended_recorded_at
  FROM enrolments_enrolment e
  LEFT JOIN participants_participant p ON p.id = e.participant_id
 WHERE e.started_on IS NOT NULL AND e.exit_reason <> 'misregistration'
"""


class FiguresConfig(AppConfig):
    name = "samsyn.figures"

    def ready(self):
        from . import cards, measuring

        measuring.offer_measures()
        register_view("gate_enrolments", GATE_ENROLMENTS)
        for role in ("director", "initiative_manager", "office", "coordinator"):
            last = role == "coordinator"  # whose day begins with referrals
            table, share = "figures/cards/participants.html", "figures/cards/work_or_studies.html"
            add_card(f"home:{role}", Card(table, cards.participants_this_year, is_last=last))
            add_card(f"home:{role}", Card(share, cards.work_or_studies_this_year, aside=True, is_last=last))
