"""What more than one journey does: write a referral and find a row in a list."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, expect

from samsyn.demo.numbers import number_for

from .person import Person

SIKTA = "Sikta mot arbetslivet"
NEXT = "Spara och fortsätt"


@dataclass(frozen=True)
class Somebody:
    """A person to refer, older than anybody in the demo, so that nobody there has the number."""

    given_name: str
    family_name: str
    number: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def somebody(given_name: str, family_name: str, *, day: int) -> Somebody:
    born = date(date.today().year - 63, 1, day)
    return Somebody(given_name, family_name, number_for(born, "woman"))


def says_where(person: Person) -> None:
    person.chooses("initiative", SIKTA)
    person.chooses("municipality", "Nyköping")
    person.presses(NEXT)


def says_who(person: Person, who: Somebody) -> None:
    person.sees("Remiss")
    person.types(number=who.number, given_name=who.given_name, family_name=who.family_name)
    person.types(phone="070-174 06 99")
    person.presses(NEXT)


def asks(person: Person, question: str) -> None:
    person.types(question=question, own_words="”Jag vill ha något att gå till.”")
    person.presses(NEXT)


def says_how_it_is(person: Person, *involved: str) -> None:
    person.sees("Remiss")
    person.chooses("income_sources", "Försörjningsstöd")
    for authority in involved:
        person.chooses("involved", authority)
    person.presses(NEXT)


def notes_the_consent(person: Person) -> None:
    person.sees("Remiss")
    person.chooses("how_given", "Skriftligt")
    person.presses(NEXT)


def sends(person: Person) -> None:
    person.sees("Kontrollera och skicka")
    person.presses(re.compile("^Skicka$"))


def row(person: Person, *texts: str, without: str | None = None) -> Locator:
    """The first row of the page's table that says all of this."""
    rows = person.page.locator("main table tbody tr").filter(has_not_text=without)
    for text in texts:
        rows = rows.filter(has_text=text)
    expect(rows.first).to_be_visible()
    return rows.first
