"""The bench's people: eight coordinators of every authority and eight directors, already signed in."""

from datetime import date

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from samsyn.accounts.models import Assignment, User
from samsyn.accounts.permissions import Role
from samsyn.initiatives.models import Capacity, Initiative
from samsyn.organisations.models import Association, Controller

from .asked import TOKEN

SLUG = "bench"
MANY = 8


def take_on() -> tuple[list[User], list[User]]:
    """Coordinators and directors. Everybody sees everything: the widest reach, and so the slowest."""
    association = Association.objects.get(slug=SLUG)
    controllers = Controller.objects.filter(parties__association=association, kind="municipality")
    for initiative in Initiative.objects.filter(association=association):
        for year in range(2014, 2026):
            Capacity.objects.using("owner").get_or_create(
                initiative=initiative, year=year, defaults={"budgeted": 100}
            )
    coordinators = [_somebody(f"coordinator{turn}") for turn in range(MANY)]
    directors = [_somebody(f"director{turn}") for turn in range(MANY)]
    for user in coordinators:
        for controller in controllers:
            _assign(user, directors[0], directors[1], role=Role.COORDINATOR, controller=controller)
    for user in directors:
        _assign(user, coordinators[0], coordinators[1], role=Role.DIRECTOR, association=association)
    return coordinators, directors


def _somebody(name: str) -> User:
    email = f"{name}@example.org"
    user, _made = User.objects.using("owner").get_or_create(
        email=email, defaults={"name": name, "password": "!"}
    )
    return user


def _assign(user, granted_by, approved_by, **what) -> None:
    facts = {"since": date(2020, 1, 1), "granted_by_id": granted_by.pk, "approved_by_id": approved_by.pk}
    Assignment.objects.using("owner").get_or_create(
        user_id=user.pk, **what, defaults=facts | {"approved_at": timezone.now()}
    )


def cookie_of(user: User, name: str, backend: str) -> str:
    """A Cookie header of somebody who has just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["signed_in_at"] = timezone.now().timestamp()
    session.save()
    return f"{name}={session.session_key}; csrftoken={TOKEN}; {settings.LANGUAGE_COOKIE_NAME}=sv"
