"""The standing people of the tests: a coach, a coordinator, a director and others, each with an assignment.

``coach(controller)`` gives the person. ``coordinator(one, two)`` is approved by both authorities. Everybody's
assignment has been granted by one person and approved by another, as in the product.
"""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from samsyn.accounts.models import ASSOCIATION_ROLES, Assignment, Role, User
from samsyn.organisations.tests.factories import AssociationFactory, ControllerFactory

PASSWORD = "en lång och lugn hemlighet"
BEGINNING = date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    """A person who can sign in with PASSWORD and has no assignment."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence("Person {}".format)
    email = factory.Sequence("person{}@example.org".format)

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **facts):
        return model_class.objects.create_user(password=password, **facts)


class AssignmentFactory(DjangoModelFactory):
    """A coach's approved assignment unless told otherwise; the side follows from the role."""

    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.COACH
    controller = factory.Maybe(
        factory.LazyAttribute(lambda assignment: assignment.role not in ASSOCIATION_ROLES),
        factory.SubFactory(ControllerFactory),
    )
    association = factory.Maybe(
        factory.LazyAttribute(lambda assignment: assignment.role in ASSOCIATION_ROLES),
        factory.SubFactory(AssociationFactory),
    )
    since = BEGINNING
    granted_by = factory.SubFactory(UserFactory)
    approved_by = factory.SubFactory(UserFactory)
    approved_at = factory.LazyAttribute(lambda assignment: timezone.now() if assignment.approved_by else None)


def _person(role, places, *, side, user=None, **facts):
    user = user or UserFactory()
    for place in places or [None]:
        AssignmentFactory(user=user, role=role, **({side: place} if place else {}), **facts)
    return user


def coach(*controllers, user=None, **facts) -> User:
    return _person(Role.COACH, controllers, side="controller", user=user, **facts)


def coordinator(*controllers, user=None, **facts) -> User:
    return _person(Role.COORDINATOR, controllers, side="controller", user=user, **facts)


def team_member(*controllers, user=None, **facts) -> User:
    return _person(Role.TEAM_MEMBER, controllers, side="controller", user=user, **facts)


def referrer(*controllers, user=None, **facts) -> User:
    return _person(Role.REFERRER, controllers, side="controller", user=user, **facts)


def privacy_officer(*controllers, user=None, **facts) -> User:
    return _person(Role.PRIVACY_OFFICER, controllers, side="controller", user=user, **facts)


def approver(*controllers, user=None, **facts) -> User:
    return _person(Role.APPROVER, controllers, side="controller", user=user, **facts)


def initiative_manager(*associations, user=None, **facts) -> User:
    return _person(Role.INITIATIVE_MANAGER, associations, side="association", user=user, **facts)


def director(*associations, user=None, **facts) -> User:
    return _person(Role.DIRECTOR, associations, side="association", user=user, **facts)


def office(*associations, user=None, **facts) -> User:
    return _person(Role.OFFICE, associations, side="association", user=user, **facts)


def board_member(*associations, user=None, **facts) -> User:
    return _person(Role.BOARD_MEMBER, associations, side="association", user=user, **facts)


def evaluator(*associations, user=None, **facts) -> User:
    return _person(Role.EVALUATOR, associations, side="association", user=user, **facts)


def adjuster(*associations, user=None, **facts) -> User:
    return _person(Role.ADJUSTER, associations, side="association", user=user, **facts)


def shows_a_second_factor(client, ago: int = 0) -> None:
    """In the session of somebody signed in; ``ago`` seconds."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": timezone.now().timestamp() - ago}
    ]
    session.save()


def just_shown() -> dict:
    """What actions are given by somebody who has just shown a second factor."""
    now = timezone.now()
    return {"shown_at": now, "now": now}
