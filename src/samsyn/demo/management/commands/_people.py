"""Gives the demo's people their accounts, and assignments granted by one person and approved by another."""

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from samsyn.accounts import actions as accounts
from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import Assignment, User
from samsyn.audit.actions import record
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
    others = [person for person in everybody if person.key not in (director, office_key)]
    with acting_as(users[office_key]):
        granted = [
            assignment
            for person in others
            for role in person.roles
            if role.role != "approver"
            for assignment in _granted(person, role, users, office_key, today)
        ]
        Assignment.objects.bulk_create(granted)
        for assignment in granted:
            record("assignment.granted", assignment, by=users[office_key])
    _approve(granted, users[director])
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
    """The director and the authorities' approvers, whom the installation's keeper appoints;
    then the office.
    """
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


def _granted(person, role, users, office_key, today) -> Iterator[Assignment]:
    """What the office grants, place by place. Many at once:
    one by one through the action takes half a minute.
    """
    initiatives = sorted(Initiative.objects.filter(slug__in=role.initiatives).values_list("pk", flat=True))
    area = Area.objects.filter(name=role.area).first() if role.area else None
    for place in role.at:
        controller = Controller.objects.filter(slug=place).first() if person.employer else None
        yield Assignment(
            user=users[person.key], role=role.role, controller=controller, initiatives=initiatives, area=area,
            association=None if controller else Association.objects.get(slug=place), title=person.title,
            since=SINCE if role.is_approved else today, granted_by=users[office_key], version=1,
            granted_at=BEGINNING if role.is_approved else timezone.now(),
        )  # fmt: skip


def _approve(granted, director) -> None:
    """Each authority's approver says yes to its own, the director to the association's;
    what began today waits.
    """
    begun = [one for one in granted if one.since == SINCE]
    approvers = {
        one.controller_id: one.user
        for one in Assignment.objects.filter(role="approver").select_related("user")
    }
    for place in {one.controller_id for one in begun}:
        approver = approvers.get(place, director)
        own = [one for one in begun if one.controller_id == place]
        with acting_as(approver):
            for one in own:
                one.approved_by, one.approved_at, one.version = approver, BEGINNING, 2
                record("assignment.approved", one, by=approver)
            Assignment.objects.bulk_update(own, ["approved_by", "approved_at", "version"])


def _person(everybody, key):
    return next(person for person in everybody if person.key == key)
