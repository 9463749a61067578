"""What accounts has to say when an authority is about to become a member of an association."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.organisations.events import joins

from .acting import take_turns_at
from .models import ASSOCIATION_ROLES, CASE_ROLES, Assignment


def refuse_both_sides(sender, association, controller, **kwargs):
    """Nobody may find themselves on both sides of the wall because the wall was moved."""
    take_turns_at(controller)
    take_turns_at(association)
    held = Assignment.objects.not_over_on(timezone.localtime(timezone.now()).date()).order_by("pk")
    in_records = held.filter(controller=controller, role__in=CASE_ROLES).select_related("user")
    in_office = held.filter(association=association, role__in=ASSOCIATION_ROLES)
    in_office = in_office.filter(user__in=in_records.values("user"))
    both = [
        _("%(person)s is %(role)s at the authority and %(other)s in the association.")
        % {"person": one.user, "role": one.get_role_display(), "other": other.get_role_display()}
        for other in in_office
        for one in in_records
        if one.user_id == other.user_id and one.overlaps(other)
    ]
    if both:
        rule = _(
            "Nobody may work in case records and for the association at the same time. End one of the "
            "assignments first."
        )
        raise ValidationError([rule, *both])


def listen() -> None:
    joins.connect(refuse_both_sides)
