"""Ready-made participants with identity numbers that are right but nobody's. Create them past the wall."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from samsyn.organisations.tests.factories import ControllerFactory
from samsyn.participants import identity
from samsyn.participants.models import NamedReader, Participant


def check_digit(nine: str) -> int:
    """The Luhn digit of YYMMDDNNN, reckoned apart from the product."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def number(n: int, *, woman: bool = True, born: date | None = None, coordination: bool = False) -> str:
    """The n:th invented number, as YYYYMMDD-NNNN."""
    born = born or date(1975, 1, 1) + timedelta(days=n * 7 % 9000)
    day = born.day + (60 if coordination else 0)
    birth = f"{born.year}{born.month:02d}{day:02d}"
    serial = 2 * (1 + n % 490) + (0 if woman else 1)
    return f"{birth}-{serial:03d}{check_digit(f'{birth[2:]}{serial:03d}')}"


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant
        exclude = ("invented",)

    controller = factory.SubFactory(ControllerFactory)
    municipality = factory.LazyAttribute(lambda participant: participant.controller.municipality)
    given_name = factory.Sequence("Prova{}".format)
    family_name = "Testsson"
    invented = factory.Sequence(number)
    number_encrypted = factory.LazyAttribute(lambda p: identity.encrypt(p.invented) if p.invented else None)
    person_key = factory.LazyAttribute(lambda p: identity.key_of(p.invented) if p.invented else None)
    sex = "woman"
    birth_date = factory.LazyAttribute(
        lambda p: identity.parse(p.invented).birth_date if p.invented else None
    )
    birth_year = factory.LazyAttribute(lambda p: p.birth_date.year if p.birth_date else None)


class AnonymousFactory(ParticipantFactory):
    is_anonymous = True
    given_name = family_name = ""
    invented = None


class NamedReaderFactory(DjangoModelFactory):
    class Meta:
        model = NamedReader

    controller = factory.SelfAttribute("participant.controller")
