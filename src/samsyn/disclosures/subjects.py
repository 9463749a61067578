"""What a consent or disclosure may be about within somebody's narrowed assignment:
referrals stand above, so they tell us here.
"""

from collections.abc import Callable

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

_told: list[Callable[..., QuerySet]] = []


def told_by(handled: Callable[..., QuerySet]) -> None:
    """``handled(user)`` gives the records that the user works with; called from apps.ready()."""
    if handled not in _told:
        _told.append(handled)


def about_these(user, field: str = "about") -> Q:
    """That ``field``, an "app.model:id", is one of the records that the user works with."""
    found = Q(pk__in=[])
    for handled in _told:
        found |= Q(**{f"{field}__in": subjects(handled(user))})
    return found


def subjects(records: QuerySet) -> QuerySet:
    """Each record as "app.model:id"."""
    name = Value(f"{records.model._meta.label_lower}:")
    named = records.annotate(subject=Concat(name, F("pk"), output_field=CharField()))
    return named.order_by().values("subject")
