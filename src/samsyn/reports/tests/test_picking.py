"""The picker offers what can be filled in and nothing else; what cannot be is told, and why."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from samsyn.figures.definitions import FIGURES
from samsyn.figures.tests.registers import some
from samsyn.initiatives.tests.factories import InitiativeFactory
from samsyn.reports import picking
from samsyn.reports.models import Kind
from samsyn.reports.numbers import names_of
from samsyn.reports.outlines import outline_of
from samsyn.reports.resolving import numbers_of
from samsyn.reports.wording import Unknown, worded

pytestmark = pytest.mark.usefixtures("however_few")

YEAR = {"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}
HALF = {"first_day": date(2025, 1, 1), "last_day": date(2025, 6, 30)}
QUARTER = {"first_day": date(2025, 4, 1), "last_day": date(2025, 6, 30)}


@pytest.fixture
def swedish():
    with translation.override("sv"):
        yield


@pytest.fixture
def many(world, as_owner):
    """An initiative of each sort: with destinations, begun this year, ended long ago, reported."""
    ours, one = world.place, world.association
    ours.initiatives += [
        InitiativeFactory(association=one, destinations=["right_benefit"]),
        InitiativeFactory(association=one, starts_on=date(2025, 2, 1)),
        InitiativeFactory(association=one, starts_on=date(2019, 1, 1), ends_on=date(2021, 12, 31)),
        InitiativeFactory(association=one, source="reported"),
    ]
    with as_owner():
        some(ours, 6, initiative=2, start=date(2024, 2, 1), end=date(2025, 5, 1))
    return world


def offered(numbers):
    return {one.reference for _name, choices in picking.groups(numbers) for one in choices}


def every(year):
    """All that could be referred to, of the report's period and of the year."""
    return {
        f"{figure.name}.{name}{of}"
        for figure in FIGURES.values()
        for name in names_of(figure)
        for of in ("", f" {year}")
    }


def value(numbers, reference):
    """None where nothing is known, or it cannot be filled in."""
    try:
        return numbers.look_up(reference)
    except Unknown:
        return None


@pytest.mark.parametrize(
    ("kind", "period"),
    [
        (kind, period)
        for kind in Kind.values
        for period in (YEAR, HALF, QUARTER)
        if outline_of(kind).may_be_of(**period)
    ],
)
def test_what_is_offered_can_be_filled_in_and_what_can_is_offered(many, kind, period):
    for one in many.place.initiatives if outline_of(kind).of_initiative else [None]:
        report = many.start(kind, initiative=one, **period)
        numbers = numbers_of(report, report.blocks.all())
        for reference in offered(numbers):
            numbers.look_up(reference)  # raises nothing
        assert {one for one in every(2024) if value(numbers, one)} <= offered(numbers)


def test_part_of_a_year_offers_its_participants_and_the_year_before(many, swedish):
    one = many.place.initiatives[0]
    report = many.start("quarterly", initiative=one, **QUARTER)
    labels = {name: [choice.label for choice in of] for name, of in picking.groups(numbers_of(report, []))}
    assert labels["Deltagare"][:5] == ["Budget", "Totalt", "Nya", "Avslutade", "Pågående"]
    assert {"Totalt 2024", "Nya 2024", "Avslutade 2024", "Pågående 2024"} <= set(labels["Deltagare"])
    assert labels["Till arbete eller studier"][-3:] == [
        "procent 2024",
        "intervall från 2024",
        "intervall till 2024",
    ]
    assert all(label.endswith(" 2024") for label in labels["Till arbete eller studier"])
    for given_for_the_association_alone in ("Steg mot arbete", "Sysselsättning före och efter"):
        assert given_for_the_association_alone not in labels


def told(numbers, text):
    return worded(text, numbers.look_up).problems


def test_what_cannot_be_filled_in_is_named_and_each_cause_is_told_once(many, swedish):
    one = many.place.initiatives[0]
    quarter = numbers_of(many.start("quarterly", initiative=one, **QUARTER), [])
    [once] = told(
        quarter,
        "{{work_or_studies.percent}} {{work_or_studies.percent}} {{waiting_time.whole_median}}",
    )
    assert once.startswith("Till arbete eller studier, procent; Väntetider, remiss till start, median: ")
    assert "ett kalenderår i taget" in once and once.endswith("Skriv ett år efter namnet, till exempel 2024.")
    assert not told(quarter, "{{work_or_studies.percent 2024}}")


def test_what_is_given_for_the_association_alone_is_said_to_be(many, swedish):
    year = numbers_of(many.start("appendix", initiative=many.place.initiatives[0]), [])
    [once] = told(year, "{{positive_step.percent}} {{occupation_before_after.ended}}")
    assert once == (
        "Steg mot arbete, procent; Sysselsättning före och efter, avslutade: "
        "Sådana siffror ges för förbundet som helhet, inte för en insats."
    )


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (
            "participants.nya",
            "Deltagare, nya: Det finns inget sådant tal. Sätt in ett ur listan: Budget, Totalt",
        ),
        ("participants", "Deltagare: Det finns inget sådant tal."),
        ("people.new", "Det finns ingen siffra som heter ”people”."),
        ("participants.new age=21", "Deltagare, nya: ”age=21” passar ingen rad."),
        (
            "participants.new age=25-29 party=x",
            "Deltagare, nya: Sådana siffror kan inte delas upp på Fråga från.",
        ),
        ("participants.new i-fjol", "Deltagare, nya: ”i-fjol” går inte att förstå."),
    ],
)
def test_a_message_has_no_codes_but_those_that_were_written(world, swedish, reference, said):
    [message] = told(numbers_of(world.start(), []), "{{%s}}" % reference)  # noqa: UP031
    assert message.startswith(said)
    assert not {"total", "budgeted", "(age)", "initiative"} & set(message.replace(",", "").split())


def test_another_initiatives_figures_stay_its_own(many, swedish):
    one, other = many.place.initiatives[:2]
    numbers = numbers_of(many.start("status", initiative=one), [])
    [once] = told(numbers, f"{{{{participants.total initiative={other.pk}}}}}")
    only = f"I en rapport om {one.name} står bara dess egna siffror, inte andra insatsers."
    assert once == f"Deltagare, totalt: {only}"


def test_numbers_of_nobody_are_a_dash_and_no_fault(many):
    one = many.place.initiatives[3]  # begun in 2025
    numbers = numbers_of(many.start("status", initiative=one), [])
    assert numbers.look_up("participants.total 2019") is None
    assert numbers.look_up("waiting_time.whole_median") is None


def test_the_list_opens_from_a_button_under_the_text(client, world):
    block = world.block(world.start(), "chair")
    client.force_login(world.director)
    page = client.get(reverse("reports:write", args=[block.pk])).content.decode()
    under = page[page.index("</textarea>") :].split("</form>")[0]
    assert 'popovertarget="picker"' in under
    assert 'id="picker" popover' in page
