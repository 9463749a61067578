"""Lets an app that stands below accounts ask what somebody may do;
accounts answers (it says so in its apps.py).
"""

from typing import Any, Protocol


class Permits(Protocol):
    """What accounts/permissions.py can be asked. A permission goes by its name,
    such as "change_organisations".
    """

    def require(self, by: Any, permission: Any, **where: Any) -> None: ...

    def associations_where(self, user: Any, permission: Any) -> set[int]: ...

    def controllers_where(self, user: Any, permission: Any) -> set[int]: ...


_answer: list[Permits] = []


def answered_by(permits: Permits) -> None:
    _answer[:] = [permits]


def require(by: Any, permission: str, **where: Any) -> None:
    """Raise PermissionDenied unless ``by`` may do this here."""
    _answer[0].require(by, permission, **where)


def associations_where(user: Any, permission: str) -> set[int]:
    """Associations in whose name the user may do this."""
    return _answer[0].associations_where(user, permission)


def controllers_where(user: Any, permission: str) -> set[int]:
    """Authorities in whose name the user may do this."""
    return _answer[0].controllers_where(user, permission)
