"""Everybody's main pages on the narrowest screen and in dark colours, and the pages before signing in."""

import pytest
from playwright.sync_api import expect

from samsyn.demo.people import KALMAR, SORMLAND

ONE_OF_EACH = [
    "fk",
    "psychiatry",
    "south",
    "coach",
    "director",
    "manager",
    "office",
    "privacy",
    "approver",
    "krus",
    "chair",
    "adjuster",
    "evaluator",
]


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_the_main_pages_work_for_everybody(sign_in, key):
    person = sign_in(key)
    menu = person.page.locator("nav.main-nav a").evaluate_all(
        "all => all.map((one) => one.getAttribute('href'))"
    )
    person.finds_nothing_wrong_anywhere(*dict.fromkeys([*menu, "/people/me/"]))


def test_one_of_each_role_is_tried():
    people = {person.key: person for person in SORMLAND + KALMAR}
    tried = {role.role for key in ONE_OF_EACH for role in people[key].roles}
    assert tried == {role.role for person in people.values() for role in person.roles}


def test_somebody_with_two_roles_wears_one_at_a_time(sign_in):
    # Given a coach who is a referrer too
    person = sign_in("two_hats", anew=True)
    person.goes_to("/people/me/")
    person.sees("Tove Sandelius")
    # When the other role is put on
    other = person.page.locator('main button[name="hat"]:not([aria-current])')
    label = other.inner_text()
    other.click()
    # Then the start page and the menu are that role's
    person.sees("Tove")
    expect(person.page.locator(".side")).to_contain_text(label)


def test_signing_in_and_the_accessibility_statement(visitor):
    visitor.finds_nothing_wrong_anywhere("/accounts/login/", "/accounts/password/reset/", "/accessibility/")
    # And a wrong password says so
    visitor.goes_to("/accounts/login/")
    visitor.types(login="nobody@example.org", password="not-this-one")
    visitor.presses("Logga in")
    visitor.sees("Logga in")
    visitor.reads("E-postadressen eller lösenordet stämmer inte")
