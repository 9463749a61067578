"""Gives the demo's people their accounts, and assignments granted by one person and approved by another."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from samsyn.accounts import actions as accounts
from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import Assignment, User
from samsyn.demo import people
from samsyn.demo.clock import at
from samsyn.demo.numbers import phone
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Area, Association, Controller

SINCE = date(2023, 10, 1)
BEGINNING = timezone.make_aware(datetime(2023, 10, 2, 9))


def take_on(everybody: list[people.Person], office_key: str, today: date, by: User) -> dict[str, User]:
    """Accounts and assignments of everybody, by their keys."""
    users = _accounts(everybody)
    director = next(person.key for person in everybody if person.roles[0].role == "director")
    with at(BEGINNING):
        _first(everybody, users, director, office_key, by)
    for person in everybody:
        for role in person.roles:
            if role.role not in ("director", "approver") and person.key != office_key:
                _assign(person, role, users, director, office_key, today)
    return users


def _accounts(everybody) -> dict[str, User]:
    employers = {controller.slug: controller for controller in Controller.objects.all()}
    secret = make_password(people.PASSWORD)  # hashed once: it is slow on purpose
    users = {
        person.key: User(
            email=person.email,
            name=person.name,
            phone=phone(turn),
            employer=employers.get(person.employer),
            password=secret,
        )
        for turn, person in enumerate(everybody)
    }
    User.objects.bulk_create(users.values())
    return users


def _first(everybody, users, director, office_key, by):
    """The director and the authorities' approvers, whom the installation's keeper appoints; then the office."""
    association = Association.objects.get(slug=_person(everybody, director).roles[0].at[0])
    with acting_as(by):
        accounts.appoint_first(
            user=users[director],
            approved_by=users[office_key],
            role="director",
            since=SINCE,
            association=association,
            by=by,
        )
        for person in everybody:
            if person.roles[0].role == "approver":
                controller = Controller.objects.get(slug=person.roles[0].at[0])
                accounts.appoint_first(
                    user=users[person.key],
                    approved_by=users[director],
                    role="approver",
                    since=SINCE,
                    controller=controller,
                    by=by,
                )
        office = accounts.grant_assignment(
            user=users[office_key], role="office", since=SINCE, association=association, by=by
        )
    with acting_as(users[director]):
        accounts.approve_assignment(assignment=office, by=users[director])


def _assign(person, role, users, director, office_key, today):
    """Granted by the office; approved by the director, or at an authority by its own approver, place by place."""
    initiatives = list(Initiative.objects.filter(slug__in=role.initiatives).values_list("pk", flat=True))
    area = Area.objects.filter(name=role.area).first() if role.area else None
    when = BEGINNING if role.is_approved else timezone.now()
    for place in role.at:
        controller = Controller.objects.filter(slug=place).first()
        association = None if controller and person.employer else Association.objects.get(slug=place)
        approver = users[director] if association else _approver_of(controller)
        with at(when):
            with acting_as(users[office_key]):
                assignment = accounts.grant_assignment(
                    user=users[person.key], role=role.role, since=SINCE if role.is_approved else today,
                    controller=None if association else controller, association=association, area=area,
                    initiatives=initiatives, title=person.title, by=users[office_key],
                )  # fmt: skip
            if role.is_approved:
                with acting_as(approver):
                    accounts.approve_assignment(assignment=assignment, by=approver)


def _approver_of(controller) -> User:
    return Assignment.objects.get(role="approver", controller=controller).user


def _person(everybody, key):
    return next(person for person in everybody if person.key == key)
