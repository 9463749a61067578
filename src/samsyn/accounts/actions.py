"""Everything that can happen to people who work with the product and to their assignments."""

from .models import User

MACHINE = "machine@localhost"


def machine() -> User:
    """The user in whose name the command line and background work act. Nobody can sign in as it."""
    found = User.objects.filter(is_machine=True).order_by("pk").first()
    return found or User.objects.create_user(MACHINE, name="Samsyn", is_machine=True, is_active=False)
