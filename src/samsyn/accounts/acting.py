"""In whose name: the hat that a person has on, and the stretch of database work that goes with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pghistory
from django.utils.functional import cached_property

from samsyn.base.days import today
from samsyn.base.prepared import prepared
from samsyn.base.tenancy import acting_in

from .models import Assignment, Role

HAT = "hat"  # in the session: the role that is on


@dataclass
class Hat:
    """Assignments of one role that are worn together; a person with several roles wears one at a time."""

    role: str
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def value(self) -> str:
        """What the choice of hat is called in a form and in the session."""
        return self.role

    @property
    def label(self) -> str:
        return str(Role(self.role).label)

    @property
    def title(self) -> str:
        """What the wearer is called: a title of one's own before the role that others share."""
        return ", ".join(dict.fromkeys(a.title for a in self.assignments if a.title)) or self.label

    @cached_property
    def assignment_ids(self) -> list[int]:
        return [assignment.pk for assignment in self.assignments]

    @cached_property
    def controller_ids(self) -> list[int]:
        return sorted({a.controller_id for a in self.assignments if a.controller_id})

    @cached_property
    def association_ids(self) -> list[int]:
        return sorted({a.association_id for a in self.assignments if a.association_id})

    @property
    def acting_for(self) -> str:
        """The authorities or associations in whose name the wearer acts."""
        names = [
            a.controller.short_name if a.controller else a.association.name if a.association else ""
            for a in self.assignments
        ]
        return ", ".join(dict.fromkeys(names))


@prepared
def _current(*, user, day):
    held = Assignment.objects.filter(user=user).current_on(day)
    return held.select_related("controller", "association", "area")


def hats_of(user, day=None) -> list[Hat]:
    """Every hat the user may put on today, in the order of the roles. One query."""
    hats: dict[str, Hat] = {}
    for assignment in _current(user=user.pk, day=day or today()):
        hats.setdefault(assignment.role, Hat(assignment.role)).assignments.append(assignment)
    return sorted(hats.values(), key=lambda hat: Role.values.index(hat.role))


def open_to_all(view: Callable) -> Callable:
    """Decorator: a page that may be seen without being signed in. Every other page asks for sign-in."""
    view.open_to_all = True  # type: ignore[attr-defined]  # a mark that the middleware looks for
    return view


@contextmanager
def acting_as(user, hat: Hat | None = None, *, snapshot: bool = False) -> Iterator[None]:
    """One transaction in which the user's authorities' records can be reached, and changes carry their name.

    Without a hat all the user's current assignments count; a machine user (command line) reaches none by
    itself and says with ``acting_in`` for whom it works. ``snapshot``: it only reads, all as of one moment.
    """
    user.hat = hat
    controllers = hat.controller_ids if hat else [n for worn in hats_of(user) for n in worn.controller_ids]
    with acting_in(controllers, snapshot=snapshot), pghistory.context(user=user.pk):
        yield


def take_turns_at(place) -> None:
    """Until the transaction ends nobody else decides who belongs at this authority or association."""
    type(place)._base_manager.select_for_update(no_key=True).get(pk=place.pk)
