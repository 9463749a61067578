"""Appoint the first approver of an authority or the first director of an association, when nobody can yet.

    samsyn manage appoint approver --controller nykoping --email a@… --name … --voucher b@… --voucher-name …

The voucher is the person at the authority or association who decided it; their name stands as the approver.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from samsyn.accounts import actions
from samsyn.accounts.models import Role
from samsyn.base.days import today
from samsyn.organisations.models import Association, Controller


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("role", choices=[Role.APPROVER.value, Role.DIRECTOR.value])
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--controller", metavar="SLUG")
        place.add_argument("--association", metavar="SLUG")
        for who in ("", "voucher-"):
            parser.add_argument(f"--{who}name", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--voucher", required=True, metavar="EMAIL")

    def handle(self, *, role, controller, association, email, name, voucher, voucher_name, **options):
        by = actions.machine()
        try:
            with transaction.atomic():
                actions.appoint_first(
                    user=actions.invite_person(email=email, name=name, by=by),
                    approved_by=actions.invite_person(email=voucher, name=voucher_name, by=by),
                    role=role,
                    since=today(),
                    controller=Controller.objects.get(slug=controller) if controller else None,
                    association=Association.objects.get(slug=association) if association else None,
                    by=by,
                )
        except (Controller.DoesNotExist, Association.DoesNotExist):
            raise CommandError("There is no such authority or association.") from None
        except ValidationError as rule:
            raise CommandError(" ".join(rule.messages)) from None
