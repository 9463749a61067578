"""Consultations are counted by day, party and initiative, and no small count of them can be worked out."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import count
from random import Random

import pytest
from django.core.exceptions import ValidationError

from samsyn.accounts.tests import factories as people
from samsyn.disclosures.models import Category, Consent, HowGiven
from samsyn.enrolments.models import Enrolment
from samsyn.figures.consultations import NAMES
from samsyn.figures.counting import Period, year
from samsyn.figures.tables import table
from samsyn.organisations.models import PartyKind
from samsyn.organisations.tests.factories import ControllerFactory, PartyFactory
from samsyn.participants.models import Participant
from samsyn.referrals.models import Kind, Referral, Status

from .attack import spread
from .registers import place

LIMIT = 5
IN_YEAR = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def where(db):
    found = place(2, 1)
    for kind in (PartyKind.FK, PartyKind.REGION):
        PartyFactory(association=found.association, controller=ControllerFactory(kind=kind))
    return found


@pytest.fixture
def consulted(where, as_owner):
    """Writes so many consultations of an initiative, sent by the sort of authority."""
    senders = {one.controller.kind: one.controller for one in where.association.parties.all()}
    referrer = people.referrer(senders[PartyKind.FK])
    with as_owner():
        consent = Consent.objects.create(
            controller=where.controllers[0], noted_at=senders[PartyKind.FK], noted_by=referrer,
            between=[one.pk for one in senders.values()], categories=list(Category.values),
            valid_from=date(2025, 1, 1), valid_until=date(2027, 1, 1), how_given=HowGiven.ORAL,
        )  # fmt: skip
    serial = count(1)

    def write(many=1, *, by=PartyKind.FK, initiative=0, anonymous=False, enrolled=False, at=IN_YEAR):
        common = {
            "controller": where.controllers[0], "sender": senders[by], "referrer": referrer,
            "initiative": where.initiatives[initiative], "municipality": where.controllers[0].municipality,
            "sent_at": at, "status": Status.SENT,
            "consent": consent,
        }  # fmt: skip
        with as_owner():
            asked = Referral.objects.bulk_create(
                Referral(
                    kind=Kind.CONSULTATION, is_anonymous=anonymous, case_number=f"K{next(serial)}", **common
                )
                for _n in range(many)
            )
            for one in asked if enrolled else ():
                referral = Referral.objects.create(
                    kind=Kind.REFERRAL, came_from=one, case_number=f"R{next(serial)}", **common
                )
                person = Participant.objects.create(controller=common["controller"], sex="woman")
                Enrolment.objects.create(
                    participant=person, controller=person.controller, initiative=common["initiative"],
                    municipality=common["municipality"], case_number=f"{one.pk}", referral=referral,
                    started_on=date(2026, 6, 1),
                )  # fmt: skip

    return write


def asked(where, *by, period=None):
    return table("consultations", where.association, period or year(2026), by=by)


def column(found, name, by):
    return {row.keys[by]: row.values[name] for row in found.rows}


# ── What is counted ────────────────────────────────────────────────────────────────────────────────────────


def test_they_are_counted_with_those_without_identity_and_those_that_became_enrolments(where, consulted):
    consulted(6, anonymous=True), consulted(7, enrolled=True), consulted(5, initiative=1, anonymous=True)
    assert asked(where).sum.values == {"consultations": 18, "anonymous": 11, "enrolled": 7}
    first, second = (one.pk for one in where.initiatives)
    assert column(asked(where, "initiative"), "consultations", "initiative") == {first: 13, second: 5}


def test_the_day_it_was_sent_is_the_day_in_sweden(where, consulted):
    consulted(5, at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    consulted(6, at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    found = asked(where, "year", period=Period(date(2025, 1, 1), date(2026, 12, 31)))
    assert column(found, "consultations", "year") == {2025: 6, 2026: 5}


# ── What is hidden ─────────────────────────────────────────────────────────────────────────────────────────


def test_who_asked_seldom_is_hidden_with_everybody_else(where, consulted):
    consulted(3), consulted(20, by=PartyKind.REGION)
    shown = column(asked(where, "party"), "consultations", "party")
    assert shown == dict.fromkeys(["fk", "municipality", "region"])


def test_that_a_party_has_a_row_does_not_say_that_it_asked(where, consulted):
    """Two rows that are known not to be zero and a sum of two would be one each."""
    consulted(1), consulted(1, by=PartyKind.REGION)
    assert column(asked(where, "party"), "consultations", "party")["municipality"] is None


def test_zero_is_shown_where_nothing_is_small(where, consulted):
    consulted(6, anonymous=True)
    assert column(asked(where, "party"), "consultations", "party") == {
        "fk": 6,
        "municipality": 0,
        "region": 0,
    }


@pytest.mark.parametrize("many", [1, 4])
def test_few_with_identity_are_hidden_as_few_without(where, consulted, many):
    consulted(20, anonymous=True), consulted(many)
    assert asked(where).sum.values["anonymous"] is None


def test_several_years_together_do_not_tell_one(where, consulted):
    consulted(20, anonymous=True), consulted(3, at=datetime(2025, 5, 1, tzinfo=UTC), anonymous=True)
    both = Period(date(2025, 1, 1), date(2026, 12, 31))
    found = asked(where, "year", period=both)
    assert found.sum.values["anonymous"] is None
    with pytest.raises(ValidationError):
        asked(where, "party", period=both)


@pytest.mark.parametrize("by", [("party", "initiative"), ("initiative", "party", "year")])
def test_party_and_initiative_are_not_given_at_once(where, by):
    with pytest.raises(ValidationError):
        asked(where, *by)


# ── The attack ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_count_is_the_only_one_possible(where, consulted, seed):
    """All tables of the year together: the least and the most that each hidden count can be."""
    dice = Random(seed)
    atoms: Counter = Counter()
    for _bunch in range(dice.randint(2, 5)):
        facts = {"by": dice.choice([PartyKind.FK, PartyKind.REGION]), "initiative": dice.randint(0, 1),
                 "anonymous": dice.random() < 0.5, "enrolled": dice.random() < 0.3}  # fmt: skip
        many = dice.choice([1, 2, 3, 6, 9])
        consulted(many, **facts)
        atoms[tuple(facts.values())] += many
    equations, known, shown = _picture(where, atoms)
    hidden = (set(known) - set(shown)) | {("atom", *one) for one in _all_atoms(where)}
    whole = known[None, None, "consultations"]
    for cell in set(known) - set(shown):
        # Where none or all are, that of the whole is no small count, and says so of every part.
        is_small = 0 < known[cell] < LIMIT and 0 < known[None, None, cell[2]] < whole
        if is_small or (cell[0] == "party" and 0 < known[cell] < LIMIT and cell[2] == "consultations"):
            low, high = spread(equations, hidden, known, cell)
            assert low != high, cell


def _all_atoms(where):
    kinds = ["fk", "municipality", "region"]
    return [(k, i, a, e) for k in kinds for i in (0, 1) for a in (True, False) for e in (True, False)]


def _picture(where, atoms):
    known, shown, equations = {}, {}, []
    for by in ("party", "initiative", None):
        found = asked(where, *([by] if by else []))
        for row in found.rows or [found.sum]:
            value = row.keys.get(by)
            if by == "initiative":
                value = [one.pk for one in where.initiatives].index(value)
            for name in NAMES:
                inside = [
                    one for one in _all_atoms(where)
                    if by is None or one[0 if by == "party" else 1] == value
                    if name == "consultations" or one[NAMES.index(name) + 1]
                ]  # fmt: skip
                cell = (by, value, name)
                known[cell] = sum(atoms[one] for one in inside)
                if row.values[name] is not None:
                    assert row.values[name] == known[cell]
                    shown[cell] = known[cell]
                equations.append({cell: -1} | {("atom", *one): 1 for one in inside})
    return equations, known, shown
